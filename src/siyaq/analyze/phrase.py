"""Noun phrases as candidates for tags: الرسوم الجمركية, وقف إطلاق النار, أسعار المترو."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from siyaq.analyze.candidate import TIGHT
from siyaq.analyze.display import printed
from siyaq.analyze.lexicon import DEFINITE, HONORIFIC, INFLECTED, TIME, look, rows
from siyaq.analyze.organisation import is_noun
from siyaq.analyze.stream import HASH, UNDERSCORE, Stream, cut_letters, norm_word, unglue
from siyaq.analyze.verb import cue_of
from siyaq.analyze.wordset import word_set
from siyaq.arabic import fold, frequency, is_stop
from siyaq.arabic.memo import Memo

_MOST_WORDS = 4
_LEAST_LETTERS = 3


Place = tuple[int, int, int]  # words [first, end), glued letters
_APART = TIGHT | HASH
_OFFICES = word_set("phrase.offices")  # التعليم الدكتور: the name after it begins there
_MEASURE = word_set("phrase.measure")  # أكبر خسارة, ألف وحدة: what is counted or compared is no subject


@dataclass(slots=True)
class Phrase:
    """A phrase by its words without article, with all its places."""

    key: tuple[str, ...]
    places: list[Place]


@lru_cache(maxsize=1)
def vague_words() -> frozenset[str]:
    """Folded words, without article, that say too little to stand in a tag alone or to begin or end one."""
    return frozenset(fold(w) for (line,) in rows("vague.txt") for w in line.split())


@Memo
def part(norm: str) -> tuple[str, int, bool] | None:
    """(word without article, glued letters, has article) of a word that may stand in a phrase; None for all others."""
    if len(norm) < _LEAST_LETTERS or is_stop(norm) or norm.isdigit() or cue_of(norm) is not None:
        return None
    bits, cut, core = look(norm)
    if bits & TIME or (bits & HONORIFIC and not bits & DEFINITE):
        return None
    if core.startswith("ال") and len(core) > 4:
        return core[2:], cut, True
    if bits:
        return core, cut, False
    for cut, rest in unglue(norm):
        if rest.startswith("ال") and len(rest) > 4 and is_noun(rest[2:]):
            return rest[2:], cut, True
    unknown = frequency(norm) == 0 and not norm.startswith(("ي", "ت", "ن", "س")) and not INFLECTED.match(norm)
    if is_noun(norm) or unknown or norm.isascii():
        return norm, 0, False
    for cut, rest in unglue(norm):
        if cut and len(rest) > 3 and is_noun(rest) and frequency(rest) > 4 * frequency(norm):
            return rest, cut, False
    return None


def find_phrases(stream: Stream, mentions: Iterable[tuple[int, int]] = ()) -> dict[tuple[str, ...], list[Place]]:
    """All noun phrases of one to four words: words without article -> their places, in order.

    Args:
        stream: title and text.
        mentions: words [first, end) of names; a phrase neither is a name, nor a part of one, nor begins or ends inside one.
    """
    name_of = [-1] * len(stream.norms)
    inside = [False] * (len(stream.norms) + 1)  # whether a cut before a word would cut a name
    for number, (first, end) in enumerate(mentions):
        name_of[first:end] = [number] * (end - first)
        inside[first + 1 : end] = [True] * (end - first - 1)
    found: dict[tuple[str, ...], list[Place]] = {}
    parts = part.of_all(stream.norms)
    gaps, norms, n = stream.gaps, stream.norms, len(stream.norms)
    for i in range(n):
        head = parts[i]
        if head is None or inside[i] or head[0] in _MEASURE:
            continue
        key: tuple[str, ...] = (head[0],)
        if name_of[i] < 0:
            found.setdefault(key, []).append((i, i + 1, head[1]))
        definite = head[2]
        for j in range(i + 1, min(i + _MOST_WORDS, n)):
            item = parts[j]
            if item is None or gaps[j] & _APART or item[0] in _OFFICES or (item[1] and norms[j][0] in "وفلبك"):
                break
            if definite and not item[2] and not gaps[j] & UNDERSCORE:
                break
            definite = definite or item[2]
            key = (*key, item[0])
            if not inside[j + 1] and (name_of[j] < 0 or name_of[j] != name_of[i]):
                found.setdefault(key, []).append((i, j + 1, head[1]))
    return found


_COVERED = 0.7  # a phrase that stands inside one longer phrase this often is not a phrase by itself


def maximal(phrases: dict[tuple[str, ...], list[Place]]) -> list[Phrase]:
    """Phrases that are not mostly parts of one longer phrase: not وقف إطلاق beside وقف إطلاق النار."""
    covered: set[tuple[str, ...]] = set()
    for key, places in phrases.items():
        if len(key) < 3 or len(places) < 2:
            continue
        for n in range(2, len(key)):
            for at in range(len(key) - n + 1):
                sub = key[at : at + n]
                if len(places) >= _COVERED * len(phrases.get(sub, ())):
                    covered.add(sub)
    return [Phrase(key, places) for key, places in phrases.items() if key not in covered]


def written(stream: Stream, phrase: Phrase) -> str:
    """The spelling to print: of the commonest form, with the article among equals, the commonest."""
    counts: dict[str, int] = {}
    for i, end, cut in phrase.places:
        text = stream.text[stream.starts[i] + cut_letters(stream.words[i], cut) : stream.ends[end - 1]]
        if stream.norms[i].startswith("لل") and not cut:
            text = "ال" + text[cut_letters(stream.words[i], 2) :]
        text = printed(text)
        counts[text] = counts.get(text, 0) + 1
    if len(counts) == 1:
        return next(iter(counts))
    norms: dict[str, int] = {}
    for text, count in counts.items():
        norms[norm_word(text)] = norms.get(norm_word(text), 0) + count
    form = max(norms, key=lambda norm: (norms[norm], norm.startswith("ال"), norm))
    return max((t for t in counts if norm_word(t) == form), key=lambda t: (counts[t], t))
