"""One pass over an article's text: words with their index forms, the gaps between them, quotations and sentences.

Every note is made from this one `Stream`; offsets are of the text given, which is never altered.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

from siyaq.arabic import fold
from siyaq.arabic.memo import Memo

# Marks and invisible controls belong to the word they stand in; an underscore cuts (#وسم_مركب holds readable words).
_MARK = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff\u00ad"
_WORD = rf"[^\W_]+(?:[{_MARK}]+[^\W_]+)*(?:[{_MARK}]+(?!\w))?"
_CUT = re.compile(f"({_WORD})")
_INVISIBLE = re.compile(rf"[{_MARK}\u0640]+")

COMMA = 1  # ، ; - and brackets: a name or clause seldom runs over it
STOP = 2  # end of a sentence
LINE = 4  # end of a paragraph
QUOTE = 8  # a quotation mark
COLON = 16
DASH = 32
BRACKET = 64
HASH = 128
UNDERSCORE = 256
OTHER = 512
HARD = COMMA | STOP | LINE | COLON | OTHER

_KINDS = {
    **dict.fromkeys("،,؛;/\\|•·*", COMMA),
    **dict.fromkeys(".؟?!…۔", STOP),
    **dict.fromkeys("\n\r\x0b\x0c\x85\u2028\u2029", LINE),
    **dict.fromkeys("\"“”„‟«»‹›″〞〝'‘’′`", QUOTE),
    **dict.fromkeys(":", COLON),
    **dict.fromkeys("-–—−ـ", DASH),
    **dict.fromkeys("()[]{}﴾﴿", BRACKET),
    "#": HASH,
    "_": UNDERSCORE,
}


@Memo
def gap_kind(gap: str) -> int:
    """What stands between two words, as a set of bits; 0 for white space alone.

    >>> gap_kind("، ") == COMMA, gap_kind(" ")
    (True, 0)
    """
    kind = 0
    for c in gap:
        if not c.isspace() or c in "\n\r\x0b\x0c\x85\u2028\u2029":
            kind |= _KINDS.get(c, 0 if _INVISIBLE.match(c) else OTHER)
    return kind


@Memo
def norm_word(word: str) -> str:
    """Index form of one word or name, remembered (a page repeats its words, a corpus too)."""
    return fold(word).strip()


@dataclass(slots=True)
class Stream:
    """Words of a text in order, as parallel lists.

    Attributes:
        text: the original.
        words: as written.
        norms: index forms, never empty.
        starts, ends: spans [start, end) in `text`.
        gaps: bits of what stands before each word (`gap_kind`); one more entry for the text's end.
        sentences: spans of word numbers [first, end), not cut inside a quotation.
        quotes: spans of characters inside quotation marks [start, end), in order, without nesting.
    """

    text: str
    words: list[str]
    norms: list[str]
    starts: list[int]
    ends: list[int]
    gaps: list[int]
    quotes: list[tuple[int, int]] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.norms)

    def index_at(self, position: int) -> int:
        """Number of the first word that ends after `position` (len(self) if there is none)."""
        return bisect_right(self.ends, position)

    def words_in(self, start: int, stop: int) -> int:
        """How many words end in characters [start, stop): a measure that does not change with marks and tatweel."""
        return bisect_right(self.ends, stop) - bisect_right(self.ends, start)

    def written(self, first: int, end: int) -> str:
        """The original from word `first` up to the word before `end`."""
        return self.text[self.starts[first] : self.ends[end - 1]]


_PAIRS = {"«": "»", "“": "”", "„": "”", "‹": "›", "〝": "〞", "‘": "’"}
_QUOTE_MARK = re.compile("[\"“”„«»‹›〝〞‘’″]|''|``")
_LONGEST_QUOTE = 1500  # characters; a mark that finds no partner within this is a stray one


def find_quotes(text: str) -> list[tuple[int, int]]:
    """Spans inside quotation marks: « », “ ”, and straight ones in pairs; marks of another kind inside are kept as content.

    An open quotation ends with its paragraph at the latest. “ and ” are often mixed up in Arabic pages, so any of
    “ ” " closes what any of them opened.

    >>> find_quotes('قال: "نعم" و«لا»')
    [(6, 9), (13, 15)]
    """
    spans: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    line_end = -1
    for found in _QUOTE_MARK.finditer(text):
        mark, at = found.group(), found.start()
        if opened is not None and (at > line_end or at - opened[0] > _LONGEST_QUOTE):
            opened = None
        if opened is None:
            if mark in "’»›〞":
                continue
            opened = (found.end(), mark)
            line_end = text.find("\n", at)
            line_end = len(text) if line_end < 0 else line_end
        elif _closes(opened[1], mark):
            if at > opened[0]:
                spans.append((opened[0], at))
            opened = None
    return spans


def _closes(opener: str, mark: str) -> bool:
    if opener in '"“”„″':
        return mark in '"”“″'
    return mark == _PAIRS.get(opener, opener)


def _sentences(gaps: list[int], starts: list[int], quotes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    openings = [s for s, _ in quotes]
    spans: list[tuple[int, int]] = []
    first = 0
    last = len(gaps) - 1
    for i in range(1, last):
        gap = gaps[i]
        if not gap & (STOP | LINE):
            continue
        if not gap & LINE and quotes:
            q = bisect_right(openings, starts[i - 1]) - 1
            if q >= 0 and starts[i] < quotes[q][1]:
                continue
        spans.append((first, i))
        first = i
    if last > first:
        spans.append((first, last))
    return spans


# Names of Latin letters in Arabic: بي.بي.سي, إف.بي.آي, إتش.آر. مكماستر.
_LETTER_NAMES = frozenset(
    fold("إيه أيه بي سي دي إي اي إف جي إتش آي جاي كيه كاي إل إم إن أو كيو آر إس تي يو في دبليو إكس واي زد ال").split()
)
_ABBREVIATION = frozenset(["د", "م", "أ", "ا", "ج", "س", "ص", "ت", "ع", "و", "ن", "dr", "mr", "mrs", "ms", "st", "jr", "vs"])


def read(text: str) -> Stream:
    """Read a text once.

    >>> s = read("قال بوتين: «نعم». ثم سافر")
    >>> s.norms, s.sentences
    (['قال', 'بوتين', 'نعم', 'ثم', 'سافر'], [(0, 3), (3, 5)])
    """
    pieces = _CUT.split(text)  # what stands between words and the words, in turn
    words = pieces[1::2]
    norms = norm_word.of_all(words)
    if not all(norms):
        pieces = _without_empty(pieces, norms)
        words = pieces[1::2]
        norms = [norm for norm in norms if norm]
    edges = list(accumulate(map(len, pieces)))
    starts, ends = edges[:-1:2], edges[1::2]
    gaps = gap_kind.of_all(pieces[:-1:2])
    for i, gap in enumerate(gaps):
        if gap & STOP and i and not gap & LINE and _is_inner_dot(pieces[2 * i], norms[i - 1], norms[i]):
            gaps[i] = gap & ~STOP
        if gap == STOP and i > 1 and _ends_initials(pieces[2 * i - 2 : 2 * i + 1 : 2], norms[i - 2 : i]):
            gaps[i] = 0
    gaps.append(STOP | LINE)
    quotes = find_quotes(text)
    return Stream(text, words, norms, starts, ends, gaps, quotes, _sentences(gaps, starts, quotes) if words else [])


def _without_empty(pieces: list[str], norms: list[str]) -> list[str]:
    """Gaps and words in turn, words of marks alone put into the gaps beside them."""
    kept = pieces[:1]
    for norm, word, gap in zip(norms, pieces[1::2], pieces[2::2], strict=True):
        if norm:
            kept += (word, gap)
        else:
            kept[-1] += word + gap
    return kept


def _is_inner_dot(gap: str, before: str, after: str) -> bool:
    """A full stop of 618.6, of د. or of example.org ends no sentence."""
    if gap == ".":
        if before in _LETTER_NAMES and (after in _LETTER_NAMES or before.isascii()):
            return True
        return (before[-1].isdigit() and after[0].isdigit()) or (before[-1].isascii() and after[0].isascii())
    return gap in (". ", ".") and (before in _ABBREVIATION or (len(before) == 1 and before.isascii() and before.isalpha()))


def _ends_initials(gaps: list[str], before: list[str]) -> bool:
    """Whether a full stop is the last one of initials before a name: إتش.آر. مكماستر."""
    return gaps == [".", ". "] and _LETTER_NAMES.issuperset(before)


_PROCLITICS = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك")


@Memo
def unglue(norm: str) -> tuple[tuple[int, str], ...]:
    """Readings of a word without glued و ف ب ل ك: (letters taken off, rest), the shortest cut first, without the whole.

    للهند is read as الهند with nothing to cut off (0), since that rest does not stand in the text.

    >>> unglue("وبالرباط")
    ((1, 'بالرباط'), (2, 'الرباط'))
    """
    if norm[:1] not in "وفبلك":
        return ()
    found = [(len(c), norm[len(c) :]) for c in _PROCLITICS if norm.startswith(c) and len(norm) - len(c) >= 2]
    for head, cut in (("لل", 0), ("ولل", 1), ("فلل", 1)):
        if norm.startswith(head) and len(norm) - len(head) >= 2:
            found.append((cut, "ال" + norm[len(head) :]))
            if cut == 0:
                found.append((0, "ل" + norm[len(head) :]))
    return tuple(found)


def cut_letters(word: str, letters: int) -> int:
    """How many characters of a written word its first `letters` letters take, with their marks and tatweel.

    >>> cut_letters("وَبوتين", 1)
    2
    """
    if letters == 0:
        return 0
    seen = 0
    for i, c in enumerate(word):
        if _INVISIBLE.match(c):
            continue
        if seen == letters:
            return i
        seen += 1
    return len(word)
