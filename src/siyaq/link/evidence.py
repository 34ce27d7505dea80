"""Why two articles are linked: reasons a reader understands, whose weights add up to the score."""

from collections.abc import Iterable

from siyaq.link.background import lemma_weight
from siyaq.link.copy import copy_share
from siyaq.link.feature import ArticleFeatures
from siyaq.link.vector import cosine
from siyaq.types import Evidence, EvidenceKind

_MOST = 5  # reasons shown
_NEAR = 0.5  # cosine of vectors from which texts are said to be near in meaning
_TIME_PART = 0.1  # what nearness in time may claim of a score at most
_DAY_S = 86_400.0


def explain_pair(shown: ArticleFeatures, other: ArticleFeatures, score: float) -> tuple[Evidence, ...]:
    """Split a score among shared names, words, copied share, nearness in meaning and nearness in time.

    Args:
        shown: the article whose spelling is used.
        other: the article it is linked with.
        score: to be split, at least 0.

    Returns:
        Evidence, strongest first; the weights add up to `score`. Empty only for a score of 0.
    """
    if score <= 0:
        return ()
    raw = [*_copied(shown, other), *_names(shown, other), *_terms(shown, other), *_meaning(shown, other)]
    raw = sorted(raw, key=lambda item: (-item[2], item[1]))[:_MOST]  # equal ones by text: every process gives one order
    gap = abs(shown.when - other.when)
    time_part = _TIME_PART / (1 + gap / _DAY_S) if raw else 1.0
    total = sum(weight for _, _, weight in raw)
    parts = [(kind, text, weight / total * (1 - time_part)) for kind, text, weight in raw]
    parts.append(("time", _duration(gap), time_part))
    made = [Evidence(kind=kind, text=text, weight=score * part) for kind, text, part in parts]
    return tuple(sorted(made, key=lambda e: -e.weight))


Reason = tuple[EvidenceKind, str, float]


def _copied(shown: ArticleFeatures, other: ArticleFeatures) -> Iterable[Reason]:
    share = max(copy_share(shown, other), copy_share(other, shown))
    return [("copy", f"{share:.2f}", 3 * share)] if share else []


def _names(shown: ArticleFeatures, other: ArticleFeatures) -> Iterable[Reason]:
    for key in shown.names.keys() & other.names.keys():
        parts = key.split()
        yield "entity", shown.names[key], 0.02 * sum(lemma_weight(part) for part in parts) / max(1, len(parts))


def _meaning(shown: ArticleFeatures, other: ArticleFeatures) -> Iterable[Reason]:
    near = cosine(shown.vectors[0], other.vectors[0])
    return [("vector", f"{near:.2f}", 0.1 * near)] if near >= _NEAR else []


def _terms(shown: ArticleFeatures, other: ArticleFeatures) -> Iterable[Reason]:
    named = {part for key in shown.names.keys() & other.names.keys() for part in key.split()}
    for term in shown.body.keys() & other.body.keys():
        surface = shown.surfaces.get(term, term)
        if surface not in named and term not in named:
            yield "term", surface, shown.body[term] * other.body[term]


def _duration(gap_s: float) -> str:
    """ISO 8601 duration in days and hours."""
    hours = round(gap_s / 3600)
    days, rest = divmod(hours, 24)
    if not days:
        return f"PT{rest}H"
    return f"P{days}DT{rest}H" if rest else f"P{days}D"
