"""What is known of single words: attested forms with frequencies (wordfreq) and lemmas (simplemma), both folded.

Both are read from their packages at first use (about a second) and kept for the life of the process.
"""

from collections.abc import Iterable
from functools import cache

import simplemma.strategies.dictionaries
import wordfreq

from siyaq.arabic.normal import fold

# wordfreq's rarest words are one in a hundred million; in the Arabic list they are mostly typing errors and foreign letters.
_RAREST = 1e-8


def _fold_all(spelled: Iterable[str]) -> list[str]:
    """Fold many words at once: ten times as fast as one by one."""
    return fold("\n".join(spelled)).split("\n")


@cache
def frequencies() -> dict[str, float]:
    """Folded word -> probability in running text, the sum over its spellings."""
    table: dict[str, float] = {}
    spelled = wordfreq.get_frequency_dict("ar", wordlist="best")
    for norm, probability in zip(_fold_all(spelled), spelled.values(), strict=True):
        table[norm] = table.get(norm, 0.0) + probability
    return table


def frequency(norm_word: str) -> float:
    """Background probability of a folded word in running Arabic text, 0 if unknown.

    Source: the package wordfreq (Speer 2022), list "best", spellings added up.

    >>> frequency("من") > frequency("صاروخ") > 0 == frequency("غكصث")
    True
    """
    return frequencies().get(norm_word, 0.0)


@cache
def lemma_table() -> dict[str, str]:
    """Folded form -> folded lemma, from simplemma's Arabic dictionary; where spellings disagree, the lemma of most forms."""
    spelled = simplemma.strategies.dictionaries.DefaultDictionaryFactory().get_dictionary("ar")
    votes: dict[str, dict[str, int]] = {}
    for norm, norm_base in zip(_fold_all(spelled), _fold_all(spelled.values()), strict=True):
        if norm and norm_base:
            counts = votes.setdefault(norm, {})
            counts[norm_base] = counts.get(norm_base, 0) + 1
    return {norm: max(sorted(counts), key=counts.__getitem__) for norm, counts in votes.items()}


def is_attested(norm_word: str) -> bool:
    """Whether a folded word stands in running text or in a dictionary."""
    return frequency(norm_word) > _RAREST or norm_word in lemma_table()
