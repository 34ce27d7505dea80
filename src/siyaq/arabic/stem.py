"""Lemma of a word: clitic back-off with attested words, simplemma's dictionary, snowball for the unknown."""

import re
from functools import lru_cache

import snowballstemmer

from siyaq.arabic.lexicon import frequency, is_attested, lemma_table
from siyaq.arabic.normal import fold
from siyaq.arabic.stopword import is_stop
from siyaq.arabic.token import words

_CACHE_WORDS = 1 << 18
_ARABIC = re.compile(r"[\u0621-\u064a]+")
_STEMMER = snowballstemmer.stemmer("arabic")

_ARTICLES = ("وبال", "وال", "فال", "بال", "كال", "لل", "ولل", "ال", "فلل", "وكال", "فبال")
_PROCLITICS = ("و", "ف", "ب", "ل", "ك", "س", "وب", "ول", "وس", "فس", "وك", "فل", "فب")
_PRONOUNS = ("هما", "كما", "هم", "هن", "كم", "نا", "ها", "ني", "ه", "ك", "ي")


def _looked_up(word: str) -> str | None:
    return lemma_table().get(word)


def _without_article(word: str) -> str | None:
    for article in sorted(_ARTICLES, key=len, reverse=True):
        rest = word.removeprefix(article)
        if rest != word and len(rest) >= 2:
            return rest
    return None


def _splits(word: str) -> list[str]:
    """What may be left of a word without clitics, longest first."""
    heads = [word, *(word[len(p) :] for p in _PROCLITICS if word.startswith(p))]
    rests = {h.removesuffix(s) for h in heads for s in ("", *_PRONOUNS) if h.endswith(s)} - {word}
    return sorted((r for r in rests if len(r) >= 3), key=lambda r: (-len(r), -frequency(r), r))


@lru_cache(maxsize=_CACHE_WORDS)
def lemma(word: str) -> str:
    """Lemma of a folded word, folded; the word itself where nothing is known and nothing can be cut.

    >>> lemma("الصواريخ"), lemma("وبالمدرسه")
    ('صاروخ', 'مدرسه')
    """
    if not _ARABIC.fullmatch(word) or len(word) < 3 or is_stop(word):
        return word
    bare = _without_article(word)
    if bare is not None and is_attested(bare):
        return _looked_up(bare) or bare
    known = _looked_up(word)
    if known is not None:
        return known
    for rest in _splits(word):
        found = _looked_up(rest)
        if found is not None and frequency(rest) > frequency(word):
            return found
    return word if frequency(word) > 0 else fold(_STEMMER.stemWord(word)) or word


def lemmas(text: str) -> list[str]:
    """One lemma for each word of a text, stop words included, so that positions hold.

    >>> lemmas("إطلاق الصواريخ")
    ['اطلاق', 'صاروخ']
    """
    return [lemma(word) for word in words(text)]


def terms(text: str) -> list[str]:
    """Lemmas of a text without stop words and one-letter words.

    >>> terms("الصواريخ التي في المدرسة")
    ['صاروخ', 'مدرسه']
    """
    return [made for word in words(text) if len(word) > 1 and not is_stop(word) and not is_stop(made := lemma(word))]
