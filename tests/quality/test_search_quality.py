"""Floors of search on the labelled queries; they only rise. `bench/search.py` measures on the whole archive."""

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from labelled import load_scorer

from siyaq.arabic import default_ledger
from siyaq.arabic.respell import respell
from siyaq.index import open_index
from siyaq.ports import IndexDocument
from siyaq.query import parse_query

EVERY = 12  # of the articles that no query was judged on
LEAST_SHORT = 0.87  # nDCG@10
LEAST_KNOWN = 0.99  # MRR@10, without the summaries that are asked
MOST_LOST = 0.01  # of it, by another legal spelling: one of the 78 queries by two ranks (all 1,000 lose nothing)

Find = Callable[[str, int], list[str]]
pytestmark = pytest.mark.shared


def read_lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def grades(shared: Path) -> dict[str, dict[str, int]]:
    rows = read_lines(shared / "gold" / "dev" / "search" / "short.gold.jsonl")
    return {row["query"]: {j["id"]: j["grade"] for j in row["judged"]} for row in rows}  # type: ignore[attr-defined, misc]


@pytest.fixture(scope="module")
def held(shared: Path, grades: dict[str, dict[str, int]]) -> dict[str, IndexDocument]:
    judged, seen, made = {i for grade in grades.values() for i in grade}, set(), {}
    with gzip.open(shared / "data" / "ant_multisource.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, row in enumerate(map(json.loads, lines)):
            if row["url"] not in seen and (number % EVERY == 0 or row["id"] in judged):
                rest = {"summary": "", "section": "", "story": "", "tags": (), "names": (), "is_copy": False}
                texts = {"title": row["title"] or "", "text": row["text"] or "", "source": row["source"]}
                when = datetime.fromisoformat(row["published"]).replace(tzinfo=UTC)
                made[row["id"]] = IndexDocument(article=row["id"], when=when, **texts, **rest)
            seen.add(row["url"])
    return made


@pytest.fixture(scope="module")
def find(held: dict[str, IndexDocument]) -> Iterator[Find]:
    index, expand = open_index(None), default_ledger().variants
    index.put(held.values())
    index.commit(1)
    yield lambda text, k: [hit.article for hit in index.search(parse_query(text), k=k, expand=expand).hits]
    index.close()


def test_short_queries(find: Find, grades: dict[str, dict[str, int]], shared: Path) -> None:
    scorer, gains = load_scorer(shared, "score_short"), []
    for query, grade in grades.items():
        got = [grade[i] for i in find(query, 60) if i in grade]
        gains.append(scorer.dcg(got[:10]) / scorer.dcg(sorted(grade.values(), reverse=True)[:10]))
    assert sum(gains) / len(gains) >= LEAST_SHORT


def test_known_items_in_two_spellings(find: Find, held: dict[str, IndexDocument], shared: Path) -> None:
    lines = (shared / "gold" / "dev" / "search" / "known_item.tsv").read_text("utf-8").splitlines()
    asked = [(set(ids.split(",")) & held.keys(), text) for _, ids, text in (line.split("\t", 2) for line in lines)]
    asked, rng = [(ids, text) for ids, text in asked if ids], Random(1)

    def rank(change: Callable[[str], str]) -> float:
        ranks = [next((1 / n for n, i in enumerate(find(change(text), 10), 1) if i in ids), 0.0) for ids, text in asked]
        return sum(ranks) / len(ranks)

    as_typed = rank(str)
    assert as_typed >= LEAST_KNOWN
    assert rank(lambda text: respell(text, rng)) >= as_typed - MOST_LOST
