"""Small sets of words that the grammars of names, claims and citations use, from `data/word_sets.tsv`."""

from functools import cache
from importlib.resources import files

from siyaq.arabic import fold


@cache
def _all() -> dict[str, frozenset[str]]:
    lines = files("siyaq.analyze").joinpath("data/word_sets.tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return {name: frozenset(fold(words).split("|")) for name, words in pairs}


def word_set(name: str) -> frozenset[str]:
    """Folded words of a set.

    Args:
        name: the user's module and the set, as in the file's first column.

    >>> "بحسب" in word_set("clause.attribution")
    True
    """
    return _all()[name]
