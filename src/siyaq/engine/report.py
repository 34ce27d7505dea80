"""What the engine gives back: counts of an addition, and all that one article's page shows."""

from collections.abc import Callable
from dataclasses import dataclass, field

from siyaq.types import Analysis, Article, CopyNote, Link, Source, Story

Progress = Callable[[int], None]
"""Called with the number of items done since the last call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddReport:
    """How many articles were read, and what became of them; `read` is the sum of the others."""

    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0

    def __add__(self, other: "AddReport") -> "AddReport":
        return AddReport(
            read=self.read + other.read,
            added=self.added + other.added,
            updated=self.updated + other.updated,
            unchanged=self.unchanged + other.unchanged,
            rejected=self.rejected + other.rejected,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleContext:
    """An article with everything its page shows.

    Attributes:
        read_also: the one article to read next, or None.
        similar: at most one per happening, nearest first; never the article of `read_also`, never a copy.
        copies: every note of the article's copy group.
        articles: every article that a link, the story or a note names, by id.
        story_outlets: number of independent outlets of each story named in a link.
    """

    article: Article
    source: Source
    analysis: Analysis
    story: Story | None = None
    read_also: Link | None = None
    similar: tuple[Link, ...] = ()
    copies: tuple[CopyNote, ...] = ()
    versions: tuple[Article, ...] = ()
    articles: dict[str, Article] = field(default_factory=dict)
    story_outlets: dict[str, int] = field(default_factory=dict)
