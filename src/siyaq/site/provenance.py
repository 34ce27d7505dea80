"""From whom a report comes and who took it over: agency -> outlet -> this outlet -> those that copied it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from siyaq.arabic import clean
from siyaq.site.address import article_href, source_href
from siyaq.site.desk import Desk
from siyaq.site.saying import name_page
from siyaq.survey.profile import key_of
from siyaq.types import Analysis, Article

if TYPE_CHECKING:
    from siyaq.engine import ArticleContext

MAX_NAMES = 4  # of one link of the chain; a line on a phone holds no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A link of the chain: who, and the page of each. `role`: origin, original, this or copies."""

    role: str
    names: tuple[tuple[str, str | None], ...]


def provenance(desk: Desk, context: ArticleContext) -> tuple[Node, ...]:
    """The chain, earliest first; a single node where nothing is known of where the report comes from or went."""
    original = original_of(context)
    notes = context.analysis
    if original is not None and not notes.sources_cited:
        notes = desk.engine.store.analyses([original.id]).get(original.id, Analysis())
    outlets = [desk.source(a.source).name for a in (context.article, original) if a is not None]
    nodes = [Node(role="origin", names=_cited(notes, context.analysis, outlets))]
    if original is not None:
        nodes.append(Node(role="original", names=((desk.source(original.source).name, article_href(original)),)))
    nodes.append(Node(role="this", names=((context.source.name, source_href(context.source.id)),)))
    nodes.append(Node(role="copies", names=_takers(desk, context)))
    return tuple(node for node in nodes if node.names)


def original_of(context: ArticleContext) -> Article | None:
    """The article that this one was copied from, None where it is no copy."""
    note = next((n for n in context.copies if n.article == context.article.id and n.original != n.article), None)
    return context.articles.get(note.original) if note else None


def _cited(notes: Analysis, own: Analysis, outlets: list[str]) -> tuple[tuple[str, str | None], ...]:
    """Cited sources with their pages, without the outlets of the chain themselves."""
    leave_out = {key_of(name) for name in outlets}
    names = {key: clean(s.name) for s in notes.sources_cited if (key := key_of(s.name)) and key not in leave_out}
    return tuple((name, name_page(name, own)) for name in names.values())[:MAX_NAMES]


def _takers(desk: Desk, context: ArticleContext) -> tuple[tuple[str, str | None], ...]:
    """Outlets that copied this article, each with its copy."""
    taken: dict[str, str] = {}
    for note in context.copies:
        article = context.articles.get(note.article)
        if note.original == context.article.id and article is not None and article.id != context.article.id:
            name = desk.source(article.source).name
            if article.source != context.article.source:
                taken.setdefault(name, article_href(article))
    return tuple(taken.items())[:MAX_NAMES]
