"""Rising names and topics: what is reported more than it usually is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import sqrt
from typing import Literal

from siyaq.arabic import section_key
from siyaq.survey.frame import Frame, Notes
from siyaq.survey.profile import DAY, key_of
from siyaq.types import Article

DAYS = 14  # two weeks: each weekday twice, so that a weekly column does not look like news
MIN_REPORTS = 3  # below this a rise is one story told by one or two outlets
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_DAY_TICKS = DAY // _TICK

Kind = Literal["name", "tag"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """A name or topic with its articles in the last 24 hours and its usual number a day before that."""

    name: str
    kind: Kind
    count: int
    usual: float  # articles a day over the former days
    score: float  # standard deviations above the usual level, with Poisson counts
    days: tuple[int, ...]  # articles a day, oldest first, the last 24 hours last


@dataclass(frozen=True, slots=True)
class _Entry:
    at: int  # microseconds since 1970
    source: str
    section: str
    words: dict[str, tuple[str, Kind]]  # folded word -> spelling and kind


class Tally:
    """Which names and tags were reported when; articles come, change and go. Not safe for many threads at once."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._times: dict[str, list[int]] = defaultdict(list)  # in order
        self._spellings: dict[str, Counter[tuple[str, Kind]]] = defaultdict(Counter)

    def __len__(self) -> int:
        return len(self._entries)

    def put(self, article: Article, notes: Notes, *, is_copy: bool) -> None:
        """Add an article or replace it. Copies count for their outlet only, articles without a time not at all."""
        self.drop(article.id)
        if article.when is None:
            return
        entry = _Entry(ticks(article.when), article.source, article.section or "", {} if is_copy else words_of(notes))
        self._entries[article.id] = entry
        for key, spelling in entry.words.items():
            times = self._times[key]
            times.insert(bisect_left(times, entry.at), entry.at)
            self._spellings[key][spelling] += 1

    def drop(self, article_id: str) -> None:
        """Take an article out; an unknown one is ignored."""
        entry = self._entries.pop(article_id, None)
        if entry is None:
            return
        for key, spelling in entry.words.items():
            times = self._times[key]
            del times[bisect_left(times, entry.at)]
            self._spellings[key][spelling] -= 1
            if not times:
                del self._times[key], self._spellings[key]

    def drop_before(self, moment: datetime) -> None:
        """Take out all articles older than a moment."""
        oldest = ticks(moment)
        for article_id in [i for i, entry in self._entries.items() if entry.at < oldest]:
            self.drop(article_id)

    def rises(self, *, until: datetime, days: int = DAYS, k: int = 30) -> tuple[Rise, ...]:
        """Names and tags that rose in the 24 hours before `until`, strongest first.

        The score is (count - usual) / sqrt(usual + 1), the deviation of a Poisson count whose rate is smoothed by one.
        A word that is both a name and a tag is given once, as a name.
        """
        end = ticks(until)
        recent = (e.words for e in self._entries.values() if end - _DAY_TICKS < e.at <= end)
        counts = Counter(key for words in recent for key in words)
        rows = ((key, self._days(self._times[key], end, days)) for key, n in counts.items() if n >= MIN_REPORTS)
        found = [_rise(row, self._spellings[key]) for key, row in rows]
        return tuple(sorted((r for r in found if r.score > 0), key=lambda r: (-r.score, r.name))[:k])

    def day(self, *, until: datetime) -> tuple[int, tuple[tuple[str, int], ...]]:
        """How many articles the 24 hours before `until` have, and how many in each section, largest first.

        A section that is spelled in several ways is named as most articles name it.
        """
        end = ticks(until)
        recent = [e.section for e in self._entries.values() if end - _DAY_TICKS < e.at <= end]
        counts: Counter[str] = Counter()
        spellings: dict[str, Counter[str]] = defaultdict(Counter)
        for section in recent:
            if key := section and section_key(section):
                counts[key] += 1
                spellings[key][section] += 1
        largest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return len(recent), tuple((spellings[key].most_common(1)[0][0], n) for key, n in largest)

    def outlet_days(self, *, until: datetime, days: int = DAYS) -> dict[str, tuple[int, ...]]:
        """Articles a day of each outlet, oldest first."""
        end = ticks(until)
        times: dict[str, list[int]] = defaultdict(list)
        for entry in self._entries.values():
            times[entry.source].append(entry.at)
        return {source: self._days(sorted(found), end, days) for source, found in times.items()}

    @staticmethod
    def _days(times: list[int], end: int, days: int) -> tuple[int, ...]:
        bounds = [bisect_right(times, end - back * _DAY_TICKS) for back in range(days, -1, -1)]
        return tuple(b - a for a, b in pairwise(bounds))


def ticks(when: datetime) -> int:
    """Microseconds since 1970."""
    return (when - _EPOCH) // _TICK


def words_of(notes: Notes) -> dict[str, tuple[str, Kind]]:
    """Names and tags by their folded form; what is both is a name."""
    words: dict[str, tuple[str, Kind]] = {key_of(t.tag): (t.tag, "tag") for t in notes.tags}
    words.update({key_of(e.name): (e.name, "name") for e in notes.entities})
    words.pop("", None)
    return words


def rising(frame: Frame, *, until: datetime, days: int = DAYS, k: int = 30) -> tuple[Rise, ...]:
    """What rises in a frame (see `Tally.rises`)."""
    return tally_of(frame).rises(until=until, days=days, k=k)


def tally_of(frame: Frame) -> Tally:
    """A tally of a frame's articles."""
    tally = Tally()
    put_all(tally, frame)
    return tally


def put_all(tally: Tally, frame: Frame) -> None:
    """Put a frame's articles into a tally, newest last, so that times are mostly added at the end."""
    for article in sorted(frame.articles, key=lambda a: a.when or _EPOCH):
        tally.put(article, frame.notes(article.id), is_copy=article.id in frame.copy_of)


def _rise(days: tuple[int, ...], spellings: Counter[tuple[str, Kind]]) -> Rise:
    (name, _), _ = spellings.most_common(1)[0]
    usual = sum(days[:-1]) / max(1, len(days) - 1)
    is_name = any(kind == "name" and n > 0 for (_, kind), n in spellings.items())
    return Rise(
        name=name,
        kind="name" if is_name else "tag",
        count=days[-1],
        usual=usual,
        score=(days[-1] - usual) / sqrt(usual + 1),
        days=days,
    )
