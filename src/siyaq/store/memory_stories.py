"""Stories, copies and small state in memory."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from siyaq.errors import StoreError
from siyaq.store.memory_tables import MemoryTables
from siyaq.store.sqlite_stories import without
from siyaq.types import Article, CopyNote, Story


class MemoryStories:
    """The `ports.StoryStore` part."""

    _tables: MemoryTables
    _articles: dict[str, Article]
    _stories: dict[str, Story]
    _story_of: dict[str, str]
    _copies: dict[str, CopyNote]
    _states: dict[str, bytes]

    def put_story(self, story: Story) -> None:
        """See `ports.StoryStore`. Raises `StoreError` where one of its articles is unknown."""
        with self._tables.transaction():
            self._require_all(story.articles)
            self._take_from_others(story)
            before = self._stories.get(story.id)
            for article in before.articles if before else ():
                self._tables.drop(self._story_of, article)
            self._tables.put(self._stories, story.id, story)
            for article in story.articles:
                self._tables.put(self._story_of, article, story.id)

    def _require_all(self, ids: Sequence[str]) -> None:
        unknown = [i for i in ids if i not in self._articles]
        if unknown:
            raise StoreError(f"no article {unknown[0]!r}")

    def _take_from_others(self, story: Story) -> None:
        losses: dict[str, set[str]] = {}
        for article in story.articles:
            owner = self._story_of.get(article, story.id)
            if owner != story.id:
                losses.setdefault(owner, set()).add(article)
        for owner, articles in losses.items():
            self._tables.put(self._stories, owner, without(self._stories[owner], articles))

    def story(self, story_id: str) -> Story | None:
        """See `ports.StoryStore`."""
        with self._tables.locked():
            return self._stories.get(story_id)

    def story_of(self, article_ids: Sequence[str]) -> dict[str, str]:
        """See `ports.StoryStore`."""
        with self._tables.locked():
            return {i: self._story_of[i] for i in article_ids if i in self._story_of}

    def stories(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        min_articles: int = 1,
        min_outlets: int = 1,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[Story, ...]:
        """See `ports.StoryStore`."""
        with self._tables.locked():
            found = [
                s
                for s in self._stories.values()
                if s.moved_to is None
                and len(s.articles) >= min_articles
                and len(s.outlets) >= min_outlets
                and (since is None or (s.last is not None and s.last >= since))
                and (until is None or (s.first is not None and s.first < until))
            ]
        found.sort(key=_size_order)
        return tuple(found[offset : None if limit is None else offset + limit])

    def all_stories(self, batch: int = 500) -> Iterator[Story]:
        """See `ports.StoryStore`."""
        with self._tables.locked():
            everything = sorted(self._stories.values(), key=lambda s: s.id)
        yield from everything

    def story_outlet_counts(self, story_ids: Sequence[str]) -> dict[str, int]:
        """See `ports.StoryStore`."""
        with self._tables.locked():
            return {i: len(self._stories[i].outlets) for i in story_ids if i in self._stories}

    def put_copy(self, note: CopyNote) -> None:
        """See `ports.StoryStore`. Raises `StoreError` where one of the two articles is unknown."""
        with self._tables.transaction():
            self._require_all((note.article, note.original))
            if note.article == note.original:
                self._tables.drop(self._copies, note.article)
            else:
                self._tables.put(self._copies, note.article, note)

    def copies(self, article_ids: Sequence[str]) -> tuple[CopyNote, ...]:
        """See `ports.StoryStore`; by original, then copy."""
        wanted = set(article_ids)
        with self._tables.locked():
            found = [n for n in self._copies.values() if n.article in wanted or n.original in wanted]
        return tuple(sorted(found, key=lambda n: (n.original, n.article)))

    def put_state(self, key: str, value: bytes | None) -> None:
        """See `ports.StoryStore`."""
        with self._tables.transaction():
            if value is None:
                self._tables.drop(self._states, key)
            else:
                self._tables.put(self._states, key, value)

    def state(self, key: str) -> bytes | None:
        """See `ports.StoryStore`."""
        with self._tables.locked():
            return self._states.get(key)

    def states(self, prefix: str) -> dict[str, bytes]:
        """See `ports.StoryStore`; by key."""
        with self._tables.locked():
            return {key: self._states[key] for key in sorted(self._states) if key.startswith(prefix)}


class MemoryDraft(MemoryStories):
    """A `ports.LinkDraft` in memory."""

    def __init__(self, busy_timeout_s: float) -> None:
        self._tables = MemoryTables(busy_timeout_s)
        self._stories, self._story_of, self._copies, self._states = {}, {}, {}, {}

    def _require_all(self, ids: Sequence[str]) -> None:
        """Any article may be named."""

    def transaction(self) -> AbstractContextManager[None]:
        """See `ports.LinkDraft`."""
        return self._tables.transaction()

    def close(self) -> None:
        """See `ports.LinkDraft`."""


def _size_order(story: Story) -> tuple[int, int, float, str]:
    last = story.last.timestamp() if story.last else float("-inf")
    return -len(story.outlets), -len(story.articles), -last, story.id
