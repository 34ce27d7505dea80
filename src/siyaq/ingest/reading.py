"""Reading one page of an outlet: fetch, extract, draft. Every failure becomes a value."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from siyaq.arabic import terms
from siyaq.errors import BlockedError, FetchError, GoneError, ParseError, TemporaryFetchError
from siyaq.extract import extract
from siyaq.ingest.draft import Draft, address_of_page, draft_from_entry, draft_from_page
from siyaq.ingest.memory import OutletMemory
from siyaq.ports import Fetcher
from siyaq.types import Extracted, FeedEntry, Page, Source
from siyaq.web_text import canonical_url

_MIN_FOUND_CHARS: Final = 250  # a page that no feed named counts as an article from this length on
_HTML: Final = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
_ROBOTS: Final = "robots.txt"  # begins the message where an outlet's robots.txt forbids a page; its feed may still be shown
_NOT_PAGES: Final = ("image/", "audio/", "video/", "application/pdf", "application/zip", "application/octet-stream")

Outcome = Literal["read", "unchanged", "gone", "failed", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What became of a page.

    Attributes:
        outcome: read: `draft` is there. unchanged: its server says so. gone: removed. failed: see `error`; a draft from the
            feed alone may be there. rejected: it is no article.
        retry: failing may be for a time only.
        validated: the page whose validators may be kept.
        linked: False where the entry has no address: there is no page to remember.
    """

    url: str
    outcome: Outcome
    draft: Draft | None = None
    error: str | None = None
    retry: bool = False
    validated: Page | None = None
    entry: FeedEntry | None = None
    linked: bool = True


class PageReader:
    """Reads pages of one outlet.

    Args:
        fetcher: where pages come from.
        source: the outlet.
        memory: what is remembered of it; validators are taken from there.
        max_bytes: largest page.
        now: current time, aware UTC.
    """

    def __init__(self, fetcher: Fetcher, source: Source, memory: OutletMemory, max_bytes: int, now: datetime) -> None:
        self._fetcher = fetcher
        self._source = source
        self._memory = memory
        self._max_bytes = max_bytes
        self._now = now
        self._zone = zone_of(source)

    async def read(self, url: str, entry: FeedEntry | None) -> Reading:
        """Read a page; `entry` is the feed's word on it, None where the page was found elsewhere or is looked at again."""
        known = self._memory.pages.get(url)
        stored = known is not None and known.article is not None
        try:
            page = await self._fetcher.get(
                url,
                etag=known.etag if known else None,
                last_modified=known.last_modified if known else None,
                max_bytes=self._max_bytes,
                accept=_HTML,
            )
        except GoneError as exc:
            return Reading(url=url, outcome="gone", error=str(exc), entry=entry)
        except FetchError as exc:
            return self._failed(url, entry, exc)
        if page.unchanged:
            return Reading(url=url, outcome="unchanged", entry=entry)
        return await self._from_page(url, page, entry, stored=stored)

    def read_unlinked(self, entry: FeedEntry) -> Reading:
        """Take an entry that leads nowhere as the feed has it."""
        draft = self._from_feed(entry, whole_text_only=True)
        key = entry.guid or entry.title or ""
        if draft is None:
            error = f"entry {key[:80]!r} has neither an address nor its text"
            return Reading(url=key, outcome="failed", error=error, entry=entry, linked=False)
        return Reading(url=key, outcome="read", draft=draft, entry=entry, linked=False)

    def _failed(self, url: str, entry: FeedEntry | None, exc: FetchError) -> Reading:
        known = self._memory.pages.get(url)
        retry = isinstance(exc, TemporaryFetchError)
        last_try = not retry or (known is not None and known.failures >= 2)
        draft = self._from_feed(entry, whole_text_only=not last_try)
        if isinstance(exc, BlockedError) and not str(exc).startswith(_ROBOTS):
            draft = None  # the address leads inside our own network: nobody is sent there
        if isinstance(exc, BlockedError) and entry is None:
            return Reading(url=url, outcome="rejected", error=str(exc))
        return Reading(url=url, outcome="failed", draft=draft, error=str(exc), retry=retry, entry=entry)

    def _from_feed(self, entry: FeedEntry | None, *, whole_text_only: bool) -> Draft | None:
        if entry is None or not entry.title:
            return None
        article = draft_from_entry(entry, source=self._source, now=self._now)
        if not article.text and (whole_text_only or not article.summary):
            return None
        return Draft(article=article)

    async def _from_page(self, url: str, page: Page, entry: FeedEntry | None, *, stored: bool) -> Reading:
        address = address_of_page(url, page.final_url, None)
        if address is None:
            return Reading(url=url, outcome="gone" if stored else "failed", error=f"{url} leads to a front page", entry=entry)
        try:
            found = await self._extracted(page)
        except ParseError as exc:
            draft = self._from_feed(entry, whole_text_only=False)
            outcome: Outcome = "failed" if entry is not None or stored else "rejected"
            return Reading(url=url, outcome=outcome, draft=draft, error=f"{url}: {exc}", entry=entry)
        if entry is not None and not stored and _is_stand_in(found, entry):
            draft = self._from_feed(entry, whole_text_only=False)
            return Reading(url=url, outcome="failed", draft=draft, error=f"{url} shows a notice, no article", entry=entry)
        if entry is None and not stored and not _looks_like_article(found):
            return Reading(url=url, outcome="rejected", error=f"{url} is no article")
        if self._memory.trusts_canonical:
            address = address_of_page(url, page.final_url, found.canonical_url) or address
        article = draft_from_page(found, address, source=self._source, entry=entry, zone=self._zone, now=self._now)
        others = {canonical_url(url), canonical_url(page.final_url)} - {address, None}
        draft = Draft(article=article, aliases=tuple(sorted(other for other in others if other)))
        return Reading(url=url, outcome="read", draft=draft, validated=page, entry=entry)

    async def _extracted(self, page: Page) -> Extracted:
        kind = (page.content_type or "").partition(";")[0].strip().lower()
        if kind.startswith(_NOT_PAGES):
            raise ParseError(f"not a page but {kind}")
        # In a thread, so that one slow page does not keep other outlets waiting.
        return await asyncio.to_thread(extract, page.body, page.final_url, content_type=page.content_type)


def _looks_like_article(found: Extracted) -> bool:
    return bool(found.title) and len(found.body) >= _MIN_FOUND_CHARS


def _is_stand_in(found: Extracted, entry: FeedEntry) -> bool:
    """Whether a page is a notice in the article's place ("sorry, not found"): short, without a word of the feed's headline."""
    if len(found.body) >= _MIN_FOUND_CHARS or not entry.title:
        return False
    return not set(terms(entry.title)) & set(terms(f"{found.title or ''} {found.body}"))


def zone_of(source: Source) -> tzinfo:
    """Zone of times that an outlet writes without one: as registered, else UTC."""
    try:
        return ZoneInfo(source.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC  # an outlet list made with other zone data
