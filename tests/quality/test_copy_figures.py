"""Floors of copies on labelled pairs and of similar articles on graded queries; they only rise."""

import json
from pathlib import Path

import copies
import pytest
import similar

LEAST_COPIES = {"figure": (0.96, 0.97), "fresh": (0.96, 0.96)}  # precision, recall
LEAST_NDCG = {"reference": 0.73, "more": 0.71}


@pytest.mark.shared
def test_copies_reach_their_floors(shared: Path) -> None:
    judged = copies.judge(shared, copies.read_pairs())
    for part, (precision, recall) in LEAST_COPIES.items():
        rows = [row for row in judged if row[0].part == part]
        found = copies.precision_recall([pair.is_copy for pair, _, _ in rows], [found for _, found, _ in rows])
        assert found[0] >= precision and found[1] >= recall, part


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(LEAST_NDCG))
def test_similar_articles_reach_their_floors(shared: Path, name: str) -> None:
    lines = (shared / "gold" / "dev" / "similar" / "similar.gold.jsonl").read_text("utf-8").splitlines()
    gold = [json.loads(line) for line in lines] if name == "reference" else similar.read_more()
    means = similar.measure(shared, gold, similar.read_features(shared, gold), similar.rank)
    assert means["ndcg"] >= LEAST_NDCG[name]
    assert means["also"] >= 0.8
    assert means["repeats"] <= 0.3
