"""The worker: visits all outlets that are due, many at a time, none in the way of another."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from siyaq.errors import StorageError
from siyaq.ingest.push import Delivery, PushBook
from siyaq.ingest.report import VisitLimits, VisitReport
from siyaq.ingest.schedule import is_due
from siyaq.ingest.shelf import VisitPorts
from siyaq.ingest.visit import OutletVisit
from siyaq.types import Feed, FeedStatus, Page, Source

log = logging.getLogger("siyaq.ingest")

_LONGEST_SLEEP_S: Final = 60.0  # outlets that an operator adds are noticed within this time
_INBOX_EVERY_S: Final = 2.0  # deliveries of hubs are noticed within this time
_OURS_EVERY_S: Final = 30.0  # feeds of our own hosts are polled so often: nobody else's server is asked

OnReport = Callable[[VisitReport], None]


class Worker:
    """Visits outlets.

    Args:
        ports: what visits work with.
        now: gives the current time, aware UTC.
        limits: what one visit may take.
        allow_hosts: HOST or HOST:PORT whose feeds are always due (tests, intranets); `run_once` looks at all their pages again.
    """

    def __init__(
        self,
        ports: VisitPorts,
        now: Callable[[], datetime],
        *,
        limits: VisitLimits | None = None,
        allow_hosts: Sequence[str] = (),
    ) -> None:
        self._ports = ports
        self._now = now
        self._limits = limits or VisitLimits()
        self._allow_hosts = frozenset(host.lower() for host in allow_hosts)
        self._budgeted = False  # whether our own hosts' pages are looked at again in turn only, as all others'
        self._writing = asyncio.Lock()
        self._visiting: dict[str, asyncio.Lock] = {}  # by outlet: two visits at once would forget what the other remembers

    async def run_once(self, *, everything: bool = False, on_report: OnReport | None = None) -> tuple[VisitReport, ...]:
        """Visit every feed that is due, once.

        Args:
            everything: also those that are not due (but not those that are gone or paused).
            on_report: told of each feed as soon as its visit ends.

        Returns:
            A report for each feed visited, and for each that waits because it failed before.
        """
        now = self._now()
        pushed = await self.read_inbox(on_report=on_report)
        feeds = await asyncio.to_thread(self._ports.store.feeds)
        wanted = [feed for feed in feeds if self._is_wanted(feed, now, everything)]
        visited = await self._visit(wanted, now, on_report or _ignore)
        waiting = await self._waiting_reports(feed for feed in feeds if feed not in wanted)
        for report in waiting:
            (on_report or _ignore)(report)
        return (*pushed, *visited, *waiting)

    async def read_inbox(self, *, on_report: OnReport | None = None) -> tuple[VisitReport, ...]:
        """Read what hubs delivered since the last time; a report for each delivery."""
        push = self._ports.push
        found = await asyncio.to_thread(push.deliveries) if push else ()
        if push is None or not found:
            return ()
        feeds = {feed.url: feed for feed in await asyncio.to_thread(self._ports.store.feeds)}
        by_source: dict[str, list[Delivery]] = {}
        for delivery in found:
            if delivery.feed in feeds:
                by_source.setdefault(feeds[delivery.feed].source, []).append(delivery)
            else:
                await asyncio.to_thread(push.drop, delivery)
        reading = [self._read_deliveries(source, some, feeds, push) for source, some in by_source.items()]
        reports = [report for reports in await asyncio.gather(*reading) for report in reports]
        for report in reports:
            (on_report or _ignore)(report)
        return tuple(reports)

    async def _read_deliveries(
        self, source_id: str, deliveries: Sequence[Delivery], feeds: Mapping[str, Feed], push: PushBook
    ) -> list[VisitReport]:
        source = await asyncio.to_thread(self._ports.store.source, source_id)
        reports: list[VisitReport] = []
        for delivery in deliveries:
            if source is not None:
                reports += await self._outlet(source, [feeds[delivery.feed]], self._now(), _page_of(delivery))
            await asyncio.to_thread(push.drop, delivery)
        return reports

    async def run_forever(self, stop: asyncio.Event, *, on_report: OnReport | None = None) -> None:
        """Visit feeds as they become due, until `stop` is set; a visit under way is ended first."""
        self._budgeted = True
        tasks = [asyncio.create_task(work(stop, on_report)) for work in (self._poll, self._listen)]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()

    async def _listen(self, stop: asyncio.Event, on_report: OnReport | None) -> None:
        while self._ports.push and not stop.is_set():
            try:
                await self.read_inbox(on_report=on_report)
            except StorageError as exc:
                log.warning("%s", exc)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _INBOX_EVERY_S)

    async def _poll(self, stop: asyncio.Event, on_report: OnReport | None) -> None:
        while not stop.is_set():
            now = self._now()
            try:
                due = await asyncio.to_thread(self._due, now)
                await self._visit(due, now, on_report or _ignore, stop)
                pause_s = await asyncio.to_thread(self._pause_s)
            except StorageError as exc:
                log.warning("%s", exc)
                pause_s = _LONGEST_SLEEP_S
            try:
                await asyncio.wait_for(stop.wait(), pause_s)
            except TimeoutError:
                continue

    def _due(self, now: datetime) -> tuple[Feed, ...]:
        """Feeds that are due, and those of our own hosts that had their short rest."""
        due = self._ports.store.feeds(due=now)
        if not self._allow_hosts:
            return due
        named, rested = {feed.url for feed in due}, now - timedelta(seconds=_OURS_EVERY_S)
        ours = (f for f in self._ports.store.feeds() if f.url not in named and self._is_ours(f.url))
        return (*due, *(f for f in ours if is_due(f, now, always=True) and (f.last_visit or rested) <= rested))

    def _is_wanted(self, feed: Feed, now: datetime, everything: bool) -> bool:
        if everything:
            return feed.status not in (FeedStatus.GONE, FeedStatus.PAUSED)
        return is_due(feed, now, always=self._is_ours(feed.url))

    def _is_ours(self, url: str) -> bool:
        parts = urlsplit(url)
        return bool({parts.netloc.lower(), (parts.hostname or "").lower()} & self._allow_hosts)

    def _pause_s(self) -> float:
        now = self._now()
        horizon = now + timedelta(seconds=_LONGEST_SLEEP_S)
        times = [feed.next_visit or now for feed in self._ports.store.feeds(due=horizon)]
        longest = _OURS_EVERY_S if self._allow_hosts else _LONGEST_SLEEP_S
        return max(1.0, min([longest, *((t - now).total_seconds() for t in times)]))

    async def _visit(
        self, feeds: Iterable[Feed], now: datetime, on_report: OnReport, stop: asyncio.Event | None = None
    ) -> list[VisitReport]:
        groups: dict[str, list[Feed]] = {}
        for feed in feeds:
            groups.setdefault(feed.source, []).append(feed)
        sources = await asyncio.to_thread(self._ports.store.sources)
        at_once = asyncio.Semaphore(self._limits.outlets_at_once)

        async def visit(source: Source) -> tuple[VisitReport, ...]:
            async with at_once:
                if stop is not None and stop.is_set():
                    return ()
                reports = await self._outlet(source, groups[source.id], now)
            for report in reports:
                on_report(report)
            return reports

        done = await asyncio.gather(*(visit(s) for s in sources if s.id in groups), return_exceptions=True)
        for outcome in done:
            if isinstance(outcome, BaseException):
                raise outcome  # a bug; but the other outlets were visited to the end first
        return [report for reports in done if not isinstance(reports, BaseException) for report in reports]

    async def _outlet(
        self, source: Source, feeds: Sequence[Feed], now: datetime, pushed: Page | None = None
    ) -> tuple[VisitReport, ...]:
        async with self._visiting.setdefault(source.id, asyncio.Lock()):
            visit = OutletVisit(
                self._ports,
                source,
                feeds,
                limits=self._limits,
                budgeted=self._budgeted or not self._is_ours(feeds[0].url),
                writing=self._writing,
                now=now,
                pushed=pushed,
            )
            return await visit.run()

    async def _waiting_reports(self, feeds: Iterable[Feed]) -> list[VisitReport]:
        names = {source.id: source.name for source in await asyncio.to_thread(self._ports.store.sources)}
        return [
            VisitReport(
                outlet=names.get(feed.source, feed.source),
                feed=feed.url,
                status="gone" if feed.status is FeedStatus.GONE else "waiting",
                error=feed.error,
            )
            for feed in feeds
            if feed.error is not None
        ]


def _page_of(delivery: Delivery) -> Page | None:
    """The delivery as if the feed had been fetched; None for one without content, which only says that there is news."""
    if not delivery.body.strip():
        return None
    url = delivery.feed
    return Page(url=url, final_url=url, status=200, body=delivery.body, content_type=delivery.content_type)


def _ignore(report: VisitReport) -> None:
    """Nobody listens."""
