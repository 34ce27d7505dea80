"""The pair score: how likely two articles report one happening."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from siyaq.link.background import dot, lemma_weight, top_weight
from siyaq.link.feature import ArticleFeatures

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
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairModel:
    """A logistic regression over `SIGNALS`, with the thresholds that were fitted with it (`tools/fit_pairs.py`)."""

    weights: tuple[float, ...]
    bias: float
    join: float  # least score at which an article joins a story

    def probability(self, values: tuple[float, ...]) -> float:
        """Score 0..1 of a pair with these signals."""
        z = self.bias
        for weight, value in zip(self.weights, values, strict=True):
            z += weight * value
        return 1 / (1 + math.exp(-z)) if z > -60 else 0.0


@lru_cache(maxsize=1)
def default_model() -> PairModel:
    """The bundled model."""
    raw = json.loads(files("siyaq.link").joinpath("data/pairs.json").read_text("utf-8"))
    return PairModel(weights=tuple(raw["weights"][name] for name in SIGNALS), bias=raw["bias"], join=raw["join"])


def pair_signals(one: ArticleFeatures, two: ArticleFeatures) -> tuple[float, ...]:
    """Signals of a pair, in order of `SIGNALS`; symmetric."""
    told = _told(one.head, two.body), _told(two.head, one.body)
    return (
        dot(one.body, two.body),
        dot(one.lead, two.lead),
        dot(one.head, two.head),
        dot(one.grams, two.grams),
        max(told),
        min(told),
        rare_share(one.lead, two.lead, 8),
        rare_share(one.head, two.head, 3),
        _share(one.numbers, two.numbers),
        abs(one.when - two.when) / 3600,
        float(one.source == two.source),
        float(one.section == two.section),
        sentence_share(one, two),
        *_name_signals(one.names, two.names),
    )


def _told(head: Mapping[str, float], body: Mapping[str, float]) -> float:
    """How much of a headline the other article tells, 0..1."""
    return math.sqrt(sum(value * value for term, value in head.items() if term in body))


def rare_share(one: Mapping[str, float], two: Mapping[str, float], most: int) -> float:
    """Weights of the rarest shared lemmas, in units of the greatest possible weight."""
    shared = sorted((lemma_weight(term) for term in one.keys() & two.keys()), reverse=True)
    return sum(shared[:most]) / top_weight()


def _share(one: frozenset[float], two: frozenset[float]) -> float:
    return len(one & two) / math.sqrt(len(one) * len(two)) if one and two else 0.0


@lru_cache(maxsize=1 << 16)
def name_weight(name: str) -> float:
    """Mean weight of a folded name's words, in nats."""
    parts = name.split()
    return sum(lemma_weight(part) for part in parts) / max(1, len(parts))


def _name_signals(one: Mapping[str, str], two: Mapping[str, str]) -> tuple[float, float]:
    """Share of the weight of all names that both have, and the weight of the four rarest shared ones (tenths of a nat)."""
    shared = sorted((name_weight(name) for name in one.keys() & two.keys()), reverse=True)
    if not shared:
        return 0.0, 0.0
    whole = sum(map(name_weight, one)) * sum(map(name_weight, two))
    return sum(shared) / math.sqrt(whole or 1.0), sum(shared[:4]) / 10


def sentence_share(one: ArticleFeatures, two: ArticleFeatures) -> float:
    """Share of the shorter article's long sentences (by words) that stand word for word in the other, 0..1."""
    if not one.sentences or not two.sentences:
        return 0.0
    marks = {mark for mark, _ in two.sentences}
    shared = sum(words for mark, words in one.sentences if mark in marks)
    return shared / min(sum(w for _, w in one.sentences), sum(w for _, w in two.sentences))
