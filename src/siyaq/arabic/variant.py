"""Whether two names can be two spellings of one name, judged by letters and by the lexicon alone.

The judgement is careful: two words that both stand in the dictionary, or that name two places, are two words however alike they
sound («صلاح» and «صالح»). What letters leave open, the archive's contexts decide (`name_learning`).
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from siyaq.arabic.lexicon import frequency, lemma_table
from siyaq.arabic.place import name_tokens, nisba, place_words
from siyaq.arabic.skeleton import skeleton, sound_distance
from siyaq.arabic.token import words

Kind = Literal["same", "variant", "maybe", "short", "different"]

# Distances of `sound_distance`. Swept on pairs of our own (tests/unit/arabic/test_arabic_names.py).
_SURE = 0.65  # the whole name, both spellings unknown to the dictionary
_POSSIBLE = 0.8
_COMMON_WORD = 1e-4  # probability from which a word is too common to be a rare spelling of another


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRelation:
    """How two names are related by their letters: `kind`, and the reason in words."""

    kind: Kind
    why: str


_TITLES = frozenset(
    [
        "الرييس",
        "رييس",
        "الدكتور",
        "دكتور",
        "د",
        "السيد",
        "السيده",
        "الشيخ",
        "الامير",
        "الملك",
        "الجنرال",
        "العميد",
        "اللواء",
        "العقيد",
        "الفريق",
        "المهندس",
        "الاستاذ",
        "النايب",
        "الوزير",
        "البابا",
        "المستشار",
        "المستشاره",
    ]
)
_JOINTS = frozenset(("ال",))  # آل of a ruling house


@lru_cache(maxsize=1 << 16)
def name_words(name: str) -> tuple[str, ...]:
    """Folded words of a name without titles before it and articles, compounds (عبد الله, أبو ظبي, آل ثاني) as one word."""
    parts = [_bare(word) for word in words(name)]
    parts = ["بن" if part == "ابن" else part for part in parts]
    while len(parts) > 1 and words(name)[-len(parts)].replace("ئ", "ي") in _TITLES and _names_somebody(parts[1:]):
        parts = parts[1:]
    joined: list[str] = []
    for part in parts:
        if joined and joined[-1] in ("ابو", "عبد", "ام", "ال", "ابا", "ابي"):
            joined[-1] += part
        else:
            joined.append(part)
    return tuple(joined)


def _names_somebody(parts: list[str]) -> bool:
    """Whether a title may go: a first name alone would be anybody («الملك عبد الله»)."""
    return len(parts) > 2 or not all(_is_word(part) for part in parts)


def _bare(word: str) -> str:
    is_article = word.startswith("ال") and len(word) > 4 and word not in place_words() and word not in nisba()
    return word[2:] if is_article else word


@lru_cache(maxsize=1 << 16)
def _is_word(word: str) -> bool:
    """Whether a word means something by itself: a dictionary word, a common name."""
    return word in lemma_table() or frequency(word) > _COMMON_WORD


def _is_place(word: str) -> bool:
    return word in place_words()


@lru_cache(maxsize=1 << 16)
def word_distance(a: str, b: str) -> float:
    """`sound_distance`, and 1 more where the lexicon knows two different words, places or people's names."""
    distance = sound_distance(a, b)
    if distance == 0.0:
        return 0.0
    if len(a) < 3 or len(b) < 3:
        return distance + 0.5
    both_places = _is_place(a) and _is_place(b)
    both_words = _is_word(a) and _is_word(b)
    both_people = a in name_tokens() and b in name_tokens()
    return distance + 1.0 * (both_places or both_words) + 0.3 * (both_people and not both_words)


def relate(a: str, b: str) -> NameRelation:
    """How two names are related by letters and lexicon.

    Returns:
        kind "same" (only articles, titles, joints or spaces differ), "variant" (sure enough), "maybe" (context must decide),
        "short" (the words of one end or begin the other), "different".
    """
    x, y = name_words(a), name_words(b)
    if not x or not y:
        return NameRelation(kind="different", why="no words")
    if x == y or "".join(x) == "".join(y) or _without_joints(x) == _without_joints(y):
        return NameRelation(kind="same", why="same words")
    if len(x) == len(y):
        return _aligned(x, y)
    distance = sound_distance("".join(x), "".join(y))
    if distance <= _SURE / 2 and abs(len(x) - len(y)) == 1 and skeleton("".join(x)) == skeleton("".join(y)):
        return NameRelation(kind="variant", why=f"spaces, {distance:.2f}")
    return _contained(x, y)


def _without_joints(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(p for p in parts if p not in _JOINTS)


def _aligned(x: tuple[str, ...], y: tuple[str, ...]) -> NameRelation:
    distances = [word_distance(p, q) for p, q in zip(x, y, strict=True)]
    total = sum(distances)
    why = ", ".join(f"{p}={q} {d:.2f}" for p, q, d in zip(x, y, distances, strict=True) if d)
    if max(distances) >= 1.0 + _SURE or any(
        skeleton(p) != skeleton(q) and d > 0.5 for p, q, d in zip(x, y, distances, strict=True)
    ):
        return NameRelation(kind="different", why=why)
    if total <= _SURE:
        return NameRelation(kind="variant", why=why)
    return NameRelation(kind="maybe" if total <= _POSSIBLE + 0.5 * (len(x) - 1) else "different", why=why)


def _contained(x: tuple[str, ...], y: tuple[str, ...]) -> NameRelation:
    short, long = sorted((x, y), key=len)
    for part, where in ((long[-len(short) :], "end"), (long[: len(short)], "start")):
        if sum(word_distance(p, q) for p, q in zip(short, part, strict=True)) <= _SURE:
            return NameRelation(kind="short", why=where)
    return NameRelation(kind="different", why="other words")
