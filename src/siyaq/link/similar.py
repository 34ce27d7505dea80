"""What to read next, and what is similar: near in matter, each happening once, each with its reasons."""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from siyaq.link.background import dot, strongest
from siyaq.link.bucket import REACH_S
from siyaq.link.copy import LEAST_TEXT, copy_share
from siyaq.link.evidence import explain_pair
from siyaq.link.feature import ArticleFeatures
from siyaq.link.manner import is_explainer
from siyaq.link.pair import PairModel, default_model, rare_share, told_share
from siyaq.types import Link

_DAY_S = 86_400.0
# Weights and time: hill climbing on 49 graded queries, rounded; docs/explanation/linking.md has what each half of them says of
# weights that were fitted on the other one.
_BODY, _LEAD, _RARE, _RARE_HEAD, _SECTION = 0.4, 0.2, 0.12, 0.1, 0.1
_SCALE = 1.4  # about the greatest sum of the above, so that scores stay within 0..1
_LEAST_MATTER = 0.08  # below, two articles share only common words
_FRESH_SHARE = 0.35  # what distance in time may take from a score at most
_FRESH_DAYS = 24.0  # after so many days about two thirds of that are taken
_LIKE = 0.16  # cosine below which two reports are of different happenings without asking the pair score
_SAME = 0.9  # pair score from which two reports of different stories are one happening and shown once
_ALIKE = 0.2  # pair score from which a report waits behind others that add more
_CHAPTER = 0.3  # pair score below which a report of the own story tells another chapter of it, of which one may be shown
_WAITS = 0.9  # what a certain repeat of a shown happening loses of its score
_AS_NEAR = 0.9  # of one happening the report that adds most is shown, if it is nearly as near as the nearest
_NEXT_OF = 3  # what to read next is one of so many nearest: the one that shares most
_NEXT_RARE, _NEXT_RARE_HEAD, _NEXT_FRESH, _NEXT_DAYS = 1.0, 0.5, 0.3, 20.0
_BACKGROUND = 0.5  # least part of the last one's score with which a background piece takes its place


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article that may be shown beside another one.

    Attributes:
        features: its signals.
        story: the story it is in.
    """

    features: ArticleFeatures
    story: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The article to read next and the similar ones, best first; no two of one happening."""

    read_also: Link | None = None
    similar: tuple[Link, ...] = ()


def query_terms(known: ArticleFeatures, *, limit: int = 24) -> tuple[tuple[str, float], ...]:
    """An article's strongest lemmas with their weights, for `SearchIndex.related`."""
    return tuple(strongest(known.body, limit))


def nearness(one: ArticleFeatures, two: ArticleFeatures, body: float | None = None) -> float:
    """How near two articles are in matter and time, 0..1; `body` is the cosine of their openings, where it is known."""
    matter = _BODY * (dot(one.body, two.body) if body is None else body) + _LEAD * dot(one.lead, two.lead)
    matter += _RARE * rare_share(one.lead.keys(), two.lead.keys(), 8) + _RARE_HEAD * rare_share(one.heads, two.heads, 3)
    if matter < _LEAST_MATTER:
        return 0.0
    matter += _SECTION * (one.section == two.section)
    return min(1.0, matter / _SCALE) * _freshness(one, two, _FRESH_SHARE, _FRESH_DAYS)


def _freshness(one: ArticleFeatures, two: ArticleFeatures, share: float, days: float) -> float:
    """What distance in time leaves of a score."""
    return 1 - share * (1 - math.exp(-abs(one.when - two.when) / (days * _DAY_S)))


def rank_similar(
    query: ArticleFeatures,
    candidates: Sequence[Candidate],
    *,
    query_story: str | None = None,
    k: int = 10,
    read_also: str | None = None,
    model: PairModel | None = None,
) -> Ranking:
    """Choose what to read next and up to `k` similar articles.

    Args:
        query: the article that is shown.
        candidates: near articles, for example from `SearchIndex.related`, without copies of others; itself, its own story's and
            its own copies may be among them.
        query_story: the story of the article, whose reports stand in its coverage box; at most one stands here too, where it
            rather tells another chapter than what the article tells.
        k: most similar articles.
        read_also: what to read next, where that was chosen before among fewer candidates; it is left out.
        model: the pair score that tells reports of one happening where no story says so.
    """
    judge = model or default_model()
    bodies = [(dot(query.body, c.features.body), c) for c in candidates]
    scored = [(nearness(query, c.features, body), c) for body, c in bodies if _is_eligible(query, c, body, query_story, judge)]
    waiting = [_Waiting(score, candidate) for score, candidate in scored if score > 0]
    chosen = _choose(query, waiting, max(k, _NEXT_OF) + 1, judge)  # what to read next does not hang on k
    links = [_link(query, one.candidate, one.score) for one in chosen]
    if not links or read_also is not None:
        return Ranking(similar=tuple(link for link in links if link.target != read_also)[:k])
    near = range(min(_NEXT_OF, len(links)))
    first = links[max(near, key=lambda i: _next_score(query, chosen[i].candidate.features))]
    return Ranking(read_also=replace(first, kind="read-also"), similar=tuple(link for link in links if link is not first)[:k])


@dataclass(slots=True)
class _Waiting:
    """A candidate that is not chosen yet.

    Attributes:
        score: its nearness to the query.
        candidate: what it is.
        alike: the greatest pair score with a chosen one, 1 for a report of a chosen one's story.
        seen: with how many of the chosen it was compared.
    """

    score: float
    candidate: Candidate
    alike: float = 0.0
    seen: int = 0

    @property
    def order(self) -> tuple[float, str]:
        """Sorts the best first."""
        return -self.worth, self.candidate.features.id

    @property
    def worth(self) -> float:
        """What is left of its nearness where happenings like its own are shown."""
        return self.score * (1 - _WAITS * max(0.0, (self.alike - _ALIKE) / (1 - _ALIKE)))

    def compare(self, chosen: Sequence["_Waiting"], judge: PairModel) -> None:
        """Look at those chosen since the last time."""
        for other in chosen[self.seen :]:
            self.alike = max(self.alike, _alikeness(self.candidate, other.candidate, judge))
        self.seen = len(chosen)


def _choose(query: ArticleFeatures, waiting: Sequence[_Waiting], most: int, judge: PairModel) -> list[_Waiting]:
    """The best ones, best first, each happening once (maximal marginal relevance: Carbonell and Goldstein 1998).

    What a candidate is worth only falls as others are chosen, so one that is still first when it was compared with all of them
    is the best one; the others need not be compared.
    """
    heap = [(one.order, one) for one in waiting]
    heapq.heapify(heap)
    chosen: list[_Waiting] = []
    while heap and len(chosen) < most:
        _, best = heapq.heappop(heap)
        if best.seen < len(chosen):
            best.compare(chosen, judge)
            if best.alike < _SAME:
                heapq.heappush(heap, (best.order, best))
            continue
        chosen.append(_fullest(query, best, waiting))
    return _with_background(chosen, [one for _, one in heap], most, judge)


def _fullest(query: ArticleFeatures, best: _Waiting, waiting: Sequence[_Waiting]) -> _Waiting:
    """Of the reports of one story that are about as near as the best the one that tells most beside the query."""
    story = best.candidate.story
    if story is None:
        return best
    group = [one for one in waiting if one.candidate.story == story and one.score >= _AS_NEAR * best.score]
    return max(group, key=lambda one: (_added(query, one.candidate.features), one.score, one.candidate.features.id))


def _added(query: ArticleFeatures, other: ArticleFeatures) -> float:
    """Share 0..1 of an article that the query does not tell."""
    return 1 - told_share(other.body, query.body) ** 2


def _with_background(chosen: list[_Waiting], left: Sequence[_Waiting], most: int, judge: PairModel) -> list[_Waiting]:
    """Give the last place to the nearest explainer where none is among those chosen."""
    if len(chosen) < most or any(map(_explains, chosen)):
        return chosen
    least = _BACKGROUND * chosen[-1].worth
    for one in sorted(left, key=lambda one: one.order):
        if one.worth < least:
            break
        if _explains(one):
            one.compare(chosen, judge)
            if one.alike < _SAME and one.worth >= least:
                return [*chosen[:-1], one]
    return chosen


def _explains(one: _Waiting) -> bool:
    return is_explainer(one.candidate.features.title)


def _next_score(query: ArticleFeatures, other: ArticleFeatures) -> float:
    """How much an article continues the query: rare words count more than in `nearness`, and so do its days."""
    shared = dot(query.body, other.body) + _NEXT_RARE * rare_share(query.lead.keys(), other.lead.keys(), 8)
    shared += _NEXT_RARE_HEAD * rare_share(query.heads, other.heads, 3)
    return shared * _freshness(query, other, _NEXT_FRESH, _NEXT_DAYS)


def _is_eligible(query: ArticleFeatures, candidate: Candidate, body: float, query_story: str | None, judge: PairModel) -> bool:
    other = candidate.features
    if other.id == query.id:
        return False
    if query_story is not None and candidate.story == query_story and judge.score(query, other) >= _CHAPTER:
        return False
    if body < LEAST_TEXT:
        return True
    return not copy_share(other, query) and not copy_share(query, other)


def _alikeness(one: Candidate, two: Candidate, judge: PairModel) -> float:
    """How likely two are reports of one happening, 0..1."""
    if one.story is not None and one.story == two.story:
        return 1.0
    near = abs(one.features.when - two.features.when) < REACH_S and dot(one.features.body, two.features.body) > _LIKE
    return judge.score(one.features, two.features) if near else 0.0


def _link(query: ArticleFeatures, candidate: Candidate, score: float) -> Link:
    other = candidate.features
    why = explain_pair(query, other, score)
    return Link(kind="similar", source=query.id, target=other.id, score=score, why=why, story=candidate.story)
