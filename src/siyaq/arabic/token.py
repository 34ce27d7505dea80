"""Words and sentences of a text.

A word is a run of letters and digits; marks, tatweel and controls inside it belong to it, underscores separate (hash tags).
A number keeps its decimal point and loses its thousands separators.
"""

import re
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from siyaq.arabic.memo import Memo
from siyaq.arabic.normal import IGNORABLE, exact, fold, normalize

_CACHE_WORDS = 1 << 18  # about 40 MB when full; a year of one outlet has 250,000 different words

_NUMBER = r"\d+(?:[.,٫٬]\d+)+"
PIECE = re.compile(rf"{_NUMBER}|[\w\u0300-\u036f{IGNORABLE}]+")
_NORM_WORD = re.compile(rf"{_NUMBER}|[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL = re.compile(r"\d+\.\d+")
_CONTROLS = r"\u200b-\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff\u00ad"
_EDGE = re.compile(rf"^[{IGNORABLE}]+|(?<![{_CONTROLS}])[{_CONTROLS}]+$")
_CLAUSE = re.compile(r"[^.,]+")

_STOPS = "".join(".!?؟۔…")
_SENTENCE_END = re.compile(  # a line end with its spaces from the first of them only: a long run would take quadratic time
    rf"(?:(?<=[{_STOPS}])|(?<=[{_STOPS}][\"»”'’)\]])|(?<=[{_STOPS}][{_STOPS}][\"»”'’)\]]))(?=\s)\s+|(?<!\s)\s*\n\s*"
)
_ABBREVIATION = re.compile(r"(?:^|[\s(«\"])(?:[^\W\d_]|[A-Z]{1,2}r?s?|أ\.د|د\.م)\.$|\b(?:Mr|Mrs|Dr|St|vs|No)\.$")


class Token(NamedTuple):
    """A word where it stands: `text` is the original's characters [start, end); `norm` and `exact` its two keys."""

    text: str
    norm: str
    exact: str
    start: int
    end: int

    def moved(self, by: int) -> "Token":
        """The same word so many characters further on."""
        return Token(self.text, self.norm, self.exact, self.start + by, self.end + by)


def _norm_words(norm: str) -> list[tuple[str, int, int]]:
    """Words of a folded text, with their places in it."""
    found: list[tuple[str, int, int]] = []
    for m in _NORM_WORD.finditer(norm):
        word = m[0]
        if _THOUSANDS.fullmatch(word):
            found.append((word.replace(",", ""), m.start(), m.end()))
        elif word.isalnum() or _DECIMAL.fullmatch(word) or word[-1] not in "0123456789":
            found.append((word, m.start(), m.end()))
        else:
            found.extend((p[0], m.start() + p.start(), m.start() + p.end()) for p in _CLAUSE.finditer(word))
    return found


@Memo
def piece_words(piece: str) -> tuple[str, ...]:
    """Folded words of a piece."""
    return tuple(word for word, _, _ in _norm_words(fold(piece)))


@Memo
def piece_tokens(piece: str) -> tuple[Token, ...]:
    """Tokens of a piece, placed as if it stood at 0."""
    n = normalize(piece)
    made = []
    for word, a, b in _norm_words(n.norm):
        start, end = n.span(a, b)
        text = piece[start:end]
        edge = _EDGE.match(text)
        start += edge.end() if edge else 0
        text = _EDGE.sub("", text)
        made.append(Token(text, word, exact(text), start, start + len(text)))
    return tuple(made)


def words(text: str) -> list[str]:
    """Folded words of a text, in order: the `norm` of each of `tokens(text)`, faster.

    >>> words("قال الرئيسُ: ١٬٢٠٠ قتيل")
    ['قال', 'الرئيس', '1200', 'قتيل']
    """
    return list(chain.from_iterable(piece_words.of_all(PIECE.findall(text))))


def tokens(text: str) -> tuple[Token, ...]:
    """Words of a text with their places in the original.

    >>> [(t.norm, t.start, t.end) for t in tokens("«بــوتين» قال")]
    [('بوتين', 1, 8), ('قال', 10, 13)]
    """
    return tuple(token.moved(m.start()) for m in PIECE.finditer(text) for token in piece_tokens(m[0]))


def loose_tokens(text: str) -> list[Token]:
    """Words of a text, placed as if the run of word characters that each is in stood at 0: remembered ones, none is made anew.

    >>> [t.text for t in loose_tokens("«بــوتين» قال")]
    ['بــوتين', 'قال']
    """
    return list(chain.from_iterable(piece_tokens.of_all(PIECE.findall(text))))


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of sentences in the original, in order, without white space at their ends.

    A sentence ends at a stop, question or exclamation mark (with closing quotation marks) before white space, and at a line
    end. Titles and initials («د. محمد») do not end one.

    >>> text = "وصل الوفد. هل يبدأ الحوار؟"
    >>> [text[a:b] for a, b in sentences(text)]
    ['وصل الوفد.', 'هل يبدأ الحوار؟']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for m in _SENTENCE_END.finditer(text):
        if "\n" not in m[0] and _ABBREVIATION.search(text, max(start, m.start() - 8), m.start()):
            continue
        spans.append((start, m.start()))
        start = m.end()
    spans.append((start, len(text)))
    return tuple(trimmed for a, b in spans if (trimmed := _trim(text, a, b)))


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return (start, end) if start < end else None


def char_ngrams(text: str, n: int = 4) -> list[str]:
    """Character n-grams of the folded words, each word padded by one space on both sides; shorter words whole.

    Args:
        text: any text.
        n: length of a gram, 2 or more.

    >>> char_ngrams("صواريخ", 4)
    [' صوا', 'صوار', 'واري', 'اريخ', 'ريخ ']
    """
    return [gram for word in words(text) for gram in _word_ngrams(word, n)]


@lru_cache(maxsize=_CACHE_WORDS)
def _word_ngrams(word: str, n: int) -> tuple[str, ...]:
    padded = f" {word} "
    if len(padded) <= n:
        return (padded,)
    return tuple(padded[i : i + n] for i in range(len(padded) - n + 1))
