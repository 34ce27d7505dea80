"""Rows found by tantivy -> hits and facet counts."""

from collections.abc import Sequence
from typing import Any

import tantivy

from siyaq.index.compile import Compiled
from siyaq.index.schema import FACETS, shown_of
from siyaq.index.snippet import make_snippet
from siyaq.types import SearchHit

_FACET_VALUES = 20  # most values of a facet
Row = tuple[Any, tantivy.DocAddress, tuple[tantivy.DocAddress, ...]]  # score, address, the story's other reports


def collapse_hits(searcher: tantivy.Searcher, hits: Sequence[tuple[Any, tantivy.DocAddress]]) -> tuple[list[Row], int]:
    """Group hits by story, in order of each story's first hit.

    Returns:
        One row per story, and how many stories there are.
    """
    numbers = searcher.fast_field_values("story_no", [address for _, address in hits]) if hits else []
    groups: dict[Any, tuple[Any, tantivy.DocAddress, list[tantivy.DocAddress]]] = {}
    for (score, address), number in zip(hits, numbers, strict=True):
        if number in groups:
            groups[number][2].append(address)
        else:
            groups[number] = (score, address, [])
    return [(score, address, tuple(others)) for score, address, others in groups.values()], len(groups)


def hit_from_row(searcher: tantivy.Searcher, row: Row, compiled: Compiled, by_time: bool) -> SearchHit:
    """The hit with its snippet; when ordered by time the score is 0."""
    score, address, others = row
    stored = searcher.doc(address)
    title, summary, text = shown_of(stored)
    snippet, spans = make_snippet(text or summary or title, compiled.weights, compiled.phrases)
    return SearchHit(
        article=str(stored.get_first("id")),
        score=0.0 if by_time else float(score),
        snippet=snippet,
        highlights=spans,
        story=stored.get_first("story") or None,
        others=tuple(str(searcher.doc(other).get_first("id")) for other in others),
    )


def count_facets(searcher: tantivy.Searcher, query: tantivy.Query) -> dict[str, tuple[tuple[str, int], ...]]:
    """Facet counts over all matches, largest first; months in order of time, newest first."""
    wanted = {name: {"terms": {"field": name, "size": _FACET_VALUES}} for name in FACETS}
    found = searcher.aggregate(query, wanted)
    counts = {name: tuple((str(b["key"]), int(b["doc_count"])) for b in found[name]["buckets"] if b["key"]) for name in FACETS}
    counts["month"] = tuple(sorted(counts["month"], reverse=True))
    return counts
