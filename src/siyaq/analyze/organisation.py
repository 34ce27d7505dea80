"""Names that a class word opens: وزارة النقل, الشرطة الإيطالية, مدينة آسفي, مهرجان كان, جائزة نوبل."""

from siyaq.analyze.candidate import BREAK, TIGHT, Candidate, known_at, make, quoted_at
from siyaq.analyze.lexicon import (
    DEFINITE,
    EVENT,
    MISC,
    NAME_NO,
    NATION,
    ORG,
    ORGADJ,
    ORGDEF,
    TIME,
    TITLE,
    look,
    media,
    name_grade,
)
from siyaq.analyze.stream import Stream
from siyaq.analyze.wordset import word_set
from siyaq.arabic import frequency, is_stop

_FOR = word_set("organisation.for")
_PURPOSEFUL = word_set("organisation.purposeful")
_PLACED = word_set("organisation.placed")
_ADMINISTRATIVE = word_set("organisation.administrative")
_NAMING = word_set("organisation.naming")
_NAMED = word_set("organisation.named")
_EVENTFUL = word_set("organisation.eventful")
_LEGAL = word_set("organisation.legal")
# What these are of is no name by itself: قوات الأمن, فرع البنك. They need a country, a closing adjective or a known name.
_BROKEN_PLURALS = word_set("organisation.broken_plurals")
_NOT_BY_ITSELF = word_set("organisation.not_by_itself")
_LOOSE = word_set("organisation.loose")
_NUMBERED = word_set("organisation.numbered")
_NOT_OF_A_PLACE = word_set("organisation.not_of_a_place")
_MEDIA_HEADS = word_set("organisation.media_heads")
_MEDIA_OR_FIRM = word_set("organisation.media_or_firm")
_NOUN_SHARE = 0.02  # nouns stand with the article at least this often (wordfreq); verbs never do
_MOST_ADJECTIVES = 3


def is_noun(norm: str) -> bool:
    """Whether a word is seen with the article."""
    return frequency("ال" + norm) > _NOUN_SHARE * frequency(norm) > 0


def _definite(stream: Stream, j: int) -> bool:
    """Whether word j goes on without a break, has the article and is no time."""
    if j >= len(stream) or stream.gaps[j] & TIGHT:
        return False
    norm = stream.norms[j]
    return norm.startswith("ال") and len(norm) > 3 and not look(norm)[0] & (TIME | TITLE)


def _adjectives(stream: Stream, j: int) -> int:
    """End of the adjectives from word j on; the adjective of a country comes last."""
    for _ in range(_MOST_ADJECTIVES):
        if not _definite(stream, j):
            return j
        bits = look(stream.norms[j])[0]
        if bits & NATION and not bits & ORGADJ:
            return j + 1
        if not bits & (ORGADJ | NATION):
            return j
        j += 1
    return j


def _purpose(stream: Stream, j: int, core: str) -> int:
    """End of للطاقة الذرية, لحقوق الإنسان, لكرة القدم from word j on, for class words that have a purpose."""
    if core.removeprefix("ال") not in _PURPOSEFUL or j >= len(stream) or stream.gaps[j] & TIGHT:
        return j
    norm = stream.norms[j]
    if norm.startswith("لل") and len(norm) > 4:
        return _adjectives(stream, _conjoined(stream, j + 1))
    if norm.startswith("ل") and norm[1:] in _FOR and j + 1 < len(stream) and not stream.gaps[j + 1] & TIGHT:
        return _adjectives(stream, _conjoined(stream, j + 2))
    return j


def _conjoined(stream: Stream, j: int) -> int:
    """End of والأمن in الدفاع والأمن."""
    if j < len(stream) and not stream.gaps[j] & TIGHT:
        norm = stream.norms[j]
        if norm.startswith("وال") and len(norm) > 5 and not look(norm[1:])[0] & (ORGDEF | TIME | TITLE | ORG):
            return j + 1
    return j


def _complement(stream: Stream, j: int, *, named: bool) -> int:
    """End of what a class word without article is of, from word j on; j if there is nothing."""
    if j >= len(stream) or stream.gaps[j] & TIGHT:
        return j
    if _definite(stream, j):
        return _adjectives(stream, _conjoined(stream, _adjectives(stream, j + 1)))
    known = known_at(stream, j, cut_free=True)
    if known is not None:
        return known[0]
    norm = stream.norms[j]
    if named and name_grade(norm) != NAME_NO:
        return _name_run(stream, j, numbered=not norm.isascii())
    if is_noun(norm) and not look(norm)[0] & (TIME | TITLE):
        if _definite(stream, j + 1):
            return _adjectives(stream, _conjoined(stream, _adjectives(stream, j + 2)))
        known = known_at(stream, j + 1, cut_free=True) if j + 1 < len(stream) and not stream.gaps[j + 1] & TIGHT else None
        if known is not None:
            return known[0]
    return j


def _name_run(stream: Stream, j: int, most: int = 4, *, numbered: bool = False) -> int:
    """End of name words and numbers from word j on."""
    end = j
    while end < len(stream) and end - j < most and not stream.gaps[end] & TIGHT:
        norm = stream.norms[end]
        if name_grade(norm) == NAME_NO and not (numbered and norm.isdigit() and end > j):
            break
        if end > j and norm.startswith("ال"):
            break
        end += 1
    return end


def organisation_at(stream: Stream, i: int, bits: int, cut: int, core: str) -> Candidate | None:
    """An organisation whose class word is word i (`bits`, `cut`, `core` of `look`)."""
    if bits & DEFINITE:
        return _definite_organisation(stream, i, cut, core)
    medium = _medium_after(stream, i) if core in _MEDIA_HEADS else None
    if medium is not None:
        return make(stream, i + 1, medium[0], "ORG", name=medium[1])
    quoted = quoted_at(stream, i + 1)
    if quoted is not None and core in _NAMED:
        return make(stream, i, quoted, "ORG", cut=cut, inner=stream.written(i + 1, quoted))
    end = _complement(stream, i + 1, named=core in _NAMED)
    if end == i + 1:
        return None
    if core in _NOT_OF_A_PLACE and _is_place(stream, i + 1):
        return None
    if not _is_known_to(stream, i, end):
        end = _purpose(stream, end, core)
    if core in _LOOSE and not _is_particular(stream, i + 1, end):
        return None
    inner = stream.written(i + 1, end) if core in _MEDIA_OR_FIRM and _is_bare_name(stream, i + 1) else ""
    return make(stream, i, _placed(stream, core, end), "ORG", cut=cut, inner=inner)


def _is_place(stream: Stream, j: int) -> bool:
    """Whether a known place stands at word j: إدارة العراق is what is done, إدارة ترامب who does it."""
    known = known_at(stream, j, cut_free=True)
    return known is not None and known[2].type == "LOC"


def _is_known_to(stream: Stream, i: int, end: int) -> bool:
    """Whether a known name runs from word i to before `end`: مجلس الأمن الدولي | للتحقق."""
    known = known_at(stream, i)
    return known is not None and known[0] == end


def _medium_after(stream: Stream, i: int) -> tuple[int, str] | None:
    """End and name of a medium after its class word, also one too short or common to stand alone: صحيفة الوطن."""
    if i + 1 >= len(stream) or stream.gaps[i + 1] & BREAK:
        return None
    for n in (3, 2, 1):
        if i + 1 + n <= len(stream) and not any(stream.gaps[k] & BREAK for k in range(i + 2, i + 1 + n)):
            found = media().get(" ".join(stream.norms[i + 1 : i + 1 + n]))
            if found is not None:
                return i + 1 + n, found.name
    return None


def _is_bare_name(stream: Stream, j: int) -> bool:
    norm = stream.norms[j]
    return not norm.startswith("ال") and name_grade(norm) != NAME_NO


def _is_particular(stream: Stream, j: int, end: int) -> bool:
    """Whether words [j, end) hold a country's adjective, a closing adjective after a noun, or a known or foreign name."""
    if known_at(stream, j, cut_free=True) is not None or _is_bare_name(stream, j):
        return True
    return any(look(stream.norms[k])[0] & (NATION | (ORGADJ if k > j else 0)) for k in range(j, end))


def _definite_organisation(stream: Stream, i: int, cut: int, core: str) -> Candidate | None:
    end = _adjectives(stream, i + 1)
    if end > i + 1 and not _agrees(core, stream.norms[i + 1]):
        return None
    if core in _NOT_BY_ITSELF and not any(look(stream.norms[k])[0] & NATION for k in range(i + 1, end)):
        return None
    purpose = _purpose(stream, end, core)
    if purpose == i + 1:
        if core in _NUMBERED and i + 1 < len(stream) and stream.norms[i + 1].isdigit() and not stream.gaps[i + 1] & TIGHT:
            return make(stream, i, i + 2, "ORG", cut=cut)
        return None
    return make(stream, i, _placed(stream, core, purpose), "ORG", cut=cut)


def _agrees(core: str, adjective: str) -> bool:
    """A class word takes an adjective of its gender: in وزير الخارجية السعودي it is another word's."""
    if core.endswith("ه") and adjective.endswith("ي"):
        return False
    return core.endswith(("ه", "ات")) or not adjective.endswith("يه") or core in _BROKEN_PLURALS


def _placed(stream: Stream, core: str, end: int) -> int:
    """An embassy, court or faculty has its place in its name: السفارة المصرية في روما, كلية الآداب بالرباط."""
    if core not in _PLACED or end >= len(stream) or stream.gaps[end] & TIGHT:
        return end
    at = end + 1 if stream.norms[end] == "في" else end
    if at >= len(stream) or (at > end and stream.gaps[at] & TIGHT):
        return end
    known = known_at(stream, at, cut_free=at > end)
    if known is None or known[2].type != "LOC" or (at == end and not known[1]):
        return end
    return known[0]


def place_at(stream: Stream, i: int, bits: int, cut: int, core: str) -> Candidate | None:
    """A place whose class word is word i."""
    if bits & DEFINITE:
        return None
    j = i + 1
    if j >= len(stream):
        return None
    quoted = quoted_at(stream, j, 4)
    if quoted is not None and core not in ("دوله", "طريق"):
        return make(stream, i, quoted, "LOC", cut=cut, inner=stream.written(j, quoted))
    if stream.gaps[j] & TIGHT:
        return None
    end = _place_name(stream, j, core)
    if end == j:
        return None
    inner = stream.written(j, end)
    return make(stream, i, end, "LOC", cut=cut, inner=inner if core in _ADMINISTRATIVE else "")


def _place_name(stream: Stream, j: int, core: str) -> int:
    if is_stop(stream.norms[j]):
        return j
    known = known_at(stream, j, weak=True, cut_free=True)
    if known is not None and known[2].type in ("LOC", "PER"):
        return known[0]
    norm = stream.norms[j]
    if norm.startswith("ال") and len(norm) > 4:
        bits = look(norm)[0]
        if bits & (TIME | TITLE | NATION | ORGADJ) or (core not in _NAMING and name_grade(norm) == NAME_NO):
            return j
        return j + 1
    run = _name_run(stream, j, 3)
    if run > j or core not in _NAMING or not is_noun(norm):
        return run
    return j + 2 if _definite(stream, j + 1) else j


def other_at(stream: Stream, i: int, bits: int, cut: int, core: str) -> Candidate | None:
    """An event or another thing with a name whose class word is word i."""
    if bits & DEFINITE:
        return None
    kind = "EVENT" if bits & EVENT and core in _EVENTFUL else "MISC" if bits & MISC else None
    quoted = quoted_at(stream, i + 1, 7)
    if quoted is not None and bits & (MISC | EVENT):
        return make(stream, i + 1, quoted, "MISC" if bits & MISC else "EVENT")
    if kind is None or (kind == "MISC" and core not in _LEGAL):
        return None
    j = i + 1
    if j >= len(stream) or stream.gaps[j] & TIGHT:
        return None
    known = known_at(stream, j, cut_free=True)
    if known is not None and known[2].type == "EVENT":
        return None
    if kind == "EVENT" and stream.norms[j].isdigit():
        return make(stream, i, j + 1, "EVENT", cut=cut)
    end = _complement(stream, j, named=True)
    if end == j:
        return None
    return make(stream, i, _purpose(stream, end, core), kind, cut=cut)  # type: ignore[arg-type]
