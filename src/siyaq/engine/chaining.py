"""The affair around a story: the happenings before and after it, and how each of its reports stands to the first one."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock

from siyaq.engine.relating import Relations, Span
from siyaq.link import Manner, Relation, Telling, explain_pair, manner_of, nearness, query_terms, relation
from siyaq.ports import Store
from siyaq.types import Article, Link, Story

_REACH = timedelta(days=60)  # an affair that rested for longer is told by search
_CANDIDATES = 20  # articles looked at on either side of a story
_COMPARED = 12  # of them whose relation is computed, nearest first
_RELATED = 0.7  # least probability of being of the affair: precision .82 at recall .82 (.78 and .86 at .5; cross-validated)
_STEPS = 5  # on either side
_REPORTS = 60  # newest reports of a story whose relation to the first one is told
_CACHED = 20_000  # manners kept, 300 bytes each


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Another happening of an affair.

    Attributes:
        article: the report that is nearest to the story.
        story: its story; None for an article by itself.
        when: when it began.
        outlets: independent outlets that report it.
        link: from the story's first report to `article`, with the reasons. Its kind is how the later of the two stands to
            the earlier one: among the happenings before, how the story stands to that one.
        word: the word of the later headline that tells a reaction or background, else empty.
    """

    article: Article
    story: Story | None
    when: datetime
    outlets: int
    link: Link
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """An affair as seen from one of its stories; both parts newest first."""

    before: tuple[Step, ...] = ()
    after: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Near:
    article: Article
    telling: Telling
    story: str | None = None
    outlets: int = 1
    found: Relation = field(default_factory=lambda: Relation(kind="none", score=0.0))


class Chains:
    """Computes chains when they are asked for: some 100 features at most, whatever the archive holds. Safe for many threads."""

    def __init__(self, store: Store, relations: Relations) -> None:
        self._store = store
        self._relations = relations
        self._manners: OrderedDict[tuple[str, int], Manner] = OrderedDict()
        self._lock = Lock()

    def chain(self, story: Story, k: int = _STEPS) -> Chain:
        """Up to `k` happenings before and after a story."""
        lead = self._first_report(story)
        if lead is None or lead.when is None:
            return Chain()
        mine = self._tellings([lead])[lead.id]
        first = story.first or lead.when
        spans = (Span(first - _REACH, first), Span(first, (story.last or first) + _REACH))
        own = {lead.id, *story.articles}
        hits = self._relations.near(query_terms(mine.features), spans, _CANDIDATES, sorted(own)[:_REPORTS])
        before, after = (self._near(mine, [i for i in some if i not in own], story) for some in hits)
        return Chain(
            before=self._steps(mine, [replace(one, found=relation(one.telling, mine, same_story=False)) for one in before], k),
            after=self._steps(mine, [replace(one, found=relation(mine, one.telling, same_story=False)) for one in after], k),
        )

    def report_relations(self, story: Story) -> dict[str, Relation]:
        """How each report of a story, but the first, stands to the first one, by its id; the newest of very long stories."""
        lead = self._first_report(story)
        if lead is None:
            return {}
        ids = [i for i in story.articles[-_REPORTS:] if i != lead.id]
        told = self._tellings([lead, *self._store.articles(ids).values()])
        copy = Relation(kind="copy", score=1.0)
        return {i: copy if i in story.copies else relation(told[lead.id], told[i], same_story=True) for i in ids if i in told}

    def _first_report(self, story: Story) -> Article | None:
        """The earliest report that is there and no copy; a copy where nothing else is left."""
        copies = set(story.copies)
        ids = sorted(story.articles[:_REPORTS], key=lambda i: i in copies)
        places = self._store.places(ids)
        first = next((i for i in ids if i in places and not places[i].gone), None)
        return self._store.article(first) if first else None

    def _near(self, mine: Telling, hits: Sequence[str], story: Story) -> list[_Near]:
        """Of articles found the nearest of other stories, one of each."""
        places = self._store.places(hits)
        places = {i: p for i, p in places.items() if not (p.gone or p.is_copy or p.story == story.id)}
        known = self._relations.known({i: place.version for i, place in places.items()})
        near = {i: nearness(mine.features, features) for i, features in known.items()}
        best: dict[str, str] = {}
        for i in sorted(near, key=lambda i: (-near[i], i)):
            best.setdefault(places[i].story or i, i)
        kept = list(best.values())[:_COMPARED]
        articles = self._store.articles(kept)
        stories = {i: its for i in kept if (its := places[i].story) is not None}
        outlets = self._store.story_outlet_counts(sorted(set(stories.values())))
        told = self._tellings([articles[i] for i in kept if i in articles and articles[i].when is not None])
        return [
            _Near(article=articles[i], telling=telling, story=stories.get(i), outlets=outlets.get(stories.get(i, ""), 1))
            for i, telling in told.items()
        ]

    def _steps(self, mine: Telling, near: Sequence[_Near], k: int) -> tuple[Step, ...]:
        """Those of the affair, the `k` nearest of them, newest first."""
        kept = [one for one in near if one.found.kind != "none" and one.found.related >= _RELATED][:k]
        steps = [self._step(mine, one) for one in kept]
        return tuple(sorted(steps, key=lambda step: (step.when, step.article.id), reverse=True))

    def _step(self, mine: Telling, one: _Near) -> Step:
        story = self._store.story(one.story) if one.story and one.outlets > 1 else None
        if story is not None and story.moved_to:
            story = None
        when = (story.first if story else None) or one.article.when
        assert when is not None  # articles without a time are left out above
        return Step(
            article=one.article,
            story=story,
            when=when,
            outlets=one.outlets if story else 1,
            link=_link(mine, one.telling, one.found, one.story),
            word=one.found.word,
        )

    def _tellings(self, articles: Sequence[Article]) -> dict[str, Telling]:
        known = self._relations.known({a.id: a.version for a in articles})
        return {a.id: Telling(features=known[a.id], manner=self._manner(a)) for a in articles}

    def _manner(self, article: Article) -> Manner:
        key = (article.id, article.version)
        with self._lock:
            found = self._manners.get(key)
        if found is None:
            found = manner_of(article.title, article.text or article.summary or "")
            with self._lock:
                self._manners[key] = found
                while len(self._manners) > _CACHED:
                    self._manners.popitem(last=False)
        return found


def _link(shown: Telling, other: Telling, found: Relation, story: str | None) -> Link:
    assert found.kind != "none"
    why = explain_pair(shown.features, other.features, found.score)
    return Link(kind=found.kind, source=shown.features.id, target=other.features.id, score=found.score, why=why, story=story)
