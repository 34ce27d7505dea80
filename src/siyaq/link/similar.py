"""What to read next, and what is similar: near in matter, each happening once, each with its reasons."""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass

from siyaq.link.background import dot
from siyaq.link.bucket import REACH_S
from siyaq.link.copy import copy_share
from siyaq.link.evidence import explain_pair
from siyaq.link.feature import ArticleFeatures
from siyaq.link.pair import PairModel, default_model, rare_share
from siyaq.types import Link

_DAY_S = 86_400.0
# Weights and time: hill climbing on the 25 dev queries, then rounded; figures move by .005 around them (ndcg .743, read-also
# .79; body, lead and 4-gram cosines alone .69 and .71). They are fitted on what they are measured on: expect less elsewhere.
_BODY, _LEAD, _RARE, _RARE_HEAD, _SECTION = 0.38, 0.1, 0.12, 0.09, 0.1
_SCALE = 1.25  # about the greatest sum of the above, so that scores stay within 0..1
_LEAST_MATTER = 0.08  # below, two articles share only common words
_FRESH_SHARE = 0.4  # what distance in time may take from a score at most
_FRESH_DAYS = 25.0  # after so many days about two thirds of that are taken
_SAME = 0.5  # pair score above which two reports of different stories are shown as one happening (.35: ndcg .738)
_LIKE = 0.12  # cosine below which two reports are of different happenings without asking the pair score


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article that may be shown beside another one.

    Attributes:
        features: its signals.
        story: the story it is in.
        is_copy: whether it is a copy; copies are never shown.
        outlets: independent outlets of its story.
    """

    features: ArticleFeatures
    story: str | None = None
    is_copy: bool = False
    outlets: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The article to read next and the similar ones, best first; no two of one happening."""

    read_also: Link | None = None
    similar: tuple[Link, ...] = ()


def query_terms(known: ArticleFeatures, *, limit: int = 40) -> tuple[tuple[str, float], ...]:
    """An article's strongest lemmas with their weights, for `SearchIndex.related`."""
    return tuple(heapq.nlargest(limit, known.body.items(), key=lambda pair: (pair[1], pair[0])))


def nearness(one: ArticleFeatures, two: ArticleFeatures) -> float:
    """How near two articles are in matter and time, 0..1."""
    matter = _BODY * dot(one.body, two.body) + _LEAD * dot(one.lead, two.lead)
    matter += _RARE * rare_share(one.lead, two.lead, 8) + _RARE_HEAD * rare_share(one.head, two.head, 3)
    if matter < _LEAST_MATTER:
        return 0.0
    matter += _SECTION * (one.section == two.section)
    days = abs(one.when - two.when) / _DAY_S
    return min(1.0, matter / _SCALE) * (1 - _FRESH_SHARE * (1 - math.exp(-days / _FRESH_DAYS)))


def rank_similar(
    query: ArticleFeatures,
    candidates: Sequence[Candidate],
    *,
    query_story: str | None = None,
    k: int = 10,
    model: PairModel | None = None,
) -> Ranking:
    """Choose what to read next and up to `k` similar articles.

    Args:
        query: the article that is shown.
        candidates: near articles, for example from `SearchIndex.related`; its own story's and copies may be among them.
        query_story: the story of the article, whose reports stand in its coverage box and not here.
        k: most similar articles.
        model: the pair score that tells reports of one happening where no story says so.
    """
    scored = [(nearness(query, c.features), c) for c in candidates if _is_eligible(query, c, query_story)]
    scored.sort(key=lambda pair: (-pair[0], pair[1].features.id))
    judge = model or default_model()
    chosen: list[tuple[float, Candidate]] = []
    for score, candidate in scored:
        if len(chosen) > k:
            break
        if score > 0 and not any(_same_happening(candidate, other, judge) for _, other in chosen):
            chosen.append((score, candidate))
    links = [_link(query, candidate, score) for score, candidate in chosen]
    if not links:
        return Ranking()
    first = links[0]
    read_also = Link(
        kind="read-also", source=first.source, target=first.target, score=first.score, why=first.why, story=first.story
    )
    return Ranking(read_also=read_also, similar=tuple(links[1 : k + 1]))


def _is_eligible(query: ArticleFeatures, candidate: Candidate, query_story: str | None) -> bool:
    other = candidate.features
    if other.id == query.id or candidate.is_copy or (query_story is not None and candidate.story == query_story):
        return False
    return not copy_share(other, query) and not copy_share(query, other)


def _same_happening(one: Candidate, two: Candidate, judge: PairModel) -> bool:
    if one.story is not None and one.story == two.story:
        return True
    near = abs(one.features.when - two.features.when) < REACH_S and dot(one.features.body, two.features.body) > _LIKE
    return near and judge.score(one.features, two.features) > _SAME


def _link(query: ArticleFeatures, candidate: Candidate, score: float) -> Link:
    other = candidate.features
    why = explain_pair(query, other, score)
    return Link(kind="similar", source=query.id, target=other.id, score=score, why=why, story=candidate.story)
