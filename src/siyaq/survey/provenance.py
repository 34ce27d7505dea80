"""From whom a report comes and who took it over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from siyaq.arabic import clean
from siyaq.survey.profile import key_of
from siyaq.types import Analysis, Article

if TYPE_CHECKING:
    from siyaq.engine import ArticleContext, Engine

MAX_NAMES = 4  # of one link of the chain; a line on a phone holds no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Cited agencies and papers, the report that this one is a copy of, and other outlets' copies of this one."""

    cited: tuple[str, ...] = ()
    original: Article | None = None
    share: float | None = None  # of its sentences that the original has
    copies: tuple[Article, ...] = ()  # one of each outlet


def provenance(engine: Engine, context: ArticleContext) -> Provenance:
    """The way of a report. Where a copy names no source, those that its original names are given."""
    mine = context.article
    note = next((n for n in context.copies if n.article == mine.id and n.original != n.article), None)
    original = context.articles.get(note.original) if note else None
    notes = context.analysis
    if original is not None and not notes.sources_cited:
        notes = engine.store.analyses([original.id]).get(original.id, Analysis())
    outlets = {mine.source, context.source.name}
    if original is not None:
        outlets |= {original.source, engine.source(original.source).name}
    return Provenance(
        cited=_cited(notes, outlets),
        original=original,
        share=note.share if note and original else None,
        copies=_takers(context),
    )


def _cited(notes: Analysis, outlets: set[str]) -> tuple[str, ...]:
    """Cited sources without the outlets of the chain themselves."""
    leave_out = {key_of(name) for name in outlets}
    names = {key: clean(s.name) for s in notes.sources_cited if (key := key_of(s.name)) and key not in leave_out}
    return tuple(names.values())[:MAX_NAMES]


def _takers(context: ArticleContext) -> tuple[Article, ...]:
    taken: dict[str, Article] = {}
    for note in context.copies:
        article = context.articles.get(note.article)
        if note.original == context.article.id and article is not None and article.source != context.article.source:
            taken.setdefault(article.source, article)
    return tuple(taken.values())[:MAX_NAMES]
