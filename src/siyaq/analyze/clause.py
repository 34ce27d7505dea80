"""What was said: where the words of a statement begin and end."""

from bisect import bisect_left
from dataclasses import dataclass

from siyaq.analyze.stream import COLON, COMMA, DASH, LINE, QUOTE, STOP, Stream
from siyaq.analyze.verb import cue_of
from siyaq.analyze.wordset import word_set
from siyaq.arabic import fold

_THAT = word_set("clause.that")
_THAT_WITH_PRONOUN = frozenset(
    fold(head + tail)
    for head in ("إن", "أن", "بأن", "فإن", "وأن")
    for tail in ("ه", "ها", "هم", "هما", "هن", "نا", "ني", "ك", "كم", "ي")
)
_NOT_BEFORE_THAT = word_set("clause.not_before_that")
ATTRIBUTION = word_set("clause.attribution")
_TURN = word_set("clause.turn")
_TERM_WORDS = 2
_CLOSING = {"«": "»", "“": "”", "„": "”"}
_REST_SHARE = 0.6  # of a clause's words: a quotation that makes up more is the statement itself


@dataclass(slots=True)
class Complement:
    """Beginning of a statement: word number, character, and how it is opened.

    `that`: by the word before it (إن); `clause`: by its own first word (إنه); `colon`, `quote`, `noun`.
    """

    word: int
    start: int
    opener: str


def quote_at(stream: Stream, position: int, reach: int = 3) -> tuple[int, int] | None:
    """The quotation that opens at most `reach` characters before `position`."""
    k = bisect_left(stream.quotes, (position - reach, 0))
    if k < len(stream.quotes) and stream.quotes[k][0] <= position:
        return stream.quotes[k]
    return None


def find_complement(stream: Stream, first: int, limit: int, *, quotes: bool = True) -> Complement | None:
    """The first opener of a statement at words [first, limit): إن, أن, a colon or a quotation."""
    for j in range(first, limit):
        gap = stream.gaps[j]
        if gap & (STOP | LINE) and j > first:
            return None
        norm = stream.norms[j]
        if gap & COLON and not (norm in _THAT and j + 1 < limit):  # قال: إن is قال إن
            return Complement(j, stream.starts[j], "colon")
        if quotes and gap & QUOTE:
            quote = quote_at(stream, stream.starts[j])
            if quote is not None and _is_speech(stream, j, quote) and not _is_quoted_name(stream, j, quote, limit):
                return Complement(j, quote[0], "quote")
        if norm in _THAT and j + 1 < limit and not (j > first and stream.norms[j - 1] in _NOT_BEFORE_THAT):
            return Complement(j + 1, stream.starts[j + 1], "that")
        if norm in _THAT_WITH_PRONOUN:
            return Complement(j, stream.starts[j], "clause")
        if j > first and cue_of(norm) is not None and cue_of(norm)[0].form in ("past", "participle", "noun"):  # type: ignore[index]
            return None
    return None


def _is_speech(stream: Stream, j: int, quote: tuple[int, int]) -> bool:
    """One or two words in quotation marks are a name or a term: نفت جبهة "البوليساريو"."""
    return stream.index_at(quote[1] - 1) + 1 - j > _TERM_WORDS


def _is_quoted_name(stream: Stream, j: int, quote: tuple[int, int], limit: int) -> bool:
    """Whether a short quotation is a name in the subject (قالت "فارايتي" إن), told by an opener soon after it."""
    end = stream.index_at(quote[1] - 1) + 1
    if end - j > 4:
        return False
    return find_complement(stream, end, min(limit, end + 8)) is not None


def clause_end(stream: Stream, first: int, limit: int) -> int:
    """Word before which the statement that begins at word `first` ends: at the next reporting word or the sentence's end."""
    quote = quote_at(stream, stream.starts[first])
    inside = quote[1] if quote is not None else -1
    for j in range(first + 1, limit):
        if stream.starts[j] < inside:
            continue
        gap = stream.gaps[j]
        if gap & LINE:
            return j
        if not gap & (COMMA | QUOTE | DASH | STOP):
            if stream.norms[j] in ATTRIBUTION and j > first + 2:
                return j
            continue
        if _turns(stream, j, limit):
            return j
    return limit


def _turns(stream: Stream, j: int, limit: int) -> bool:
    """Whether the reporting goes on at word j, after a comma or a closing quotation mark."""
    norm = stream.norms[j]
    if norm in ATTRIBUTION:
        return True
    cue = cue_of(norm)
    if cue is not None:
        return cue[0].form in ("participle", "noun") or cue[1] > 0 or cue[0].form == "past"
    if norm in _TURN and j + 1 < limit:
        after = cue_of(stream.norms[j + 1])
        return after is not None and after[0].form in ("past", "present")
    return False


def statement(stream: Stream, complement: Complement, limit: int) -> tuple[int, int, str]:
    """Span and kind of a statement: (start, end, direct or indirect).

    Words inside quotation marks alone are direct; a clause that only holds a quotation is indirect.
    """
    end_word = clause_end(stream, complement.word, limit)
    end = stream.ends[end_word - 1] if end_word > complement.word else stream.ends[complement.word]
    quote = quote_at(stream, complement.start)
    if quote is not None:
        whole = stream.words_in(complement.start, max(end, quote[1]))
        if stream.words_in(*quote) >= _REST_SHARE * whole or complement.opener == "colon":
            return *_trimmed(stream.text, quote[0], quote[1]), "direct"
    start, end = _trimmed(stream.text, complement.start, _with_closing_mark(stream.text, complement.start, end))
    start = _with_opening_mark(stream.text, start, end)
    return start, end, "direct" if complement.opener == "colon" else "indirect"


def _with_closing_mark(text: str, start: int, end: int) -> int:
    """A quotation mark that closes what was opened inside the statement belongs to it."""
    if end < len(text) and text[end] in '"”»″' and text.count(text[end], start, end) % 2 == (1 if text[end] == '"' else 0):
        return end + 1
    return end


def _with_opening_mark(text: str, start: int, end: int) -> int:
    """A quotation mark right before the statement belongs to it where the statement holds the one that closes it."""
    closing = _CLOSING.get(text[start - 1 : start])
    return start - 1 if closing and text.count(closing, start, end) > text.count(text[start - 1], start, end) else start


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ",،:"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",،؛;-–("):
        end -= 1
    return start, end
