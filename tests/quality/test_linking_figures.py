"""Floors of linking on the labelled windows; they only rise. `bench/linking.py` prints the whole table."""

from pathlib import Path

import pytest
from labelled import load_scorer, read_window
from linking import place_all, read_features

# With the notes of `analyze` (names), as the engine has them.
LEAST_B3X = {"w1_may": 0.83, "w2_june": 0.865, "w3_october": 0.845, "w4_saudi": 0.86, "w5_august": 0.8}


@pytest.mark.shared
@pytest.mark.parametrize("window", sorted(LEAST_B3X))
def test_stories_reach_their_floor(shared: Path, window: str) -> None:
    articles, gold = read_window(shared, window)
    found, _ = place_all(read_features(articles))
    assert load_scorer(shared, "score_stories").score(gold, found)["b3x"][2] >= LEAST_B3X[window]
