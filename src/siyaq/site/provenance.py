"""The way of a report as a chain: agency -> outlet -> this outlet -> those that copied it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from siyaq.site.address import article_href, source_href
from siyaq.site.desk import Desk
from siyaq.site.saying import name_page
from siyaq.survey.provenance import Provenance

if TYPE_CHECKING:
    from siyaq.engine import ArticleContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A link of the chain: who, and the page of each. `role`: origin, original, this or copies."""

    role: str
    names: tuple[tuple[str, str | None], ...]


def chain(desk: Desk, context: ArticleContext, way: Provenance) -> tuple[Node, ...]:
    """The chain, earliest first; a single node where nothing is known of where the report comes from or went."""
    original = ((desk.source(way.original.source).name, article_href(way.original)),) if way.original else ()
    nodes = (
        Node(role="origin", names=tuple((name, name_page(name, context.analysis)) for name in way.cited)),
        Node(role="original", names=original),
        Node(role="this", names=((desk.source(context.source.id).name, source_href(context.source.id)),)),
        Node(role="copies", names=tuple((desk.source(a.source).name, article_href(a)) for a in way.copies)),
    )
    return tuple(node for node in nodes if node.names)
