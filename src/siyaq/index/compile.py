"""Query trees -> tantivy queries over the index's fields."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

import tantivy
from tantivy import Occur

from siyaq import arabic
from siyaq.index.schema import build_schema, exact_words, seconds_from_time
from siyaq.query import And, Node, Not, Or, Phrase, Query, Restrict, Word

Expand = Callable[[str], Sequence[str]]
Clause = tuple[Occur, tantivy.Query]
Mode = Literal["ranking", "whole", "matching"]  # see Compiled

TITLE_BOOST = 0.5  # a headline counts in the field `text` already; short queries are flat between .4 and 1, ARCD falls
ALL_WORDS_GAIN = 5.0  # for having all words of a query: short queries +.006, flat between 3 and 8
MOST_ALL_WORDS = 8  # words; longer queries are sentences, which no article has whole
# Articles that have a query's words, added up: from here on those with all words come first, and are ranked alone.
WIDE = 50_000
_WIDE_GAIN = 100.0  # more than any words of a wide query can score
MAX_WORDS = 64  # of one query; a pasted paragraph is cut here
MOST_PAIRED = 5  # words; of more there are too many pairs
MOST_RANKED = 24  # the rarest of a query's words; the others would cost time and decide nothing
MAX_LETTERS = 200  # of one word; a longer run is none
MAX_CLAUSES = 256  # of one AND or OR; nobody types more
MAX_PHRASE = 16  # words of a quoted phrase; the rest is taken as given
_NAME_WORDS = 4  # of a name in the query; «عبد الفتاح السيسي» has three
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

    @property
    def lemma(self) -> str:
        """The lemma of the word as typed."""
        return self.alternatives[0].lemmas[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """One query in three forms, with what the snippets need.

    Attributes:
        ranking: ranks all that match.
        whole: of a wide query, ranks only what has all words, which comes first; None where the query is not wide.
        matching: only matches, for counting.
        weights: lemma or lemmas in a row -> weight, for highlights.
        phrases: exact forms.
        asked: number of words and phrases.
    """

    ranking: tantivy.Query
    whole: tantivy.Query | None
    matching: tantivy.Query
    weights: Mapping[tuple[str, ...], float]
    phrases: tuple[tuple[str, ...], ...]
    asked: int


def slots_from_words(texts: Sequence[str]) -> list[Slot]:
    """Query words as slots: stop words left out, unless there is nothing else."""
    pairs: list[tuple[str, str]] = []
    texts = [text for text in texts if text.rstrip("ـ") != "ال"] or texts  # «الـ CNN»; without it, it would find «آل سعود»
    for text in (text[:MAX_LETTERS] for text in texts):
        pairs += zip(arabic.words(text), arabic.lemmas(text), strict=True)
        if len(pairs) >= MAX_WORDS:
            break
    pairs = list(dict.fromkeys(pairs[:MAX_WORDS]))
    content = [(w, lemma) for w, lemma in pairs if len(w) > 1 and not arabic.is_stop(w)]
    return [Slot(typed=w, alternatives=(Alternative(lemmas=(lemma,), weight=1.0),)) for w, lemma in content or pairs]


def widen_names(slots: Sequence[Slot], expand: Expand) -> list[Slot]:
    """Add the other spellings of names that stand in the query; an article that has one has all words of the name."""
    more: list[dict[Alternative, None]] = [{} for _ in slots]
    for size in range(1, _NAME_WORDS + 1):
        for start in range(len(slots) - size + 1):
            run = slots[start : start + size]
            for found in filter(None, map(_alternative, expand(" ".join(slot.typed for slot in run)))):
                for slot, extra in zip(run, more[start : start + size], strict=True):
                    if slot.lemma not in found.lemmas:  # else whatever has the variant has the word itself
                        extra[found] = None
    return [
        replace(slot, alternatives=(*slot.alternatives, *extra)) if extra else slot
        for slot, extra in zip(slots, more, strict=True)
    ]


def _alternative(text: str) -> Alternative | None:
    lemmas = tuple(arabic.lemmas(text))
    if not 0 < len(lemmas) <= _NAME_WORDS:
        return None
    return Alternative(lemmas=lemmas, weight=_VARIANT_WEIGHT / len(lemmas))  # a row of words is scored with all their rarity


def term(field: str, value: str | int) -> tantivy.Query:
    """Documents whose field holds the value."""
    option = "position" if field in ("text", "title", "exact") else "basic"
    return tantivy.Query.term_query(build_schema(), field, value, index_option=option)


def _row(field: str, words: Sequence[str]) -> tantivy.Query:
    if len(words) == 1:
        return term(field, words[0])
    return tantivy.Query.phrase_query(build_schema(), field, list(words))


def _slot_query(slot: Slot, field: str, boost: float = 1.0) -> tantivy.Query:
    """The slot's best alternative in a field."""
    tries = [_boosted(_row(field, a.lemmas), a.weight * boost) for a in slot.alternatives]
    return tries[0] if len(tries) == 1 else tantivy.Query.disjunction_max_query(tries)


def _boosted(query: tantivy.Query, boost: float) -> tantivy.Query:
    return query if boost == 1.0 else tantivy.Query.boost_query(query, boost)


def least_matches(count: int) -> int:
    """How many of a query's words an article must have: all of two, two of three, then about a third."""
    return count if count <= 2 else 2 if count <= 5 else max(2, count // 3)


def _without_rows(slot: Slot) -> Slot:
    """The slot without names of several words: finding them in a row takes most of a wide query's time and adds little."""
    return replace(slot, alternatives=tuple(a for a in slot.alternatives if len(a.lemmas) == 1))


def _any_of(slot: Slot) -> tantivy.Query:
    """Articles that have any of a slot's alternatives."""
    rows = [_row("text", a.lemmas) for a in slot.alternatives]
    return rows[0] if len(rows) == 1 else tantivy.Query.boolean_query([(Occur.Should, row) for row in rows])


def _all_of(slots: Sequence[Slot]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Must, _any_of(slot)) for slot in slots])


def matching_slots(slots: Sequence[Slot]) -> tantivy.Query:
    """Articles with enough of the words, without a score."""
    least = least_matches(len(slots))
    if least == len(slots):
        found = _all_of(slots)
    elif least == 2 and len(slots) <= MOST_PAIRED:
        found = tantivy.Query.boolean_query([(Occur.Should, _all_of(pair)) for pair in combinations(slots, 2)])
    else:
        parts = [(Occur.Should, _any_of(slot)) for slot in slots]
        found = tantivy.Query.boolean_query(parts, minimum_number_should_match=least)
    return tantivy.Query.const_score_query(found, 0.0)


def whole_slots(slots: Sequence[Slot]) -> tantivy.Query:
    """Articles with all of the words, ranked."""
    parts: list[Clause] = [(Occur.Must, _slot_query(slot, "text")) for slot in slots]
    return tantivy.Query.boolean_query([*parts, *_in_titles(slots)])


def ranking_slots(slots: Sequence[Slot], gain: float = ALL_WORDS_GAIN) -> tantivy.Query:
    """Articles with enough of the words; those in headlines, and all of them together (`gain`), count more."""
    texts = [(Occur.Should, _slot_query(slot, "text")) for slot in slots]
    enough = tantivy.Query.boolean_query(texts, minimum_number_should_match=least_matches(len(slots)))
    parts: list[Clause] = [(Occur.Must, enough), *_in_titles(slots)]
    if 1 < len(slots) <= MOST_ALL_WORDS:
        parts.append((Occur.Should, tantivy.Query.const_score_query(_all_of(slots), gain)))
    return tantivy.Query.boolean_query(parts)


def _in_titles(slots: Sequence[Slot]) -> list[Clause]:
    return [(Occur.Should, _slot_query(slot, "title", TITLE_BOOST)) for slot in slots]


class Compiler:
    """Turns queries into tantivy's.

    Args:
        widen: adds spellings to the ranked words.
        frequency: number of articles that have a lemma.
        expand: other spellings of a name.
        named: number of articles that have a key of a name; None looks up names only as they are written.
    """

    def __init__(
        self,
        widen: Callable[[list[Slot]], list[Slot]],
        frequency: Callable[[str], int],
        expand: Expand | None = None,
        named: Callable[[str], int] | None = None,
    ) -> None:
        self._widen = widen
        self._frequency = frequency
        self._named = named
        self._expand = expand
        self._slots: dict[tuple[str, ...], list[Slot]] = {}
        self._phrases: list[tuple[str, ...]] = []

    def compile(self, query: Query) -> Compiled:
        """The whole query, dates included."""
        ranking, matching = self._form(query, "ranking"), self._form(query, "matching")
        wide = any(self._is_wide(slots) for slots in self._slots.values())
        whole = self._form(query, "whole") if wide else None
        weights: dict[tuple[str, ...], float] = {}
        for alternative in (a for slots in self._slots.values() for slot in slots for a in slot.alternatives):
            weights[alternative.lemmas] = max(weights.get(alternative.lemmas, 0.0), alternative.weight)
        phrases = tuple(dict.fromkeys(self._phrases))
        asked = len(phrases) + sum(map(len, self._slots.values()))
        return Compiled(ranking=ranking, whole=whole, matching=matching, weights=weights, phrases=phrases, asked=asked)

    def _form(self, query: Query, mode: Mode) -> tantivy.Query:
        parts = self._parts(query.node, mode) if query.node is not None else []
        bounded = query.since is not None or query.until is not None
        if bounded or not any(occur == Occur.Must for occur, _ in parts):
            parts.append((Occur.Must, span_query(query)))
        return tantivy.Query.boolean_query(parts)

    def _parts(self, node: Node, mode: Mode) -> list[Clause]:
        """Clauses of a conjunction: its words rank together, all else must hold."""
        nodes = node.nodes if isinstance(node, And) else (node,)
        words = tuple(n.text for n in nodes if isinstance(n, Word))
        parts: list[Clause] = [(Occur.Must, self._words(words, mode))] if words else []
        for n in [n for n in nodes if not isinstance(n, Word)][:MAX_CLAUSES]:
            if isinstance(n, Not):
                parts.append((Occur.MustNot, _Plain(self._frequency, self._named).query(n.node)))
            else:
                parts.append((Occur.Must, self._query(n, mode)))
        return parts

    def _words(self, words: tuple[str, ...], mode: Mode) -> tantivy.Query:
        if words not in self._slots:
            slots = slots_from_words(words)
            if len(slots) > MOST_RANKED:
                slots = sorted(slots, key=lambda slot: self._frequency(slot.lemma))[:MOST_RANKED]
            widened = self._widen(slots)
            self._slots[words] = [_without_rows(slot) for slot in widened] if self._is_wide(widened) else widened
        slots = self._slots[words]
        if not slots:
            return tantivy.Query.empty_query()
        if mode == "matching":
            return matching_slots(slots)
        wide = self._is_wide(slots)
        return whole_slots(slots) if wide and mode == "whole" else ranking_slots(slots, _WIDE_GAIN if wide else ALL_WORDS_GAIN)

    def _is_wide(self, slots: Sequence[Slot]) -> bool:
        return 2 < len(slots) <= MOST_PAIRED and sum(self._frequency(slot.lemma) for slot in slots) > WIDE

    def _query(self, node: Node, mode: Mode) -> tantivy.Query:
        if isinstance(node, Phrase):
            return self._phrase(node.text)
        if isinstance(node, Restrict):
            return self._restriction(node)
        if isinstance(node, Or):
            return tantivy.Query.boolean_query([(Occur.Should, self._one(n, mode)) for n in node.nodes[:MAX_CLAUSES]])
        return self._one(node, mode)

    def _one(self, node: Node, mode: Mode) -> tantivy.Query:
        parts = self._parts(node, mode)
        if any(occur == Occur.Must for occur, _ in parts):
            return parts[0][1] if len(parts) == 1 else tantivy.Query.boolean_query(parts)
        return tantivy.Query.boolean_query([(Occur.Must, span_query(Query())), *parts])

    def _restriction(self, node: Restrict) -> tantivy.Query:
        values = [node.value]
        if self._expand is not None and node.field in ("name", "tag"):
            values += self._expand(node.value)
        keys = list(dict.fromkeys(arabic.fold(value).encode("utf-8", "ignore").decode() for value in values))
        if node.field == "name" and self._named is not None and not any(map(self._named, keys)):
            parts = [(Occur.Must, term("name_key", f"~{word}")) for word in arabic.words(node.value)[:_NAME_WORDS]]
        else:
            parts = [(Occur.Should, term(f"{node.field}_key", key)) for key in keys]
        return tantivy.Query.const_score_query(tantivy.Query.boolean_query(parts), 0.0)

    def _phrase(self, text: str) -> tantivy.Query:
        words = tuple(exact_words(text))[:MAX_PHRASE]
        self._phrases.append(words)
        return _row("exact", words) if words else tantivy.Query.empty_query()


class _Plain(Compiler):
    """For what is excluded: nothing is widened, and nothing is highlighted."""

    def __init__(self, frequency: Callable[[str], int], named: Callable[[str], int] | None) -> None:
        super().__init__(widen=lambda slots: slots, frequency=frequency, named=named)

    def query(self, node: Node) -> tantivy.Query:
        return self._one(node, "matching")


def span_query(query: Query) -> tantivy.Query:
    """Articles of the query's span, without a score (the row that holds the sequence number has no time)."""
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
    nodes = _conjuncts(query)
    if not any(isinstance(node, Phrase) for node in nodes):
        return None
    loose: list[Node] = []
    for node in nodes:
        loose += [Word(text=word) for word in node.text.split()] if isinstance(node, Phrase) else [node]
    return replace(query, node=And(nodes=tuple(loose)))


def respelled(query: Query, better: Mapping[str, str]) -> str | None:
    """The query with better known spellings of its words, to suggest; None if all words are known."""
    nodes = _conjuncts(query)
    changed = [Word(text=_respelled_word(n.text, better)) if isinstance(n, Word) else n for n in nodes]
    if changed == list(nodes):
        return None
    return str(replace(query, node=changed[0] if len(changed) == 1 else And(nodes=tuple(changed))))


def _respelled_word(text: str, better: Mapping[str, str]) -> str:
    """A lexeme may hold several words («روسيا،تركيا»); all are joined by spaces then."""
    words = arabic.words(text)
    return " ".join(better.get(word, word) for word in words) if any(word in better for word in words) else text


def _conjuncts(query: Query) -> tuple[Node, ...]:
    return query.node.nodes if isinstance(query.node, And) else (query.node,) if query.node is not None else ()
