"""Protocols between the pure rooms and those that do I/O. No code, no state.

Threads: a store may be used from many threads for reading; writes are serialised by `transaction`. Times are aware UTC.
All methods raise `StoreError` (or `BusyError`) when the storage fails, `NotFoundError` only where said.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

import msgspec

from siyaq.query import Query
from siyaq.types import (
    Analysis,
    Article,
    Change,
    ChangeKind,
    CitedSource,
    Claim,
    CopyNote,
    EntityType,
    Feed,
    Page,
    SearchResult,
    Source,
    Story,
)


class FeedStore(Protocol):
    """Outlets and the state of their feeds."""

    def put_source(self, source: Source) -> None:
        """Add an outlet or replace it; feeds that it no longer names are forgotten."""
        ...

    def sources(self) -> tuple[Source, ...]:
        """All outlets, by name."""
        ...

    def source(self, source_id: str) -> Source | None:
        """One outlet, or None."""
        ...

    def remove_source(self, source_id: str) -> bool:
        """Forget an outlet and its feeds (its articles stay). True if it was there."""
        ...

    def put_feed(self, feed: Feed) -> None:
        """Save a feed's state, whole."""
        ...

    def feeds(self, *, due: datetime | None = None) -> tuple[Feed, ...]:
        """All feeds, or those whose next visit is not after `due`; paused and gone ones only when `due` is None."""
        ...


class ArticleStore(Protocol):
    """Articles with their versions and notes, and the change feed."""

    def article(self, article_id: str) -> Article | None:
        """By Siyaq's id or a given (external) id; None if unknown."""
        ...

    def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        """Those of `ids` (Siyaq's own) that exist, by id."""
        ...

    def put_article(self, article: Article, *, kind: ChangeKind, at: datetime) -> Change:
        """Add or replace; an UPDATED one keeps the former version in `versions`. Appends to the change feed."""
        ...

    def add_alias(self, alias: str, article_id: str) -> None:
        """Let another address or given id lead to an article (the first owner of an alias keeps it)."""
        ...

    def versions(self, article_id: str) -> tuple[Article, ...]:
        """All versions, oldest first, the current one last; empty if unknown."""
        ...

    def put_analysis(self, article_id: str, analysis: Analysis) -> None:
        """Save the notes of an article's current version."""
        ...

    def analyses(self, ids: Sequence[str]) -> dict[str, Analysis]:
        """Notes of those of `ids` that have some."""
        ...

    def digests(self, ids: Sequence[str]) -> dict[str, "Digest"]:
        """The same in short, read in half the time."""
        ...

    def put_reading(self, article_id: str, data: bytes) -> None:
        """Save what linking read of an article's current version (`link.reading_to_bytes`); nothing for an unknown one."""
        ...

    def readings(self, ids: Sequence[str]) -> dict[str, bytes]:
        """Readings of those of `ids` that have one."""
        ...

    def places(self, ids: Sequence[str]) -> dict[str, "Place"]:
        """Where those of `ids` (Siyaq's own) that exist stand."""
        ...

    def find(
        self,
        *,
        source: str | None = None,
        section: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        tag: str | None = None,
        name: str | None = None,
        newest_first: bool = True,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[Article, ...]:
        """Articles by `Article.when` in [since, until), gone ones left out. `tag` and `name` are compared as
        `arabic.fold` of the analysis' tags and entity names."""
        ...

    def seen_since(self, source: str, since: datetime) -> tuple[Article, ...]:
        """Articles of an outlet first seen at or after `since`, gone ones left out, newest first."""
        ...

    def changes(self, after: int = 0, limit: int = 1000) -> tuple[Change, ...]:
        """The change feed after a sequence number, in order."""
        ...

    def last_seq(self) -> int:
        """Sequence number of the newest change, 0 if none."""
        ...

    def count(self) -> int:
        """How many articles, gone ones too."""
        ...

    def all_articles(self, batch: int = 500) -> Iterator[Article]:
        """Every article, in order of id; safe while others write."""
        ...


class StoryStore(Protocol):
    """Stories, copies and the names people corrected."""

    def put_story(self, story: Story) -> None:
        """Add or replace a story with its articles; an article is in one story at most, the last put wins."""
        ...

    def story(self, story_id: str) -> Story | None:
        """One story; a merged one is returned with `moved_to` set. None if unknown."""
        ...

    def story_of(self, article_ids: Sequence[str]) -> dict[str, str]:
        """Story id of each article that is in one."""
        ...

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
        """Stories whose span meets [since, until), most independent outlets first, then most articles, then newest.
        Merged ones are left out."""
        ...

    def all_stories(self, batch: int = 500) -> Iterator[Story]:
        """Every story, merged and emptied ones too, in order of id; safe while others write."""
        ...

    def story_outlet_counts(self, story_ids: Sequence[str]) -> dict[str, int]:
        """How many independent outlets each of these stories has; unknown ones are left out."""
        ...

    def put_copy(self, note: CopyNote) -> None:
        """Note that an article is a copy; replaces an earlier note on it. One whose original is the article itself says that
        it is no copy any more: the earlier note goes."""
        ...

    def copies(self, article_ids: Sequence[str]) -> tuple[CopyNote, ...]:
        """Notes in which any of these articles is the copy or the original."""
        ...

    def put_state(self, key: str, value: bytes | None) -> None:
        """Small state of a room (ledger corrections, learned boilerplate, subscriptions); None removes it."""
        ...

    def state(self, key: str) -> bytes | None:
        """What `put_state` saved, or None."""
        ...

    def states(self, prefix: str) -> dict[str, bytes]:
        """All saved state whose key begins with `prefix`."""
        ...


class LinkDraft(StoryStore, Protocol):
    """Links made anew beside those in force: stories, copies and small state. It knows no articles, so any may be named."""

    def transaction(self) -> AbstractContextManager[None]:
        """As `Store.transaction`."""
        ...

    def close(self) -> None:
        """Release it; what it holds stays. Closing twice is allowed."""
        ...


@runtime_checkable
class Store(FeedStore, ArticleStore, StoryStore, Protocol):
    """All of a database. Open it with `store.open_store(url)`."""

    def transaction(self) -> AbstractContextManager[None]:
        """Writes inside succeed together or not at all; one writer at a time, others wait (then `BusyError`). Re-entrant."""
        ...

    def backup(self, path: str) -> None:
        """Write a consistent copy to a new file while others read and write."""
        ...

    def check(self) -> tuple[str, ...]:
        """Faults found, one line each; empty when sound."""
        ...

    def draft(self) -> LinkDraft:
        """Open the draft of new links that lies beside the database, an empty one where there is none. Close it after use."""
        ...

    def drop_draft(self) -> None:
        """Remove the draft, if there is one; nothing may have it open."""
        ...

    def close(self) -> None:
        """Release everything. Closing twice is allowed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexForms:
    """Index forms of an article's texts: lemmas of its headline, lead and body, and all exact words, joined by spaces."""

    title: str
    lead: str
    body: str
    exact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexDocument:
    """What the index holds of one article: all that it filters, sorts and shows snippets by."""

    article: str
    title: str
    text: str
    summary: str
    source: str
    section: str
    when: datetime
    story: str
    tags: tuple[str, ...]
    names: tuple[str, ...]  # canonical entity names
    is_copy: bool
    external_id: str = ""
    forms: IndexForms | None = None  # of headline, text and summary, where they were made before


class Word(msgspec.Struct, frozen=True, gc=False):
    """A tag as surveys count it: `Tag.tag`."""

    tag: str


class Name(msgspec.Struct, frozen=True, gc=False):
    """A name as surveys count it: `Entity.name` and `Entity.type`."""

    name: str
    type: EntityType


class Digest(msgspec.Struct, frozen=True, gc=False):
    """Notes as surveys of many articles count them: no mentions, variants or dates, which are most of what notes hold.

    Thousands are kept in memory, so neither they nor their parts are looked at by garbage collection.
    """

    tags: tuple[Word, ...] = ()
    entities: tuple[Name, ...] = ()
    claims: tuple[Claim, ...] = ()
    sources_cited: tuple[CitedSource, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an article stands: what is asked of many articles of which few are shown, so that no text is read.

    Attributes:
        version: Article.version.
        gone: whether its outlet removed it.
        story: the story it is in.
        is_copy: whether it is a copy of another article.
    """

    version: int
    gone: bool
    story: str | None
    is_copy: bool


class SearchIndex(Protocol):
    """Full-text search over articles. Derived from the store's change feed, and can be rebuilt from it at any time."""

    def put(self, documents: Iterable[IndexDocument]) -> None:
        """Add or replace, visible after `commit`."""
        ...

    def remove(self, article_ids: Iterable[str]) -> None:
        """Take out, visible after `commit`; unknown ids are ignored."""
        ...

    def commit(self, seq: int) -> None:
        """Make all visible and durable, and remember `seq` as the last change applied."""
        ...

    def last_seq(self) -> int:
        """Last change applied, 0 for a new index."""
        ...

    def clear(self) -> None:
        """Empty the index and set `last_seq` to 0."""
        ...

    def search(
        self,
        query: Query,
        *,
        k: int = 10,
        offset: int = 0,
        sort: str = "nearness",
        collapse: bool = False,
        facets: bool = False,
        expand: Callable[[str], Sequence[str]] | None = None,
    ) -> SearchResult:
        """Search. `sort`: nearness or time. `collapse`: one hit per story. `expand`: other spellings of a name."""
        ...

    def related(
        self,
        terms: Sequence[tuple[str, float]],
        *,
        k: int,
        since: datetime | None = None,
        until: datetime | None = None,
        exclude: Sequence[str] = (),
        copies: bool = True,
    ) -> tuple[tuple[str, float], ...]:
        """Articles near weighted index terms (lemmas), copies of others among them or not: (Article.id, score), best first."""
        ...

    def close(self) -> None:
        """Release the index. Closing twice is allowed."""
        ...


class Fetcher(Protocol):
    """Polite, guarded HTTP. Raises `FetchError` and its kinds only."""

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        max_bytes: int | None = None,
        accept: str | None = None,
    ) -> Page:
        """GET with validators; 200 or 304 comes back as a Page, all else is raised."""
        ...

    async def close(self) -> None:
        """Close connections."""
        ...
