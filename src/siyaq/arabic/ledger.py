"""The ledger of names: groups of spellings that name the same, with the operator's corrections."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Literal

import msgspec

from siyaq.arabic.normal import weak_fold
from siyaq.arabic.token import words


@lru_cache(maxsize=1 << 16)
def same_spelling_key(text: str) -> str:
    """Two strings with the same key differ in spelling only: hamza, alef, marks, Persian letters, digits, punctuation.

    >>> same_spelling_key("كوريا الشمالیّة") == same_spelling_key("كوريا الشمالية")
    True
    """
    return weak_fold(" ".join(words(text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class NameVerdict:
    """Whether two names name the same, and why we think so."""

    same: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameGroup:
    """Spellings of one name, the preferred one first.

    Attributes:
        names: spellings as people write them, canonical first.
        origin: where the group comes from.
        evidence: for learned and corrected groups, what speaks for them.
    """

    names: tuple[str, ...]
    origin: Literal["bundled", "gazetteer", "learned", "operator"] = "bundled"
    evidence: tuple[str, ...] = ()

    @property
    def canonical(self) -> str:
        """The spelling to show."""
        return self.names[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One decision of the operator: `a` and `b` are the same name (join), or are not (split)."""

    kind: Literal["join", "split"]
    a: str
    b: str


@dataclass(frozen=True, kw_only=True)
class NameLedger:
    """Immutable: each change gives a new ledger. Safe to share between threads."""

    bundled: tuple[NameGroup, ...] = ()
    learned: tuple[NameGroup, ...] = ()
    corrections: tuple[Correction, ...] = field(default=())

    @cached_property
    def groups(self) -> tuple[NameGroup, ...]:
        """All groups in force, corrections applied."""
        return tuple(_corrected([*self.bundled, *self.learned], self.corrections))

    @cached_property
    def _by_key(self) -> Mapping[str, NameGroup]:
        table: dict[str, NameGroup] = {}
        for group in self.groups:
            for name in group.names:
                table.setdefault(same_spelling_key(name), group)
        return table

    def group(self, name: str) -> NameGroup | None:
        """The group that holds a spelling, or None."""
        return self._by_key.get(same_spelling_key(name))

    def canonical(self, name: str) -> str | None:
        """Preferred spelling of a name, or None if the ledger does not know it."""
        group = self.group(name)
        return group.canonical if group else None

    def variants(self, name: str) -> tuple[str, ...]:
        """All spellings of a name, canonical first; empty if the ledger does not know it."""
        group = self.group(name)
        return group.names if group else ()

    def same(self, a: str, b: str) -> NameVerdict:
        """Whether two names name the same."""
        if same_spelling_key(a) == same_spelling_key(b):
            return NameVerdict(same=True, why="spelling")
        group = self.group(a)
        if group is not None and group is self.group(b):
            return NameVerdict(same=True, why=f"{group.origin}: {group.canonical}")
        return NameVerdict(same=False, why="not in one group")

    def with_join(self, a: str, b: str) -> "NameLedger":
        """A ledger in which two names are one."""
        return replace(self, corrections=(*self.corrections, Correction(kind="join", a=a, b=b)))

    def with_split(self, a: str, b: str) -> "NameLedger":
        """A ledger in which `b` does not belong with `a`."""
        return replace(self, corrections=(*self.corrections, Correction(kind="split", a=a, b=b)))

    def undone(self) -> "NameLedger":
        """The ledger before the last correction (itself if there is none)."""
        return replace(self, corrections=self.corrections[:-1])

    def with_learned(self, groups: Iterable[NameGroup]) -> "NameLedger":
        """A ledger with these learned groups in place of the former ones."""
        return replace(self, learned=tuple(groups))

    def to_bytes(self) -> bytes:
        """Learned groups and corrections as JSON (the bundled list is in the package)."""
        return msgspec.json.encode({"learned": self.learned, "corrections": self.corrections})

    def loaded(self, data: bytes) -> "NameLedger":
        """This ledger with the learned groups and corrections of `to_bytes`."""
        saved = msgspec.json.decode(data, type=_Saved)
        return replace(self, learned=saved.learned, corrections=saved.corrections)


class _Saved(msgspec.Struct):
    learned: tuple[NameGroup, ...] = ()
    corrections: tuple[Correction, ...] = ()


def _corrected(groups: list[NameGroup], corrections: Iterable[Correction]) -> list[NameGroup]:
    for c in corrections:
        a, b = same_spelling_key(c.a), same_spelling_key(c.b)
        groups = _joined(groups, c, a, b) if c.kind == "join" else _split(groups, b)
    return groups


def _holds(group: NameGroup, key: str) -> bool:
    return any(same_spelling_key(name) == key for name in group.names)


def _joined(groups: list[NameGroup], c: Correction, a: str, b: str) -> list[NameGroup]:
    touched = [g for g in groups if _holds(g, a)] + [g for g in groups if _holds(g, b) and not _holds(g, a)]
    names = dict.fromkeys(
        [n for g in touched if _holds(g, a) for n in g.names] + [c.a] + [n for g in touched for n in g.names] + [c.b]
    )
    return [NameGroup(names=tuple(names), origin="operator"), *(g for g in groups if g not in touched)]


def _split(groups: list[NameGroup], key: str) -> list[NameGroup]:
    kept = [replace(g, names=tuple(n for n in g.names if same_spelling_key(n) != key)) if _holds(g, key) else g for g in groups]
    return [g for g in kept if g.names]


@lru_cache(maxsize=1)
def default_ledger() -> NameLedger:
    """The bundled ledger, without learned groups or corrections."""
    return NameLedger(bundled=())
