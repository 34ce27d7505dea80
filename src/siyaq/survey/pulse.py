"""The last two weeks' names and tags, counted once and then kept up to date from the store's change feed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, proxy

from siyaq.survey.frame import Frame
from siyaq.survey.profile import DAY
from siyaq.survey.trend import DAYS, Rise, Tally, put_all
from siyaq.types import Article

if TYPE_CHECKING:
    from siyaq.engine import Engine

MAX_ARTICLES = 20_000  # two weeks of some 1,400 articles a day, or fewer days of more: about 60 MB
_CHUNK = 1000
_MAX_BEHIND = 5000  # changes; from here on, reading the window again is cheaper than following


class Pulse:
    """What rises, and how much each outlet publishes. Safe to use from many threads.

    The window ends at `engine.day()`'s end. After the first reading only changed articles are read.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._tally = Tally()
        self._seq = -1
        self._since: datetime | None = None  # from when on articles were asked for
        self._whole: datetime | None = None  # from when on all were read: later, where they are too many

    def rises(self, *, k: int = 30) -> tuple[tuple[Rise, ...], datetime, bool]:
        """Rising names and topics, the moment at which the last 24 hours end, and whether that is now."""
        _, until, is_today = self._engine.day()
        with self._lock:
            self._follow(until)
            return self._tally.rises(until=until, days=self._days(until), k=k), until, is_today

    def _days(self, until: datetime) -> int:
        """Days that are known whole, the last one among them: what is usual is counted over no others."""
        return DAYS if self._whole is None else max(2, min(DAYS, (until - self._whole) // DAY))

    def day(self) -> tuple[int, tuple[tuple[str, int], ...]]:
        """How many articles the day has, and how many in each section, largest first."""
        _, until, _ = self._engine.day()
        with self._lock:
            self._follow(until)
            return self._tally.day(until=until)

    def outlet_days(self) -> dict[str, tuple[int, ...]]:
        """Articles a day of each outlet that published in the window, oldest first."""
        _, until, _ = self._engine.day()
        with self._lock:
            self._follow(until)
            return self._tally.outlet_days(until=until)

    def _follow(self, until: datetime) -> None:
        since = until - DAYS * DAY
        seq = self._engine.store.last_seq()
        outside = self._since is None or since < self._since
        if self._seq < 0 or outside or seq - self._seq > _MAX_BEHIND or len(self._tally) > 1.2 * MAX_ARTICLES:
            self._read(since, until)
        elif seq != self._seq:
            changed = self._engine.store.changes(self._seq, _MAX_BEHIND)
            self._change(dict.fromkeys(change.article for change in changed), since)
        self._seq = seq
        if self._since is not None and since - self._since > DAY:  # a day of old articles has gathered
            self._tally.drop_before(since)
            self._since = since

    def _read(self, since: datetime, until: datetime) -> None:
        from siyaq.engine import newest_first  # late: who only counts frames needs no engine

        self._tally, self._since, self._whole = Tally(), since, None
        count = 0
        for found in newest_first(self._engine.store, MAX_ARTICLES, since=since, until=until + DAY, part=_CHUNK):
            self._put(found)
            count += len(found)
            if count >= MAX_ARTICLES:  # what is left out is the oldest
                self._whole = found[-1].when

    def _change(self, ids: Iterable[str], since: datetime) -> None:
        known = self._engine.store.articles(list(ids))
        for article_id in ids:
            self._tally.drop(article_id)
        self._put([a for a in known.values() if a.gone is None and a.when is not None and a.when >= since])

    def _put(self, articles: Iterable[Article]) -> None:
        """Count articles; they are too many to keep their rows."""
        found, store = tuple(articles), self._engine.store
        ids = [article.id for article in found]
        copies = {note.article: note for note in store.copies(ids) if note.article != note.original} if ids else {}
        put_all(self._tally, Frame(articles=found, analyses=store.digests(ids) if ids else {}, copy_of=copies))


_PULSES: WeakKeyDictionary[Engine, Pulse] = WeakKeyDictionary()
_MAKING = Lock()


def pulse_of(engine: Engine) -> Pulse:
    """The pulse of an engine: one for site and API together."""
    with _MAKING:
        return _PULSES.setdefault(engine, Pulse(proxy(engine)))
