"""Rising names and topics: what is reported more than it usually is."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Literal

from siyaq.arabic import fold
from siyaq.survey.frame import Frame
from siyaq.survey.profile import DAY

DAYS = 14  # two weeks: each weekday twice, so that a weekly column does not look like news
MIN_REPORTS = 3  # below this a rise is one story told by one or two outlets


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """A name or topic with its articles in the last 24 hours and its usual number a day before that."""

    name: str
    kind: Literal["name", "tag"]
    count: int
    usual: float  # articles a day over the former days
    score: float  # standard deviations above the usual level, with Poisson counts
    days: tuple[int, ...]  # articles a day, oldest first, the last 24 hours last


def rising(frame: Frame, *, until: datetime, days: int = DAYS, k: int = 30) -> tuple[Rise, ...]:
    """Names and tags that rose in the 24 hours before `until`, strongest first.

    The score is (count - usual) / sqrt(usual + 1), the deviation of a Poisson count whose rate is smoothed by one.
    A word that is both a name and a tag is given once, as a name. Copies do not count.
    """
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * days)
    shown: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for article in frame.articles:
        when = article.when
        if when is None or article.id in frame.copy_of or not 0 <= (back := (until - when) // DAY) < days:
            continue
        for key, spelling in _words(frame, article.id).items():
            counts[key][days - 1 - back] += 1
            shown[key][spelling] += 1
    rises = [_rise(tuple(row), shown[key]) for key, row in counts.items() if row[-1] >= MIN_REPORTS]
    return tuple(sorted((r for r in rises if r.score > 0), key=lambda r: (-r.score, r.name))[:k])


def _words(frame: Frame, article_id: str) -> dict[str, tuple[str, str]]:
    notes = frame.notes(article_id)
    words = {fold(t.tag): (t.tag, "tag") for t in notes.tags}
    words.update({fold(e.name): (e.name, "name") for e in notes.entities})
    words.pop("", None)
    return words


def _rise(days: tuple[int, ...], spellings: Counter[tuple[str, str]]) -> Rise:
    (name, _), _ = spellings.most_common(1)[0]
    usual = sum(days[:-1]) / max(1, len(days) - 1)
    is_name = any(kind == "name" for _, kind in spellings)
    return Rise(
        name=name,
        kind="name" if is_name else "tag",
        count=days[-1],
        usual=usual,
        score=(days[-1] - usual) / sqrt(usual + 1),
        days=days,
    )
