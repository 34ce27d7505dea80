"""The pair score of one article with many others at once, over arrays.

The same numbers as `PairModel.score`, which says what they mean, up to the order in which floats are added (a test compares
them): an article meets sixty others, and looking up each of its words in each of theirs takes ten times as long.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from siyaq.link.background import dot, lemma_weight, top_weight
from siyaq.link.feature import ArticleFeatures
from siyaq.link.pair import (
    LEAST_BODY,
    SIGNALS,
    PairModel,
    day_signals,
    is_headline,
    mean_weight,
    name_weight,
    number_share,
    sentence_share,
)
from siyaq.link.reading import LEAD_WORDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from siyaq.link.bucket import Entry
    from siyaq.link.current import Current

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

_MOST_WORDS = 1 << 20  # words with a number; then all numbers are given anew (some 100 MB)
_HEAD = 1
_LATER = (1 << 32) - 1  # of a pair's number: the number of its second word


@dataclass(slots=True, kw_only=True)
class WordArrays:
    """The words of an article by number. Only arrays of one `turn` compare.

    Attributes:
        turn: how often all numbers had been given anew.
        lemmas: (k,) those of the body, each once; the first ones are those of headline and lead (`feature`).
        body: (k,) float64, their weights there.
        signals: what only articles that are near another one are asked for; None until then.
    """

    turn: int
    lemmas: "Ints"
    body: "Floats"
    signals: "SignalArrays | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalArrays:
    """More of an article by number.

    Attributes:
        weights: (2, k) float64, weights of the lemmas in lead and headline; 0 where a lemma is not there.
        grams: (g,) 4-grams of the headline, each once.
        gram_weights: (g,) float64.
        tags: (t,) folded tags, each once.
        tag_weights: (t,) float64.
        names: (m,) folded names, each once.
        names_weight: sum of the names' weights.
        pairs: (p,) int64, neighbouring lemmas of headline or lead as one number, ascending, each once.
    """

    weights: "Floats"
    grams: "Ints"
    gram_weights: "Floats"
    tags: "Ints"
    tag_weights: "Floats"
    names: "Ints"
    names_weight: float
    pairs: "Ints"


class Known(NamedTuple):
    """An article as it is compared with others that are near it."""

    features: ArticleFeatures
    words: WordArrays
    arrays: SignalArrays


class _Numbers(dict[str, int]):
    """Words by number, each given the next one when it is asked for, and in order."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self.words)
        self.words.append(word)
        return number

    def of_all(self, words: Iterable[str]) -> "Ints":
        """Numbers of words, in order: (n,)."""
        return np.array(list(map(self.__getitem__, words)), dtype=np.int64)


class _Hits(NamedTuple):
    """Where words of an article stand in other ones: (h,) each."""

    others: "Ints"  # number of the other article
    own: "Ints"  # place in the article's own words
    places: "Ints"  # place in the others' words put in a row


class PairScores(Protocol):
    """Scores of an article with many others."""

    model: PairModel

    def scores(self, one: "Entry", others: "Sequence[Entry]", current: "Current") -> tuple["Floats", "Floats"]:
        """Cosines of the openings and pair scores of an article with others, (n,) each in their order.

        Args:
            one: an article.
            others: those it is compared with.
            current: what words say these days.
        """
        ...


class OneByOne:
    """Scores by `PairModel.score`, one after the other: for models that score in another way."""

    def __init__(self, model: PairModel) -> None:
        self.model = model

    def scores(self, one: "Entry", others: "Sequence[Entry]", current: "Current") -> tuple["Floats", "Floats"]:
        """See `PairScores`."""
        bodies = [dot(one.features.body, two.features.body) for two in others]
        return np.array(bodies), np.array([self.model.score(one.features, two.features, current) for two in others])


class Batch:
    """Scores of all others at once. Keeps the numbers of words, and with each entry its arrays; one thread at a time."""

    def __init__(self, model: PairModel) -> None:
        self.model = model
        self._weights = np.array(model.weights)
        self._numbers = _Numbers()
        self._turn = 0
        self._places = np.full(1 << 12, -1)  # by word: where it stands in the article that is being compared, else -1

    def scores(self, one: "Entry", others: "Sequence[Entry]", current: "Current") -> tuple["Floats", "Floats"]:
        """See `PairScores`."""
        if len(self._numbers) > _MOST_WORDS:
            self._numbers = _Numbers()
            self._turn += 1
        mine, theirs = self._words(one), list(map(self._words, others))
        bodies, scores = self._cosines(mine, theirs), np.zeros(len(others))
        alone = bool(self.model.headline_weights) and is_headline(one.features)
        by_headline = np.array([alone and is_headline(two.features) for two in others], dtype=np.bool_)
        for at in np.flatnonzero(by_headline).tolist():
            scores[at] = self.model.score(one.features, others[at].features)
        near = np.flatnonzero((bodies >= LEAST_BODY) & ~by_headline)
        if len(near):
            known = [self._known(others[at], theirs[at]) for at in near.tolist()]
            signals = self._signals(self._known(one, mine), known, bodies[near], current)
            scores[near] = _logistic(self.model.bias + self._weights @ signals)
        return bodies, scores

    def _words(self, entry: "Entry") -> WordArrays:
        if entry.arrays is None or entry.arrays.turn != self._turn:
            body = entry.features.body
            entry.arrays = WordArrays(turn=self._turn, lemmas=self._numbers.of_all(body), body=np.array(list(body.values())))
        return entry.arrays

    def _known(self, entry: "Entry", words: WordArrays) -> Known:
        if words.signals is None:
            words.signals = self._arrays(entry.features, words.lemmas)
        return Known(entry.features, words, words.signals)

    def _arrays(self, features: ArticleFeatures, lemmas: "Ints") -> SignalArrays:
        weights = np.zeros((2, len(lemmas)))
        for row, part in zip(weights, (features.lead, features.head), strict=True):
            row[: len(part)] = list(part.values())
        told = features.reading.head, features.reading.body[:LEAD_WORDS]
        pairs = np.concatenate([(row[:-1] << 32) | row[1:] for row in map(self._numbers.of_all, told)])
        return SignalArrays(
            weights=weights,
            grams=self._numbers.of_all(features.grams),
            gram_weights=np.array(list(features.grams.values())),
            tags=self._numbers.of_all(features.tags),
            tag_weights=np.array(list(features.tags.values())),
            names=self._numbers.of_all(features.names),
            names_weight=sum(map(name_weight, features.names)),
            pairs=np.unique(pairs),
        )

    def _cosines(self, one: WordArrays, others: Sequence[WordArrays]) -> "Floats":
        if not others:
            return np.zeros(0)
        return self._dots((one.lemmas, one.body), [(two.lemmas, two.body) for two in others])

    def _dots(self, own: tuple["Ints", "Floats"], theirs: Sequence[tuple["Ints", "Floats"]]) -> "Floats":
        """Dot products of words and their weights with those of others, at least one: (n,)."""
        hits = self._hits(own[0], [words for words, _ in theirs])
        weights = np.concatenate([weights for _, weights in theirs])[hits.places]
        return np.bincount(hits.others, own[1][hits.own] * weights, len(theirs)).astype(np.float64)

    def _signals(self, one: Known, others: Sequence[Known], bodies: "Floats", current: "Current") -> "Floats":
        """Signals of an article with others, at least one: (len(SIGNALS), n) float64, in order of `SIGNALS`.

        Args:
            one: an article.
            others: n articles.
            bodies: (n,) cosines of their openings.
            current: what words say these days.
        """
        columns = {
            "body": bodies,
            **self._lemma_signals(one, others, current),
            "grams": self._dots(
                (one.arrays.grams, one.arrays.gram_weights), [(two.arrays.grams, two.arrays.gram_weights) for two in others]
            ),
            "tags": self._tag_shares(one.arrays, [two.arrays for two in others]),
            **self._name_signals(one, others, current),
            **self._pair_signals(one, others, current),
            **_plain_signals(one.features, [two.features for two in others]),
        }
        return np.array([columns[name] for name in SIGNALS], dtype=np.float64)

    def _hits(self, own: "Ints", theirs: Sequence["Ints"]) -> _Hits:
        if len(self._places) < len(self._numbers):
            self._places = np.full(2 * len(self._numbers), -1)
        self._places[own] = np.arange(len(own))
        found = self._places[np.concatenate(theirs)]
        self._places[own] = -1
        places = np.flatnonzero(found >= 0)
        return _Hits(_owners(theirs)[places], found[places], places)

    def _lemma_signals(self, one: Known, others: Sequence[Known], current: "Current") -> dict[str, "Floats"]:
        n = len(others)
        hits = self._hits(one.words.lemmas, [two.words.lemmas for two in others])
        own = one.arrays.weights[:, hits.own]
        theirs = np.concatenate([two.arrays.weights for two in others], axis=1)[:, hits.places]
        lead, head = own * theirs

        def summed(values: "Floats") -> "Floats":
            return np.bincount(hits.others, values, n).astype(np.float64)

        told = np.sqrt([summed(own[_HEAD] ** 2), summed(theirs[_HEAD] ** 2)])
        lengths = np.array([len(two.features.head) for two in others])
        lacking = len(one.features.head) - summed(np.sign(own[_HEAD])), lengths - summed(np.sign(theirs[_HEAD]))
        untold = np.minimum(6, lacking) / 6
        return {
            "lead": summed(lead),
            "head": summed(head),
            "told": told.max(axis=0),
            "told_least": told.min(axis=0),
            "untold": untold.max(axis=0),
            "untold_least": untold.min(axis=0),
            **_rare_signals(list(one.features.body), n, hits, (lead > 0, head > 0), current),
        }

    def _tag_shares(self, one: SignalArrays, others: Sequence[SignalArrays]) -> "Floats":
        hits, n = self._hits(one.tags, [two.tags for two in others]), len(others)
        theirs = np.concatenate([two.tag_weights for two in others])[hits.places]
        return np.minimum(np.bincount(hits.others, one.tag_weights[hits.own], n), np.bincount(hits.others, theirs, n))

    def _name_signals(self, one: Known, others: Sequence[Known], current: "Current") -> dict[str, "Floats"]:
        hits = self._hits(one.arrays.names, [two.arrays.names for two in others])
        shared = _matrix(hits, len(others), len(one.features.names))
        names, used = list(one.features.names), np.flatnonzero(shared.any(axis=0))
        shared = shared[:, used]
        weights = np.array([name_weight(names[at]) for at in used.tolist()])
        now = [mean_weight(names[at], current) for at in used.tolist()]
        rare_names, now_names = _top_sums(shared, np.array([weights, now]), 4) / 10
        whole = one.arrays.names_weight * np.array([two.arrays.names_weight for two in others])
        return {
            "names": shared @ weights / np.sqrt(np.where(whole > 0, whole, 1.0)),
            "rare_names": rare_names,
            "now_names": now_names,
        }

    def _pair_signals(self, one: Known, others: Sequence[Known], current: "Current") -> dict[str, "Floats"]:
        """Neighbouring lemmas that both have."""
        own, theirs = one.arrays.pairs, [two.arrays.pairs for two in others]
        every = np.concatenate(theirs)
        at = np.searchsorted(own, every)
        places = np.flatnonzero(np.append(own, -1)[at] == every)
        shared = _matrix(_Hits(_owners(theirs)[places], at[places], places), len(others), len(own))
        used, words = np.flatnonzero(shared.any(axis=0)), self._numbers.words
        weights = np.array([[current.pair_weight((words[n >> 32], words[n & _LATER])) for n in own[used].tolist()]])
        sizes = np.maximum(1, [len(pairs) for pairs in theirs]) * max(1, len(own))
        return {"now_pairs": _top_sums(shared[:, used], weights, 6)[0], "pairs": shared.sum(axis=1) / np.sqrt(sizes)}


def _owners(theirs: Sequence["Ints"]) -> "Ints":
    """Number of the article that each word of many articles in a row belongs to."""
    return np.repeat(np.arange(len(theirs)), [len(words) for words in theirs])


def _matrix(hits: _Hits, n: int, words: int) -> "Bools":
    """(n, words): which other article has which of the words."""
    found = np.zeros((n, words), dtype=np.bool_)
    found[hits.others, hits.own] = True
    return found


def _top_sums(shared: "Bools", weights: "Floats", most: int) -> "Floats":
    """Sums of the greatest `most` weights of what is shared: (w, n).

    Args:
        shared: (n, m) whether an article has a word.
        weights: (w, m) of the words, w kinds, none below 0.
        most: summands.
    """
    ordered = np.sort(shared * weights[:, None], axis=-1)
    return np.asarray(ordered[..., -most:].sum(axis=-1), dtype=np.float64)


def _rare_signals(
    lemmas: Sequence[str], n: int, hits: _Hits, shared: tuple["Bools", "Bools"], current: "Current"
) -> dict[str, "Floats"]:
    """Sums of the rarest lemmas that leads and headlines share (`shared`: which hits), in general and these days."""
    leads, heads = (_matrix(_Hits(*(part[chosen] for part in hits)), n, len(lemmas)) for chosen in shared)
    used = np.flatnonzero(leads.any(axis=0))
    leads, heads = leads[:, used], heads[:, used]
    words = [lemmas[at] for at in used.tolist()]
    weights = np.array([lemma_weight.of_all(words), list(map(current.lemma_weight, words))]) / top_weight()
    (rare, now), (rare_head, now_head) = _top_sums(leads, weights, 8), _top_sums(heads, weights, 3)
    return {"rare": rare, "rare_head": rare_head, "now": now, "now_head": now_head}


def _plain_signals(one: ArticleFeatures, others: Sequence[ArticleFeatures]) -> dict[str, "Floats | list[float]"]:
    """What is one number of each article, and what few have."""
    days = np.array([day_signals(one.days, two.days) for two in others]).T
    vectors = np.einsum("nvd,vd->vn", np.array([two.vectors for two in others]), one.vectors)
    return {
        "hours": [abs(one.when - two.when) / 3600 for two in others],
        "same_source": [one.source == two.source for two in others],
        "same_section": [one.section == two.section for two in others],
        "sentences": [sentence_share(one, two) for two in others],
        "numbers": [number_share(one.numbers, two.numbers) for two in others],
        **dict(zip(("vector", "head_vector", "start_vector"), vectors, strict=True)),
        "answers": [max(one.reading.answers, two.reading.answers) for two in others],
        **dict(zip(("days", "days_apart", "undated"), days, strict=True)),
    }


def _logistic(logits: "Floats") -> "Floats":
    return np.where(logits > -60, 1 / (1 + np.exp(-np.maximum(logits, -60))), 0.0)
