"""Words that an index holds, with what finds them by sound or by a typing error; kept in a small file beside the index.

The file is read in a few milliseconds; without one, the words are read out of the index itself, which takes a second.
"""

import os
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from struct import Struct

import tantivy

WORDS_FILE = "siyaq-words"
LEAST_KEY = 3  # consonants of a sound key; shorter ones are in too many words
LEAST_TYPO = 4  # letters of a word that may be the right one of a mistyped one

_SOUNDS = str.maketrans("غجقگڤپچطصضظذث", "ككككفبكتسدزدت")
_VOWELS = str.maketrans("", "", "اوىيئؤءةآأإ")
_MOST_LETTERS = 30  # of a word whose spelling is looked for; longer ones are no words
_MOST_WORDS = 60_000  # most frequent lemmas; a year of five outlets has 25,000 in five articles or more
_LEAST_ARTICLES = 3  # that a lemma is in; rarer ones are no better than what was typed
_HEAD = Struct("<4scIIQ")  # magic, byte order of the keys, checksum of all that follows, number of keys, articles in the index
_MAGIC = b"SQW1"
_ORDER = b"<" if sys.byteorder == "little" else b">"


def sound_key(word: str) -> str:
    """Consonants of a folded word with like sounds made equal and doubled letters single.

    >>> sound_key("جواتيمالا") == sound_key("غواتيمالا"), sound_key("تليجرام") == sound_key("تيليغرام")
    (True, True)
    """
    plain = word.translate(_SOUNDS).translate(_VOWELS)
    key = "".join(ch for i, ch in enumerate(plain) if i == 0 or ch != plain[i - 1])
    return key[:-1] if len(key) > LEAST_KEY and key[-1] == "ه" else key


def shortened(word: str) -> set[str]:
    """The word with any one letter left out (Garbe's symmetric deletes): two words one typing error apart share one."""
    return {word[:i] + word[i + 1 :] for i in range(len(word))} | {word}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Lemmas, most frequent first, and sorted keys: checksum of a key in the upper, rank of its lemma in the lower half."""

    words: Sequence[str]
    keys: Sequence[int]
    articles: int  # in the index when it was made

    def alike(self, word: str) -> Iterator[str]:
        """Lemmas that sound like a word, most frequent first."""
        key = sound_key(word[: _MOST_LETTERS + 1])
        if LEAST_KEY <= len(key) <= _MOST_LETTERS:
            yield from (found for found in self._at(f"~{key}") if sound_key(found) == key and found != word)

    def near(self, word: str) -> Iterator[str]:
        """Lemmas one typing error away, in no order."""
        if len(word) > _MOST_LETTERS:
            return
        forms = shortened(word)
        for found in {found for form in forms for found in self._at(form)}:
            if abs(len(found) - len(word)) <= 1 and found != word and not forms.isdisjoint(shortened(found)):
                yield found

    def _at(self, key: str) -> Iterator[str]:
        number = zlib.crc32(key.encode("utf-8", "surrogatepass"))
        at = bisect_left(self.keys, number << 32)
        while at < len(self.keys) and self.keys[at] >> 32 == number:
            yield self.words[self.keys[at] & 0xFFFFFFFF]
            at += 1

    def outgrown(self, articles: int) -> float:
        """By what share an index of so many articles has grown or shrunk since its words were read."""
        if self.articles:
            return abs(articles - self.articles) / self.articles
        return inf if articles else 0.0


def read_vocabulary(searcher: tantivy.Searcher) -> Vocabulary:
    """Collect the lemmas of all articles."""
    counted = (
        pair
        for pair in searcher.terms_with_prefix("text", "")
        if pair[1] >= _LEAST_ARTICLES and pair[0].isalpha() and len(pair[0]) <= _MOST_LETTERS
    )
    words = [lemma for lemma, _ in sorted(counted, key=lambda pair: (-pair[1], pair[0]))[:_MOST_WORDS]]
    keys = array("Q", sorted(zlib.crc32(key.encode()) << 32 | rank for rank, word in enumerate(words) for key in _keys(word)))
    return Vocabulary(words, keys, searcher.num_docs)


def _keys(word: str) -> Iterable[str]:
    key = sound_key(word)
    if len(key) >= LEAST_KEY:
        yield f"~{key}"
    if len(word) >= LEAST_TYPO:
        yield from shortened(word)


def save_vocabulary(vocabulary: Vocabulary, folder: Path) -> None:
    """Write the file, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    rest = array("Q", vocabulary.keys).tobytes() + "\n".join(vocabulary.words).encode()
    head = _HEAD.pack(_MAGIC, _ORDER, zlib.crc32(rest), len(vocabulary.keys), vocabulary.articles)
    made = folder / f"{WORDS_FILE}.new"  # written over after a crash; where two writers mixed it, its checksum is wrong
    made.write_bytes(head + rest)
    os.replace(made, folder / WORDS_FILE)


def stamp_vocabulary(folder: Path) -> tuple[int, int] | None:
    """Changes when the file does; None where there is none."""
    try:
        found = os.stat(folder / WORDS_FILE)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


def load_vocabulary(folder: Path) -> Vocabulary | None:
    """Read the file; None where there is none, or it is damaged or another machine's."""
    try:
        data = (folder / WORDS_FILE).read_bytes()
    except OSError:
        return None
    if len(data) < _HEAD.size:
        return None
    magic, order, checksum, count, articles = _HEAD.unpack_from(data)
    rest = memoryview(data)[_HEAD.size :]
    if magic != _MAGIC or order != _ORDER or zlib.crc32(rest) != checksum:
        return None
    keys = array("Q", bytes(rest[: count * 8]))
    words = bytes(rest[count * 8 :]).decode().split("\n") if count else []
    return Vocabulary(words, keys, articles)
