"""What is known before reading: names with types, words that tell names, nationalities and media. Read once from `data/`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from siyaq.analyze.stream import unglue
from siyaq.arabic import fold, frequency, is_stop
from siyaq.arabic.lexicon import lemma_table
from siyaq.arabic.memo import Memo
from siyaq.types import EntityType

TITLE, HONORIFIC, PARTICLE, ORG, ORGDEF, ORGADJ, LOC, LOCADJ, EVENT, MISC, TIME, NATION, DEFINITE = (1 << i for i in range(13))
_CLASSES = {
    "title": TITLE,
    "honorific": HONORIFIC | TITLE,
    "particle": PARTICLE,
    "org": ORG,
    "orgdef": ORGDEF,
    "orgadj": ORGADJ,
    "loc": LOC,
    "locadj": LOCADJ,
    "event": EVENT,
    "misc": MISC,
    "time": TIME,
}

# The article tells names from ordinary words: names hardly ever take it. Shares of wordfreq frequencies, set by hand on the
# country and city names of Unicode CLDR: of 250 names 9 are called ordinary, of the 2,000 commonest nouns 94% are.
LEAST_FREQUENCY = 1e-7
ARTICLE_SHARE = 0.05
BARE_SHARE = 0.5
_SHORTEST_MEDIUM = 4  # letters; shorter ones (وام, ap) are looked for beside a word of citing only


@dataclass(frozen=True, slots=True)
class Known:
    """A name of the lexicons. `weak` ones are ordinary words too and need a word such as مدينة or صحيفة before them."""

    name: str
    type: EntityType
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Medium:
    """An outlet, agency or network that others cite."""

    name: str
    kind: str
    weak: bool = False


def rows(name: str) -> Iterator[list[str]]:
    """Tab-separated lines of a data file, comments left out."""
    for line in files("siyaq.analyze").joinpath("data", name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def fold_all(spelled: list[str]) -> list[str]:
    """Index forms of many short strings without line ends, at once: ten times as fast as one by one."""
    return fold("\n".join(spelled)).split("\n") if spelled else []


def _spellings(name: str, rest: list[str]) -> list[tuple[str, bool]]:
    """The canonical name and its other spellings with whether each is weak; `!name` makes the canonical one weak."""
    spelled = [s for s in rest[0].split("|") if s] if rest else []
    return [
        *((s.removeprefix("!"), s.startswith("!")) for s in spelled if s.startswith("!")),
        (name, False),
        *((s, False) for s in spelled),
    ]


@cache
def media() -> dict[str, Medium]:
    """Folded spelling -> medium."""
    entries = [(s, Medium(name, kind, weak)) for kind, name, *rest in rows("media.tsv") for s, weak in _spellings(name, rest)]
    found: dict[str, Medium] = {}
    for norm, (spelled, medium) in zip(fold_all([s for s, _ in entries]), entries, strict=True):
        if not spelled.startswith("!"):
            found.setdefault(norm, medium)
    return found


def _entries() -> Iterator[tuple[str, Known]]:
    """(spelling, name) of all files, hand-written ones first."""
    for kind, name, *rest in rows("names.tsv"):
        for spelled, weak in _spellings(name, rest):
            if not spelled.startswith("!") and not (weak and kind == "PER"):
                yield spelled, Known(name, kind, weak)  # type: ignore[arg-type]
    yield from ((norm, Known(m.name, "ORG")) for norm, m in media().items() if not m.weak and len(norm) >= _SHORTEST_MEDIUM)
    yield from ((name, Known(name, "PER")) for (name,) in rows("people.tsv"))
    for name, *rest in rows("places.tsv"):
        bare = name.removeprefix("~")
        yield bare, Known(bare, "LOC", bare != name)
        yield from ((s, Known(s, "LOC")) for s in (rest[0].split("|") if rest else ()))  # printed as the article spells it
    yield from ((name, Known(name, kind)) for kind, name in rows("clubs.tsv"))  # type: ignore[arg-type]


@cache
def phrases() -> dict[str, Known]:
    """Folded name -> what it is; hand-written entries win over generated ones."""
    entries = list(_entries())
    found: dict[str, Known] = {}
    for norm, (_, known) in zip(fold_all([s for s, _ in entries]), entries, strict=True):
        found.setdefault(norm.replace("-", " "), known)
    return found


@cache
def longest() -> dict[str, int]:
    """First word of a known name -> the most words that a name beginning with it has."""
    found: dict[str, int] = {}
    for norm in phrases():
        words = norm.split()
        if words and len(words) > found.get(words[0], 0):
            found[words[0]] = len(words)
    return found


_ORDINARY_DEMONYMS = frozenset(
    map(fold, ["مالي", "مالية", "غالي", "بحري", "غيني", "جرسي", "نيوي"])
)  # مالي is financial before it is Malian


@cache
def nations() -> dict[str, str]:
    """Folded adjective of a country, without article, in any gender and number -> the country's canonical name."""
    found: dict[str, str] = {}
    for country, forms in [*rows("demonyms.tsv"), *rows("nations.tsv")]:
        known = phrases().get(fold(country))
        name = known.name if known else country
        for form in forms.split("|"):
            norm = fold(form)
            if norm in _ORDINARY_DEMONYMS:
                continue
            found.setdefault(norm, name)
            if norm.endswith("ون"):
                found.setdefault(norm[:-2] + "ين", name)
    return found


@cache
def classes() -> dict[str, int]:
    """Folded word -> bits of the classes it is in."""
    found: dict[str, int] = {}
    for name, words in rows("words.tsv"):
        for word in words.split():
            norm = fold(word)
            found[norm] = found.get(norm, 0) | _CLASSES[name]
    return found


@cache
def name_words() -> frozenset[str]:
    """Folded single words of personal names."""
    words = [word for (word,) in rows("name_words.txt")] + [w for (line,) in rows("given_names.txt") for w in line.split()]
    hand = {w for kind, name, *_ in rows("names.tsv") if kind == "PER" for w in name.split()}
    return frozenset(w for w in fold_all([*words, *hand]) if w not in classes() and not is_stop(w))


@Memo
def is_ordinary(norm: str) -> bool:
    """Whether a word is an ordinary one: it is common, and stands with and without the article, or has another lemma.

    >>> is_ordinary("اجتماع"), is_ordinary("نيروبي")
    (True, False)
    """
    if is_stop(norm):
        return True
    if norm.startswith("ال"):
        bare = frequency(norm[2:])
        return bare > LEAST_FREQUENCY and bare > BARE_SHARE * frequency(norm)
    if frequency(norm) < LEAST_FREQUENCY:
        return False
    return takes_article(norm) or lemma_table().get(norm, norm) != norm


def takes_article(norm: str) -> bool:
    """Whether a word stands with the article often enough for an ordinary noun."""
    return frequency("ال" + norm) > ARTICLE_SHARE * frequency(norm)


_CLASS_OF_BARE = TITLE | ORG | LOC | EVENT | MISC


def _bits(norm: str) -> int:
    bits = classes().get(norm, 0)
    if bits & ORGDEF:
        bits |= ORG
    if norm.startswith("ال") and len(norm) > 4:
        bare = norm[2:]
        bits |= DEFINITE | (classes().get(bare, 0) & _CLASS_OF_BARE)
        if bare in nations():
            bits |= NATION
    elif norm in nations():
        bits |= NATION
    return bits


@Memo
def look(norm: str) -> tuple[int, int, str]:
    """What a word tells: (bits of its classes, glued letters before it, the word without them).

    >>> bits, cut, core = look("ووزير")
    >>> bool(bits & TITLE), cut, core
    (True, 1, 'وزير')
    """
    bits = _bits(norm)
    if bits:
        return bits, 0, norm
    if not is_stop(norm):
        for cut, rest in unglue(norm):
            bits = _bits(rest)
            if bits and not is_stop(rest):
                return bits, cut, rest
    return 0, 0, norm


def nation_of(core: str) -> str | None:
    """Country of an adjective with or without article.

    >>> nation_of("الروسيه")
    'روسيا'
    """
    return nations().get(core.removeprefix("ال")) if core.startswith("ال") else nations().get(core)


# Verbs (ليمرر, سيتوجه) hold few long vowels, transliterated names many; a glued letter before and a pronoun after make no name.
INFLECTED = re.compile(r"(?:[وفلس]{0,2}[يتن][^اوي]{3,4}|[وفبلكسيت].{2,}(?:ها|هم|هما|هن|ته|تها|تهم|نا))$")
NAME_SURE, NAME_MAYBE, NAME_UNKNOWN, NAME_NO = 3, 2, 1, 0
_UNKNOWN_MOST = 2e-6  # a word more common than this would be in a list if it were a name
_KNOWN_REST = 5e-7  # a rare word that is a clitic and a word this common is not a name
_SUFFIXES = ("ا", "هما", "هم", "هن", "ها", "نا", "كم", "ه", "وا", "ون", "ين", "ان", "ات", "تين", "تان")


@cache
def given_names() -> frozenset[str]:
    """Folded given names of the hand-written list."""
    return frozenset(fold_all([w for (line,) in rows("given_names.txt") for w in line.split()])) - frozenset(classes())


@cache
def _plain_names() -> frozenset[str]:
    """Names of places and organisations of one word: part of a personal name only beside sure ones."""
    return frozenset(norm for norm, known in phrases().items() if " " not in norm and known.type != "PER" and not known.weak)


@Memo
def name_grade(norm: str) -> int:
    """How much a word alone looks like a part of a personal name.

    NAME_SURE: a name and no ordinary word. NAME_MAYBE: a name and an ordinary word. NAME_UNKNOWN: in no list and of no
    known parts, as transliterated names are. NAME_NO: an ordinary word.
    """
    if norm in classes() or not norm[0].isalpha() or len(norm) < 2:
        return NAME_NO
    if norm in name_words():
        ordinary = takes_article(norm) if norm in given_names() else is_ordinary(norm)
        return NAME_MAYBE if ordinary or norm in _plain_names() else NAME_SURE
    if norm.isascii():
        return NAME_UNKNOWN if len(norm) > 1 else NAME_NO
    if is_stop(norm) or len(norm) < 3 or norm in lemma_table() or frequency(norm) > _UNKNOWN_MOST:
        return NAME_NO
    return NAME_NO if _has_known_rest(norm) else NAME_UNKNOWN


def _has_known_rest(norm: str) -> bool:
    """Whether a rare word is a common one with glued letters or endings, or the shape of a verb or of a word with a pronoun."""
    if INFLECTED.match(norm):
        return True
    common = max(_KNOWN_REST, 2 * frequency(norm))
    if norm[0] in "وف" and norm[1:] not in name_words() and (frequency(norm[1:]) > common or norm[1:] in lemma_table()):
        return True
    heads = [norm, *(rest for _, rest in unglue(norm))]
    if norm[0] == "س" and len(norm) > 4:
        heads.append(norm[1:])
    for head in heads:
        if head is not norm and frequency(head) > common and (is_ordinary(head) or is_stop(head)):
            return True
        for end in _SUFFIXES if head.endswith(_SUFFIXES) else ():
            stem = head.removesuffix(end)
            if stem != head and len(stem) > 2 and max(frequency(stem), frequency(stem + "ه")) > common and is_ordinary(stem):
                return True
    return False
