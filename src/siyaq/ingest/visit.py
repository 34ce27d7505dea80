"""One visit to one outlet: its feeds, the pages of new and changed entries, and pages that may have changed."""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from siyaq.errors import FetchError, GoneError, ParseError, StorageError, TemporaryFetchError
from siyaq.feeds import parse_feed
from siyaq.fetch import offer_of
from siyaq.ids import article_id
from siyaq.ingest.draft import entry_key
from siyaq.ingest.fill import linked_entries, section_entries
from siyaq.ingest.memory import entry_fingerprint, memory_from_bytes
from siyaq.ingest.outlet import note_move
from siyaq.ingest.reading import PageReader, Reading
from siyaq.ingest.recheck import MAX_FAILURES, has_gap, pages_to_check, vanished_pages
from siyaq.ingest.report import Tally, VisitLimits, VisitReport, feed_warnings
from siyaq.ingest.schedule import schedule_failure, schedule_success
from siyaq.ingest.shelf import Shelf, VisitPorts
from siyaq.types import Feed, FeedEntry, Page, ParsedFeed, Source

log = logging.getLogger("siyaq.ingest")

_FEED_ACCEPT: Final = (
    "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)


@dataclass(slots=True, kw_only=True)
class _FeedWork:
    """A feed while it is visited. `state` is what will be saved; None while the feed was not asked."""

    feed: Feed
    tally: Tally
    state: Feed | None = None
    read: bool = False
    topic: str | None = None  # of the WebSub hub that the feed names
    as_before: set[str] = field(default_factory=set)  # entries that say nothing new


class OutletVisit:
    """Visits an outlet's feeds one after the other.

    Args:
        ports: what it works with.
        source: the outlet.
        feeds: those of its feeds that are due, at least one.
        limits: what it may take.
        budgeted: False for hosts of our own: all recent pages are looked at again.
        writing: held while articles are stored.
        now: current time, aware UTC.
        pushed: what a hub delivered for the one feed of `feeds`; it is read in place of the feed, and nothing else is visited.
    """

    def __init__(
        self,
        ports: VisitPorts,
        source: Source,
        feeds: Sequence[Feed],
        *,
        limits: VisitLimits,
        budgeted: bool,
        writing: asyncio.Lock,
        now: datetime,
        pushed: Page | None = None,
    ) -> None:
        self._ports = ports
        self._pushed = pushed
        self._source = source
        self._limits = limits
        self._budgeted = budgeted
        self._now = now
        self._key = f"ingest/outlet/{source.id}"
        self._memory = memory_from_bytes(ports.store.state(self._key))
        self._reader = PageReader(ports.fetcher, source, self._memory, limits.max_page_bytes, now)
        self._shelf = Shelf(ports, source, self._memory, writing, limits.batch, now)
        self._works = [_FeedWork(feed=feed, tally=Tally(source.name, feed.url)) for feed in feeds]
        self._pages_at_once = asyncio.Semaphore(limits.pages_at_once)
        self._looked_at: set[str] = set()
        self._vanished: list[str] = []
        self._gap = False
        self._home = source.home

    async def run(self) -> tuple[VisitReport, ...]:
        """Visit all; gives a report for each feed, whatever happens to others."""
        try:
            async with asyncio.timeout(self._limits.deadline_s):
                if self._pushed:
                    await self._read_delivery(self._works[0], self._pushed)
                else:
                    for work in self._works:
                        await self._visit_feed(work)
                    await self._visit_pages(self._works[0].tally)
        except TimeoutError:
            self._break_off()
        await self._shelf.flush(self._works[0].tally)
        await self._shelf.settle_gone(self._works[0].tally)
        for work in self._works:
            work.tally.count("unchanged", len(work.as_before - self._looked_at))
        await self._save()
        return tuple(work.tally.report() for work in self._works)

    def _break_off(self) -> None:
        for work in self._works:
            work.tally.retry = True
            work.tally.fail(f"the visit took longer than {self._limits.deadline_s:g} s and was broken off")

    async def _save(self) -> None:
        try:
            await asyncio.to_thread(self._save_states)
        except StorageError as exc:
            for work in self._works:
                work.tally.fail(str(exc))

    def _save_states(self) -> None:
        store = self._ports.store
        with store.transaction():
            source = store.source(self._source.id)
            if source is None:
                return  # the operator removed the outlet meanwhile
            for work in self._works:
                source = self._save_feed(source, work)
            store.put_state(self._key, self._memory.to_bytes(self._now))

    def _save_feed(self, source: Source, work: _FeedWork) -> Source:
        state, old = work.state, work.feed.url
        if state is None or old not in source.feeds:
            return source
        if work.tally.retry:  # what failed can be read again only if the server sends the feed whole next time
            state = replace(state, etag=None, last_modified=None)
        if state.url != old:
            feeds = dict.fromkeys(state.url if url == old else url for url in source.feeds)
            source = replace(source, feeds=tuple(feeds))
            self._ports.store.put_source(source)
            note_move(self._ports.store, old, state.url)
            self._memory.orders[state.url] = self._memory.orders.pop(old, ())
        self._ports.store.put_feed(state)
        if self._ports.push and work.read and work.tally.status != "unchanged":
            self._ports.push.note_offer(state.url, state.hub, work.topic)
        return source

    # Feeds

    async def _visit_feed(self, work: _FeedWork) -> None:
        feed = work.feed
        try:
            page = await self._ports.fetcher.get(
                feed.url,
                etag=feed.etag,
                last_modified=feed.last_modified,
                max_bytes=self._limits.max_feed_bytes,
                accept=_FEED_ACCEPT,
            )
            if page.unchanged:
                work.tally.status = "unchanged"
                self._note_success(work, page, None)
                return
            parsed = await asyncio.to_thread(self._parsed, page)
        except (FetchError, ParseError) as exc:
            self._note_failure(work, exc)
            return
        self._note_success(work, page, parsed)
        await self._read_entries(work, parsed)

    async def _read_delivery(self, work: _FeedWork, page: Page) -> None:
        """What a hub sends is the feed or only its newest items, so nothing follows from what is not in it."""
        try:
            parsed = await asyncio.to_thread(self._parsed, page)
        except ParseError as exc:
            work.tally.fail(f"delivery of the hub: {exc}")
            return
        await self._read_entries(work, parsed, whole=False)

    def _parsed(self, page: Page) -> ParsedFeed:
        return parse_feed(page.body, page.final_url, content_type=page.content_type, zone=self._source.timezone, now=self._now)

    def _note_failure(self, work: _FeedWork, exc: FetchError | ParseError) -> None:
        gone = isinstance(exc, GoneError)
        work.tally.fail(str(exc))
        work.tally.status = "gone" if gone else "failed"
        retry_after_s = exc.retry_after_s if isinstance(exc, TemporaryFetchError) else None
        work.state = schedule_failure(
            work.feed, self._now, str(exc), retry_after_s=retry_after_s, gone=gone, rng=self._ports.rng
        )

    def _note_success(self, work: _FeedWork, page: Page, parsed: ParsedFeed | None) -> None:
        feed = replace(work.feed, url=page.moved_to or work.feed.url)
        work.tally.warn(feed_warnings(page, parsed))
        if parsed is not None:
            hub, work.topic = offer_of(page, parsed) or (None, None)
            title = parsed.title or feed.title
            feed = replace(feed, title=title, hub=hub, etag=page.etag, last_modified=page.last_modified)
            self._home = self._home or parsed.home
        work.read = True
        push = self._ports.push
        work.state = schedule_success(
            feed,
            self._now,
            times=[e.published for e in parsed.entries if e.published] if parsed else (),
            ttl_s=parsed.ttl_s if parsed else None,
            max_age_s=page.max_age_s,
            pushed=push is not None and push.is_pushed(feed.url, self._now),
            rng=self._ports.rng,
        )

    async def _read_entries(self, work: _FeedWork, parsed: ParsedFeed, *, whole: bool = True) -> None:
        entries = parsed.entries[: self._limits.max_entries]
        if len(parsed.entries) > len(entries):
            work.tally.item_failed(f"the feed has {len(parsed.entries)} entries; {len(entries)} were read")
        self._shelf.shared_guids = _shared(e.guid for e in entries)
        keyed = {url: entry for entry in entries if (url := entry_key(entry))}
        await self._take_unlinked([e for e in entries if entry_key(e) is None], work.tally)
        if whole:
            known = await asyncio.to_thread(self._known, list(keyed))
            self._gap = self._gap or has_gap([url in known for url in _newest_first(keyed)])
            self._vanished += vanished_pages(self._memory.orders.get(work.feed.url, ()), keyed)
            self._memory.orders[work.feed.url] = tuple(keyed)
        wanted = {url: entry for url, entry in keyed.items() if url not in self._looked_at and self._is_news(url, entry)}
        work.as_before = keyed.keys() - wanted.keys()
        await self._read_pages(wanted, work.tally)

    async def _take_unlinked(self, entries: Sequence[FeedEntry], tally: Tally) -> None:
        """Entries without an address are kept only where the feed carries their text: nothing could be shown of others."""
        for entry in entries:
            reading = self._reader.read_unlinked(entry)
            await self._shelf.put(reading, tally)

    def _known(self, urls: Sequence[str]) -> set[str]:
        memory, store = self._memory.pages, self._ports.store
        return {u for u in urls if (u in memory and memory[u].article) or store.article(article_id(u)) or store.article(u)}

    def _is_news(self, url: str, entry: FeedEntry) -> bool:
        page = self._memory.pages.get(url)
        if page is None or page.entry != entry_fingerprint(entry):
            return True
        return page.article is None and not page.gone and 0 < page.failures < MAX_FAILURES

    # Pages

    async def _visit_pages(self, tally: Tally) -> None:
        if not any(work.read for work in self._works):
            return  # an outlet that does not answer is not asked for its pages too
        if self._gap:
            await self._fill_gap(tally)
        budget = self._limits.recheck_pages if self._budgeted else None
        urls = pages_to_check(self._memory, self._now, first=self._vanished, skip=self._looked_at, budget=budget)
        await self._read_pages({url: self._remembered_entry(url) for url in urls}, tally)

    async def _fill_gap(self, tally: Tally) -> None:
        max_bytes = self._limits.max_page_bytes
        entries = await linked_entries(self._ports.fetcher, self._source, self._home, max_bytes)
        known = await self._read_found(entries, tally)
        if not known and not self._budgeted:  # the home page does not reach back far enough either
            await self._read_found(await section_entries(self._ports.fetcher, self._home, max_bytes), tally)

    async def _read_found(self, entries: Sequence[FeedEntry], tally: Tally) -> bool:
        """Read those pages that are new; True if some were known before this visit."""
        found = {e.url: e for e in entries if e.url and e.url not in self._looked_at}
        known = await asyncio.to_thread(self._known, list(found))
        known |= found.keys() & self._memory.pages.keys()
        wanted = {url: entry for url, entry in found.items() if url not in known}
        if self._budgeted:
            wanted = dict(list(wanted.items())[: self._limits.fill_pages])
        await self._read_pages({url: entry if entry.title else None for url, entry in wanted.items()}, tally)
        return bool(known)

    def _remembered_entry(self, url: str) -> FeedEntry | None:
        """What a feed said of a page that could not be read so far."""
        page = self._memory.pages[url]
        if page.article or not page.title:
            return None
        return FeedEntry(url=url, title=page.title, published=page.published)

    async def _read_pages(self, wanted: dict[str, FeedEntry | None] | dict[str, FeedEntry], tally: Tally) -> None:
        self._looked_at |= wanted.keys()
        tasks = [asyncio.create_task(self._read_page(url, entry)) for url, entry in wanted.items()]
        try:
            for done in asyncio.as_completed(tasks):
                await self._shelf.put(await done, tally)
        finally:
            for task in tasks:
                task.cancel()
        await self._shelf.flush(tally)
        await self._shelf.settle_gone(tally)

    async def _read_page(self, url: str, entry: FeedEntry | None) -> Reading:
        async with self._pages_at_once:
            return await self._reader.read(url, entry)


def _shared(guids: Iterable[str | None]) -> frozenset[str]:
    return frozenset(guid for guid, times in Counter(guids).items() if guid and times > 1)


def _newest_first(entries: dict[str, FeedEntry]) -> list[str]:
    if all(entry.published for entry in entries.values()):
        return sorted(entries, key=lambda url: entries[url].published or datetime.min, reverse=True)
    return list(entries)
