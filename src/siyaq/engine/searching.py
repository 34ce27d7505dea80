"""What a query means in this archive."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from siyaq.arabic import fold, section_names
from siyaq.query import And, Node, Not, Or, Query, Restrict
from siyaq.types import Source


def with_outlet_ids(query: Query, sources: Callable[[], Iterable[Source]]) -> Query:
    """The query with outlets' names replaced by their ids, which the index holds.

    Args:
        query: any query.
        sources: gives all outlets; asked only where the query restricts by outlet.
    """
    if query.node is None or not _restricts_source(query.node):
        return query
    ids = {fold(source.name): source.id for source in sources()}

    def by_id(node: Restrict) -> Node:
        return replace(node, value=ids.get(fold(node.value), node.value)) if node.field == "source" else node

    return replace(query, node=_mapped(query.node, by_id))


def with_section_names(query: Query) -> Query:
    """The query with every section asked for in all its names: «ثقافة», «الثقافة» and «culture» are one."""

    def by_all_names(node: Restrict) -> Node:
        names = section_names(node.value) if node.field == "section" else ()
        return Or(nodes=tuple(replace(node, value=name) for name in names)) if len(names) > 1 else node

    return query if query.node is None else replace(query, node=_mapped(query.node, by_all_names))


def narrowed(query: Query, since: datetime | None, until: datetime | None, source: str | None) -> Query:
    """The query within a span [since, until) and an outlet, besides its own."""
    if source:
        only = Restrict(field="source", value=source)
        query = replace(query, node=only if query.node is None else And(nodes=(query.node, only)))
    starts = [moment for moment in (query.since, since) if moment]
    ends = [moment for moment in (query.until, until) if moment]
    return replace(query, since=max(starts, default=None), until=min(ends, default=None))


def _restricts_source(node: Node) -> bool:
    if isinstance(node, And | Or):
        return any(map(_restricts_source, node.nodes))
    if isinstance(node, Not):
        return _restricts_source(node.node)
    return isinstance(node, Restrict) and node.field == "source"


def _mapped(node: Node, change: Callable[[Restrict], Node]) -> Node:
    if isinstance(node, And | Or):
        return replace(node, nodes=tuple(_mapped(child, change) for child in node.nodes))
    if isinstance(node, Not):
        return Not(node=_mapped(node.node, change))
    return change(node) if isinstance(node, Restrict) else node
