"""The bundled names: our own list, the gazetteer's places, and what stands for a government (`data/*.tsv`)."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from siyaq.arabic.normal import weak_fold
from siyaq.arabic.place import places
from siyaq.arabic.token import words

Origin = Literal["bundled", "gazetteer", "learned", "operator"]


@lru_cache(maxsize=1 << 16)
def same_spelling_key(text: str) -> str:
    """Two strings with the same key differ in spelling only: hamza and its seat, alef, marks, letters, digits, signs.

    >>> same_spelling_key("كوريا الشمالیّة") == same_spelling_key("كوريا الشمالية")
    True
    """
    return " ".join([_SEAT.sub("ي", word) for word in weak_fold(" ".join(words(text))).split()])


_SEAT = re.compile("يء$")  # شاطىء, شيء are شاطئ, شئ


@dataclass(frozen=True, slots=True, kw_only=True)
class NameGroup:
    """Spellings of one name, the preferred one first.

    Attributes:
        names: spellings as people write them, canonical first.
        origin: where the group comes from.
        evidence: for learned and corrected groups, what speaks for them.
        type: PER, LOC, ORG, EVENT or MISC, or "" where unknown.
    """

    names: tuple[str, ...]
    origin: Origin = "bundled"
    evidence: tuple[str, ...] = ()
    type: str = ""

    @property
    def canonical(self) -> str:
        """The spelling to show."""
        return self.names[0]


def _rows(name: str) -> list[list[str]]:
    text = files("siyaq.arabic").joinpath(f"data/{name}").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


def _own_groups() -> list[NameGroup]:
    return [NameGroup(names=tuple(names.split("|")), type=kind) for kind, names in _rows("names.tsv")]


def _place_groups(taken: set[str]) -> list[NameGroup]:
    """Places of the gazetteer that our own list does not have; a spelling belongs to one group only."""
    groups = []
    for place in places():
        free = tuple(n for n in place.names if same_spelling_key(n) not in taken)
        if len(free) == len(place.names):
            taken.update(map(same_spelling_key, free))
            groups.append(NameGroup(names=free, origin="gazetteer", type="LOC"))
    return groups


@cache
def bundled_groups() -> tuple[NameGroup, ...]:
    """Our own list first, then the gazetteer."""
    own = _own_groups()
    taken = {same_spelling_key(name) for group in own for name in group.names}
    return (*own, *_place_groups(taken))


@cache
def metonyms() -> dict[str, frozenset[int]]:
    """Spelling key -> numbers of the governments that it may stand for: country, capital, palace, «السلطات المصرية»."""
    table: dict[str, set[int]] = {}
    for number, (country, capital, adjective, *others) in enumerate(_rows("metonyms.tsv")):
        phrases = [f"{head} {adjective}" for head in ("الحكومة", "السلطات", "الرئاسة", "القيادة", "الإدارة")]
        palace = [f"حكومة {country}", f"حكومة {capital}", f"سلطات {country}"]
        for name in [country, capital, *phrases, *palace, *(others[0].split("|") if others else [])]:
            table.setdefault(same_spelling_key(name), set()).add(number)
    return {key: frozenset(numbers) for key, numbers in table.items()}
