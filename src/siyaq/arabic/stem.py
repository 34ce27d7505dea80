"""Lemma of a word: clitic back-off with attested words, simplemma's dictionary, nisba, inflection, snowball for the unknown.

A word is taken apart in every way that the tables of `clitic` allow. Each way costs something; what is left is worth the
logarithm of its frequency. The best way wins, so a clitic is cut only where the rest is an attested word that explains
the whole better than the word itself: «ولي», «بوتين» and «لبنان» keep their first letter.

That takes some 50 microseconds. Of attested words it was done beforehand (`lexicon.attested_lemma`; tools/make_lexicon.py makes
the file anew after a change of these rules or of a table that they read).
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from math import log
from typing import Any

from siyaq.arabic.clitic import ARTICLES, ENDINGS, FUNCTION_WORDS, FUTURE, PROCLITICS, PRONOUNS
from siyaq.arabic.lexicon import attested_lemma, frequency, is_headword, lemma_table
from siyaq.arabic.memo import Memo
from siyaq.arabic.normal import fold
from siyaq.arabic.place import nisba, person_words, place_words
from siyaq.arabic.stopword import is_stop
from siyaq.arabic.token import words

_CACHE_WORDS = 1 << 18  # a year of one outlet has about 250,000 different words; 40 MB when full
_ARABIC = re.compile(r"[\u0621-\u064a]+")
_NISBA_SHARE = 0.2  # «X-ية» is an adjective of «X-ي» where «X-ي» has at least this share of its uses; swept on UD_Arabic-PUD
_UNATTESTED = 1e-9  # a tenth of wordfreq's rarest: the worth of a dictionary form that running text does not have

# Share of «ال» among a word's uses: nouns have more than the first, verbs less than the second; swept on UD_Arabic-PUD.
_ARTICLE_OF_NOUN = 0.03
_ARTICLE_OF_VERB = 0.06
_THIRD_PERSON = 0.1  # «يـ» forms there must be for each «تـ» form of a verb

Form = tuple[str, float]  # a form and what it costs to get there


@lru_cache(maxsize=_CACHE_WORDS)
def _usage(word: str) -> float:
    """Probability of a word with or without article."""
    return frequency(word) + frequency("ال" + word)


def _is_noun(word: str) -> bool:
    """Whether running text writes a word with the article: no verb has one."""
    return frequency("ال" + word) > _ARTICLE_OF_NOUN * frequency(word)


def _is_verb(word: str) -> bool:
    return frequency("ال" + word) < _ARTICLE_OF_VERB * frequency(word)


def _hollow(stem: str) -> Iterator[str]:
    """Perfects that an imperfect without its prefix may belong to: كتب; أصبح; قام of قوم; جرى of جري; رأى."""
    yield stem
    yield "ا" + stem
    for weak in "وي":
        if weak in stem[1:-1]:
            yield stem[0] + stem[1:-1].replace(weak, "ا") + stem[-1]
            yield "ا" + stem[0] + stem[1:-1].replace(weak, "ا") + stem[-1]


@lru_cache(maxsize=_CACHE_WORDS)
def _perfect(word: str) -> str:
    """Perfect of an imperfect verb that the dictionary does not analyse; any other word as it is."""
    if len(word) < 4 or word[0] not in "يتنا" or not _is_verb(word):
        return word
    third = "ي" + word[1:]
    listed = lemma_table().get(third, third)
    if listed != third:
        return listed
    if frequency(third) < _THIRD_PERSON * frequency(word):
        return word
    heads = [head for head in _hollow(word[1:]) if is_headword(head)]
    return max(heads, key=frequency, default=word)


@lru_cache(maxsize=_CACHE_WORDS)
def _known(word: str) -> str | None:
    """Lemma of a form by the dictionary, or the country of a nisba; None where neither lists it."""
    country = nisba().get(word)
    if country is not None:
        return country
    if word in place_words() or word in person_words():
        return word
    found = lemma_table().get(word)
    if found is None or (found == word and not is_headword(word)):
        return None
    if found != word and _is_noun(word) and _is_verb(found):  # a verbal noun or participle, listed under its verb
        return _singular(word)
    return _perfect(found)


def _singular(word: str) -> str:
    stems = [form for form, _ in _nominal(word) if _usage(form) > _usage(word)]
    return max(stems, key=_usage, default=word)


def _cut(word: str, endings: tuple[str, ...]) -> list[str]:
    return [word[: len(word) - len(e)] for e in endings if word.endswith(e) and len(word) >= len(e) + 3]


def _nominal(word: str) -> Iterator[Form]:
    """Forms that a noun or adjective may be made of: accusative, feminine adjective, plurals and dual."""
    for stem in _cut(word, ("ا",)):
        yield stem, ENDINGS["adjective"]
    if word.endswith("يه") and len(word) > 4 and _usage(word[:-1]) > _NISBA_SHARE * _usage(word):
        yield word[:-1], 0.0
    for stem in _cut(word, ("يون", "يين", "يات")):
        yield stem + "ي", ENDINGS["nominal"]
        yield stem + "يه", ENDINGS["nominal"]
    for stem in _cut(word, ("ون", "ين", "ات", "ان")):
        yield stem, ENDINGS["nominal"]
        yield stem + "ه", ENDINGS["nominal"]


def _verbal(word: str) -> Iterator[Form]:
    """Forms of the same verb: another person of the imperfect or of the perfect."""
    if word[0] in "يتنا" and len(word) >= 4:
        for stem in _cut(word[1:], ("ون", "ين", "ان", "وا", "ن", "ي", "")):
            yield "ي" + stem, ENDINGS["verbal"]
            yield "ت" + stem, ENDINGS["verbal"]
    for stem in _cut(word, ("تما", "تم", "تا", "نا", "وا", "ت", "ن", "ا")):
        yield stem, ENDINGS["perfect"]


def _hosts(word: str) -> Iterator[Form]:
    """What a word is without its pronoun; «ت» before one may be a ta marbuta."""
    for pronoun, cost in PRONOUNS.items():
        if word.endswith(pronoun) and len(word) >= len(pronoun) + 2:
            host = word[: len(word) - len(pronoun)]
            yield host, cost
            if pronoun and host[-1] == "ت":
                yield host[:-1] + "ه", cost


def _rests(word: str) -> Iterator[tuple[str, float, bool, bool]]:
    """What a word is without what is written before it: rest, cost, whether it may be a noun, whether a verb."""
    for article, cost in ARTICLES.items():
        if word.startswith(article) and len(word) >= len(article) + 2:
            yield word[len(article) :], cost, True, False
    for proclitic, cost in PROCLITICS.items():
        if word.startswith(proclitic) and len(word) >= len(proclitic) + 3:
            yield word[len(proclitic) :], cost, True, proclitic in ("", "و", "ف")
    for future, cost in FUTURE.items():
        rest = word[len(future) :]
        if word.startswith(future) and len(rest) >= 4 and rest[0] in "يتنا":
            yield rest, cost, False, True


@lru_cache(maxsize=_CACHE_WORDS)
def _best_form(host: str, verb: bool) -> tuple[float, str] | None:
    """Best (worth, lemma) of a word without clitics, None where nothing is known of it."""
    found: list[tuple[float, str]] = []
    for form, cost in ((host, 0.0), *_nominal(host), *(_verbal(host) if verb else ())):
        base, usage = _known(form), _usage(form)
        if base is not None:
            found.append((log(usage + _UNATTESTED) - cost, nisba().get(base, base)))
        elif usage > 0:
            listed = ENDINGS["listed" if form in lemma_table() else "unlisted"]
            found.append((log(usage) - cost - listed, form))
    return max(found, default=None)


def _analyses(word: str) -> Iterator[tuple[float, str]]:
    for rest, before, noun, verb in _rests(word):
        for host, after in _hosts(rest) if not (noun and not verb and before <= 0) else ((rest, 0.0),):
            best = _best_form(host, verb)
            if best is not None:
                yield best[0] - before - after, best[1]


@cache
def _stemmer() -> Any:
    import Stemmer  # late: only words that nobody knows need it

    return Stemmer.Stemmer("arabic", 0)  # `Memo` remembers


@Memo
def lemma(word: str) -> str:
    """Lemma of a folded word, folded; the word itself where nothing is known and nothing can be cut.

    >>> lemma("الصواريخ"), lemma("وبالمدرسه"), lemma("كوريه"), lemma("بوتين")
    ('صاروخ', 'مدرسه', 'كوريا', 'بوتين')
    """
    known = attested_lemma(word)
    return derived_lemma(word) if known is None else known


def derived_lemma(word: str) -> str:
    """Lemma of a folded word by the rules of this module."""
    if not _ARABIC.fullmatch(word) or len(word) < 3:
        return word
    function = FUNCTION_WORDS.get(word)
    if function is not None or is_stop(word):
        return function or word
    if word in place_words() or word in nisba():
        return nisba().get(word, word)
    best = max(_analyses(word), default=None)
    return best[1] if best is not None else fold(_stemmer().stemWord(word)) or word


def lemmas(text: str) -> list[str]:
    """One lemma for each word of a text, stop words included, so that positions hold.

    >>> lemmas("إطلاق الصواريخ")
    ['اطلاق', 'صاروخ']
    """
    return lemma.of_all(words(text))


def terms(text: str) -> list[str]:
    """Lemmas of a text without stop words and one-letter words.

    >>> terms("الصواريخ التي في المدرسة")
    ['صاروخ', 'مدرسه']
    """
    return list(filter(None, _term.of_all(words(text))))


@Memo
def _term(word: str) -> str:
    """Lemma of a folded word; empty where it or its lemma is a stop word, and for single letters."""
    made = "" if len(word) < 2 or is_stop(word) else lemma(word)
    return "" if is_stop(made) else made
