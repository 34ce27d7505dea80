"""Floors of linking on the labelled windows; they only rise. `bench/linking.py` prints the whole table."""

from pathlib import Path

import pytest
from labelled import WINDOWS, load_scorer, read_window
from linking import place_all, read_features

# With the notes of `analyze` (names, tags), as the engine has them.
LEAST_B3X = {
    "w1_may": 0.83,
    "w2_june": 0.875,
    "w3_october": 0.85,
    "w4_saudi": 0.88,
    "w5_august": 0.8,
    "w6_saudi": 0.89,
    "w7_july": 0.885,
    "w8_saudi": 0.88,
}
LEAST_MEAN = 0.85  # of the reference windows


@pytest.fixture(scope="module")
def figures(shared: Path) -> dict[str, float]:
    scorer, found = load_scorer(shared, "score_stories"), {}
    for window in LEAST_B3X:
        articles, gold = read_window(shared, window)
        found[window] = scorer.score(gold, place_all(read_features(articles))[0])["b3x"][2]
    return found


@pytest.mark.shared
@pytest.mark.parametrize("window", LEAST_B3X)
def test_stories_reach_their_floor(figures: dict[str, float], window: str) -> None:
    assert figures[window] >= LEAST_B3X[window]


@pytest.mark.shared
def test_stories_of_the_reference_windows_reach_their_floor(figures: dict[str, float]) -> None:
    assert sum(figures[window] for window in WINDOWS) / len(WINDOWS) >= LEAST_MEAN
