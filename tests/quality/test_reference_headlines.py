"""The reference page's headlines: those of one happening score above all other pairs, with the measure that stories use."""

from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest

from siyaq.analyze import analyze
from siyaq.link import default_model, features
from siyaq.types import Article

pytestmark = pytest.mark.shared
# First words of the seven headlines that report one happening; 21 pairs, beside 24 others.
SAME_HAPPENING = (
    "الآلاف من قوات",
    "وزير الدفاع الأمريكي",
    "قوات كوريا الشمالية تدخل",
    "البنتاغون: جنود",
    "أوستن",
    "واشنطن",
    '"البنتاجون"',
)
LEAST_ABOVE = 20


def test_pairs_of_one_happening_score_above_the_best_other_pair(shared: Path) -> None:
    page = (shared / "reference/seed-page.txt").read_text("utf-8")
    lines = [line.strip(" \t•") for line in page.split("مقالات مشابهة")[1].strip().splitlines() if line.strip()]
    when = datetime(2024, 11, 24, tzinfo=UTC)
    known = [features(Article(id=t, source=t, title=t, text="", published=when), analyze(t, "", when)) for t in lines]
    scores: dict[bool, list[float]] = {True: [], False: []}
    for one, two in combinations(known, 2):
        same = one.title.startswith(SAME_HAPPENING) and two.title.startswith(SAME_HAPPENING)
        scores[same].append(default_model().score(one, two))
    assert (len(scores[True]), len(scores[False])) == (21, 24)
    assert sum(score > max(scores[False]) for score in scores[True]) >= LEAST_ABOVE
