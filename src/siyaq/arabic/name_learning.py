"""Learn from an archive which spellings name the same: letters and places in a name propose, shared contexts accept.

Pure: the archive comes in as names and terms of each article; groups, and pairs to keep apart, come out with their evidence.
"""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from math import fsum, log, sqrt

from siyaq.arabic.lexicon import frequency, is_headword, lemma_table
from siyaq.arabic.name_list import NameGroup, same_spelling_key
from siyaq.arabic.place import person_words, place_words
from siyaq.arabic.skeleton import skeleton
from siyaq.arabic.stem import lemma, terms
from siyaq.arabic.stopword import is_stop
from siyaq.arabic.token import Token, tokens
from siyaq.arabic.variant import name_words, relate

# Seen on 2,500 articles of ant_multisource: two spellings of one name share contexts with cosine .2 to .8, two names that
# merely look alike with less than .1.
_ALIKE = 0.2
_MUCH_ALIKE = 0.5  # where the letters alone would not join them
_TOGETHER = 0.3  # share of the rarer one's articles that have both: an article keeps to one spelling, two people meet
_UNLIKE = 0.06
_FEW = 2  # articles that must have a spelling for it to be learned
_ENOUGH = 5  # articles of each name before unlike contexts speak against it
_MOST_ARTICLES = 60  # of a name that are compared
_LARGEST_BUCKET = 60  # names of one skeleton; more are too short to tell apart
_SHORT_SHARE = 0.5  # of the articles with a short name that must have the long one too
_SHORT_LEAD = 3.0  # times as often as the next long name that the short one may stand for
_ALIAS_TIMES = 2  # articles in which «long (short)» must stand
_LONGEST_NAME = 4  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedNames:
    """What an archive teaches: groups of spellings with evidence, and pairs of keys to keep apart."""

    groups: tuple[NameGroup, ...] = ()
    apart: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedArticle:
    """What learning needs of an article: the names it holds, as written, its terms, and «long (short)» pairs."""

    names: tuple[str, ...]
    terms: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...] = ()


class _Numbers(dict[str, int]):
    """Terms by number, each given the next one when it is asked for."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class _Archive:
    """Names of an archive with the articles that hold them. Terms are numbers: those of 100,000 articles would take .6 GB."""

    def __init__(self, articles: Iterable[NamedArticle]) -> None:
        self.articles: dict[str, list[int]] = defaultdict(list)
        self.spelled: dict[str, str] = {}
        self.aliases: Counter[tuple[str, str]] = Counter()
        self._numbers = _Numbers()
        self._terms: list[array[int]] = []  # of each article, each once
        self._contexts: dict[str, dict[int, float]] = {}
        for number, article in enumerate(articles):
            self._add(number, article)
        self._articles_with = Counter(chain.from_iterable(self._terms))
        self._words = list(self._numbers)

    def _add(self, number: int, article: NamedArticle) -> None:
        self._terms.append(array("I", set(map(self._numbers.__getitem__, article.terms))))
        self.aliases.update(set(article.aliases))
        for key, name in {same_spelling_key(n): n for n in article.names}.items():
            self.articles[key].append(number)
            self.spelled.setdefault(key, name)

    def context(self, key: str) -> dict[int, float]:
        """Terms near a name, weighted by rarity; those of the name itself left out."""
        if key not in self._contexts:
            self._contexts[key] = self._weigh(key)
        return self._contexts[key]

    def _weigh(self, key: str) -> dict[int, float]:
        numbers = self.articles[key]
        step = max(1, len(numbers) // _MOST_ARTICLES)
        counts = Counter(chain.from_iterable(self._terms[n] for n in numbers[::step]))
        own = set(map(skeleton, name_words(key)))
        total, held = len(self._terms), self._articles_with
        return {t: (1 + log(c)) * log(total / held[t]) for t, c in counts.items() if skeleton(self._words[t]) not in own}


def _cosine(a: dict[int, float], b: dict[int, float]) -> float:
    if len(b) < len(a):
        a, b = b, a
    dot = fsum(w * b[t] for t, w in a.items() if t in b)
    norm = sqrt(fsum(w * w for w in a.values()) * fsum(w * w for w in b.values()))
    return dot / norm if norm else 0.0


def learn_variants(articles: Iterable[NamedArticle]) -> LearnedNames:
    """Learn groups of spellings from the articles of an archive.

    A skeleton key proposes pairs, `variant.relate` weighs their letters, and the cosine of the terms beside them (weighted by
    rarity) decides what letters leave open. A short name joins the long one that most of its articles hold. What stands as
    «long (short)» in several articles is an acronym.

    Args:
        articles: in any order; the result does not depend on it.

    Returns:
        groups, the name of most articles first in each, groups of most articles first; and pairs whose contexts speak against
        their letters.
    """
    archive = _Archive(articles)
    known = {key: numbers for key, numbers in archive.articles.items() if len(numbers) >= _FEW}
    joins: list[tuple[str, str, str]] = []
    apart: set[tuple[str, str]] = set()
    for a, b in _proposed(known):
        _judge(archive, a, b, joins, apart)
    joins.extend(_short_names(archive, known))
    joins.extend(_acronyms(archive))
    return LearnedNames(groups=tuple(_groups(archive, joins)), apart=frozenset(apart))


def _proposed(known: dict[str, list[int]]) -> Iterator[tuple[str, str]]:
    buckets: dict[str, list[str]] = defaultdict(list)
    for key in sorted(known):
        buckets["".join(map(skeleton, name_words(key)))].append(key)
    for bone, keys in sorted(buckets.items()):
        if len(bone) > 1 and len(keys) <= _LARGEST_BUCKET:
            yield from combinations(keys, 2)


def _judge(archive: _Archive, a: str, b: str, joins: list[tuple[str, str, str]], apart: set[tuple[str, str]]) -> None:
    """Join a proposed pair, keep it apart, or leave it to its letters."""
    relation = relate(a, b)
    if relation.kind not in ("variant", "maybe") or _are_inflected(name_words(a), name_words(b)):
        return
    alike = _cosine(archive.context(a), archive.context(b))
    least = min(len(archive.articles[a]), len(archive.articles[b]))
    together = len(set(archive.articles[a]) & set(archive.articles[b])) / least
    sure = relation.kind == "variant"
    if alike >= (_ALIKE if sure else _MUCH_ALIKE) and (sure or together <= _TOGETHER):
        joins.append((a, b, f"{relation.why}; contexts {alike:.2f}"))
    elif sure and alike < _UNLIKE and least >= _ENOUGH:
        apart.add((a, b))


def _are_inflected(x: tuple[str, ...], y: tuple[str, ...]) -> bool:
    """Whether two names differ in the form of a word only: a country and its adjective, singular and plural."""
    changed = [(p, q) for p, q in zip(x, y, strict=False) if p != q]
    return any(
        lemma(p) == lemma(q) or p.removesuffix("يه").removesuffix("ي") == q.removesuffix("يه").removesuffix("ي")
        for p, q in changed
    )


def _short_names(archive: _Archive, known: dict[str, list[int]]) -> Iterator[tuple[str, str, str]]:
    """A last name joins the full name that it stands for in most articles."""
    longs: dict[str, list[str]] = defaultdict(list)
    for key in sorted(known):
        parts = key.split()
        if 2 <= len(parts) <= _LONGEST_NAME and not parts[0].startswith("ال"):
            longs[parts[-1]].append(key)
            if len(parts) > 2:
                longs[" ".join(parts[-2:])].append(key)
    for short, candidates in sorted(longs.items()):
        if len(known.get(short, ())) < _ENOUGH or (" " not in short and _is_ordinary(short)):
            continue
        held = set(known[short])
        shares = sorted(((len(held.intersection(known[c])) / len(held), c) for c in candidates), reverse=True)
        others = [share for share, c in shares[1:] if relate(c, shares[0][1]).kind not in ("same", "variant", "short")]
        if shares[0][0] >= _SHORT_SHARE and all(shares[0][0] >= _SHORT_LEAD * share for share in others):
            yield shares[0][1], short, f"{shares[0][0]:.0%} of its articles have the long name"


def _is_ordinary(word: str) -> bool:
    """Whether a word is a dictionary word or a first name, so that alone it names nobody."""
    return word in lemma_table() or frequency(word) > 5e-5


def _acronyms(archive: _Archive) -> Iterator[tuple[str, str, str]]:
    """«قوات سوريا الديمقراطية (قسد)»: the longest run of words that nearly always stands before the short name."""
    by_short: dict[str, Counter[str]] = defaultdict(Counter)
    for (long, short), times in archive.aliases.items():
        by_short[short][long] += times
    for short, longs in sorted(by_short.items()):
        most = max(longs.values())
        if most < _ALIAS_TIMES:
            continue
        best = max((long for long, n in longs.items() if n >= 0.7 * most), key=lambda w: (len(w.split()), w))
        for name in (best, short):
            archive.spelled.setdefault(same_spelling_key(name), name)
        yield same_spelling_key(best), same_spelling_key(short), f"{longs[best]} times «{best} ({short})»"


def _groups(archive: _Archive, joins: list[tuple[str, str, str]]) -> Iterator[NameGroup]:
    """Stars of joined names: the name of most articles takes those joined to it directly, so that no chain of small steps
    ends at another name."""
    near: dict[str, dict[str, str]] = defaultdict(dict)
    for a, b, reason in joins:
        near[a][b] = near[b][a] = reason
    taken: set[str] = set()
    for center in sorted(near, key=lambda k: (-len(archive.articles.get(k, ())), k)):
        members = [k for k in sorted(near[center]) if k not in taken]
        if center in taken or not members:
            continue
        taken.update((center, *members))
        spelled = archive.spelled
        why = tuple(f"{spelled[center]} = {spelled[k]}: {near[center][k]}" for k in members)
        yield NameGroup(names=tuple(spelled[k] for k in (center, *members)), origin="learned", evidence=why)


# --- names and aliases of a plain text, for archives that were not analysed ---

_SHORT = re.compile(r"[\"»”]?\s?\(\s?[\"«“]?([^\W\d_]{2,8})[\"»”]?\s?\)")
_WORD_AT_END = re.compile(r"(?<![^\W\d_])[^\W\d_]+$")
_MOST_WORDS = 6  # of the long name before the bracket
_LONGEST_RUN = 120  # characters in which they stand


def find_aliases(text: str) -> tuple[tuple[str, str], ...]:
    """(long, short) candidates of «long (short)» in a text: each run of 2 to 6 words before the bracket.

    The short one must be no dictionary word and no place.

    >>> find_aliases("قالت قوات سوريا الديمقراطية (قسد) إنها")[1]
    ('قوات سوريا الديمقراطية', 'قسد')
    """
    found: list[tuple[str, str]] = []
    for m in _SHORT.finditer(text):
        key = same_spelling_key(m[1]).removeprefix("ال")
        if key and key not in lemma_table() and key not in place_words() and key not in person_words():
            parts = _words_before(text[max(0, m.start() - _LONGEST_RUN) : m.start()])
            found.extend((" ".join(parts[-n:]), m[1]) for n in range(2, len(parts) + 1))
    return tuple(found)


def _words_before(text: str) -> list[str]:
    """The last words of a text with nothing but spaces between them and after them."""
    words: list[str] = []
    for piece in reversed(text.split()):
        word = _WORD_AT_END.search(piece)
        if word is None:
            break
        words.insert(0, word[0])
        if word[0] != piece or len(words) == _MOST_WORDS:
            break
    return words


def _is_name_like(word: str) -> bool:
    """Whether neither a word nor its lemma is in the dictionary, or it is a known part of names."""
    base = lemma(word)
    if base in person_words() or (base in place_words() and not is_headword(base)):
        return True
    return word.isalpha() and not word.isascii() and base not in lemma_table() and word not in lemma_table()


def _bare_text(token: Token) -> str:
    """A token's text without a proclitic that hides a name («وترامب»)."""
    base = lemma(token.norm)
    hidden = len(token.text) == len(token.norm) > len(base) > 2 and token.norm.endswith(base) and token.norm[0] in "وفبلك"
    return token.text[len(token.norm) - len(base) :] if hidden else token.text


def name_candidates(text: str) -> tuple[str, ...]:
    """Names that a text may hold, found without grammar: words that no dictionary has, alone and in runs of up to four.

    >>> "زيلينسكي" in name_candidates("التقى زيلينسكي الوفد")
    True
    """
    found: dict[str, None] = {}
    run: list[str] = []
    last_end = -2
    for token in tokens(text):
        name = _bare_text(token)
        if len(token.norm) > 1 and not is_stop(token.norm) and _is_name_like(token.norm):
            run = [*run, name][-_LONGEST_NAME:] if token.start == last_end + 1 and name == token.text else [name]
            found.update(dict.fromkeys(" ".join(run[i:]) for i in range(len(run))))
        else:
            run = []
        last_end = token.end
    return tuple(found)


def named_article(text: str) -> NamedArticle:
    """What learning needs of a plain text."""
    return NamedArticle(names=name_candidates(text), terms=tuple(terms(text)), aliases=find_aliases(text))


def learn_names(texts: Iterable[str]) -> LearnedNames:
    """Learn from plain texts of an archive (`learn_variants` of `named_article`)."""
    return learn_variants(named_article(text) for text in texts)
