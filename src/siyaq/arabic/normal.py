"""Normal forms of text: for display (`clean`), for the index (`fold`), for quoted search (`exact`), with offsets (`normalize`).

The order is decode -> NFKC -> delete controls -> delete marks -> fold. Original text is never altered for display;
index forms come with a map back to it.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import combining, is_normalized
from unicodedata import normalize as unicode_normalize

from siyaq.arabic.memo import Memo

_CONTROLS = "\u200b-\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u0640\u0674"  # formats, joiners, tatweel, high hamza
_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff"
# Spacing forms of marks: NFKC makes them a space and a mark, which would cut a word in two.
_SPACING_MARKS = "\ufe70\ufe72\ufe74\ufe76\ufe78\ufe7a\ufe7c\ufe7e\ufc5e-\ufc63"
IGNORABLE = _CONTROLS + _MARKS + _SPACING_MARKS  # inside of a regular expression's class

_JAMO = (0x1161, 0x11C2)  # Hangul vowels and finals join the syllable before them


def _characters(ranges: str) -> list[str]:
    pairs = re.findall(r"(.)-(.)|(.)", ranges, re.DOTALL)
    return [chr(c) for a, b, one in pairs for c in range(ord(a or one), ord(b or one) + 1)]


def _replacements(letters: str, others: str) -> dict[int, str | None]:
    return {ord(a): b for a, b in zip(letters, others, strict=True)}


_DELETE: dict[int, str | None] = dict.fromkeys(map(ord, _characters(IGNORABLE)))
_DIGITS = {base + d: str(d) for base in (0x0660, 0x06F0) for d in range(10)}
_SIGNS = {0x066B: ".", 0x066C: ",", 0x066A: "%", 0x06D4: "."}
_SHAPES = _replacements("کڪٱیېےۍۀەھہۃ", "ككاييييهههه" + "ة")  # one letter, drawn as Persian, Urdu, Pashto or Koranic text does
_LETTERS = _replacements("آأإٱٲٳىةۃک", "ااااااي" + "هه" + "ك")
_EXACT: dict[int, str | None] = {
    **_DELETE,
    **_DIGITS,
    **_SIGNS,
    **_SHAPES,
    ord("ς"): "σ",
}  # str.lower chooses between them by what stands near
_FOLD: dict[int, str | None] = {**_EXACT, **_LETTERS}
_WEAK = str.maketrans("ؤئ", "وي")

_DISPLAY_JUNK = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_LINE_END = re.compile("\r\n?|\x85|\u2028|\u2029")
_SPACES = re.compile(r"[^\S\n]+")
_LINE_EDGES = re.compile(r" ?\n ?")
_BLANK_LINES = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """Make text safe to show: letters stay as they are, what breaks display goes.

    Control characters, bidi embeddings, overrides and isolates (they can turn a page's text round), byte order marks and
    lone surrogates are removed; line ends become \\n, other white space one space, three or more line ends two.
    Joiners and the marks LRM, RLM and ALM stay: they shape and order the outlet's own text.

    >>> clean("نص\\u202e\\u00a0 عربي\\r\\n")
    'نص عربي'
    """
    text = _LINE_END.sub("\n", text)
    text = _SPACES.sub(" ", _DISPLAY_JUNK.sub("", text))
    return _BLANK_LINES.sub("\n\n", _LINE_EDGES.sub("\n", text)).strip()


def _apply(text: str, table: dict[int, str | None]) -> str:
    """NFKC, lower case and `table`, again until nothing changes: a deletion can bring composable characters together."""
    while True:
        if not is_normalized("NFKC", text):
            text = unicode_normalize("NFKC", text.translate(_DELETE))
        text = text.lower().translate(table)
        if is_normalized("NFKC", text) and text.lower() == text:  # no value of a table is also one of its keys
            return text


def fold(text: str) -> str:
    """Index form of a text: what is spelled differently and reads the same becomes the same.

    NFKC; controls, tatweel and marks deleted; hamza on alef, alef maqsura, ta marbuta and Persian letters folded; digits
    0-9; lower case. White space and punctuation stay. Idempotent.

    >>> fold("إلى ٱلقــاهرةِ ۲۰۱۸")
    'الي القاهره 2018'
    """
    return _apply(text, _FOLD)


fold_name = Memo(fold)  # of tags and names: an archive has the same ones again and again


def exact(text: str) -> str:
    """Exact form for quoted search: only drawing is unified; hamza, alef, ya and ta marbuta stay (على is not علي).

    >>> exact("علــى"), exact("عليّ")
    ('على', 'علي')
    """
    return _apply(text, _EXACT)


def weak_fold(norm: str) -> str:
    """Second, weaker key of a folded text: hamza on waw and ya becomes waw and ya.

    >>> weak_fold("شؤون")
    'شوون'
    """
    return norm.translate(_WEAK)


@dataclass(frozen=True, slots=True)
class Normalized:
    """The index form of a text with the way back.

    Attributes:
        text: the original.
        norm: `fold(text)`.
        starts: for each character of `norm` and one past its end, where its piece starts in `text`.
        ends: for each character of `norm`, where its piece ends in `text`.
    """

    text: str
    norm: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Characters of the original that `norm[start:end]` was made of.

        Marks and tatweel that follow a letter belong to it. An empty span gives an empty span.

        Args:
            start: first character in `norm`, 0 to len(norm).
            end: one past the last, `start` to len(norm).
        """
        if end <= start:
            return self.starts[start], self.starts[start]
        return self.starts[start], self.ends[end - 1]

    def norm_index(self, position: int) -> int:
        """Index in `norm` of the character that covers original `position` (of the next one where that was deleted)."""
        return max(0, bisect_right(self.starts, position) - 1)


@lru_cache(maxsize=1 << 16)
def _fold_piece(piece: str) -> str:
    return fold(piece)


def _pieces(text: str) -> list[tuple[int, int]]:
    """Spans that can be normalised one by one: a starter with what combines with it."""
    cuts = [i for i, c in enumerate(text) if i == 0 or not _joins_left(c)]
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True)) if cuts else []


@lru_cache(maxsize=1 << 14)
def _joins_left(c: str) -> bool:
    return ord(c) in _DELETE or combining(c) != 0 or _JAMO[0] <= ord(c) <= _JAMO[1]


def normalize(text: str) -> Normalized:
    """Index form of a text with the map back to the original.

    >>> n = normalize("قـال: «بِسم»")
    >>> n.norm, n.span(6, 9)
    ('قال: «بسم»', (7, 11))
    """
    norm: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _pieces(text):
        folded = _fold_piece(text[start:end])
        norm.append(folded)
        starts.extend([start] * len(folded))
        ends.extend([end] * len(folded))
    starts.append(len(text))
    return Normalized(text, "".join(norm), tuple(starts), tuple(ends))
