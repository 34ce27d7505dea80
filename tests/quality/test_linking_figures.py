"""Floors of linking on the labelled windows; they only rise. `bench/linking.py` prints the whole table."""

import json
from datetime import UTC, datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from siyaq.analyze import analyze
from siyaq.link import Linker
from siyaq.types import Article

# With the notes of `analyze` (names), as the engine has them.
LEAST_B3X = {"w1_may": 0.83, "w2_june": 0.84}


def load_scorer(shared: Path) -> ModuleType:
    spec = spec_from_file_location("score_stories", shared / "gold" / "score" / "score_stories.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_articles(path: Path) -> list[Article]:
    rows = [json.loads(line) for line in path.read_text("utf-8").strip().split("\n")]
    made = [
        Article(
            id=row["id"],
            source=row["source"],
            title=row["title"] or "",
            text=row["text"] or "",
            section=row.get("section"),
            published=datetime.fromisoformat(row["published"]).replace(tzinfo=UTC),
        )
        for row in rows
    ]
    return sorted(made, key=lambda a: (a.published or datetime.min.replace(tzinfo=UTC), a.id))


@pytest.mark.shared
@pytest.mark.parametrize("window", sorted(LEAST_B3X))
def test_stories_reach_their_floor(shared: Path, window: str) -> None:
    folder = shared / "gold" / "dev" / "stories"
    scorer, linker = load_scorer(shared), Linker()
    articles = read_articles(folder / f"{window}.jsonl")
    for article in articles:
        linker.place(article, analyze(article.title, article.text, article.published, ()))
    found = {article.id: linker.story_of(article.id) for article in articles}
    labelled = map(json.loads, (folder / f"{window}.gold.jsonl").read_text("utf-8").strip().split("\n"))
    assert scorer.score({row["id"]: row["story"] for row in labelled}, found)["b3x"][2] >= LEAST_B3X[window]
