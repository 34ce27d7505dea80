"""Visiting outlets: the worker with a real fetcher, writing through the engine."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from siyaq.engine.outlets import load_outlets, register
from siyaq.engine.pushing import ask_hubs, keep_subscribed, push_book
from siyaq.engine.report import AddReport
from siyaq.fetch import FetchLimits, HttpFetcher
from siyaq.ingest import PushBook, VisitLimits, VisitPorts, VisitReport, Worker
from siyaq.types import Article

if TYPE_CHECKING:
    from siyaq.engine.facade import Engine

OnReport = Callable[[VisitReport], None]

_INDEX_EVERY_S = 2.0  # what was fetched can be searched so many seconds later


async def fetch_once(
    engine: "Engine", *, everything: bool = False, on_report: OnReport | None = None
) -> tuple[VisitReport, ...]:
    """Visit every feed that is due, once.

    Args:
        engine: where articles go; its settings name the outlets and the hosts exempt from the address guard.
        everything: also feeds that are not due.
        on_report: told of each feed as its visit ends.

    Raises:
        SettingsError: the list of outlets cannot be read.
    """
    async with _worker(engine) as (worker, fetcher, book):
        try:
            reports = await worker.run_once(everything=everything, on_report=on_report)
        finally:
            await asyncio.to_thread(engine.settle)
        if book:
            await ask_hubs(engine, book, fetcher)
        return reports


async def fetch_forever(engine: "Engine", stop: asyncio.Event, *, on_report: OnReport | None = None) -> None:
    """Visit feeds as they become due until `stop` is set; what is under way is ended first.

    Raises:
        SettingsError: the list of outlets cannot be read.
    """
    async with _worker(engine) as (worker, fetcher, book):
        beside = [asyncio.create_task(_keep_indexed(engine))]
        beside += [asyncio.create_task(keep_subscribed(engine, book, fetcher))] if book else []
        try:
            await worker.run_forever(stop, on_report=on_report)
        finally:
            for task in beside:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            await asyncio.to_thread(engine.settle)


async def _keep_indexed(engine: "Engine") -> None:
    while True:
        await asyncio.sleep(_INDEX_EVERY_S)
        if engine.store.last_seq() != engine.index.last_seq():
            await asyncio.to_thread(engine.settle)


@asynccontextmanager
async def _worker(engine: "Engine") -> AsyncIterator[tuple[Worker, HttpFetcher, PushBook | None]]:
    settings = engine.settings
    book = await asyncio.to_thread(push_book, engine)
    fetcher = HttpFetcher(settings.user_agent, settings.allow_hosts, limits=FetchLimits(deadline_s=settings.fetch_timeout_s))

    def apply(drafts: Sequence[Article]) -> AddReport:
        return engine.add(drafts, workers=0, index=False)

    try:
        await _register_outlets(engine, fetcher)
        ports = VisitPorts(
            store=engine.store,
            fetcher=fetcher,
            apply=apply,
            mark_gone=engine.mark_gone,
            rng=random.Random(),  # noqa: S311
            push=book,
        )
        limits = VisitLimits(deadline_s=settings.feed_deadline_s, outlets_at_once=settings.fetch_concurrency)
        yield Worker(ports, engine.now, limits=limits, allow_hosts=settings.allow_hosts), fetcher, book
    finally:
        await fetcher.close()


async def _register_outlets(engine: "Engine", fetcher: HttpFetcher) -> None:
    """A list that was asked for is added to what the database knows; the bundled one serves a database without any."""
    if engine.settings.outlets or not engine.store.sources():
        sources = await load_outlets(engine.settings.outlets, fetcher)
        await asyncio.to_thread(register, engine.store, sources)
