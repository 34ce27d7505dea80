"""What is known of single words: attested forms with frequencies (wordfreq) and lemmas (simplemma), both folded.

Both are read from their packages at first use (about a second) and kept for the life of the process.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache

from siyaq.arabic.normal import fold

# wordfreq's rarest words are one in a hundred million; in the Arabic list they are mostly typing errors and foreign letters.
_RAREST = 1e-8


def _fold_all(spelled: Iterable[str]) -> list[str]:
    """Fold many words at once: ten times as fast as one by one."""
    return fold("\n".join(spelled)).split("\n")


@cache
def frequencies() -> dict[str, float]:
    """Folded word -> probability in running text, the sum over its spellings."""
    import wordfreq  # takes a third of a second

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


# A dictionary form that is its own lemma is a headword if this many other forms have it as theirs; else it is merely listed.
_HEADWORD_FORMS = 2


@cache
def _dictionary() -> tuple[dict[str, str], frozenset[str]]:
    import simplemma.strategies.dictionaries
    import wordfreq

    spelled = simplemma.strategies.dictionaries.DefaultDictionaryFactory().get_dictionary("ar")
    norms, bases = _fold_all(spelled), _fold_all(spelled.values())
    forms_of = Counter(base for norm, base in zip(norms, bases, strict=True) if norm != base)
    heads = frozenset(base for base, count in forms_of.items() if count >= _HEADWORD_FORMS)
    weights = wordfreq.get_frequency_dict("ar", wordlist="best")
    table: dict[str, str] = {}
    best: dict[str, float] = {}
    for form, norm, base in zip(spelled, norms, bases, strict=True):
        weight = -1.0 if base == norm and norm not in heads else weights.get(form, 0.0)
        if norm and base and weight > best.get(norm, -2.0):
            table[norm], best[norm] = base, weight
    return table, heads


def lemma_table() -> dict[str, str]:
    """Folded form -> folded lemma, from simplemma's Arabic dictionary.

    Where spellings of a form have several lemmas, the most frequent spelling decides; one that is its own lemma without being a
    headword comes last, as the dictionary lists many forms so that are merely not analysed («ايام» beside «أيام» -> «يوم»).
    """
    return _dictionary()[0]


def is_headword(norm_word: str) -> bool:
    """Whether a folded word is the lemma of several other forms."""
    return norm_word in _dictionary()[1]


def is_attested(norm_word: str) -> bool:
    """Whether a folded word stands in running text or in a dictionary."""
    return frequency(norm_word) > _RAREST or norm_word in lemma_table()
