"""Floors of the notes on the labelled development articles; they may only rise. Figures measured on 25 November 2026."""

import dataclasses
import json
import sys
from datetime import datetime
from pathlib import Path

import pytest

from siyaq.analyze import analyze

pytestmark = [pytest.mark.shared, pytest.mark.slow]

FLOORS = {  # F1; measured: .596, .821, .808, .749, .836, .938
    "tags": 0.58,
    "entities": 0.79,
    "entities_typed": 0.78,
    "claims": 0.72,
    "sources_cited": 0.81,
    "dates": 0.90,
}


@pytest.fixture(scope="module")
def figures(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    import subprocess

    lines = (shared / "gold/dev/notes/articles.jsonl").read_text("utf-8").splitlines()
    predicted = tmp_path_factory.mktemp("notes") / "predicted.jsonl"
    with predicted.open("w", encoding="utf-8") as out:
        for article in map(json.loads, lines):
            published = datetime.fromisoformat(article["published"]) if article.get("published") else None
            notes = dataclasses.asdict(analyze(article["title"], article["text"], published))
            out.write(json.dumps({"id": article["id"], **notes}, ensure_ascii=False) + "\n")
    scorer = shared / "gold/score/score_notes.py"
    command = [sys.executable, str(scorer), str(shared / "gold/dev/notes/notes.gold.jsonl"), str(predicted)]
    scored = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {kind: scored[kind][2] for kind in FLOORS}


@pytest.mark.parametrize("kind", FLOORS)
def test_floor(figures: dict[str, float], kind: str) -> None:
    assert figures[kind] >= FLOORS[kind]
