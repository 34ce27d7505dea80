"""Remember costly readings of the archive until it changes."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")

MAX_AGE_S = 60.0  # times such as "an hour ago" and windows that end now drift by no more than this
# While articles keep coming in, building a value may take a twentieth of one core's time, but no value is older than this.
REUSE_FACTOR = 20.0
MAX_STALE_S = 5.0


class Memo:
    """A small thread-safe memory of values, bound to the store's change number.

    A value is given again while nothing changed and it is younger than a minute.
    """

    def __init__(self, seq: Callable[[], int], size: int = 256, clock: Callable[[], float] = time.monotonic) -> None:
        self._seq = seq
        self._size = size
        self._clock = clock
        self._lock = Lock()
        self._values: OrderedDict[Hashable, tuple[int, float, float, Any]] = OrderedDict()

    def get(self, key: Hashable, build: Callable[[], T], *, reuse: float = 0.0) -> T:
        """The value of `key`, built by `build()` when there is none that is fresh enough.

        Args:
            reuse: how many times as long as it took to build an old value may be given again while the archive changes
                all the time, at most for `MAX_STALE_S`; 0 never gives an old one.
        """
        seq, now = self._seq(), self._clock()
        with self._lock:
            known = self._values.get(key)
            if known is not None and self._fresh(known, seq, now, reuse):
                self._values.move_to_end(key)
                value: T = known[3]
                return value
        value = build()
        cost = self._clock() - now
        with self._lock:
            self._values[key] = (seq, now, cost, value)
            self._values.move_to_end(key)
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        return value

    @staticmethod
    def _fresh(known: tuple[int, float, float, Any], seq: int, now: float, reuse: float) -> bool:
        age = now - known[1]
        return age < MAX_AGE_S and (known[0] == seq or age < min(known[2] * reuse, MAX_STALE_S))
