"""Labelled articles for benches and fits: the reference data's windows, our own, the demo's truth; and the scorers."""

import gzip
import importlib.util
import json
from collections.abc import Container, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from siyaq.demo.edition import make_edition
from siyaq.demo.truth import load_truth
from siyaq.types import Article

SHARED = Path(__file__).resolve().parents[2] / "shared"  # where the reference data lies by default
LABELS = Path(__file__).resolve().parent / "labels"
WINDOWS = ("w1_may", "w2_june")  # of the reference data
# Our own, and where their articles are.
MORE = {
    "w3_october": "ant_multisource",
    "w4_saudi": "saudinewsnet",
    "w5_august": "ant_multisource",
    "w6_saudi": "saudinewsnet",
    "w7_july": "ant_multisource",
    "w8_saudi": "saudinewsnet",
}
ARCHIVES = ("ant_multisource", "saudinewsnet")
DEMO_DAY = datetime(2026, 1, 15, 18, tzinfo=UTC)  # any; the demo's dates move with it


def load_scorer(shared: Path, name: str) -> ModuleType:
    """A scorer of the reference data as a module."""
    spec = importlib.util.spec_from_file_location(name, shared / "gold" / "score" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def article_from_row(row: dict[str, Any]) -> Article:
    """An article of the JSONL files; times without an offset are UTC."""
    when = datetime.fromisoformat(row["published"]) if row.get("published") else None
    when = when.replace(tzinfo=UTC) if when and when.tzinfo is None else when
    known = {"id": row["id"], "source": row["source"], "title": row.get("title") or "", "text": row.get("text") or ""}
    return Article(**known, section=row.get("section"), published=when)


def read_rows(shared: Path, archive: str) -> Iterator[dict[str, Any]]:
    """Records of one of `ARCHIVES`."""
    with gzip.open(shared / "data" / f"{archive}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_articles(shared: Path, wanted: Container[str], archive: str) -> dict[str, Article]:
    """Some articles of an archive by id; of a repeated id the first."""
    found: dict[str, Article] = {}
    for row in read_rows(shared, archive):
        if row["id"] in wanted and row["id"] not in found:
            found[row["id"]] = article_from_row(row)
    return found


def read_window(shared: Path, window: str) -> tuple[list[Article], dict[str, str]]:
    """Articles of a labelled window in order of publication, and the story of each."""
    if window in MORE:
        lines = (LABELS / f"stories_{window}.tsv").read_text("utf-8").splitlines()
        gold = {article: story for article, _, story in (line.partition("\t") for line in lines)}
        articles = list(read_articles(shared, gold, MORE[window]).values())
    else:
        folder = shared / "gold" / "dev" / "stories"
        articles = [article_from_row(row) for row in _records(folder / f"{window}.jsonl")]
        gold = {row["id"]: row["story"] for row in _records(folder / f"{window}.gold.jsonl")}
    return sorted(articles, key=moment), gold


def read_demo() -> tuple[list[Article], dict[str, str]]:
    """The demo's articles as they first came out, in order of publication, and the story of each."""
    gold = {piece: story for story, pieces in load_truth().stories.items() for piece in pieces}
    first = {item.id: item for item in reversed(make_edition(DEMO_DAY, "all").versions)}
    articles = [
        Article(
            id=item.id,
            source=item.outlet.id,
            title=item.title,
            text=item.body,
            section=item.section,
            published=item.published,
            tags=item.tags,
        )
        for item in first.values()
    ]
    return sorted(articles, key=moment), gold


def moment(article: Article) -> tuple[datetime, str]:
    """Order of publication."""
    return article.published or datetime.min.replace(tzinfo=UTC), article.id


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
