"""What is known of single words: attested forms with frequencies (wordfreq) and lemmas (simplemma), both folded.

Both were folded beforehand and come as files (`data/*.table`, tools/make_lexicon.py) that are opened at first use. The attested
forms also have the lemma that `stem` derives: nine of ten different words of the news are among them.
"""

from functools import cache
from importlib.resources import files
from typing import overload

from siyaq.arabic.memo import Memo
from siyaq.arabic.word_table import WordTable

# wordfreq's rarest words are one in a hundred million; in the Arabic list they are mostly typing errors and foreign letters.
_RAREST = 1e-8
# wordfreq rounds probabilities to centibels, hundredths of a power of ten; the file has their negatives.
_PROBABILITY = {b"%d" % centibels: 10 ** (-centibels / 100) for centibels in range(1, 1000)}


def _open(name: str) -> WordTable:
    return WordTable(files("siyaq.arabic").joinpath(f"data/{name}.table").read_bytes())


@cache
def frequency_table() -> WordTable:
    """Folded word -> centibels of its spellings, separated by spaces; then "/" and its lemma where that is another word."""
    return _open("frequencies")


@Memo
def frequency(norm_word: str) -> float:
    """Background probability of a folded word in running Arabic text, 0 if unknown.

    Source: the package wordfreq (Speer 2022), list "best", spellings added up.

    >>> frequency("من") > frequency("صاروخ") > 0 == frequency("غكصث")
    True
    """
    stored = frequency_table().value(norm_word)
    if stored is None:
        return 0.0
    spellings = stored.partition(b"/")[0]
    if spellings in _PROBABILITY:
        return _PROBABILITY[spellings]
    total = 0.0
    for centibels in spellings.split(b" "):
        total += _PROBABILITY[centibels]
    return total


def attested_lemma(norm_word: str) -> str | None:
    """Lemma of an attested word as `stem.derived_lemma` makes it, None for other words."""
    stored = frequency_table().value(norm_word)
    return None if stored is None else stored.partition(b"/")[2].decode() or norm_word


class LemmaTable:
    """Folded forms of a dictionary with their lemmas, also folded; read like a dict."""

    def __init__(self, table: WordTable) -> None:
        """Wrap a table whose values are a lemma, or nothing where that is the form itself, then `*` for a headword."""
        self._table = table
        self.header = table.header

    @overload
    def get(self, norm_word: str) -> str | None: ...
    @overload
    def get(self, norm_word: str, default: str) -> str: ...
    def get(self, norm_word: str, default: str | None = None) -> str | None:
        """Lemma of a form, `default` if the dictionary does not list it."""
        stored = self._table.value(norm_word)
        if stored is None:
            return default
        return stored.rstrip(b"*").decode() or norm_word

    def __contains__(self, norm_word: str) -> bool:
        return self._table.value(norm_word) is not None

    def __len__(self) -> int:
        return len(self._table)

    def is_headword(self, norm_word: str) -> bool:
        """Whether a form is the lemma of several others."""
        stored = self._table.value(norm_word)
        return stored is not None and stored.endswith(b"*")


@cache
def lemma_table() -> LemmaTable:
    """Folded form -> folded lemma, from simplemma's Arabic dictionary.

    Where spellings of a form have several lemmas, the most frequent spelling decides; one that is its own lemma without being a
    headword comes last, as the dictionary lists many forms so that are merely not analysed («ايام» beside «أيام» -> «يوم»).
    """
    return LemmaTable(_open("lemmas"))


def is_headword(norm_word: str) -> bool:
    """Whether a folded word is the lemma of several other forms."""
    return lemma_table().is_headword(norm_word)


def is_attested(norm_word: str) -> bool:
    """Whether a folded word stands in running text or in a dictionary."""
    return frequency(norm_word) > _RAREST or norm_word in lemma_table()
