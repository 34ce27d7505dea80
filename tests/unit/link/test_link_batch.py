"""Pair scores of many at once are those of one pair after the other."""

from datetime import UTC, datetime

import numpy as np
import pytest

from siyaq.analyze import analyze
from siyaq.demo.edition import make_edition
from siyaq.link import batch, default_model, features
from siyaq.link.batch import Batch, OneByOne
from siyaq.link.bucket import Buckets, Entry
from siyaq.types import Article

DAY = datetime(2026, 1, 15, 18, tzinfo=UTC)
ARTICLES = 60


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    """Reports of the demo with their notes, the last ones headlines alone and one without any word."""
    found = []
    for number, item in enumerate(make_edition(DAY, "all").versions[:ARTICLES]):
        text = item.body if number < ARTICLES - 4 else ""
        title = item.title if number < ARTICLES - 1 else ""
        article = Article(id=f"a{number}", source=item.outlet.id, title=title, text=text, published=item.published)
        known = features(article, analyze(title, text, article.published))
        found.append(Entry(features=known, story=f"s{number // 3}"))
    return found


@pytest.mark.parametrize("most_words", [100, 1 << 20])
def test_scores_are_those_of_one_pair_after_the_other(
    entries: list[Entry], most_words: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_MOST_WORDS", most_words)  # words are numbered anew in between
    buckets = Buckets(lambda _: [], lambda _: None, 8)
    for entry in entries:
        buckets.add(entry)
    current = buckets.current(entries[0].features.when)
    many, plain = Batch(default_model()), OneByOne(default_model())
    near = 0
    for number, one in enumerate(entries):
        others = entries[:number] + entries[number + 1 :]
        found, expected = many.scores(one, others, current), plain.scores(one, others, current)
        for got, wanted in zip(found, expected, strict=True):
            np.testing.assert_allclose(got, wanted, rtol=0, atol=1e-5)  # vectors are float32
        near += int((expected[1] > 0.5).sum())
    assert near > ARTICLES  # pairs of one happening are among them


def test_an_article_alone_has_no_scores(entries: list[Entry]) -> None:
    bodies, scores = Batch(default_model()).scores(entries[0], [], Buckets(lambda _: [], lambda _: None, 8).current(0.0))
    assert len(bodies) == len(scores) == 0
