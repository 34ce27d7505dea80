"""Storing what a visit read, and remembering it for the next visit."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Final, Protocol

from siyaq.errors import SiyaqError
from siyaq.ids import article_id
from siyaq.ingest.decision import content_key
from siyaq.ingest.draft import guid_alias
from siyaq.ingest.memory import OutletMemory, entry_fingerprint
from siyaq.ingest.push import PushBook
from siyaq.ingest.reading import Reading
from siyaq.ingest.report import Tally
from siyaq.ports import Fetcher, Store
from siyaq.types import Article, Source
from siyaq.web_text import canonical_url

_MASS_GONE: Final = 5  # from so many removals on ...
_MASS_GONE_SHARE: Final = 0.5  # ... that are so large a share of the pages looked at, a server is broken, not its archive empty


class Added(Protocol):
    """Counts of what became of drafts."""

    @property
    def added(self) -> int:
        """New items."""
        ...

    @property
    def updated(self) -> int:
        """New versions."""
        ...

    @property
    def unchanged(self) -> int:
        """Nothing new."""
        ...

    @property
    def rejected(self) -> int:
        """Could not be stored."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPorts:
    """What a visit works with.

    Attributes:
        store: feeds' state and known articles.
        fetcher: the network.
        apply: stores drafts (decide, analyse, link, write) and says what became of them; called in a thread, one at a time.
        mark_gone: notes that an article was removed; False where that was known. Called like `apply`.
        rng: spreads visits.
        push: subscriptions at hubs; None where hubs cannot reach us.
    """

    store: Store
    fetcher: Fetcher
    apply: Callable[[Sequence[Article]], Added]
    mark_gone: Callable[[str], bool]
    rng: Random
    push: PushBook | None = None


class Shelf:
    """Takes readings of one outlet's pages and stores them in batches.

    Args:
        ports: where to.
        source: the outlet.
        memory: what is remembered of it; kept up to date.
        writing: held while articles are stored.
        batch: readings stored at a time.
        now: current time, aware UTC.
    """

    def __init__(
        self, ports: VisitPorts, source: Source, memory: OutletMemory, writing: asyncio.Lock, batch: int, now: datetime
    ) -> None:
        self._ports = ports
        self._source = source
        self._memory = memory
        self._writing = writing
        self._batch = batch
        self._now = now
        self._waiting: list[Reading] = []
        self._gone: list[Reading] = []
        self._looked_at = 0
        self._titles: dict[str, str] = {}
        self.shared_guids: frozenset[str] = frozenset()  # guids that identify nothing: several entries of a feed have them

    async def put(self, reading: Reading, tally: Tally) -> None:
        """Take one reading; stores the waiting ones when there are enough."""
        self._looked_at += 1
        if reading.outcome == "gone":
            self._gone.append(reading)
        elif reading.outcome == "unchanged":
            self._remember(reading, failures=0)
            tally.count("unchanged")
        elif reading.outcome == "rejected":
            self._remember(reading, rejected=True)
        else:
            self._take(reading, tally)
        if len(self._waiting) >= self._batch:
            await self.flush(tally)

    def _take(self, reading: Reading, tally: Tally) -> None:
        if reading.outcome == "failed":
            page = self._memory.pages.get(reading.url)
            self._remember(reading, failures=(page.failures if page else 0) + 1)
            tally.item_failed(reading.error or "unknown cause")
            tally.retry = tally.retry or reading.retry
        if reading.draft:
            self._waiting.append(self._with_own_address(reading))

    def _remember(self, reading: Reading, **changes: object) -> None:
        if not reading.linked:
            return
        entry = reading.entry
        if entry is not None:
            changes |= {"title": entry.title, "published": entry.published}
            if not reading.retry:
                changes["entry"] = entry_fingerprint(entry)
        self._memory.touch(reading.url, self._now, **changes)

    def _with_own_address(self, reading: Reading) -> Reading:
        """The reading under the address it was read from, where another article of the visit has its canonical address."""
        draft = reading.draft
        if draft is None or reading.validated is None:
            return reading
        article = draft.article
        title = self._titles.setdefault(article.id, content_key(article))
        own = canonical_url(reading.validated.final_url)
        if title == content_key(article) or own is None or own == article.url:
            return reading
        self._memory.trusts_canonical = False
        moved = replace(article, id=article_id(own), url=own)
        return replace(reading, draft=replace(draft, article=moved, aliases=()))

    async def flush(self, tally: Tally) -> None:
        """Store what is waiting."""
        readings, self._waiting = self._waiting, []
        if not readings:
            return
        try:
            async with self._writing:
                added = await asyncio.to_thread(self._store, readings)
        except SiyaqError as exc:
            tally.retry = True
            for _ in readings:
                tally.item_failed(str(exc))
            return
        for name, number in (("new", added.added), ("updated", added.updated), ("unchanged", added.unchanged)):
            tally.count(name, number)
        for _ in range(added.rejected):
            tally.item_failed("the article could not be stored")

    def _store(self, readings: Sequence[Reading]) -> Added:
        articles = [self._under_known_guid(reading) for reading in readings]
        added = self._ports.apply(articles)
        with self._ports.store.transaction():
            for reading, article in zip(readings, articles, strict=True):
                self._keep(reading, article)
        return added

    def _under_known_guid(self, reading: Reading) -> Article:
        """The article under the id it had before its address changed, where guid and time of publication say that it did."""
        article = reading.draft.article  # type: ignore[union-attr]
        alias = self._guid(reading)
        if alias is None or self._stored(article):
            return article
        known = self._ports.store.article(alias)
        if known is None or known.published is None or known.published != article.published:
            return article
        return replace(article, id=known.id)

    def _guid(self, reading: Reading) -> str | None:
        entry = reading.entry
        if entry is None or entry.guid in self.shared_guids:
            return None
        return guid_alias(self._source, entry)

    def _keep(self, reading: Reading, article: Article) -> None:
        stored = self._stored(article)
        if stored is None or reading.draft is None:
            return
        for alias in (*reading.draft.aliases, self._guid(reading)):
            if alias:
                self._ports.store.add_alias(alias, stored.id)
        if reading.validated:
            self._remember(reading)
            self._memory.note_success(reading.url, self._now, reading.validated, stored.id)
        else:
            self._remember(reading, article=stored.id)

    def _stored(self, article: Article) -> Article | None:
        """What the database has of an article, under its id or (for one whose address changed) its address."""
        store = self._ports.store
        return store.article(article.id) or (store.article(article.url) if article.url else None)

    async def settle_gone(self, tally: Tally) -> None:
        """Mark removed articles, unless so many are missing that the outlet's server must be broken."""
        readings, self._gone = self._gone, []
        if len(readings) >= _MASS_GONE and len(readings) > _MASS_GONE_SHARE * self._looked_at:
            for reading in readings:
                tally.item_failed(f"{reading.url} is missing, with most other pages of the outlet: not believed")
            return
        for reading in readings:
            await self._mark_gone(reading, tally)

    async def _mark_gone(self, reading: Reading, tally: Tally) -> None:
        page = self._memory.pages.get(reading.url)
        article = page.article if page else None
        if article is None:
            tally.item_failed(reading.error or "gone")
        else:
            try:
                async with self._writing:
                    marked = await asyncio.to_thread(self._ports.mark_gone, article)
            except SiyaqError as exc:
                tally.item_failed(str(exc))
                return
            tally.count("gone", int(marked))
        # Should the page come back, its server must not answer that nothing changed since.
        self._remember(reading, gone=True, etag=None, last_modified=None)
