"""Outlets into the database, and the fetching of a command until a signal."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from siyaq.cli.output import say

if TYPE_CHECKING:
    from siyaq.engine import Engine
    from siyaq.fetch import HttpFetcher
    from siyaq.settings import Settings
    from siyaq.types import Source

_INTERRUPTED = 130


def fetcher_of(settings: "Settings") -> "HttpFetcher":
    """A fetcher as the settings want it."""
    from siyaq.fetch import FetchLimits, HttpFetcher

    return HttpFetcher(settings.user_agent, settings.allow_hosts, limits=FetchLimits(deadline_s=settings.fetch_timeout_s))


async def add_list(engine: "Engine", where: str) -> tuple[int, int]:
    """Save the outlets of a list, a path or an address; gives how many it has, and how many of them are new.

    Raises:
        SettingsError: it cannot be read.
    """
    from siyaq.engine.outlets import load_outlets

    fetcher = fetcher_of(engine.settings)
    try:
        listed = await load_outlets(where, fetcher)
    finally:
        await fetcher.close()
    return len(listed), save_outlets(engine, listed)


def save_outlets(engine: "Engine", outlets: "Sequence[Source]") -> int:
    """Save outlets under the ids that the database knows them by; gives how many are new."""
    from siyaq.engine.outlets import register
    from siyaq.ingest import known_moves, reconcile

    return register(engine.store, reconcile(outlets, engine.sources(), known_moves(engine.store)))


@contextmanager
def stop_on_signals() -> Iterator[asyncio.Event]:
    """An event that SIGINT and SIGTERM set, in the running loop. Asking twice ends the process at once."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)

    def asked() -> None:
        if stop.is_set():
            say("ended at once")
            os._exit(_INTERRUPTED)
        stop.set()

    for number in signals:
        loop.add_signal_handler(number, asked)
    try:
        yield stop
    finally:
        for number in signals:
            loop.remove_signal_handler(number)


async def until_stopped(work: Awaitable[None], stop: asyncio.Event, grace_s: float) -> None:
    """Wait for work that ends itself soon after `stop` is set; it is cancelled after `grace_s`."""
    task = asyncio.ensure_future(work)
    waiting = asyncio.ensure_future(stop.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    done, _ = await asyncio.wait({task}, timeout=grace_s)
    if not done:
        task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        if not task.cancelled():
            raise


def stop_with_parent(stop: asyncio.Event) -> None:
    """Set `stop` when the process that started us goes: its end of our standard input is closed then."""
    loop = asyncio.get_running_loop()

    def closed() -> None:
        if not os.read(sys.stdin.fileno(), 1):
            loop.remove_reader(sys.stdin.fileno())
            stop.set()

    loop.add_reader(sys.stdin.fileno(), closed)
