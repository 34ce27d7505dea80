"""Stop words: our own list (`data/stopwords.txt`)."""

from functools import cache
from importlib.resources import files

from siyaq.arabic.normal import fold


@cache
def stop_words() -> frozenset[str]:
    """All stop words, folded."""
    lines = files("siyaq.arabic").joinpath("data/stopwords.txt").read_text("utf-8").splitlines()
    return frozenset(fold(word) for line in lines if not line.startswith("#") for word in line.split())


def is_stop(norm_word: str) -> bool:
    """Whether a folded word says nothing about a text's subject.

    >>> is_stop("الذي"), is_stop("رئيس")
    (True, False)
    """
    return norm_word in stop_words()
