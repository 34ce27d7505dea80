"""Articles with everything known about them, read in a fixed number of batches whatever their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from siyaq.types import Analysis, Article, CopyNote

if TYPE_CHECKING:
    from siyaq.engine import Engine

_NO_NOTES = Analysis()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Articles in the order given, with notes, story ids and copy notes by article id."""

    articles: tuple[Article, ...] = ()
    analyses: dict[str, Analysis] = field(default_factory=dict)
    story_of: dict[str, str] = field(default_factory=dict)
    copy_of: dict[str, CopyNote] = field(default_factory=dict)  # by the copy's id

    def notes(self, article_id: str) -> Analysis:
        """Notes on an article, empty ones where it has none."""
        return self.analyses.get(article_id, _NO_NOTES)


def load(engine: Engine, articles: Sequence[Article]) -> Frame:
    """Read notes, stories and copies of articles in three store calls."""
    ids = [a.id for a in articles]
    if not ids:
        return Frame()
    return Frame(
        articles=tuple(articles),
        analyses=engine.store.analyses(ids),
        story_of=engine.store.story_of(ids),
        copy_of={note.article: note for note in engine.store.copies(ids) if note.article != note.original},
    )
