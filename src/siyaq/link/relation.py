"""How a later article stands to an earlier one: copy, update, follow-up, background, reaction, or of another affair.

A multinomial logistic regression over few signals that can be named: what both tell, how much of the headlines the other one
tells, time apart, taken text, and the manner of the later article. docs/explanation/relations.md holds the guide, the labels
and the figures; `tools/fit_relations.py` makes the weights.
"""

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from operator import mul
from typing import Literal, get_args

from siyaq.link.background import dot
from siyaq.link.copy import COPY_SHARE, opening_share, taken_share
from siyaq.link.feature import ArticleFeatures
from siyaq.link.manner import Manner
from siyaq.link.pair import rare_share, shared_names, told_share

RelationKind = Literal["none", "copy", "update", "follow-up", "background", "reaction"]
KINDS: tuple[RelationKind, ...] = get_args(RelationKind)
SIGNALS = (
    "body",
    "lead",
    "told_later",  # how much of the later headline the earlier article tells
    "told_earlier",
    "told_least",
    "leads_least",  # the same of the leads alone
    "names",
    "hours",
    "taken",
    "taken_news",  # at least half of the text is taken, headline included
    "taken_tail",  # text is taken, the headline is new
    "same_source",
    "explains",
    "answers",
    "quotes",
    "length",
    "head",
    "rare_head",
    "opening",  # how many neighbouring words of the later opening the earlier one has
    "late",
    "earlier_quotes",
)
_TAIL_FROM = 0.15  # least taken share that counts as a tail
_LATE_H = 96  # hours from which an affair has rested


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An article as relations see it."""

    features: ArticleFeatures
    manner: Manner


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How a later article stands to an earlier one.

    Attributes:
        kind: the most probable relation.
        score: its probability, 0..1.
        related: probability that the two are of one affair, 0..1; 1 for reports of one story.
        word: for background and reaction the word of the later headline that tells it; empty where none does.
    """

    kind: RelationKind
    score: float
    related: float = 1.0
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationModel:
    """Weights over `SIGNALS` and a bias for each of `KINDS`."""

    weights: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]

    def probabilities(self, values: tuple[float, ...]) -> dict[RelationKind, float]:
        """Probability of each kind; they add up to 1."""
        sums = [b + sum(map(mul, row, values)) for row, b in zip(self.weights, self.bias, strict=True)]
        most = max(sums)
        raw = [math.exp(s - most) for s in sums]
        whole = sum(raw)
        return {kind: value / whole for kind, value in zip(KINDS, raw, strict=True)}


@lru_cache(maxsize=1)
def default_relations() -> RelationModel:
    """The bundled model."""
    raw = json.loads(files("siyaq.link").joinpath("data/relations.json").read_text("utf-8"))
    rows = tuple(tuple(raw["weights"][kind][name] for name in SIGNALS) for kind in KINDS)
    return RelationModel(weights=rows, bias=tuple(raw["bias"][kind] for kind in KINDS))


def relation(
    earlier: Telling, later: Telling, *, same_story: bool | None = None, model: RelationModel | None = None
) -> Relation:
    """How `later` stands to `earlier`.

    Args:
        earlier: the article that was published first.
        later: the other one.
        same_story: whether both are in one story, where that is known: then "none" is no answer; between two stories what
            looks like an update is a follow-up.
        model: None takes the bundled one.
    """
    found = (model or default_relations()).probabilities(relation_signals(earlier, later))
    related = 1.0 if same_story else 1 - found["none"]
    if same_story:
        found["none"] = 0.0
    elif same_story is not None:
        found["follow-up"] += found["update"]
        found["update"] = 0.0
    kind = max(found, key=lambda k: found[k])
    return Relation(
        kind=kind,
        score=found[kind] / sum(found.values()),
        related=related,
        word=_word(kind, later.manner),
    )


def _word(kind: RelationKind, manner: Manner) -> str:
    told = {"background": manner.explains, "reaction": manner.answers}.get(kind, 0.0)
    return manner.word if told >= 1 else ""


def relation_signals(earlier: Telling, later: Telling) -> tuple[float, ...]:
    """Signals of an ordered pair, in order of `SIGNALS`."""
    one, two, manner = earlier.features, later.features, later.manner
    told_later, told_earlier = told_share(two.head, one.body), told_share(one.head, two.body)
    in_lead, taken = told_share(two.head, one.lead), taken_share(two, one)
    hours = abs(two.when - one.when) / 3600
    return (
        dot(one.body, two.body),
        dot(one.lead, two.lead),
        told_later,
        told_earlier,
        min(told_later, told_earlier),
        min(in_lead, told_share(one.head, two.lead)),
        sum(shared_names(one.names, two.names)[:4]) / 10,
        math.log1p(hours) / 3,
        taken,
        (taken >= COPY_SHARE) * in_lead,
        (taken >= _TAIL_FROM) * (1 - in_lead),
        float(one.source == two.source),
        min(1.5, manner.explains),
        manner.answers,
        manner.quotes,
        manner.length,
        dot(one.head, two.head),
        rare_share(one.heads, two.heads, 3),
        opening_share(two, one),
        float(hours > _LATE_H),
        earlier.manner.quotes,
    )
