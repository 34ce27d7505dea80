"""Articles in day buckets by publication time, each with its own small inverted index."""

import heapq
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from siyaq.link.current import Change, Current, StoryCounts
from siyaq.link.feature import ArticleFeatures

DAY_S = 86_400.0
REACH_S = 3 * DAY_S  # how far apart in time two reports of one happening may stand
_PROBE_TERMS = 40  # strongest lemmas of an article that look for candidates
_WINDOWS = 10  # windows of days whose counts are kept: archives may come in any order
_CROWD = 400  # postings of one lemma and day that are read; a lemma in more of them finds nothing by itself


@dataclass(slots=True, kw_only=True)
class Entry:
    """An article that is placed."""

    features: ArticleFeatures
    story: str
    tags: tuple[str, ...] = ()
    original: str = ""  # of which it is a copy; empty for an independent report
    share: float = 0.0
    pairs: dict[str, float] | None = None  # other article -> pair score; None: not computed since loaded


@dataclass(slots=True)
class _Day:
    entries: dict[str, Entry] = field(default_factory=dict)
    postings: defaultdict[str, list[tuple[Entry, float]]] = field(default_factory=lambda: defaultdict(list))
    counts: StoryCounts = field(default_factory=StoryCounts)


def day_of(when: float) -> int:
    """Number of the UTC day."""
    return int(when // DAY_S)


class Buckets:
    """The loaded days, least recently used ones evicted.

    Args:
        load: entries of a day that were placed before (from the store), called once when a day is first needed.
        forget: called with the entries of a day that is evicted.
        max_days: most days to keep loaded.
    """

    def __init__(
        self, load: Callable[[int], Iterable[Entry]], forget: Callable[[Iterable[Entry]], None], max_days: int
    ) -> None:
        self._load = load
        self._forget = forget
        self._max_days = max_days
        self._days: OrderedDict[int, _Day] = OrderedDict()
        self._where: dict[str, int] = {}
        self._windows: OrderedDict[tuple[int, int], Current] = OrderedDict()

    def get(self, article: str) -> Entry | None:
        """A loaded entry."""
        number = self._where.get(article)
        return None if number is None else self._days[number].entries[article]

    def _entry(self, article: str) -> Entry:
        return self._days[self._where[article]].entries[article]

    def add(self, entry: Entry) -> None:
        """Put an entry into its day, which is loaded if it was not."""
        self._put(self._day(day_of(entry.features.when)), day_of(entry.features.when), entry)

    def _put(self, day: _Day, number: int, entry: Entry) -> None:
        day.entries[entry.features.id] = entry
        self._where[entry.features.id] = number
        for term, value in _strongest(entry.features):
            day.postings[term].append((entry, value))
        self._follow(number, day.counts.add(entry.features, entry.story), 1)

    def discard(self, article: str) -> Entry | None:
        """Take an entry out, if it is loaded."""
        number = self._where.pop(article, None)
        if number is None:
            return None
        day = self._days[number]
        entry = day.entries.pop(article)
        for term, _ in _strongest(entry.features):
            day.postings[term] = [pair for pair in day.postings[term] if pair[0] is not entry]
        self._follow(number, day.counts.remove(entry.features, entry.story), -1)
        return entry

    def move(self, entry: Entry, story: str) -> None:
        """Let a loaded entry go over to another story."""
        number = self._where[entry.features.id]
        counts = self._days[number].counts
        self._follow(number, counts.remove(entry.features, entry.story), -1)
        entry.story = story
        self._follow(number, counts.add(entry.features, story), 1)

    def current(self, when: float) -> Current:
        """What words say within `REACH_S` of a time."""
        span = day_of(when - REACH_S), day_of(when + REACH_S)
        if span not in self._windows:
            self._windows[span] = Current(day.counts for day in self._window(when))
            if len(self._windows) > _WINDOWS:
                self._windows.popitem(last=False)
        self._windows.move_to_end(span)
        return self._windows[span]

    def _follow(self, number: int, change: Change, sign: int) -> None:
        for (first, last), current in self._windows.items():
            if first <= number <= last:
                current.apply(change, sign)

    def ensure(self, when: float) -> None:
        """Load the days within `REACH_S` of a time."""
        for number in range(day_of(when - REACH_S), day_of(when + REACH_S) + 1):
            self._day(number)
        while len(self._days) > self._max_days:
            number, day = self._days.popitem(last=False)
            for article in day.entries:
                del self._where[article]
            self._windows = OrderedDict((span, w) for span, w in self._windows.items() if not span[0] <= number <= span[1])
            self._forget(day.entries.values())

    def _day(self, number: int) -> _Day:
        if number in self._days:
            self._days.move_to_end(number)
            return self._days[number]
        day = self._days[number] = _Day()
        for entry in self._load(number):
            self._put(day, number, entry)
        return day

    def near(self, features: ArticleFeatures, most: int) -> list[Entry]:
        """Entries within `REACH_S`, nearest first by the cosine over the strongest lemmas."""
        found: defaultdict[str, float] = defaultdict(float)
        probes = _strongest(features)
        for day in self._window(features.when):
            for term, value in probes:
                for entry, other in day.postings.get(term, ())[-_CROWD:]:
                    found[entry.features.id] += value * other
        found.pop(features.id, None)
        best = heapq.nlargest(most, ((score, article) for article, score in found.items()))
        entries = [self._entry(article) for _, article in best]
        return [entry for entry in entries if abs(entry.features.when - features.when) <= REACH_S]

    def _window(self, when: float) -> Iterator[_Day]:
        for number in range(day_of(when - REACH_S), day_of(when + REACH_S) + 1):
            if (day := self._days.get(number)) is not None:
                yield day


def _strongest(features: ArticleFeatures) -> list[tuple[str, float]]:
    return heapq.nlargest(_PROBE_TERMS, features.body.items(), key=lambda pair: (pair[1], pair[0]))
