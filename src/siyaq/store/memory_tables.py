"""Dictionaries with transactions: every change is noted so that it can be taken back."""

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from siyaq.errors import BusyError, StoreError

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_ABSENT: Final = object()


class MemoryTables:
    """A lock and an undo log over plain dictionaries.

    Readers in other threads wait while a transaction is open, so they never see half of one.

    Args:
        busy_timeout_s: how long to wait for another thread's transaction before `BusyError`.
    """

    def __init__(self, busy_timeout_s: float) -> None:
        self._lock = threading.RLock()
        self._timeout_s = busy_timeout_s
        self._log: list[tuple[dict[Any, Any], Any, Any]] = []
        self._depth = 0
        self.closed = False

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the tables, for reading or inside a transaction."""
        if not self._lock.acquire(timeout=self._timeout_s):
            raise BusyError("the database in memory is held by another writer; try again")
        try:
            if self.closed:
                raise StoreError("the database in memory is closed")
            yield
        finally:
            self._lock.release()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; an inner one may fail alone."""
        with self.locked():
            mark = len(self._log)
            self._depth += 1
            try:
                yield
            except BaseException:
                self._undo(mark)
                raise
            finally:
                self._depth -= 1
                if self._depth == 0:
                    self._log.clear()

    def _undo(self, mark: int) -> None:
        while len(self._log) > mark:
            table, key, old = self._log.pop()
            if old is _ABSENT:
                table.pop(key, None)
            else:
                table[key] = old

    def put(self, table: dict[K, V], key: K, value: V) -> None:
        """Set an item; only inside `transaction`."""
        self._log.append((table, key, table.get(key, _ABSENT)))
        table[key] = value

    def drop(self, table: dict[K, V], key: K) -> bool:
        """Remove an item; only inside `transaction`. True if it was there."""
        if key not in table:
            return False
        self._log.append((table, key, table.pop(key)))
        return True
