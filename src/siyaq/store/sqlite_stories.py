"""Stories, copies and small state in SQLite."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from siyaq.store.codec import encode, micros_from_time, story_from_bytes
from siyaq.store.sqlite_database import SqliteDatabase
from siyaq.store.statement import statements
from siyaq.types import CopyNote, Story

_SQL: Final = statements("stories")
_NO_LIMIT: Final = -1
_FEW: Final = 5000  # stories; sorting them takes 5 ms
_AFTER_ALL: Final = "\U0010ffff"  # sorts after every character of a key


def without(story: Story, articles: set[str]) -> Story:
    """The story after some of its articles went to another one."""
    return replace(
        story,
        articles=tuple(a for a in story.articles if a not in articles),
        copies=tuple(a for a in story.copies if a not in articles),
    )


class SqliteStories:
    """The `ports.StoryStore` part."""

    _db: SqliteDatabase

    def put_story(self, story: Story) -> None:
        """See `ports.StoryStore`. Raises `StoreError` where one of its articles is unknown."""
        with self._db.transaction():
            self._take_from_others(story)
            self._save(story)
            members = story.id, encode(story.articles).decode()
            self._db.write(_SQL["leave_story"], members)
            self._db.write(_SQL["join_story"], members)

    def _take_from_others(self, story: Story) -> None:
        losses: dict[bytes, set[str]] = {}
        for data, article in self._db.rows(_SQL["owners"], (encode(story.articles).decode(), story.id)):
            losses.setdefault(data, set()).add(article)
        for data, articles in losses.items():
            self._save(without(story_from_bytes(data), articles))

    def _save(self, story: Story) -> None:
        sizes = len(set(story.articles)), len(story.outlets)
        span = micros_from_time(story.first), micros_from_time(story.last)
        self._db.write(_SQL["put_story"], (story.id, *span, *sizes, story.moved_to, encode(story)))

    def story(self, story_id: str) -> Story | None:
        """See `ports.StoryStore`."""
        row = self._db.row(_SQL["story"], (story_id,))
        return story_from_bytes(row[0]) if row else None

    def story_of(self, article_ids: Sequence[str]) -> dict[str, str]:
        """See `ports.StoryStore`."""
        return dict(self._db.rows(_SQL["story_of"], (encode(list(article_ids)).decode(),)))

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
        span = {"since": micros_from_time(since), "until": micros_from_time(until)}
        filters = " ".join(_SQL[f"filter_{key}"] for key, value in span.items() if value is not None)
        limits = {"limit": _NO_LIMIT if limit is None else limit, "offset": offset}
        sizes = {"min_articles": min_articles, "min_outlets": min_outlets}
        index = "INDEXED BY story_last" if since is not None and self._are_few(span) else ""
        rows = self._db.rows(_SQL["stories"].format(index=index, filters=filters), {**span, **sizes, **limits})
        return tuple(story_from_bytes(data) for (data,) in rows)

    def _are_few(self, span: dict[str, int | None]) -> bool:
        """Whether so few stories end after the span begins that looking them all up is quicker than reading by size.

        The query planner, which knows no numbers, reads by size to spare the sorting: nearly all of them in a large archive.
        """
        return int(self._db.row(_SQL["stories_since"], (span["since"], _FEW))[0]) < _FEW

    def all_stories(self, batch: int = 500) -> Iterator[Story]:
        """See `ports.StoryStore`."""
        last = ""
        while rows := self._db.rows(_SQL["story_batch"], (last, batch)):
            last = rows[-1][0]
            yield from (story_from_bytes(data) for _, data in rows)

    def story_outlet_counts(self, story_ids: Sequence[str]) -> dict[str, int]:
        """See `ports.StoryStore`."""
        return dict(self._db.rows(_SQL["outlet_counts"], (encode(list(story_ids)).decode(),)))

    def put_copy(self, note: CopyNote) -> None:
        """See `ports.StoryStore`. Raises `StoreError` where one of the two articles is unknown."""
        with self._db.transaction():
            if note.article == note.original:
                self._db.write(_SQL["remove_copy"], (note.article,))
            else:
                self._db.write(_SQL["put_copy"], (note.article, note.original, note.share))

    def copies(self, article_ids: Sequence[str]) -> tuple[CopyNote, ...]:
        """See `ports.StoryStore`; by original, then copy."""
        rows = self._db.rows(_SQL["copies"], (encode(list(article_ids)).decode(),))
        return tuple(CopyNote(article=article, original=original, share=share) for article, original, share in rows)

    def put_state(self, key: str, value: bytes | None) -> None:
        """See `ports.StoryStore`."""
        with self._db.transaction():
            if value is None:
                self._db.write(_SQL["remove_state"], (key,))
            else:
                self._db.write(_SQL["put_state"], (key, value))

    def state(self, key: str) -> bytes | None:
        """See `ports.StoryStore`."""
        row = self._db.row(_SQL["state"], (key,))
        return row[0] if row else None

    def states(self, prefix: str) -> dict[str, bytes]:
        """See `ports.StoryStore`; by key."""
        return dict(self._db.rows(_SQL["states"], (prefix, prefix + _AFTER_ALL)))
