"""Turns: how many requests run at once, over all and to one host, and how far apart."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

_MAX_HOSTS: Final = 5_000  # hosts remembered; idle ones beyond this are forgotten


@dataclass(slots=True)
class _Host:
    gate: asyncio.Semaphore
    free_at: float = 0.0
    shut_until: float = 0.0
    waiting: int = field(default=0)


class Pace:
    """Gives turns to requests.

    Args:
        connections: turns at once, over all hosts.
        clock: seconds, monotonic.
    """

    def __init__(self, connections: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._all = asyncio.Semaphore(connections)
        self._hosts: dict[str, _Host] = {}
        self._clock = clock

    @asynccontextmanager
    async def turn(self, host: str, delay_s: float, at_once: int = 1) -> AsyncIterator[None]:
        """Hold a turn at a host: at most `at_once` together, starts at least `delay_s` apart."""
        state = self._state(host, at_once)
        state.waiting += 1
        try:
            async with state.gate:
                pause = state.free_at - self._clock()
                if pause > 0:
                    await asyncio.sleep(pause)
                async with self._all:
                    state.free_at = self._clock() + delay_s  # from the start as it was, not as it was meant to be
                    yield
        finally:
            state.waiting -= 1

    def shut(self, host: str, seconds: float) -> None:
        """Leave a host alone for some time, as it asked with Retry-After."""
        state = self._state(host, 1)
        state.shut_until = max(state.shut_until, self._clock() + seconds)

    def shut_for_s(self, host: str) -> float:
        """Seconds that a host still is to be left alone; 0 if it is not."""
        state = self._hosts.get(host)
        return max(0.0, state.shut_until - self._clock()) if state else 0.0

    def _state(self, host: str, at_once: int) -> _Host:
        if host not in self._hosts and len(self._hosts) >= _MAX_HOSTS:
            self._forget_idle()
        return self._hosts.setdefault(host, _Host(asyncio.Semaphore(at_once)))

    def _forget_idle(self) -> None:
        now = self._clock()
        idle = [name for name, state in self._hosts.items() if not state.waiting and max(state.free_at, state.shut_until) < now]
        for name in idle:
            del self._hosts[name]
