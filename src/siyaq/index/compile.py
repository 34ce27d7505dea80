"""Query trees -> tantivy queries over the index's fields."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import tantivy
from tantivy import Occur

from siyaq import arabic
from siyaq.index.schema import build_schema, seconds_from_time
from siyaq.query import And, Node, Not, Or, Phrase, Query, Restrict, Word

Expand = Callable[[str], Sequence[str]]

TITLE_BOOST = 2.0  # dev short queries: flat between 1.5 and 3
MAX_WORDS = 64  # of one query; a pasted paragraph is cut here
_VARIANT_WEIGHT = 0.8  # another spelling of a name counts a little less than the one typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A lemma (or several in a row) that may stand for a query word, with the weight of such a match."""

    lemmas: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One word of the query with all that may stand for it; the first alternative is the word itself."""

    typed: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A tantivy query with what the snippets need."""

    query: tantivy.Query
    weights: dict[str, float]  # lemma -> weight, for highlights
    phrases: tuple[tuple[str, ...], ...]  # exact forms


def slots_from_words(texts: Sequence[str]) -> list[Slot]:
    """Query words as slots: stop words left out, unless there is nothing else."""
    pairs = [(word, lemma) for text in texts for word, lemma in zip(arabic.words(text), arabic.lemmas(text), strict=True)][
        :MAX_WORDS
    ]
    content = [(w, lemma) for w, lemma in pairs if len(w) > 1 and not arabic.is_stop(w)]
    chosen = dict.fromkeys(content or pairs)
    return [Slot(typed=w, alternatives=(Alternative(lemmas=(lemma,), weight=1.0),)) for w, lemma in chosen]


def widen_names(slots: Sequence[Slot], expand: Expand) -> list[Slot]:
    """Add the other spellings of names that stand in the query, one or two words long."""
    widened = list(slots)
    for i, slot in enumerate(slots):
        more = [a for text in expand(slot.typed) if (a := _alternative(text)) and a.lemmas != slot.alternatives[0].lemmas]
        if more:
            widened[i] = Slot(typed=slot.typed, alternatives=(*slot.alternatives, *dict.fromkeys(more)))
    return widened


def _alternative(text: str) -> Alternative | None:
    lemmas = tuple(arabic.lemmas(text))
    return Alternative(lemmas=lemmas, weight=_VARIANT_WEIGHT) if 0 < len(lemmas) <= 3 else None


def term(field: str, value: str) -> tantivy.Query:
    """Documents whose field holds the value."""
    return tantivy.Query.term_query(
        build_schema(), field, value, index_option="basic" if field.endswith("_key") else "position"
    )


def _row(field: str, lemmas: Sequence[str]) -> tantivy.Query:
    if len(lemmas) == 1:
        return term(field, lemmas[0])
    return tantivy.Query.phrase_query(build_schema(), field, list(lemmas))


def query_from_slot(slot: Slot, boost: float = 1.0) -> tantivy.Query:
    """The best alternative counts: in the title more than in the body."""
    tries = [
        tantivy.Query.boost_query(
            tantivy.Query.boolean_query(
                [
                    (Occur.Should, tantivy.Query.boost_query(_row("title", a.lemmas), TITLE_BOOST)),
                    (Occur.Should, _row("body", a.lemmas)),
                ]
            ),
            a.weight * boost,
        )
        for a in slot.alternatives
    ]
    return tries[0] if len(tries) == 1 else tantivy.Query.disjunction_max_query(tries)


def least_matches(count: int) -> int:
    """How many of a query's words an article must have: all of two, two of three, then about a third."""
    return count if count <= 2 else 2 if count <= 5 else max(2, count // 3)


def query_from_slots(slots: Sequence[Slot]) -> tantivy.Query:
    """Words that rank together."""
    parts = [(Occur.Should, query_from_slot(slot)) for slot in slots]
    return tantivy.Query.boolean_query(parts, minimum_number_should_match=least_matches(len(parts)))


def phrase_words(text: str) -> tuple[str, ...]:
    """Exact forms of a quoted phrase."""
    return tuple(token.exact for token in arabic.tokens(text))


class Compiler:
    """Turns one query into one tantivy query; `widen` adds spellings to the ranked words."""

    def __init__(self, widen: Callable[[list[Slot]], list[Slot]]) -> None:
        self._widen = widen
        self._weights: dict[str, float] = {}
        self._phrases: list[tuple[str, ...]] = []

    def compile(self, query: Query) -> Compiled:
        """The whole query, dates included."""
        parts: list[tuple[Occur, tantivy.Query]] = [(Occur.Must, span_query(query))]
        if query.node is not None:
            parts += self._parts(query.node)
        whole = tantivy.Query.boolean_query(parts)
        return Compiled(query=whole, weights=dict(self._weights), phrases=tuple(self._phrases))

    def _parts(self, node: Node) -> list[tuple[Occur, tantivy.Query]]:
        """Clauses of a conjunction: its words rank together, all else must hold."""
        nodes = node.nodes if isinstance(node, And) else (node,)
        words = [n.text for n in nodes if isinstance(n, Word)]
        parts: list[tuple[Occur, tantivy.Query]] = []
        if words:
            parts.append((Occur.Must, self._ranked(words)))
        for n in nodes:
            if isinstance(n, Not):
                parts.append((Occur.MustNot, _Plain().query(n.node)))
            elif not isinstance(n, Word):
                parts.append((Occur.Must, self._query(n)))
        return parts

    def _ranked(self, words: Sequence[str]) -> tantivy.Query:
        slots = self._widen(slots_from_words(words))
        if not slots:
            return tantivy.Query.empty_query()
        for slot in slots:
            for alternative in slot.alternatives:
                for lemma in alternative.lemmas:
                    self._weights[lemma] = max(self._weights.get(lemma, 0.0), alternative.weight)
        return query_from_slots(slots)

    def _query(self, node: Node) -> tantivy.Query:
        if isinstance(node, Phrase):
            return self._phrase(node.text)
        if isinstance(node, Restrict):
            return tantivy.Query.const_score_query(term(f"{node.field}_key", arabic.fold(node.value)), 0.0)
        if isinstance(node, Or):
            return tantivy.Query.boolean_query([(Occur.Should, self._one(n)) for n in node.nodes])
        return self._one(node)

    def _one(self, node: Node) -> tantivy.Query:
        parts = self._parts(node)
        if any(occur == Occur.Must for occur, _ in parts):
            return tantivy.Query.boolean_query(parts)
        return tantivy.Query.boolean_query([(Occur.Must, all_articles()), *parts])

    def _phrase(self, text: str) -> tantivy.Query:
        words = phrase_words(text)
        self._phrases.append(words)
        return _row("exact", words) if words else tantivy.Query.empty_query()


class _Plain(Compiler):
    """For what is excluded: nothing is widened, and nothing is highlighted."""

    def __init__(self) -> None:
        super().__init__(widen=lambda slots: slots)

    def query(self, node: Node) -> tantivy.Query:
        return self._one(node)


def all_articles() -> tantivy.Query:
    """Every article, without a score (the row that holds the sequence number has no time)."""
    return span_query(Query())


def span_query(query: Query) -> tantivy.Query:
    """Articles of the query's span, without a score."""
    inside = tantivy.Query.range_query(
        build_schema(),
        "when",
        tantivy.FieldType.Integer,
        lower_bound=seconds_from_time(query.since) if query.since else -(2**62),
        upper_bound=seconds_from_time(query.until) if query.until else 2**62,
        include_upper=False,
    )
    return tantivy.Query.const_score_query(inside, 0.0)


def unquoted(query: Query) -> Query | None:
    """The query with its phrases as plain words, for when nothing has them; None if it has no phrase to loosen."""
    nodes = query.node.nodes if isinstance(query.node, And) else (query.node,) if query.node is not None else ()
    if not any(isinstance(node, Phrase) for node in nodes):
        return None
    loose: list[Node] = []
    for node in nodes:
        loose += [Word(text=word) for word in node.text.split()] if isinstance(node, Phrase) else [node]
    return replace(query, node=And(nodes=tuple(loose)))


def respelled(query: Query, better: Mapping[str, str]) -> str | None:
    """The query with better known spellings of its words, to suggest; None if all words are known."""
    nodes = query.node.nodes if isinstance(query.node, And) else (query.node,)
    words = [better.get(arabic.fold(node.text), node.text) for node in nodes if isinstance(node, Word)]
    return " ".join(words) if better and len(words) == len(nodes) else None
