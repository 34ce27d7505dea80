"""The ledger of names: groups of spellings that name the same, with what an archive taught and the operator corrected."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal

import msgspec

from siyaq.arabic.lexicon import frequency, lemma_table
from siyaq.arabic.name_list import NameGroup, bundled_groups, metonyms, same_spelling_key
from siyaq.arabic.variant import NameRelation, name_words, relate

_AMBIGUOUS = 1e-5  # probability from which a dictionary word is a word first and a name second («فتح», «أمل»)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameVerdict:
    """Whether two names name the same, and why we think so."""

    same: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One decision of the operator: `a` and `b` are the same name (join), or are not (split)."""

    kind: Literal["join", "split"]
    a: str
    b: str


class _Saved(msgspec.Struct):
    learned: tuple[NameGroup, ...] = ()
    corrections: tuple[Correction, ...] = ()
    apart: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, kw_only=True)
class NameLedger:
    """Immutable: each change gives a new ledger. Safe to share between threads.

    Attributes:
        bundled: groups of the package.
        learned: groups learned from an archive (`name_learning.learn_variants`).
        corrections: the operator's decisions, oldest first; later ones prevail.
        apart: pairs of spelling keys, each in order, that an archive uses for two names though they look alike.
    """

    bundled: tuple[NameGroup, ...] = ()
    learned: tuple[NameGroup, ...] = ()
    corrections: tuple[Correction, ...] = ()
    apart: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def groups(self) -> tuple[NameGroup, ...]:
        """All groups in force: what was learned of a bundled name joins its group; then corrections apply."""
        return tuple(_corrected(_with_learned(self.bundled, self.learned), self.corrections))

    @cached_property
    def _by_key(self) -> Mapping[str, tuple[NameGroup, ...]]:
        table: dict[str, tuple[NameGroup, ...]] = {}
        for group in self.groups:
            for key in dict.fromkeys(map(same_spelling_key, group.names)):
                table[key] = (*table.get(key, ()), group)
        return table

    @cached_property
    def _by_words(self) -> Mapping[str, tuple[NameGroup, ...]]:
        """Groups by their names' words without articles, titles and spaces."""
        table: dict[str, tuple[NameGroup, ...]] = {}
        for group in self.groups:
            for key in dict.fromkeys("".join(name_words(name)) for name in group.names):
                table[key] = (*table.get(key, ()), group)
        return table

    def group(self, name: str) -> NameGroup | None:
        """The group that holds a spelling (of several: the first, our own list before the gazetteer), or None."""
        return next(iter(self._by_key.get(same_spelling_key(name), ())), None)

    def canonical(self, name: str) -> str | None:
        """Preferred spelling of a name, or None if the ledger does not know it."""
        group = self.group(name)
        return group.canonical if group else None

    def variants(self, name: str) -> tuple[str, ...]:
        """All spellings of a name, canonical first; empty if the ledger does not know it."""
        group = self.group(name)
        return group.names if group else ()

    def is_ambiguous(self, name: str) -> bool:
        """Whether a known name is also an ordinary word, so that its place in a text must show that a name is meant («فتح»)."""
        key = same_spelling_key(name)
        return " " not in key and key.removeprefix("ال") in lemma_table() and frequency(key) > _AMBIGUOUS

    def same(self, a: str, b: str) -> NameVerdict:
        """Whether two names name the same, a capital for its government included. Symmetric."""
        x, y = same_spelling_key(a), same_spelling_key(b)
        if x == y:
            return NameVerdict(same=bool(x), why="spelling" if x else "no words")
        decided = self._decided(x, y)
        if decided is not None:
            return decided
        first, second = self._known(a), self._known(b)
        for group in first:
            if group in second:
                return NameVerdict(same=True, why=f"{group.origin}: {group.canonical}")
        if metonyms().get(x, frozenset()) & metonyms().get(y, frozenset()):
            return NameVerdict(same=True, why="metonym")
        if first and second:
            return NameVerdict(same=False, why=f"{first[0].canonical} / {second[0].canonical}")
        return self._by_letters(a, b, first or second, known_first=bool(first))

    def _decided(self, x: str, y: str) -> NameVerdict | None:
        """What the operator or the archive's contexts decided on a pair of keys."""
        for c in reversed(self.corrections):
            if {same_spelling_key(c.a), same_spelling_key(c.b)} == {x, y}:
                return NameVerdict(same=c.kind == "join", why="operator")
        if (min(x, y), max(x, y)) in self.apart:
            return NameVerdict(same=False, why="contexts differ")
        return None

    def _known(self, name: str) -> tuple[NameGroup, ...]:
        return self._by_key.get(same_spelling_key(name)) or self._by_words.get("".join(name_words(name)), ())

    def _by_letters(self, a: str, b: str, groups: tuple[NameGroup, ...], *, known_first: bool) -> NameVerdict:
        """Verdict on two names of which at most one is known: by their letters, or those of the known one's other spellings."""
        best = relate(a, b)
        unknown = b if known_first else a
        for name in (n for group in groups for n in group.names):
            if best.kind in _JOINED:
                break
            other = relate(name, unknown)
            best = other if other.kind in _JOINED else best
        return NameVerdict(same=best.kind in _JOINED, why=_explain(best))

    def with_join(self, a: str, b: str) -> "NameLedger":
        """A ledger in which two names are one."""
        return replace(self, corrections=(*self.corrections, Correction(kind="join", a=a, b=b)))

    def with_split(self, a: str, b: str) -> "NameLedger":
        """A ledger in which `b` does not belong with `a`."""
        return replace(self, corrections=(*self.corrections, Correction(kind="split", a=a, b=b)))

    def undone(self) -> "NameLedger":
        """The ledger before the last correction (itself if there is none)."""
        return replace(self, corrections=self.corrections[:-1])

    def with_learned(self, groups: Iterable[NameGroup], apart: Iterable[tuple[str, str]] = ()) -> "NameLedger":
        """A ledger with these learned groups, and pairs to keep apart, in place of the former ones."""
        return replace(self, learned=tuple(groups), apart=frozenset(apart))

    def to_bytes(self) -> bytes:
        """What is learned and corrected, as JSON (the bundled list is in the package)."""
        return msgspec.json.encode(_Saved(learned=self.learned, corrections=self.corrections, apart=self.apart))

    def loaded(self, data: bytes) -> "NameLedger":
        """This ledger with what `to_bytes` kept of another.

        Raises:
            msgspec.DecodeError: the bytes are not a ledger's.
        """
        saved = msgspec.json.decode(data, type=_Saved)
        return replace(self, learned=saved.learned, corrections=saved.corrections, apart=saved.apart)


_JOINED = ("same", "variant")


def _explain(relation: NameRelation) -> str:
    return f"{relation.kind}: {relation.why}" if relation.why else relation.kind


def _with_learned(bundled: tuple[NameGroup, ...], learned: tuple[NameGroup, ...]) -> list[NameGroup]:
    groups = list(bundled)
    if not learned:
        return groups
    place: dict[str, int] = {}
    for i, group in enumerate(groups):
        for name in group.names:
            place.setdefault(same_spelling_key(name), i)
    for group in learned:
        at = next((place[k] for k in map(same_spelling_key, group.names) if k in place), None)
        if at is None or _names_another(groups[at], group):
            groups.append(group)
        else:
            names = tuple({same_spelling_key(n): n for n in reversed((*groups[at].names, *group.names))}.values())[::-1]
            groups[at] = replace(groups[at], names=names, evidence=(*groups[at].evidence, *group.evidence))
    return groups


def _names_another(known: NameGroup, learned: NameGroup) -> bool:
    """Whether a learned group shares a short name with a known one but has another full name («ساندرز» of two people)."""
    full = [n for n in learned.names if len(n.split()) > 1]
    return any(relate(n, m).kind == "different" for n in full for m in known.names if len(m.split()) > 1)


def _corrected(groups: list[NameGroup], corrections: Iterable[Correction]) -> list[NameGroup]:
    for c in corrections:
        groups = _joined(groups, c) if c.kind == "join" else _split(groups, c)
    return groups


def _holds(group: NameGroup, key: str) -> bool:
    return any(same_spelling_key(name) == key for name in group.names)


def _joined(groups: list[NameGroup], c: Correction) -> list[NameGroup]:
    """Groups after a join: the names of both become one group, `a`'s canonical spelling first."""
    a, b = same_spelling_key(c.a), same_spelling_key(c.b)
    first = [g for g in groups if _holds(g, a)]
    touched = first + [g for g in groups if _holds(g, b) and g not in first]
    names = dict.fromkeys([n for g in first for n in g.names] + [c.a] + [n for g in touched for n in g.names] + [c.b])
    kind = next((g.type for g in touched if g.type), "")
    made = NameGroup(names=tuple(names), origin="operator", evidence=(f"{c.a} = {c.b}",), type=kind)
    return [made, *(g for g in groups if g not in touched)]


def _split(groups: list[NameGroup], c: Correction) -> list[NameGroup]:
    """Groups after a split: `b` leaves every group that holds `a` too."""
    a, b = same_spelling_key(c.a), same_spelling_key(c.b)
    kept = []
    for group in groups:
        if _holds(group, a) and _holds(group, b):
            names = tuple(n for n in group.names if same_spelling_key(n) != b)
            group = replace(group, names=names, evidence=(*group.evidence, f"{c.a} ≠ {c.b}"))
        kept.append(group)
    return kept


@lru_cache(maxsize=1)
def default_ledger() -> NameLedger:
    """The bundled ledger, without learned groups or corrections."""
    return NameLedger(bundled=bundled_groups())
