"""Floors of the Arabic core's figures; they only rise. Measured by bench/arabic.py and bench/names.py."""

import importlib.util
import json
import sys
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from siyaq import arabic

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.shared


def bench(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"bench_{name}", ROOT / f"bench/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def test_lemma_groups_beat_the_alternatives(shared: Path) -> None:
    table = bench("arabic").lemma_scores(shared / "data/ud_arabic_pud/ar_pud-ud-test.conllu")
    ours = table["surface"]["siyaq"][2]
    assert ours >= 0.75
    assert ours >= max(table["surface"][other][2] for other in ("simplemma", "snowball", "lucene")) + 0.06
    assert table["cut"]["siyaq"][2] >= max(0.75, table["cut"]["simplemma"][2])


def test_names_without_an_archive(shared: Path) -> None:
    result = bench("names").score(arabic.default_ledger(), rows(shared / "gold/dev/names/variants.jsonl"))
    assert result["precision"] >= 0.97
    assert result["recall"] >= 0.9


def test_dates_of_the_gold_notes(shared: Path) -> None:
    sys.path.insert(0, str(shared / "gold/score"))
    try:
        import score_notes
    finally:
        sys.path.pop(0)
    folder = shared / "gold/dev/notes"
    gold, total = {r["id"]: r for r in rows(folder / "notes.gold.jsonl")}, [0, 0, 0, 0]
    for row in rows(folder / "articles.jsonl"):
        published = datetime.fromisoformat(row["published"]) if row.get("published") else None
        found = arabic.find_dates(f"{row['title']}\n{row['text']}", published)
        said = [{"mention": d.mention, "resolved": d.resolved} for d in found]
        counted = score_notes.count(said, gold[row["id"]].get("dates", []), score_notes.same_date)
        total = [a + b for a, b in zip(total, counted, strict=True)]
    assert score_notes.f1(*total)[2] >= 0.9
