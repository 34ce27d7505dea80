"""From whom a report comes and who took it over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from siyaq.arabic import clean
from siyaq.survey.profile import key_of
from siyaq.types import Analysis, Article, CopyNote

if TYPE_CHECKING:
    from siyaq.engine import Engine

MAX_NAMES = 4  # of one link of the chain; a line on a phone holds no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Cited agencies and papers, the report that this one is a copy of, and other outlets' copies of this one."""

    cited: tuple[str, ...] = ()
    original: Article | None = None
    share: float | None = None  # of its sentences that the original has
    copies: tuple[Article, ...] = ()  # one of each outlet


def provenance(engine: Engine, mine: Article, notes: Analysis) -> Provenance:
    """The way of a report with these notes. Where a copy names no source, those that its original names are given."""
    copies = engine.copies(mine.id)
    known = engine.store.articles(sorted({i for note in copies for i in (note.article, note.original)}))
    note = next((n for n in copies if n.article == mine.id and n.original != n.article), None)
    original = known.get(note.original) if note else None
    if original is not None and not notes.sources_cited:
        notes = engine.store.analyses([original.id]).get(original.id, Analysis())
    outlets = {name for a in (mine, original) if a is not None for name in (a.source, engine.source(a.source).name)}
    return Provenance(
        cited=_cited(notes, outlets),
        original=original,
        share=note.share if note and original else None,
        copies=_takers(mine, copies, known),
    )


def _cited(notes: Analysis, outlets: set[str]) -> tuple[str, ...]:
    """Cited sources without the outlets of the chain themselves."""
    leave_out = {key_of(name) for name in outlets}
    names = {key: clean(s.name) for s in notes.sources_cited if (key := key_of(s.name)) and key not in leave_out}
    return tuple(names.values())[:MAX_NAMES]


def _takers(mine: Article, copies: Iterable[CopyNote], known: Mapping[str, Article]) -> tuple[Article, ...]:
    taken: dict[str, Article] = {}
    for note in copies:
        article = known.get(note.article)
        if note.original == mine.id and article is not None and article.source != mine.source:
            taken.setdefault(article.source, article)
    return tuple(taken.values())[:MAX_NAMES]
