"""Counting and timing requests, as ASGI middleware."""

from __future__ import annotations

import time
from array import array
from bisect import bisect_left
from itertools import product
from mmap import mmap
from pathlib import Path
from threading import Lock

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)  # Prometheus' customary ones around our 100 ms goal


_PAGES = ("section", "story", "article", "tag", "name", "source", "search", "trends", "statements", "outlets", "preferences")
_FEEDS = ("rss", "atom", "json")
_KINDS = ("home", *_PAGES, "static", "api", "healthz", "metrics", "opml", "other")
_NAMED = frozenset(_KINDS) - {"home", "other"}
_STATUSES = range(100, 600)
_BUCKET_AT = len(_KINDS) * len(_STATUSES)
_SECONDS_AT = _BUCKET_AT + len(BUCKETS_S) + 1
_CELLS = _SECONDS_AT + 1
SLOT_BYTES = 8 * _CELLS  # of one process


class Meter:
    """Numbers of answered requests by kind of page and status, and a histogram of their times.

    They are one array of float64 a process. Processes that serve one site share a file with an array for each of them, so that
    whichever is asked tells the numbers of all.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._arrays: list[array[float] | memoryview[float]] = [array("d", bytes(SLOT_BYTES))]
        self._own = self._arrays[0]

    def share(self, path: str, slot: int) -> None:
        """Count in the array number `slot` of a file of several times `SLOT_BYTES` zeros from now on."""
        with Path(path).open("r+b") as file:
            cells = memoryview(mmap(file.fileno(), 0)).cast("d")
        with self._lock:
            self._arrays = [cells[at : at + _CELLS] for at in range(0, len(cells), _CELLS)]
            self._own = self._arrays[slot]

    def count(self, kind: str, status: int, seconds: float) -> None:
        """Note one answered request."""
        with self._lock:
            self._own[_KINDS.index(kind) * len(_STATUSES) + _STATUSES.index(status)] += 1
            self._own[_BUCKET_AT + bisect_left(BUCKETS_S, seconds)] += 1
            self._own[_SECONDS_AT] += seconds

    def lines(self) -> list[str]:
        """The numbers in Prometheus' text format."""
        with self._lock:
            cells = [sum(column) for column in zip(*self._arrays, strict=True)]
        counts = {
            (kind, status): int(n)
            for (kind, status), n in zip(product(_KINDS, _STATUSES), cells[:_BUCKET_AT], strict=True)
            if n
        }
        name = "siyaq_http_requests_total"
        lines = [f"# HELP {name} Answered requests by kind of page and status.", f"# TYPE {name} counter"]
        lines += [f'{name}{{page="{kind}",status="{status}"}} {n}' for (kind, status), n in sorted(counts.items())]
        name = "siyaq_http_request_seconds"
        lines += [f"# HELP {name} Time from request to answer.", f"# TYPE {name} histogram"]
        below = 0
        for bound, n in zip((*map(str, BUCKETS_S), "+Inf"), cells[_BUCKET_AT:_SECONDS_AT], strict=True):
            below += int(n)
            lines.append(f'{name}_bucket{{le="{bound}"}} {below}')
        return [*lines, f"{name}_sum {cells[_SECONDS_AT]:.6f}", f"{name}_count {below}"]


METER = Meter()  # one a process, like the process's other numbers


def kind_of(path: str) -> str:
    """The kind of page, a short word from a fixed list so that strange addresses make no new series.

    >>> kind_of("/article/x"), kind_of("/"), kind_of("/.git/config")
    ('article', 'home', 'other')
    """
    name = path.lstrip("/").partition("/")[0]
    first, _, suffix = name.partition(".")
    if first == "index" or not name or (not first and suffix in _FEEDS):
        return "home"
    return first if first in _NAMED else "other"


def metered(app: ASGIApp) -> ASGIApp:
    """Count every request."""

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await app(scope, receive, note)
        finally:
            METER.count(kind_of(scope["path"]), status, time.perf_counter() - started)

    return run
