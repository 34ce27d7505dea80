"""Personal names: chains of name words, with particles (بن، أبو، عبد، آل) and what stands before them."""

from dataclasses import dataclass, replace

from siyaq.analyze.candidate import BREAK, TIGHT, Candidate, make
from siyaq.analyze.lexicon import (
    DEFINITE,
    HONORIFIC,
    NAME_MAYBE,
    NAME_NO,
    NAME_SURE,
    NAME_UNKNOWN,
    NATION,
    PARTICLE,
    TIME,
    TITLE,
    Known,
    classes,
    given_names,
    longest,
    look,
    name_grade,
    phrases,
)
from siyaq.analyze.stream import Stream, unglue
from siyaq.analyze.verb import cue_of
from siyaq.analyze.wordset import word_set
from siyaq.arabic import frequency, is_stop
from siyaq.arabic.lexicon import lemma_table
from siyaq.arabic.memo import Memo

_MOST_WORDS = 7
# Probability in running text up to which an ordinary word may be a surname: 1 in 300,000, beside an office 1 in 30,000.
_RARE, _RARE_NEAR, _RARE_PAIR = 3e-6, 3e-5, 1e-5
_HEARD_OF = 1e-7  # probability above which the rest of a word is a word
_SERVANT = word_set("person.servant")
_FATHERS = word_set("person.fathers")
_FATHERS_ONLY = word_set("person.fathers_only")
_OF_FAITH = word_set("person.of_faith")
_KUNYA = word_set("person.kunya")
_GOD = word_set("person.god")
_NO_START = _GOD | word_set("person.no_start")
_ORDINALS = word_set("person.ordinals")


@dataclass(frozen=True, slots=True)
class Chain:
    """A run of name words from `first` to before `end`, and how many of each grade."""

    first: int
    end: int
    cut: int
    sure: int
    maybe: int
    unknown: int
    given: bool = False  # begins with a given name
    loose: bool = False  # ... that is an ordinary word, and so is its surname: كامل البستاني

    @property
    def words(self) -> int:
        """Name words without particles."""
        return self.sure + self.maybe + self.unknown


@Memo
def start_reading(norm: str) -> tuple[int, int, str]:
    """(grade, glued letters, rest) of a word at the beginning of a name: وترامب is ترامب, ولافروف لافروف."""
    grade = name_grade(norm)
    if grade == NAME_SURE:
        return grade, 0, norm
    for cut, rest in unglue(norm):
        if (
            cut
            and (name_grade(rest) == NAME_SURE or rest in _SERVANT)
            and len(rest) >= 3
            and frequency(norm) <= frequency(rest)
        ):
            return NAME_SURE, cut, rest
    if grade == NAME_NO:
        for cut, rest in unglue(norm):
            if cut and rest in _FATHERS and len(rest) > 2:
                return NAME_MAYBE, cut, rest
        if norm[0] in "وف" and _is_given(norm[1:]) and len(norm) > 4 and frequency(norm) <= frequency(norm[1:]):
            return NAME_MAYBE, 1, norm[1:]
    if norm[0] in "وف" and len(norm) > 4 and grade == NAME_UNKNOWN:
        rest = norm[1:]
        if rest.startswith("ال"):
            return NAME_NO, 0, norm
        return (NAME_UNKNOWN, 1, rest) if name_grade(rest) else (NAME_NO, 0, norm)
    return grade, 0, norm


@Memo
def _begins_another(norm: str) -> bool:
    """Whether a word opens the next name of a list: وعبد, وأمبر."""
    return norm[0] == "و" and len(norm) > 3 and name_grade(norm) != NAME_SURE


def may_begin_person(norm: str) -> bool:
    """Whether a personal name can begin with the word, whatever stands around it."""
    grade, _, rest = start_reading(norm)
    return grade != NAME_NO or rest in _SERVANT or rest in _FATHERS or rest in _OF_FAITH


def chain_at(stream: Stream, i: int, *, near: bool = False) -> Chain | None:
    """The longest chain of name words that begins at word i; `near`: an office or a reporting verb stands before it."""
    grade, cut, rest = start_reading(stream.norms[i])
    if grade == NAME_UNKNOWN and rest.endswith("ها") and len(rest) > 4:  # أقرها ترامب
        return None
    if rest in _NO_START or stream.norms[i].startswith(("لل", "بال", "وال", "كال", "فال")):
        return None
    opens = rest in _SERVANT or (rest in _FATHERS and rest in classes())
    if grade == NAME_UNKNOWN and not (near and rest[0] not in "ايتنس") and _next_is_given(stream, i):
        return None
    if rest in _OF_FAITH and i + 2 < len(stream.norms) and stream.norms[i + 1] == "الدين" and not stream.gaps[i + 1] & TIGHT:
        grade = NAME_SURE
    if rest == "علي" and _is_ali(stream, i):
        grade = NAME_MAYBE
    followed = (
        i + 1 < len(stream.norms) and stream.norms[i + 1] == "بن" and not stream.gaps[i + 1] & TIGHT and not is_stop(rest)
    )
    if grade == NAME_NO and not opens and not followed:
        return None
    counts = [0, 0, 0, 0]
    # علي after a break is a name only if the article confirms it elsewhere
    given, loose = _is_given(rest), rest == "علي" and bool(stream.gaps[i] & BREAK) and stream.norms[i + 1 : i + 2] != ["بن"]
    if not opens:
        counts[max(grade, NAME_MAYBE) if i + 1 < len(stream.norms) and stream.norms[i + 1] == "بن" else grade] += 1
    elif rest in _KUNYA:
        counts[NAME_MAYBE] += 1
    j = i + 1
    end = i if opens else j
    previous = rest
    while j < len(stream.norms) and j - i < _MOST_WORDS and not stream.gaps[j] & TIGHT:
        norm = stream.norms[j]
        step = _continues(norm, previous, counts)
        if step is None and j == i + 1 and given and _is_loose_surname(norm, near=near):
            step, loose = NAME_MAYBE, loose or not counts[NAME_SURE]
        if step is None or (step == NAME_UNKNOWN and given and not counts[NAME_SURE] and _is_inflected(norm)):
            break
        if step:
            counts[step] += 1
            end = j + 1
        j += 1
        previous = norm
    if end <= i or (opens and end < i + 2):
        return None
    return Chain(i, end, cut, counts[NAME_SURE], counts[NAME_MAYBE], counts[NAME_UNKNOWN], given, loose)


@Memo
def _is_given(norm: str) -> bool:
    """Whether a word is a given name, and no word of grammar (هو, إن are names elsewhere)."""
    return norm in given_names() and not is_stop(norm)


@Memo
def _is_inflected(norm: str) -> bool:
    """Whether an unknown word is rather a known one with a glued letter before it or a pronoun after it: لدمائه, حولتها."""
    if norm[0] in "وفلبك" and frequency(norm[1:]) > _HEARD_OF:
        return True
    return norm.endswith(("ها", "هم", "نا", "ته")) and frequency(norm.removesuffix("ه")[:-1]) > 0


def _is_loose_surname(norm: str, *, near: bool) -> bool:
    """Whether an ordinary word with the article may be the surname after a given name: كامل البستاني, خالد المصري."""
    bits = look(norm)[0]
    if not norm.startswith("ال") or len(norm) < 5 or bits & ~(DEFINITE | NATION):
        return False
    if bits & NATION:
        return near and norm.endswith("ي")
    return frequency(norm) < _RARE_NEAR


def _next_is_given(stream: Stream, i: int) -> bool:
    """Whether the next word is a given name: what stands before it (راوغ مسعود) is then no part of the name."""
    return i + 1 < len(stream.norms) and not stream.gaps[i + 1] & TIGHT and stream.norms[i + 1] in given_names()


def _is_ali(stream: Stream, i: int) -> bool:
    """Whether the name علي may stand here, and not the preposition على: a name after it, and before it an office or a break.

    The dots do not tell: Egyptian papers leave them out, Persian keyboards have one letter for both.
    """
    if i + 1 >= len(stream.norms) or stream.gaps[i + 1] & TIGHT:
        return False
    if stream.norms[i + 1] == "بن":
        return True
    if i and not stream.gaps[i] & BREAK and not look(stream.norms[i - 1])[0] & (TITLE | HONORIFIC):
        return False
    after = stream.norms[i + 1]
    return (
        after == "ال"
        or (name_grade(after) == NAME_SURE and (after in given_names() or after not in phrases()))
        or (after[-1:] == "ي" and frequency(after) < _RARE)
    )


def _continues(norm: str, previous: str, counts: list[int]) -> int | None:
    """Grade of a word that continues a name; 0 for a particle, which counts only with a name after it; None: it ends here."""
    if norm in _GOD or previous in _SERVANT:
        return NAME_SURE
    if _begins_another(norm) or (norm.startswith(("لل", "بال", "كال", "فال")) and not _is_foreign_with_al(norm)):
        return None
    if previous in _FATHERS_ONLY and look(norm)[0] == 0 and not is_stop(norm):
        return NAME_MAYBE
    if norm in _ORDINALS:
        return NAME_MAYBE
    bits = classes().get(norm, 0)
    if norm in _SERVANT or bits & PARTICLE:
        return 0
    grade = name_grade(norm)
    if grade == NAME_MAYBE and norm in longest() and norm in phrases() and phrases()[norm].type == "LOC":
        return None
    if norm.startswith("ال") and len(norm) > 4:
        return _surname(norm, grade, counts, previous)
    if grade == NAME_MAYBE and previous not in _FATHERS and not counts[NAME_SURE] and not counts[NAME_UNKNOWN]:
        return NAME_MAYBE
    return grade or None


@Memo
def _is_foreign_with_al(norm: str) -> bool:
    """Whether what looks like a glued letter and the article opens a foreign name: بالوتا, كالديرون."""
    if norm[1:3] != "ال" or len(norm) < 6 or norm.endswith("يه"):
        return False
    return name_grade(norm) == NAME_UNKNOWN and frequency(norm[1:]) == 0


def _surname(norm: str, grade: int, counts: list[int], previous: str) -> int | None:
    """A word with the article: a family name, unless it is a time, an office or the adjective of a country."""
    bits, _, _ = look(norm)
    words = counts[NAME_SURE] + counts[NAME_MAYBE] + counts[NAME_UNKNOWN]
    if bits & (TIME | TITLE) or (bits & NATION and words != 1):
        return None
    if grade == NAME_NO:
        rare = bits == DEFINITE and frequency(norm) < _RARE_NEAR
        return NAME_MAYBE if rare and counts[NAME_SURE] and words == 1 and name_grade(previous) != NAME_UNKNOWN else None
    return grade


def person_at(
    stream: Stream, i: int, known: tuple[int, int, Known] | None, *, titled: bool, near: bool, said: bool
) -> Candidate | None:
    """A personal name that begins at word i.

    Args:
        stream: the article.
        i: word number.
        known: the known name that begins there (`candidate.known_at`).
        titled: an office or trade stands before it, with what it is of.
        near: the word just before is an office, an honorific or an adjective of one.
        said: a reporting verb stands just before it.
    """
    chain = chain_at(stream, i, near=near or said)
    if known is not None and known[2].type == "PER" and (chain is None or known[0] >= chain.end):
        return make(stream, i, known[0], "PER", cut=known[1], name=known[2].name)
    if chain is not None and (chain.words == 1 or stream.norms[chain.end - 1] in given_names()):
        chain = _with_rare_surname(stream, chain, near=near or said)
    if chain is None and (near or said):
        chain = _rare_pair(stream, i)
    if chain is None or not _is_person(chain, stream.norms[i].startswith("ال"), titled=titled, near=near, said=said):
        return None
    if known is not None and known[2].type != "PER" and not near and known[0] >= i + 1 and chain.sure < 2:
        return None
    lone = chain.words == 1
    if chain.loose and not (titled or (said and stream.norms[i] != "علي")):
        return make(stream, i, chain.end, "PER", cut=chain.cut, sure=False)
    if lone and stream.norms[i].startswith("ال") and not chain.sure:
        return None
    return make(stream, i, chain.end, "PER", cut=chain.cut, sure=not lone or titled or said)


def _with_rare_surname(stream: Stream, chain: Chain, *, near: bool) -> Chain:
    """Take an ordinary word after a given name for its surname (هشام قنديل), where it is rare in running text."""
    j = chain.end
    if stream.norms[j - 1] not in given_names() or not (chain.sure or near):
        return chain
    if not _is_rare(stream, j, _RARE_NEAR if near else _RARE):
        return chain
    end = j + 1
    if end < len(stream.norms) and not stream.gaps[end] & TIGHT and stream.norms[end].startswith("ال"):
        family = _surname(stream.norms[end], name_grade(stream.norms[end]), [0, 0, 0, 1], stream.norms[j])
        end += family is not None
    return replace(chain, end=end, maybe=chain.maybe + 1)


def _rare_pair(stream: Stream, i: int) -> Chain | None:
    """Two rare words after an office: الحاخام موشي صباغ; one of them must be in no dictionary."""
    if not (_is_rare(stream, i, _RARE_PAIR) and _is_rare(stream, i + 1, _RARE_PAIR)) or stream.norms[i][0] in "يتنس":
        return None
    if all(w in lemma_table() for w in stream.norms[i : i + 2]):
        return None
    return Chain(i, i + 2, 0, 0, 1, 1)


def _is_rare(stream: Stream, j: int, most: float) -> bool:
    """Whether word j goes on without a break, tells nothing else and is rare in running text."""
    if j >= len(stream.norms) or (stream.gaps[j] & TIGHT and j):
        return False
    norm = stream.norms[j]
    if len(norm) < 3 or is_stop(norm) or look(norm)[0] or cue_of(norm) or not norm.isalpha() or norm.startswith(("ال", "لل")):
        return False
    if norm[0] == "و" and norm.endswith(("ه", "ها", "هم", "نا")):
        return False
    if norm[0] in "وفلبك" and frequency(norm[1:]) > (_HEARD_OF if norm[0] == "و" else frequency(norm)):
        return False
    return frequency(norm) <= most


def _is_person(chain: Chain, definite: bool, *, titled: bool, near: bool, said: bool) -> bool:
    n = chain.words
    if n >= 2:
        if chain.sure >= 2 or (chain.sure and (chain.unknown or titled or said or chain.maybe)):
            return True
        if titled or said:
            return chain.unknown >= 1 or chain.maybe >= 2
        return not definite and (chain.unknown >= 2 or chain.maybe >= 2 or (chain.given and chain.unknown >= 1))
    if near or (said and titled):
        return chain.sure == 1 or chain.unknown == 1
    return said and chain.sure == 1
