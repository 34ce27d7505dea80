"""Snippets: the stretch of the original text that shows most of the query, with the spans to highlight."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from siyaq import arabic
from siyaq.index.schema import exact_words
from siyaq.types import Sought

WIDTH = 220  # characters of a snippet: two lines at the site's measure
_HEAD = 700  # characters of a text that are looked through first: a lead and a paragraph
_LEAD = 60  # characters of context before the first match
_INSIDE = "\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d"  # marks, tatweel and joiners that stand inside words
# A word as written: letters and digits with marks, tatweel and joiners inside.
_WORD = re.compile(f"[^\\W_]+(?:[{_INSIDE}]+[^\\W_]*)*")
_SPACE = re.compile(r"\s")
_PHRASE_WEIGHT = 3.0  # a quoted phrase is worth more than any word
Match = tuple[int, int, str, float]  # start, end, what matched, weight


_KEPT = 100_000  # words of either memo
# Strong letters of a word are written in Latin letters (patterns of Arabic ones take milliseconds to compile); weak letters and
# marks are dropped. A word with anything else in it is not judged by them.
_STRONG = dict(zip(map(ord, "بثجحخدذرزسشصضطظعغفقكلم"), "bTjHxdDrzsSCPtZaGfqklm", strict=True))
_OTHER = "?"
_WEAK = "اويىءآأإٱؤئةهتن" + "".join(map(chr, (0x640, *range(0x64B, 0x660), 0x670)))
_TABLE = defaultdict(lambda: _OTHER, {**_STRONG, **dict.fromkeys(map(ord, _WEAK))})
_CLITICS_BEFORE, _CLITICS_AFTER = "[fbklsm]*", "[mk]*"


@lru_cache(maxsize=_KEPT)
def lemma_of_surface(word: str) -> str:
    """Lemma of one word as written; empty if it holds no word."""
    return next(iter(arabic.lemmas(word)), "")


@lru_cache(maxsize=_KEPT)
def _strong_letters(word: str) -> str:
    return word.translate(_TABLE)


@lru_cache(maxsize=1000)
def _frame(lemmas: frozenset[str]) -> re.Pattern[str]:
    """Matches the strong letters of words that may be forms of the lemmas: the lemma's in order, and clitics besides."""
    frames = {"".join(f"{re.escape(letter)}+" for letter in _strong_letters(lemma)) for lemma in lemmas}
    return re.compile(f"{_CLITICS_BEFORE}(?:{'|'.join(sorted(frames))}){_CLITICS_AFTER}|.*[{_OTHER}].*")


def forms_in(text: str, lemmas: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Where forms of the lemmas stand in a text, in order: (start, end, lemma).

    Lemmatising every word of a text takes milliseconds, so words without the strong letters of a lemma in their order are
    passed over. Of 56,000 forms in the news that costs 78, most of them pronouns («اطباء» of «طبيب» is one).
    """
    wanted = frozenset(lemmas)
    if not wanted:
        return
    may_be = _frame(wanted).fullmatch
    forms = {}
    for word in set(_WORD.findall(text)):
        if may_be(_strong_letters(word)) and (lemma := lemma_of_surface(word)) in wanted:
            forms[word] = lemma
    for match in _WORD.finditer(text) if forms else ():
        if (found := forms.get(match[0])) is not None:
            yield match.start(), match.end(), found


@lru_cache(maxsize=50_000)
def exact_of_surface(word: str) -> str:
    """Exact form of one word as written."""
    return " ".join(exact_words(word))


def make_snippet(
    text: str,
    weights: Mapping[tuple[str, ...], float],
    phrases: tuple[tuple[str, ...], ...] = (),
    *,
    width: int = WIDTH,
    enough: int = 0,
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Cut the best stretch out of a text.

    Args:
        text: original text.
        weights: what is searched (a lemma, or several that must stand in a row) -> its weight.
        phrases: exact forms of quoted phrases, word by word.
        width: most characters of the snippet.
        enough: where so many different matches stand near the beginning, none is sought further on; 0: look through all of it.

    Returns:
        The snippet, a verbatim part of `text` with line breaks as spaces, and spans [start, end) to highlight in it, in order.
    """
    head = text if len(text) <= _HEAD else text[: text.rfind(" ", 0, _HEAD) + 1]
    marked = _matches(head, weights, phrases)
    if head != text and (not enough or len({what for _, _, what, _ in marked}) < enough):
        marked = _matches(text, weights, phrases)
    start = _best_start(marked, len(text), width)
    begin, end = _word_edges(text, start, min(len(text), start + width))
    spans = dict.fromkeys((a - begin, b - begin) for a, b, _, _ in marked if begin <= a and b <= end)
    return _SPACE.sub(" ", text[begin:end]), tuple(spans)


def marks_in(text: str, sought: Sought) -> tuple[tuple[int, int], ...]:
    """Spans [start, end) of a short text, as a headline, in which what was searched stands; in order."""
    return tuple(dict.fromkeys((a, b) for a, b, _, _ in _matches(text, sought.words, sought.phrases)))


def _matches(text: str, weights: Mapping[tuple[str, ...], float], phrases: tuple[tuple[str, ...], ...]) -> list[Match]:
    """All that matches, in order."""
    forms = list(forms_in(text, (lemma for lemmas in weights for lemma in lemmas)))
    found: list[Match] = [(a, b, lemma, weights[lemma,]) for a, b, lemma in forms if (lemma,) in weights]
    for lemmas, weight in weights.items():
        if len(lemmas) > 1:
            found += _row_matches(text, forms, lemmas, weight)
    if phrases:
        words = [(m.start(), m.end(), exact_of_surface(m.group())) for m in _WORD.finditer(text)]
        for phrase in phrases:
            found += _phrase_matches(words, phrase)
    return sorted(set(found))


def _row_matches(text: str, forms: list[tuple[int, int, str]], lemmas: tuple[str, ...], weight: float) -> Iterator[Match]:
    """Where the lemmas stand in a row, with no other word between them."""
    size = len(lemmas)
    for i in range(len(forms) - size + 1):
        row = forms[i : i + size]
        between = [text[one[1] : two[0]] for one, two in pairwise(row)]
        if tuple(lemma for _, _, lemma in row) == lemmas and not any(map(_WORD.search, between)):
            yield from ((a, b, " ".join(lemmas), weight) for a, b, _ in row)


def _phrase_matches(words: list[tuple[int, int, str]], phrase: tuple[str, ...]) -> list[Match]:
    forms, size = [form for _, _, form in words], len(phrase)
    return [
        (words[i + j][0], words[i + j][1], " ".join(phrase), _PHRASE_WEIGHT)
        for i, form in enumerate(forms)
        if phrase and form == phrase[0] and tuple(forms[i : i + size]) == phrase
        for j in range(size)
    ]


def _best_start(marked: list[Match], length: int, width: int) -> int:
    """Start of the window whose different matches weigh most; the earliest of equals."""
    best, best_start = 0.0, 0
    for i, (start, _, _, _) in enumerate(marked):
        inside: dict[str, float] = {}
        for _, b, what, weight in marked[i : i + 40]:
            if b > start + width - _LEAD:
                break
            inside[what] = weight
        if (gain := sum(inside.values())) > best + 1e-9:
            best, best_start = gain, start
    return 0 if best_start + width // 2 < width else max(0, min(best_start - _LEAD, length - width))


def _word_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Move both ends inwards to white space, so that no word is cut; an unbroken run is left as it is."""
    if start > 0 and not text[start - 1].isspace():
        cut = next((i for i in range(start, min(start + 40, end)) if text[i].isspace()), start)
        start = cut
    if end < len(text) and not text[end].isspace():
        end = next((i for i in range(end, max(end - 40, start), -1) if text[i].isspace()), end)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
