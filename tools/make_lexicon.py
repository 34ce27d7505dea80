"""Make `src/siyaq/arabic/data/frequencies.table` and `lemmas.table`: what wordfreq and simplemma know of Arabic words, folded.

usage: python tools/make_lexicon.py

The first one also has the lemma of each word, by the rules of `siyaq.arabic.stem` over both.

Run it after a change of `siyaq.arabic.fold`, of those rules or the lists they read, or a new version of either package;
tests/unit/arabic/test_arabic_lexicon.py tells.
Notices of both sources are in NOTICE.
"""

from collections import Counter
from importlib.metadata import version
from pathlib import Path

import wordfreq
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from siyaq.arabic import fold
from siyaq.arabic.stem import derived_lemma
from siyaq.arabic.word_table import pack

OUT = Path(__file__).resolve().parents[1] / "src/siyaq/arabic/data"
# A dictionary form that is its own lemma is a headword if this many other forms have it as theirs; else it is merely listed.
HEADWORD_FORMS = 2
# Our own lemmas in place of the dictionary's. simplemma lays some 150 function words over it that its training scripts mine
# from a treebank (its figures for Arabic are on UD Arabic-PADT, whose licence is non-commercial). Of these only two are neither
# lemmas of themselves nor what our own tables (`siyaq.arabic.clitic`) say: these two; and it had «طالما» for «طال».
OWN = {"ذي": "ذو", "طال": "طال"}


def fold_all(spelled: list[str]) -> list[str]:
    """Fold many words at once: ten times as fast as one by one."""
    return fold("\n".join(spelled)).split("\n")


def centibels() -> dict[str, str]:
    """Folded word -> the negative centibels of its spellings, in wordfreq's order (the order in which they are added)."""
    table: dict[str, str] = {}
    for number, words in enumerate(wordfreq.get_frequency_list("ar", wordlist="best")):
        for norm in filter(None, fold_all(words)):
            table[norm] = f"{table[norm]} {number}" if norm in table else str(number)
    return table


def lemmas() -> tuple[dict[str, str], frozenset[str]]:
    """Folded form -> folded lemma; and the headwords."""
    spelled = dict(DefaultDictionaryFactory().get_dictionary("ar").items()) | OWN
    norms, bases = fold_all(list(spelled)), fold_all(list(spelled.values()))
    forms_of = Counter(base for norm, base in zip(norms, bases, strict=True) if norm != base)
    heads = frozenset(base for base, count in forms_of.items() if count >= HEADWORD_FORMS)
    weights = wordfreq.get_frequency_dict("ar", wordlist="best")
    table: dict[str, str] = {}
    best: dict[str, float] = {}
    for form, norm, base in zip(spelled, norms, bases, strict=True):
        weight = -1.0 if base == norm and norm not in heads else weights.get(form, 0.0)
        if norm and base and weight > best.get(norm, -2.0):
            table[norm], best[norm] = base, weight
    return table, heads


def header() -> str:
    """What both files are made from."""
    return f"tools/make_lexicon.py: wordfreq {version('wordfreq')}, simplemma {version('simplemma')}"


def with_lemma(word: str, spellings: str) -> str:
    """What the table of frequencies holds of a word."""
    base = derived_lemma(word)
    return spellings if base == word else f"{spellings}/{base}"


def write(name: str, values: dict[str, str]) -> None:
    """Write one file."""
    data = pack(values, header())
    (OUT / f"{name}.table").write_bytes(data)
    print(f"{name}: {len(values)} words, {len(data)} bytes")


def main() -> None:
    """Write both files."""
    table, heads = lemmas()
    write("lemmas", {norm: ("" if base == norm else base) + "*" * (norm in heads) for norm, base in table.items()})
    bare = centibels()
    write("frequencies", bare)  # the rules read it, for the first time now
    write("frequencies", {word: with_lemma(word, spellings) for word, spellings in bare.items()})


if __name__ == "__main__":
    main()
