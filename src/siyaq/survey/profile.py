"""Counts over a frame: which names and tags, how many a day, and who said what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from siyaq.arabic import fold
from siyaq.survey.frame import Frame
from siyaq.types import Article, Claim

DAY = timedelta(days=1)

key_of = lru_cache(maxsize=1 << 15)(fold)  # the same names and tags come again and again: some 200 bytes each


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A claim with the article that reports it."""

    article: Article
    claim: Claim


def _ranked(words: Iterable[Sequence[str]], leave_out: Iterable[str], k: int) -> tuple[tuple[str, int], ...]:
    skip = {key_of(w) for w in leave_out}
    spelling: dict[str, Counter[str]] = {}
    counts: Counter[str] = Counter()
    for group in words:
        for key, shown in {key_of(w): w for w in group}.items():
            if key and key not in skip:
                counts[key] += 1
                spelling.setdefault(key, Counter())[shown] += 1
    return tuple((spelling[key].most_common(1)[0][0], n) for key, n in counts.most_common(k))


def busiest_names(frame: Frame, *, leave_out: Iterable[str] = (), k: int = 20) -> tuple[tuple[str, int], ...]:
    """Names by the number of articles they occur in, most first; copies count once with their original.

    Args:
        leave_out: names not wanted (compared folded).
    """
    own = (a for a in frame.articles if a.id not in frame.copy_of)
    return _ranked(([e.name for e in frame.notes(a.id).entities] for a in own), leave_out, k)


def busiest_tags(frame: Frame, *, leave_out: Iterable[str] = (), k: int = 20) -> tuple[tuple[str, int], ...]:
    """Tags by the number of articles that carry them, most first; copies count once with their original."""
    own = (a for a in frame.articles if a.id not in frame.copy_of)
    return _ranked(([t.tag for t in frame.notes(a.id).tags] for a in own), leave_out, k)


def daily_counts(times: Iterable[datetime | None], *, until: datetime, days: int) -> tuple[int, ...]:
    """How many of `times` fall in each of the last `days` stretches of 24 hours that end at `until`, oldest first."""
    counts = [0] * days
    for when in times:
        if when is not None and when <= until:
            back = (until - when) // DAY
            if back < days:
                counts[days - 1 - back] += 1
    return tuple(counts)


def statements(
    frame: Frame,
    *,
    speaker: str | None = None,
    leave_out: Container[str] = (),
    k: int = 50,
    wanted: Callable[[Claim], bool] | None = None,
) -> tuple[Statement, ...]:
    """Claims in the order of the frame's articles; the same words of one speaker once, not from copies of others here.

    Args:
        speaker: only this one's (compared folded).
        leave_out: ids of outlets that may not be quoted.
        wanted: only claims that it is true of.
    """
    here = {a.id for a in frame.articles}
    named = fold(speaker) if speaker else None
    seen: set[tuple[str, str]] = set()
    found: list[Statement] = []
    for article in frame.articles:
        note = frame.copy_of.get(article.id)
        if article.source in leave_out or (note is not None and note.original in here):
            continue
        for claim in frame.notes(article.id).claims:
            if (named is not None and key_of(claim.speaker) != named) or (wanted is not None and not wanted(claim)):
                continue
            key = (key_of(claim.speaker), fold(claim.text))
            if key in seen:
                continue
            seen.add(key)
            found.append(Statement(article=article, claim=claim))
            if len(found) == k:
                return tuple(found)
    return tuple(found)
