"""Outlets and feeds in memory."""

from datetime import datetime
from typing import Final

from siyaq.errors import StoreError
from siyaq.store.memory_tables import MemoryTables
from siyaq.types import Feed, FeedStatus, Source

_NOT_POLLED: Final = (FeedStatus.GONE, FeedStatus.PAUSED)


class MemoryFeeds:
    """The `ports.FeedStore` part."""

    _tables: MemoryTables
    _sources: dict[str, Source]
    _feeds: dict[str, Feed]

    def put_source(self, source: Source) -> None:
        """See `ports.FeedStore`. Feeds named for the first time begin as never visited."""
        with self._tables.transaction():
            self._tables.put(self._sources, source.id, source)
            for feed in [f for f in self._feeds.values() if f.source == source.id and f.url not in source.feeds]:
                self._tables.drop(self._feeds, feed.url)
            for url in source.feeds:
                if url not in self._feeds:
                    self._tables.put(self._feeds, url, Feed(url=url, source=source.id))

    def sources(self) -> tuple[Source, ...]:
        """See `ports.FeedStore`."""
        with self._tables.locked():
            return tuple(sorted(self._sources.values(), key=lambda s: (s.name, s.id)))

    def source(self, source_id: str) -> Source | None:
        """See `ports.FeedStore`."""
        with self._tables.locked():
            return self._sources.get(source_id)

    def remove_source(self, source_id: str) -> bool:
        """See `ports.FeedStore`."""
        with self._tables.transaction():
            for feed in [f for f in self._feeds.values() if f.source == source_id]:
                self._tables.drop(self._feeds, feed.url)
            return self._tables.drop(self._sources, source_id)

    def put_feed(self, feed: Feed) -> None:
        """See `ports.FeedStore`. Raises `StoreError` where its outlet is unknown."""
        with self._tables.transaction():
            if feed.source not in self._sources:
                raise StoreError(f"feed {feed.url} is of an unknown outlet {feed.source!r}")
            self._tables.put(self._feeds, feed.url, feed)

    def feeds(self, *, due: datetime | None = None) -> tuple[Feed, ...]:
        """See `ports.FeedStore`; by address."""
        with self._tables.locked():
            feeds = sorted(self._feeds.values(), key=lambda f: f.url)
        return tuple(feed for feed in feeds if due is None or _is_due(feed, due))


def _is_due(feed: Feed, due: datetime) -> bool:
    return feed.status not in _NOT_POLLED and (feed.next_visit is None or feed.next_visit <= due)
