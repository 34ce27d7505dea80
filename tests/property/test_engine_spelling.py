"""The two-spelling rule over the whole engine: an archive in another legal spelling gives the same notes and links."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from siyaq.arabic import fold
from siyaq.arabic.respell import respell
from siyaq.engine import Engine
from siyaq.ingest import article_from_record
from siyaq.settings import Settings
from siyaq.types import Article

pytestmark = [pytest.mark.shared, pytest.mark.slow]
DAYS = ("2018-06-12", "2018-06-13")  # two days of several outlets: stories, and copies among them
POOL, SAMPLE = 160, 14


def archive(shared: Path) -> Iterator[Article]:
    """Articles of the two days, and some of papers that copy from each other."""
    with gzip.open(shared / "data/ant_multisource.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = (row for row in map(json.loads, lines) if (row["published"] or "").startswith(DAYS))
        yield from map(article_from_record, islice(rows, POOL))
    with gzip.open(shared / "data/saudinewsnet.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(article_from_record, islice(map(json.loads, lines), 0, POOL, 8))


class Pool(list[Article]):
    def __repr__(self) -> str:
        return f"{len(self)} articles"


@pytest.fixture(scope="module")
def pool(shared: Path) -> Pool:
    return Pool(archive(shared))


def rewritten(article: Article, rng: Random) -> Article:
    """The same article in another spelling."""
    tags = tuple(respell(tag, rng) for tag in article.tags)
    return replace(article, title=respell(article.title, rng), text=respell(article.text, rng), tags=tags)


def state(articles: list[Article], queries: list[str]) -> dict[str, object]:
    """What the engine makes of articles, without their spelling."""
    with Engine("memory:", Settings(db="memory:", now=datetime(2018, 6, 14, tzinfo=UTC))) as engine:
        engine.add(articles)
        notes = [engine.analysis(article.id) for article in articles]
        return {
            "tags": [[fold(tag.tag) for tag in made.tags] for made in notes],
            "names": [[(fold(e.name), e.type, len(e.mentions)) for e in made.entities] for made in notes],
            "claims": [[(fold(c.speaker), fold(c.text), c.kind) for c in made.claims] for made in notes],
            "stories": {frozenset(story.articles) for story in engine.stories()},
            "copies": {(c.article, c.original) for article in articles for c in engine.copies(article.id)},
            "found": [[hit.article for hit in engine.search(query, k=5).hits] for query in queries],
            "similar": [[link.target for link in engine.similar(article.id)] for article in articles[:3]],
        }


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(seed=st.integers(0, 2**32))
def test_another_spelling_changes_nothing(pool: Pool, seed: int) -> None:
    rng = Random(seed)
    first = rng.randrange(len(pool))
    near = [pool[(first + i) % len(pool)] for i in range(SAMPLE - 4)]
    articles = list({a.id: a for a in [*near, *rng.sample(pool, 4)]}.values())
    queries = [" ".join(article.title.split()[:4]).replace('"', "").replace(":", " ") for article in articles[:4]]
    plain = state(articles, queries)
    other = state([rewritten(a, rng) for a in articles], [respell(query, rng) for query in queries])
    for kind, value in plain.items():
        assert other[kind] == value, kind
