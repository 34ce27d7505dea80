"""The store in memory: for tests, demonstrations and short analyses; nothing outlives the process."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from siyaq.errors import StoreError
from siyaq.ports import Place
from siyaq.store.memory_articles import MemoryArticles
from siyaq.store.memory_feeds import MemoryFeeds
from siyaq.store.memory_stories import MemoryDraft, MemoryStories
from siyaq.store.memory_tables import MemoryTables
from siyaq.store.sqlite_store import SqliteStore
from siyaq.types import Article

_BUSY_TIMEOUT_S: Final = 30.0


class MemoryStore(MemoryFeeds, MemoryArticles, MemoryStories):
    """A `ports.Store` of dictionaries. Reading scans, so it suits some 100,000 articles at most.

    Args:
        busy_timeout_s: how long to wait for another thread's transaction before `BusyError`.
    """

    def __init__(self, *, busy_timeout_s: float = _BUSY_TIMEOUT_S) -> None:
        self._tables = MemoryTables(busy_timeout_s)
        self._sources, self._feeds = {}, {}
        self._articles, self._times, self._aliases, self._former = {}, {}, {}, {}
        self._analyses, self._labels, self._readings, self._changes = {}, {}, {}, {}
        self._stories, self._story_of, self._copies, self._states = {}, {}, {}, {}
        self._busy_timeout_s = busy_timeout_s
        self._draft: MemoryDraft | None = None

    def draft(self) -> MemoryDraft:
        """See `ports.Store`."""
        if self._draft is None:
            self._draft = MemoryDraft(self._busy_timeout_s)
        return self._draft

    def drop_draft(self) -> None:
        """See `ports.Store`."""
        self._draft = None

    def transaction(self) -> AbstractContextManager[None]:
        """See `ports.Store`. An inner transaction that fails takes back its own writes only."""
        return self._tables.transaction()

    def places(self, ids: Sequence[str]) -> dict[str, Place]:
        """See `ports.ArticleStore`."""
        with self._tables.locked():
            return {i: self._place(self._articles[i]) for i in ids if i in self._articles}

    def _place(self, article: Article) -> Place:
        return Place(
            version=article.version,
            gone=article.gone is not None,
            story=self._story_of.get(article.id),
            is_copy=article.id in self._copies,
        )

    def backup(self, path: str) -> None:
        """See `ports.Store`; writes a SQLite database."""
        if Path(path).exists():
            raise StoreError(f"{path} exists already; choose a new file for the backup")
        target = SqliteStore(path)
        try:
            with self._tables.locked(), target.transaction():
                self._copy_articles(target)
                self._copy_rest(target)
        finally:
            target.close()

    def _copy_articles(self, target: SqliteStore) -> None:
        for change in self._changes.values():
            article = self._articles[change.article]
            target.put_article(article, kind=change.kind, at=change.at)
        for former in self._former.values():
            for version in former:
                target.keep_version(version)
        for alias, article_id in self._aliases.items():
            target.add_alias(alias, article_id)
        for article_id, analysis in self._analyses.items():
            target.put_analysis(article_id, analysis)
        for article_id, data in self._readings.items():
            target.put_reading(article_id, data)

    def _copy_rest(self, target: SqliteStore) -> None:
        for source in self._sources.values():
            target.put_source(source)
        for feed in self._feeds.values():
            target.put_feed(feed)
        for story in self._stories.values():
            target.put_story(story)
        for note in self._copies.values():
            target.put_copy(note)
        for key, value in self._states.items():
            target.put_state(key, value)

    def check(self) -> tuple[str, ...]:
        """See `ports.Store`: references between tables."""
        with self._tables.locked():
            strays = [f"story {s} has an unknown article {a}" for a, s in self._story_of.items() if a not in self._articles]
            moved = [
                f"story {s.id} moved to {s.moved_to}, which does not exist"
                for s in self._stories.values()
                if s.moved_to is not None and s.moved_to not in self._stories
            ]
            return (*strays, *moved)

    def close(self) -> None:
        """See `ports.Store`. Its content is gone then."""
        self._tables.closed = True
