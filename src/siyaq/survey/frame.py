"""Articles with everything known about them, read in a fixed number of batches whatever their number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from siyaq.ports import Digest
from siyaq.survey.row import rows_of
from siyaq.types import Analysis, Article, CopyNote

if TYPE_CHECKING:
    from siyaq.engine import Engine

Notes = Analysis | Digest
_NO_NOTES = Digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Articles in the order given, with notes (mostly in short), story ids and copy notes by article id."""

    articles: tuple[Article, ...] = ()
    analyses: Mapping[str, Notes] = field(default_factory=dict)
    story_of: dict[str, str] = field(default_factory=dict)
    copy_of: dict[str, CopyNote] = field(default_factory=dict)  # by the copy's id

    def notes(self, article_id: str) -> Notes:
        """Notes on an article, empty ones where it has none."""
        return self.analyses.get(article_id, _NO_NOTES)


def load(engine: Engine, articles: Sequence[Article]) -> Frame:
    """Notes, stories and copies of articles, in three store calls for those that were not read lately."""
    rows = rows_of(engine).get([a.id for a in articles])
    return Frame(
        articles=tuple(articles),
        analyses={i: row.notes for i, row in rows.items() if row.notes is not None},
        story_of={i: row.story for i, row in rows.items() if row.story is not None},
        copy_of={i: row.copy for i, row in rows.items() if row.copy is not None},
    )
