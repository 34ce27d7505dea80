"""What the linker reads: articles that were placed before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from siyaq.link.bucket import Entry
from siyaq.link.feature import ArticleFeatures
from siyaq.types import Analysis, Article, CopyNote, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An article that was placed before."""

    features: ArticleFeatures
    story: str
    tags: tuple[str, ...] = ()


class Archive(Protocol):
    """What was placed before; the engine passes its store behind it."""

    def load(self, since: datetime, until: datetime) -> Iterable[Placed]:
        """Articles with `when` in [since, until) that are in a story, gone ones left out."""
        ...

    def articles(self, ids: Sequence[str]) -> Mapping[str, Article]:
        """Articles by id."""
        ...

    def story(self, story_id: str) -> Story | None:
        """A story."""
        ...

    def story_of(self, article_ids: Sequence[str]) -> Mapping[str, str]:
        """Story of each article that is in one."""
        ...

    def copies(self, article_ids: Sequence[str]) -> Sequence[CopyNote]:
        """Notes in which any of the articles is the copy or the original."""
        ...

    def outlet_name(self, source: str) -> str:
        """Name of the outlet with an id; the id itself of an unknown one."""
        ...


def entry_of(placed: Placed, note: CopyNote | None) -> Entry:
    """An entry of the linker; `note` says of whom the article is a copy."""
    entry = Entry(features=placed.features, story=placed.story, tags=placed.tags)
    if note is not None and note.original != placed.features.id:
        entry.original, entry.share = note.original, note.share
    return entry


def tags_of(analysis: Analysis | None) -> tuple[str, ...]:
    """Tags of an article's notes, best first."""
    return tuple(tag.tag for tag in analysis.tags) if analysis is not None else ()
