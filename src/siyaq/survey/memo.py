"""Remember costly readings of the archive until it changes."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

T = TypeVar("T")

MAX_AGE_S = 60.0  # times such as "an hour ago" and windows that end now drift by no more than this
# While articles keep coming in, building a value may take a twentieth of one core's time, but no value is older than this.
REUSE_FACTOR = 20.0
MAX_STALE_S = 5.0
TIMELESS_S = 3600.0  # for what depends on the archive alone and not on the hour


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    """A value with the change number and the moment it was built at, and how long that took."""

    seq: int
    at: float
    cost: float
    value: T


class Memo:
    """A small thread-safe memory of values, bound to the store's change number.

    A value is given again while nothing changed and it is younger than a minute, or what `get` is told. Where many ask for a
    value at once that is not there, one of them builds it and the others wait for it.

    Args:
        seq: the store's change number.
        size: how many values are kept.
        clock: seconds.
        reuse: how many times as long as it took to build an old value may be given again while the archive changes all the
            time, at most for `MAX_STALE_S`; 0 never gives an old one.
    """

    def __init__(
        self,
        seq: Callable[[], int],
        size: int = 256,
        clock: Callable[[], float] = time.monotonic,
        reuse: float = 0.0,
    ) -> None:
        self._seq = seq
        self._size = size
        self._reuse = reuse
        self._clock = clock
        self._lock = Lock()
        self._values: OrderedDict[Hashable, _Kept[Any]] = OrderedDict()
        self._building: dict[Hashable, Lock] = {}

    def peek(self, key: Hashable, max_age_s: float = MAX_AGE_S) -> Any:
        """The value of `key` where it is there and fresh enough, else None; never builds and never waits."""
        known = self._fresh(key, max_age_s)
        return known.value if known else None

    def get(self, key: Hashable, build: Callable[[], T], *, max_age_s: float = MAX_AGE_S) -> T:
        """The value of `key`, built by `build()` when there is none that is fresh enough.

        Args:
            max_age_s: how long a value is given again while nothing changes.
        """
        known: _Kept[T] | None = self._fresh(key, max_age_s)
        if known is not None:
            return known.value
        with self._lock:
            mine = self._building.setdefault(key, Lock())
        with mine:
            known = self._fresh(key, max_age_s)
            if known is None:
                known = self._build(key, build)
        return known.value

    def _build(self, key: Hashable, build: Callable[[], T]) -> _Kept[T]:
        seq, start = self._seq(), self._clock()
        try:
            value = build()
        finally:
            with self._lock:
                self._building.pop(key, None)
        kept = _Kept(seq, start, self._clock() - start, value)
        with self._lock:
            self._values[key] = kept
            self._values.move_to_end(key)
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        return kept

    def _fresh(self, key: Hashable, max_age_s: float) -> _Kept[Any] | None:
        seq, now = self._seq(), self._clock()
        with self._lock:
            known = self._values.get(key)
            if known is None:
                return None
            age = now - known.at
            if age < max_age_s and (known.seq == seq or age < min(known.cost * self._reuse, MAX_STALE_S)):
                self._values.move_to_end(key)
                return known
        return None
