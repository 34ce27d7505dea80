"""Snippets: the stretch of the original text that shows most of the query, with the spans to highlight."""

import re
from collections.abc import Mapping
from functools import lru_cache

from siyaq import arabic

WIDTH = 220  # characters of a snippet: two lines at the site's measure
_LEAD = 60  # characters of context before the first match
# A word as written: letters and digits with marks, tatweel and joiners inside.
_WORD = re.compile("[^\\W_](?:[^\\W_]|[\u0640\u064b-\u065f\u0670\u200c\u200d])*")


@lru_cache(maxsize=200_000)
def lemma_of_surface(word: str) -> str:
    """Lemma of one word as written; empty if it holds no word."""
    found = arabic.lemmas(word)
    return found[0] if found else ""


@lru_cache(maxsize=200_000)
def exact_of_surface(word: str) -> str:
    """Exact form of one word as written."""
    return arabic.exact(word)


def make_snippet(
    text: str, weights: Mapping[str, float], phrases: tuple[tuple[str, ...], ...] = (), width: int = WIDTH
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Cut the best stretch out of a text.

    Args:
        text: original text.
        weights: lemma -> weight of each searched word.
        phrases: exact forms of quoted phrases, word by word.
        width: most characters of the snippet.

    Returns:
        The snippet, a verbatim part of `text` with line breaks as spaces, and spans [start, end) to highlight in it.
    """
    marked = _matches(text, weights, phrases)
    start = _best_start(marked, len(text), width)
    begin, end = _word_edges(text, start, min(len(text), start + width))
    spans = tuple((a - begin, b - begin) for a, b, _, _ in marked if begin <= a and b <= end)
    return re.sub(r"\s", " ", text[begin:end]), spans


def _matches(
    text: str, weights: Mapping[str, float], phrases: tuple[tuple[str, ...], ...]
) -> list[tuple[int, int, str, float]]:
    """(start, end, what matched, weight) in order."""
    words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]
    found = [(a, b, lemma, weights[lemma]) for a, b, word in words if (lemma := lemma_of_surface(word)) in weights]
    for phrase in phrases:
        found += _phrase_matches(words, phrase)
    return sorted(set(found))


def _phrase_matches(words: list[tuple[int, int, str]], phrase: tuple[str, ...]) -> list[tuple[int, int, str, float]]:
    forms = [exact_of_surface(word) for _, _, word in words]
    size = len(phrase)
    return [
        (words[i + j][0], words[i + j][1], " ".join(phrase), 3.0)
        for i in range(len(forms) - size + 1)
        if tuple(forms[i : i + size]) == phrase
        for j in range(size)
    ]


def _best_start(marked: list[tuple[int, int, str, float]], length: int, width: int) -> int:
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
