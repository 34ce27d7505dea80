"""Rows found by tantivy -> hits and facet counts."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from itertools import islice
from typing import Any

import tantivy
from tantivy import Occur

from siyaq.index.compile import Compiled, term
from siyaq.index.schema import CHANCES, FACETS, NUMBERED, build_schema, ids_from_addresses, number_from_text, shown_of
from siyaq.index.snippet import make_snippet
from siyaq.types import SearchHit

_FACET_VALUES = 20  # most values of a facet
_COUNTED = 10_000  # of more matches, values and stories are counted in a part drawn by chance, and multiplied
_KEPT_VALUES = 20_000  # texts of numbered values kept in memory
Row = tuple[Any, tantivy.DocAddress, tuple[tantivy.DocAddress, ...]]  # score, address, the story's other reports
Counts = tuple[tuple[str, int], ...]


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


def count_stories(searcher: tantivy.Searcher, query: tantivy.Query, matches: int, share: float) -> int:
    """How many stories the matches are in; of very many, as many as the best hits let expect (`share`: stories a hit)."""
    return round(matches * share) if matches > _COUNTED else int(searcher.cardinality(query, "story_no"))


def hits_from_rows(searcher: tantivy.Searcher, rows: Sequence[Row], compiled: Compiled, by_time: bool) -> tuple[SearchHit, ...]:
    """The hits with their snippets; when ordered by time the score is 0."""
    others = iter(ids_from_addresses(searcher, [address for _, _, others in rows for address in others]))
    return tuple(
        _hit(searcher.doc(address), 0.0 if by_time else float(score), tuple(islice(others, len(more))), compiled)
        for score, address, more in rows
    )


def _hit(stored: tantivy.Document, score: float, others: tuple[str, ...], compiled: Compiled) -> SearchHit:
    shown = shown_of(stored)
    snippet, spans = _best_snippet((shown.text, shown.summary, shown.title), compiled)
    return SearchHit(
        article=str(stored.get_first("id")),
        score=score,
        snippet=snippet,
        highlights=spans,
        story=stored.get_first("story") or None,
        others=others,
    )


def _best_snippet(texts: Sequence[str], compiled: Compiled) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The first text with a match in its snippet; where none has one, the beginning of the first that is not empty."""
    made = [("", ())]
    for text in filter(str.strip, texts):
        snippet, spans = make_snippet(
            text, compiled.weights, compiled.phrases, enough=max(min(2, compiled.asked), compiled.asked - 1)
        )
        if spans:
            return snippet, spans
        made.append((snippet, ()))
    return made[1] if len(made) > 1 else made[0]


class FacetCounter:
    """Counts the values of all matches. Safe to use from many threads."""

    def __init__(self) -> None:
        self._texts: OrderedDict[tuple[str, int], str] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, searcher: tantivy.Searcher, query: tantivy.Query, total: int) -> dict[str, Counts]:
        """Facet counts over all `total` matches, largest first; months in order of time, newest first.

        More than 10,000 matches are counted in a part drawn by chance, and multiplied.
        """
        drawn = max(1, CHANCES * _COUNTED // total) if total > _COUNTED else CHANCES
        part = query if drawn == CHANCES else _drawn(query, drawn)
        counts = self._count(searcher, part, drawn / CHANCES)
        counts["month"] = tuple(sorted(counts["month"], reverse=True))
        return counts

    def _count(self, searcher: tantivy.Searcher, query: tantivy.Query, share: float) -> dict[str, Counts]:
        fields = {name: f"{name}_no" if name in NUMBERED else name for name in FACETS}
        terms = {name: {"terms": {"field": field, "size": _FACET_VALUES}} for name, field in fields.items()}
        found = searcher.aggregate(query, terms)
        counts: dict[str, Counts] = {}
        for name in FACETS:
            pairs = [(b["key"], round(int(b["doc_count"]) / share)) for b in found[name]["buckets"]]
            if name in NUMBERED:
                pairs = [(self._text(searcher, name, int(key)), count) for key, count in pairs]
            counts[name] = tuple((str(key), count) for key, count in pairs if key)
        return counts

    def _text(self, searcher: tantivy.Searcher, name: str, number: int) -> str:
        """The text that a numbered value stands for, looked up in any article that has it."""
        with self._lock:
            known = self._texts.get((name, number))
        if known is not None:
            return known
        found = searcher.search(term(f"{name}_no", number), limit=1, count=False).hits
        shown = shown_of(searcher.doc(found[0][1])) if found else None
        texts: tuple[str, ...] = getattr(shown, name, ())
        text = next((text for text in texts if number_from_text(text) == number), "")
        with self._lock:
            self._texts[name, number] = text
            if len(self._texts) > _KEPT_VALUES:
                self._texts.popitem(last=False)
        return text


def _drawn(query: tantivy.Query, chances: int) -> tantivy.Query:
    """`chances` of 1024 matches, drawn by their ids."""
    few = tantivy.Query.range_query(
        build_schema(), "chance", tantivy.FieldType.Integer, upper_bound=chances, include_upper=False
    )
    return tantivy.Query.boolean_query([(Occur.Must, query), (Occur.Must, tantivy.Query.const_score_query(few, 0.0))])
