"""Counts over a frame: which names and tags, how many a day, and who said what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from siyaq.arabic import fold
from siyaq.arabic.memo import Memo
from siyaq.survey.frame import Frame
from siyaq.types import Article, Claim

DAY = timedelta(days=1)

key_of = Memo(fold)  # the same names and tags come again and again: some 200 bytes each


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A claim with the article that reports it."""

    article: Article
    claim: Claim


def _ranked(words: Iterable[Sequence[str]], leave_out: Iterable[str], k: int) -> tuple[tuple[str, int], ...]:
    skip = {key_of(w) for w in leave_out}
    groups = [dict(zip(key_of.of_all(group), group, strict=True)) for group in words]
    counts = Counter(key for group in groups for key in group if key and key not in skip)
    ranked = counts.most_common(k)
    spellings = {key: Counter(group[key] for group in groups if key in group) for key, _ in ranked}
    return tuple((spellings[key].most_common(1)[0][0], n) for key, n in ranked)


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
    named = fold(speaker) if speaker else None

    def fits(claim: Claim) -> bool:
        return (named is None or key_of(claim.speaker) == named) and (wanted is None or wanted(claim))

    return tuple(said for _, said in islice(distinct_statements(frame, leave_out, fits), k))


def distinct_statements(
    frame: Frame, leave_out: Container[str], wanted: Callable[[Claim], bool] | None
) -> Iterator[tuple[tuple[str, str], Statement]]:
    """The same, all of them, each with what makes it one: folded speaker and words."""
    here = {a.id for a in frame.articles}
    seen: set[tuple[str, str]] = set()
    for article in frame.articles:
        note = frame.copy_of.get(article.id)
        if article.source in leave_out or (note is not None and note.original in here):
            continue
        for claim in frame.notes(article.id).claims:
            if wanted is not None and not wanted(claim):
                continue
            key = (key_of(claim.speaker), fold(claim.text))
            if key not in seen:
                seen.add(key)
                yield key, Statement(article=article, claim=claim)
