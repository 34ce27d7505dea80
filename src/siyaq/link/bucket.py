"""Articles in day buckets by publication time, each with its own small inverted index."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from siyaq.link.background import strongest
from siyaq.link.current import Current, StoryCounts
from siyaq.link.feature import ArticleFeatures

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from siyaq.link.batch import WordArrays

DAY_S = 86_400.0
REACH_S = 3 * DAY_S  # how far apart in time two reports of one happening may stand
_PROBE_TERMS = 24  # strongest lemmas of an article that look for candidates
_LEAST_DAYS = 8  # kept however many articles they have: what lies within `REACH_S` of an article, and a day to spare
_MOST = 24_000  # articles kept beyond that, some 80 KB each
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
    arrays: "WordArrays | None" = None  # kept by `batch`


# Where a lemma is among the strongest ones: the number of an entry, the lemma's weight there, the next number ...
_Postings: TypeAlias = "array[float]"


@dataclass(slots=True)
class _Day:
    entries: dict[str, Entry] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)  # by number
    postings: dict[str, _Postings] = field(default_factory=dict)
    counts: StoryCounts = field(default_factory=StoryCounts)

    def put(self, entry: Entry) -> None:
        """Add an entry to the index."""
        number = len(self.ids)
        self.ids.append(entry.features.id)
        for term, value in _strongest(entry.features):
            if (postings := self.postings.get(term)) is None:
                postings = self.postings[term] = array("d")
            postings.append(number)
            postings.append(value)

    def drop(self, entry: Entry) -> None:
        """Take an entry out of the index; its number stays unused."""
        number = len(self.ids) - 1 - self.ids[::-1].index(entry.features.id)
        for term, _ in _strongest(entry.features):
            postings = self.postings[term]
            at = 2 * postings[::2].index(number)
            del postings[at : at + 2]
            if not postings:
                del self.postings[term]


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
        self._entries: dict[str, Entry] = {}  # of all loaded days

    def get(self, article: str) -> Entry | None:
        """A loaded entry."""
        return self._entries.get(article)

    def add(self, entry: Entry) -> None:
        """Put an entry into its day, which is loaded if it was not."""
        self._put(self._day(day_of(entry.features.when)), entry)

    def _put(self, day: _Day, entry: Entry) -> None:
        day.entries[entry.features.id] = self._entries[entry.features.id] = entry
        day.put(entry)
        day.counts.add(entry.features, entry.story)

    def discard(self, article: str) -> Entry | None:
        """Take an entry out, if it is loaded."""
        entry = self._entries.pop(article, None)
        if entry is None:
            return None
        day = self._day_with(entry)
        del day.entries[article]
        day.drop(entry)
        day.counts.remove(entry.features, entry.story)
        return entry

    def move(self, entry: Entry, story: str) -> None:
        """Let a loaded entry go over to another story."""
        counts = self._day_with(entry).counts
        counts.remove(entry.features, entry.story)
        entry.story = story
        counts.add(entry.features, story)

    def current(self, when: float) -> Current:
        """What words say within `REACH_S` of a time, as the loaded days are now."""
        return Current(day.counts for day in self._window(when))

    def ensure(self, when: float) -> None:
        """Load the days within `REACH_S` of a time."""
        for number in range(day_of(when - REACH_S), day_of(when + REACH_S) + 1):
            self._day(number)
        while len(self._days) > self._max_days or (len(self._days) > _LEAST_DAYS and len(self._entries) > _MOST):
            _, day = self._days.popitem(last=False)
            for article in day.entries:
                del self._entries[article]
            self._forget(day.entries.values())

    def _day(self, number: int) -> _Day:
        if number in self._days:
            self._days.move_to_end(number)
            return self._days[number]
        day = self._days[number] = _Day()
        for entry in self._load(number):
            self._put(day, entry)
        return day

    def _day_with(self, entry: Entry) -> _Day:
        return self._days[day_of(entry.features.when)]

    def near(self, features: ArticleFeatures, most: int) -> list[Entry]:
        """Entries within `REACH_S`, nearest first by the cosine over the strongest lemmas."""
        import numpy as np  # late

        days = list(self._window(features.when))
        sums = _cosines(_strongest(features), days)
        touched = np.flatnonzero(sums)
        if len(touched) > most:  # one more, for the article itself may be among them
            touched = touched[sums[touched] >= np.partition(sums[touched], -most - 1)[-most - 1]]
        starts = np.cumsum([0, *(len(day.ids) for day in days)])
        owners = np.searchsorted(starts, touched, "right") - 1
        found = [
            (value, days[day].ids[number])
            for value, day, number in zip(
                sums[touched].tolist(), owners.tolist(), (touched - starts[owners]).tolist(), strict=True
            )
        ]
        best = sorted((pair for pair in found if pair[1] != features.id), reverse=True)[:most]
        entries = [self._entries[article] for _, article in best]
        return [entry for entry in entries if abs(entry.features.when - features.when) <= REACH_S]

    def _window(self, when: float) -> Iterator[_Day]:
        for number in range(day_of(when - REACH_S), day_of(when + REACH_S) + 1):
            if (day := self._days.get(number)) is not None:
                yield day


def _cosines(probes: Sequence[tuple[str, float]], days: Sequence[_Day]) -> "NDArray[np.float64]":
    """Cosines over the strongest lemmas with all entries, day after day by number, (n,); 0 where none of them is shared."""
    import numpy as np  # late: a tenth of a second

    found, start = [], 0
    for day in days:
        postings_of = day.postings.get
        found += [(postings, value, start) for term, value in probes if (postings := postings_of(term)) is not None]
        start += len(day.ids)
    if not found:
        return np.zeros(start)
    parts = [postings if len(postings) <= 2 * _CROWD else postings[-2 * _CROWD :] for postings, _, _ in found]
    numbers, weights = np.frombuffer(b"".join(parts)).reshape(-1, 2).T
    lengths = [len(part) // 2 for part in parts]
    values, starts = np.repeat([(value, start) for _, value, start in found], lengths, axis=0).T
    return np.bincount((numbers + starts).astype(np.int64), weights * values, start).astype(np.float64)


def _strongest(features: ArticleFeatures) -> list[tuple[str, float]]:
    return strongest(features.body, _PROBE_TERMS)
