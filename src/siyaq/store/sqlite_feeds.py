"""Outlets and feeds in SQLite."""

from datetime import datetime
from typing import Final

from siyaq.store.codec import encode, feed_from_bytes, micros_from_time, source_from_bytes
from siyaq.store.sqlite_database import SqliteDatabase
from siyaq.store.statement import statements
from siyaq.types import Feed, Source

_SQL: Final = statements("feeds")


def _feed_row(feed: Feed) -> tuple[object, ...]:
    return feed.url, feed.source, feed.status.value, micros_from_time(feed.next_visit), encode(feed)


class SqliteFeeds:
    """The `ports.FeedStore` part."""

    _db: SqliteDatabase

    def put_source(self, source: Source) -> None:
        """See `ports.FeedStore`. Feeds named for the first time begin as never visited."""
        with self._db.transaction():
            self._db.write(_SQL["put_source"], (source.id, source.name, encode(source)))
            for (url,) in self._db.rows(_SQL["feed_urls"], (source.id,)):
                if url not in source.feeds:
                    self._db.write(_SQL["remove_feed"], (url,))
            for url in source.feeds:
                self._db.write(_SQL["add_feed"], _feed_row(Feed(url=url, source=source.id)))

    def sources(self) -> tuple[Source, ...]:
        """See `ports.FeedStore`."""
        return tuple(source_from_bytes(data) for (data,) in self._db.rows(_SQL["sources"]))

    def source(self, source_id: str) -> Source | None:
        """See `ports.FeedStore`."""
        row = self._db.row(_SQL["source"], (source_id,))
        return source_from_bytes(row[0]) if row else None

    def remove_source(self, source_id: str) -> bool:
        """See `ports.FeedStore`."""
        with self._db.transaction():
            return self._db.write(_SQL["remove_source"], (source_id,)).rowcount > 0

    def put_feed(self, feed: Feed) -> None:
        """See `ports.FeedStore`. Raises `StoreError` where its outlet is unknown."""
        with self._db.transaction():
            self._db.write(_SQL["put_feed"], _feed_row(feed))

    def feeds(self, *, due: datetime | None = None) -> tuple[Feed, ...]:
        """See `ports.FeedStore`; by address."""
        rows = self._db.rows(_SQL["feeds"]) if due is None else self._db.rows(_SQL["due_feeds"], (micros_from_time(due),))
        return tuple(feed_from_bytes(data) for (data,) in rows)
