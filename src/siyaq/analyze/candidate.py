"""A stretch of words that may be a name, and the look-up of known names in a stream."""

from dataclasses import dataclass

from siyaq.analyze.lexicon import Known, longest, phrases
from siyaq.analyze.stream import BRACKET, COLON, COMMA, LINE, OTHER, QUOTE, STOP, Stream, cut_letters, unglue
from siyaq.arabic import frequency
from siyaq.arabic.memo import Memo
from siyaq.types import EntityType

BREAK = COMMA | STOP | LINE | COLON | OTHER | BRACKET
TIGHT = BREAK | QUOTE


@dataclass(slots=True)
class Candidate:
    """Words [first, end) read as a name.

    Attributes:
        start, stop: characters in the text; `start` leaves glued letters out.
        name: canonical name where a lexicon knows it, else as written.
        inner: the name without its class word (آسفي of مدينة آسفي), or "".
        sure: False for readings that count only where the article confirms them elsewhere.
    """

    first: int
    end: int
    start: int
    stop: int
    type: EntityType
    name: str
    known: bool = False
    inner: str = ""
    sure: bool = True


def make(
    stream: Stream, first: int, end: int, kind: EntityType, *, cut: int = 0, name: str = "", inner: str = "", sure: bool = True
) -> Candidate:
    """A candidate from words [first, end), `cut` glued letters left out. A name given is a canonical one."""
    if inner:  # the class word is no part of the name: آسفي of مدينة آسفي
        first, cut = first + 1, 0
    start = stream.starts[first] + cut_letters(stream.words[first], cut)
    stop = stream.ends[end - 1]
    spelled = stream.text[start:stop]
    if not name and not cut and stream.norms[first].startswith("لل") and len(stream.norms[first]) > 4:
        spelled = "ال" + spelled[cut_letters(stream.words[first], 2) :]  # للجريدة الرسمية is الجريدة الرسمية
    return Candidate(first, end, start, stop, kind, name or spelled, bool(name), inner, sure)


@Memo
def _beginnings(norm: str) -> tuple[tuple[int, str, int], ...]:
    """(glued letters, rest, most words) of every reading of a word that begins known names, the whole word first."""
    table = longest()
    found = [(0, norm, table[norm])] if norm in table else []
    found += [
        (cut, rest, table[rest])
        for cut, rest in unglue(norm)
        if rest in table and len(rest) > 2 and frequency(norm) <= frequency(rest)  # بروكلين is not روكلين with a glued ب
    ]
    return tuple(found)


def begins_known(norm: str) -> bool:
    """Whether a known name begins with the word, glued letters or not."""
    return bool(_beginnings(norm))


def known_at(stream: Stream, i: int, *, weak: bool = False, cut_free: bool = False) -> tuple[int, int, Known] | None:
    """The longest known name that begins at word i: (end, glued letters, name).

    Args:
        stream: the article.
        i: word number.
        weak: take names that are ordinary words too.
        cut_free: only names that begin with the word as it stands.
    """
    best: tuple[int, int, Known] | None = None
    table = phrases()
    for cut, rest, most in _beginnings(stream.norms[i]):
        if cut_free and rest != stream.norms[i]:
            continue
        room = min(most, _run(stream, i, most))
        for n in range(room, 0, -1):
            if best is not None and i + n <= best[0]:
                break
            known = table.get(rest if n == 1 else " ".join([rest, *stream.norms[i + 1 : i + n]]))
            if known is not None and (weak or not known.weak):
                best = (i + n, cut, known)
                break
    return best


def _run(stream: Stream, i: int, most: int) -> int:
    """How many words from i on have nothing but space, a hyphen or an underscore between them."""
    n = 1
    gaps = stream.gaps
    while n < most and i + n < len(stream.norms) and not gaps[i + n] & TIGHT:
        n += 1
    return n


def quoted_at(stream: Stream, i: int, most: int = 6) -> int | None:
    """End of a short quotation that begins before word i: «تسنيم», "نهاية الخط"; None if there is none."""
    if i >= len(stream.norms) or not stream.gaps[i] & QUOTE or stream.gaps[i] & BREAK:
        return None
    for j in range(i + 1, min(i + most, len(stream.norms)) + 1):
        gap = stream.gaps[j]
        if gap & QUOTE:
            return j
        if gap & (STOP | LINE | COLON):
            return None
    return None
