"""The pair score: how likely two articles report one happening."""

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from operator import mul
from typing import Any

from siyaq import arabic
from siyaq.link.background import dot, lemma_weight, top_weight
from siyaq.link.current import Current
from siyaq.link.feature import ArticleFeatures
from siyaq.link.vector import cosine

SIGNALS = (
    "body",
    "lead",
    "head",
    "grams",
    "told",
    "told_least",
    "rare",
    "rare_head",
    "numbers",
    "hours",
    "same_source",
    "same_section",
    "sentences",
    "names",
    "rare_names",
    "now",
    "now_head",
    "now_names",
    "now_pairs",
    "pairs",
    "untold",
    "untold_least",
    "days",
    "days_apart",
    "undated",
    "vector",
    "head_vector",
    "start_vector",
    "tags",
    "answers",
)

# What counts between two articles that are headlines alone. Their words' rarity in an archive of other years does not: a
# country at war now is no rare word, and a rare word that two headlines share by chance would outweigh all others.
HEADLINE_SIGNALS = ("plain_grams", "hours", "same_source", "same_section")

# Cosine of openings below which no other signal is asked, at half the cost. With the score of before (six windows) the stories
# of all labelled windows, alone and in the whole archive, were the same as without it; from .15 on they changed.
LEAST_BODY = 0.12


@dataclass(frozen=True, slots=True, kw_only=True)
class PairModel:
    """Logistic regressions over `SIGNALS` and `HEADLINE_SIGNALS` with the threshold fitted with them (`tools/fit_pairs.py`)."""

    weights: tuple[float, ...]
    bias: float
    join: float  # least mean score at which an article joins a long story
    join_one: float  # the same for a story of one article: one like article may be chance, three are not
    headline_weights: tuple[float, ...] = ()
    headline_bias: float = 0.0

    def least(self, members: int) -> float:
        """Least nearness at which an article joins a story of so many members."""
        return self.join + (self.join_one - self.join) / max(1, members)

    def score(self, one: ArticleFeatures, two: ArticleFeatures, current: Current | None = None) -> float:
        """Score 0..1 of a pair: by headline alone where neither has a text; `current` as for `pair_signals`."""
        if self.headline_weights and is_headline(one) and is_headline(two):
            return _logistic(self.headline_bias, self.headline_weights, headline_signals(one, two))
        body = dot(one.body, two.body)
        return self.probability(pair_signals(one, two, current, body)) if body >= LEAST_BODY else 0.0

    def probability(self, values: tuple[float, ...]) -> float:
        """Score 0..1 of a pair with these signals."""
        return _logistic(self.bias, self.weights, values)


def _logistic(bias: float, weights: tuple[float, ...], values: tuple[float, ...]) -> float:
    z = bias + sum(map(mul, weights, values))
    return 1 / (1 + math.exp(-z)) if z > -60 else 0.0


@lru_cache(maxsize=1)
def default_model() -> PairModel:
    """The bundled model."""
    return model_from_json(json.loads(files("siyaq.link").joinpath("data/pairs.json").read_text("utf-8")))


def model_from_json(raw: Mapping[str, Any]) -> PairModel:
    """A model of what `tools/fit_pairs.py` writes."""
    headline = raw["headline"]
    return PairModel(
        weights=tuple(raw["weights"][name] for name in SIGNALS),
        bias=raw["bias"],
        join=raw["join"],
        join_one=raw["join_one"],
        headline_weights=tuple(headline["weights"][name] for name in HEADLINE_SIGNALS),
        headline_bias=headline["bias"],
    )


def is_headline(one: ArticleFeatures) -> bool:
    """Whether an article has no text whose words its headline has not."""
    return not one.marks and len(one.lead) == len(one.head)


def headline_signals(one: ArticleFeatures, two: ArticleFeatures) -> tuple[float, ...]:
    """Signals of two headlines, in order of `HEADLINE_SIGNALS`; symmetric."""
    return (
        _plain_cosine(one.title, two.title),
        abs(one.when - two.when) / 3600,
        float(one.source == two.source),
        float(one.section == two.section),
    )


def _plain_cosine(one: str, two: str) -> float:
    """Cosine of the counts of two headlines' character 4-grams, each as heavy as the others."""
    left, right = _grams(one), _grams(two)
    length = math.sqrt(sum(n * n for n in left.values()) * sum(n * n for n in right.values()))
    return dot(left, right) / length if length else 0.0


@lru_cache(maxsize=1 << 12)
def _grams(title: str) -> Mapping[str, float]:
    return Counter(arabic.char_ngrams(title, 4))


def pair_signals(
    one: ArticleFeatures, two: ArticleFeatures, current: Current | None = None, body: float | None = None
) -> tuple[float, ...]:
    """Signals of a pair, in order of `SIGNALS`; symmetric.

    Args:
        one: an article.
        two: another one.
        current: what words say these days; None where nothing is known of them.
        body: cosine of the openings, where it is known.
    """
    told = told_share(one.head, two.body), told_share(two.head, one.body)
    untold = _untold(one.head, two.body), _untold(two.head, one.body)
    rare = rare_share(one.lead.keys(), two.lead.keys(), 8), rare_share(one.heads, two.heads, 3)
    names = _name_signals(one.names, two.names)
    now = (*rare, names[1]) if current is None else _current_signals(one, two, current)
    return (
        dot(one.body, two.body) if body is None else body,
        dot(one.lead, two.lead),
        dot(one.head, two.head),
        dot(one.grams, two.grams),
        max(told),
        min(told),
        *rare,
        number_share(one.numbers, two.numbers),
        abs(one.when - two.when) / 3600,
        float(one.source == two.source),
        float(one.section == two.section),
        sentence_share(one, two),
        *names,
        *now,
        *_shared_pairs(one.pairs, two.pairs, current or Current()),
        max(untold),
        min(untold),
        *day_signals(one.days, two.days),
        *map(cosine, one.vectors, two.vectors),
        tag_share(one.tags, two.tags),
        max(one.reading.answers, two.reading.answers),
    )


def day_signals(one: frozenset[int], two: frozenset[int]) -> tuple[float, float, float]:
    """Share of the named days that both name, whether they name different ones alone, and how many of the two name none."""
    if not one or not two:
        return 0.0, 0.0, float((not one) + (not two))
    shared = len(one & two)
    return shared / len(one | two), float(not shared), 0.0


def _current_signals(one: ArticleFeatures, two: ArticleFeatures, current: Current) -> tuple[float, float, float]:
    """The rarest shared lemmas of lead and headline, and names, by their weight these days."""
    weigh = current.lemma_weight
    shared = {lemma: weigh(lemma) for lemma in one.lead.keys() & two.lead.keys()}
    names = [mean_weight(name, current) for name in one.names.keys() & two.names.keys()]
    return (
        _sum_of(shared.values(), 8) / top_weight(),
        _sum_of((shared[lemma] for lemma in one.head.keys() & two.head.keys()), 3) / top_weight(),
        _sum_of(names, 4) / 10,
    )


def _shared_pairs(one: Set[tuple[str, str]], two: Set[tuple[str, str]], current: Current) -> tuple[float, float]:
    """The rarest shared pairs of lemmas by their weight these days, and the share of common pairs."""
    pairs = one & two
    return _sum_of(map(current.pair_weight, pairs), 6), len(pairs) / math.sqrt(max(1, len(one)) * max(1, len(two)))


def _sum_of(values: Iterable[float], most: int) -> float:
    """Sum of the greatest values, greatest first. Sorting some thirty values is quicker than a heap."""
    return sum(sorted(values, reverse=True)[:most])


def mean_weight(name: str, current: Current) -> float:
    """Mean weight these days of a folded name's words, in nats."""
    parts = name.split()
    return sum(map(current.lemma_weight, parts)) / max(1, len(parts))


def _untold(head: Mapping[str, float], body: Mapping[str, float]) -> float:
    """How many lemmas of a headline the other article lacks, in sixths of a headline, 0..1."""
    return min(6, sum(lemma not in body for lemma in head)) / 6


def told_share(head: Mapping[str, float], body: Mapping[str, float]) -> float:
    """How much of a headline the other article tells, 0..1."""
    return math.sqrt(sum(value * value for term, value in head.items() if term in body))


def rare_share(one: Set[str], two: Set[str], most: int) -> float:
    """Weights of the rarest shared lemmas, in units of the greatest possible weight."""
    shared: list[float] = sorted(map(lemma_weight, one & two), reverse=True)
    return sum(shared[:most]) / top_weight()


def tag_share(one: Mapping[str, float], two: Mapping[str, float]) -> float:
    """How much of the weight of each article's tags the other one has, the smaller of both, 0..1."""
    shared = one.keys() & two.keys()
    return min(sum(map(one.__getitem__, shared)), sum(map(two.__getitem__, shared)))


def number_share(one: frozenset[float], two: frozenset[float]) -> float:
    """Cosine 0..1 of two articles' sets of numbers."""
    return len(one & two) / math.sqrt(len(one) * len(two)) if one and two else 0.0


@lru_cache(maxsize=1 << 16)
def name_weight(name: str) -> float:
    """Mean weight of a folded name's words, in nats."""
    parts = name.split()
    return sum(lemma_weight(part) for part in parts) / max(1, len(parts))


def _name_signals(one: Mapping[str, str], two: Mapping[str, str]) -> tuple[float, float]:
    """Share of the weight of all names that both have, and the weight of the four rarest shared ones (tenths of a nat)."""
    shared = shared_names(one, two)
    if not shared:
        return 0.0, 0.0
    whole = sum(map(name_weight, one)) * sum(map(name_weight, two))
    return sum(shared) / math.sqrt(whole or 1.0), sum(shared[:4]) / 10


def shared_names(one: Mapping[str, str], two: Mapping[str, str]) -> list[float]:
    """Weights of the names that both have, rarest first."""
    return sorted((name_weight(name) for name in one.keys() & two.keys()), reverse=True)


def sentence_share(one: ArticleFeatures, two: ArticleFeatures) -> float:
    """Share of the shorter article's long sentences (by words) that stand word for word in the other, 0..1."""
    again = told_again(one, two)
    return again / min(one.told, two.told) if again else 0.0


def told_again(one: ArticleFeatures, two: ArticleFeatures) -> int:
    """Words of those long sentences of an article that stand word for word in the other."""
    shared = one.marks.keys() & two.marks.keys()
    return sum(map(one.marks.__getitem__, shared)) if shared else 0
