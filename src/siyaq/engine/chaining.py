"""The affair around a story: the happenings before and after it, and how each of its reports stands to the first one."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock

from siyaq.engine.relating import Relations
from siyaq.link import Manner, Relation, Telling, explain_pair, manner_of, nearness, query_terms, relation
from siyaq.ports import SearchIndex, Store
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
    nearness: float
    story: str | None = None
    outlets: int = 1
    found: Relation = field(default_factory=lambda: Relation(kind="none", score=0.0))


class Chains:
    """Computes chains when they are asked for: some 100 features at most, whatever the archive holds. Safe for many threads."""

    def __init__(self, store: Store, index: SearchIndex, relations: Relations) -> None:
        self._store = store
        self._index = index
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
        before = self._near(mine, lead, story, since=first - _REACH, until=first)
        after = self._near(mine, lead, story, since=first, until=(story.last or first) + _REACH)
        return Chain(
            before=self._steps(mine, [replace(one, found=relation(one.telling, mine, same_story=False)) for one in before], k),
            after=self._steps(mine, [replace(one, found=relation(mine, one.telling, same_story=False)) for one in after], k),
        )

    def report_relations(self, story: Story) -> dict[str, Link]:
        """How each report of a story, but the first, stands to the first one, by its id; the newest of very long stories."""
        lead = self._first_report(story)
        if lead is None:
            return {}
        ids = [i for i in story.articles[-_REPORTS:] if i != lead.id]
        told = self._tellings([lead, *self._store.articles(ids).values()])
        return {i: self._report_relation(told[lead.id], told[i], i in story.copies, story.id) for i in ids if i in told}

    def _report_relation(self, first: Telling, report: Telling, is_copy: bool, story: str) -> Link:
        found = Relation(kind="copy", score=1.0) if is_copy else relation(first, report, same_story=True)
        return _link(report, first, found, story)

    def _first_report(self, story: Story) -> Article | None:
        """The earliest report that is there and no copy; a copy where nothing else is left."""
        copies = set(story.copies)
        ids = sorted(story.articles[:_REPORTS], key=lambda i: i in copies)
        known = self._store.articles(ids)
        return next((known[i] for i in ids if i in known and known[i].gone is None), None)

    def _near(self, mine: Telling, lead: Article, story: Story, *, since: datetime, until: datetime) -> list[_Near]:
        """The nearest articles of other stories within a time, one of each story."""
        own = {lead.id, *story.articles}
        terms = query_terms(mine.features)
        found = self._index.related(terms, k=_CANDIDATES, since=since, until=until, exclude=sorted(own)[:_REPORTS])
        articles = self._store.articles([i for i, _ in found if i not in own])
        stories = self._store.story_of(list(articles))
        copies = {note.article for note in self._store.copies(list(articles))}
        told = self._tellings([a for a in articles.values() if a.gone is None and a.when is not None and a.id not in copies])
        outlets = self._store.story_outlet_counts(sorted({stories[i] for i in told if i in stories}))
        near = [
            _Near(
                article=articles[i],
                telling=telling,
                nearness=nearness(mine.features, telling.features),
                story=stories.get(i),
                outlets=outlets.get(stories.get(i, ""), 1),
            )
            for i, telling in told.items()
        ]
        near.sort(key=lambda one: (-one.nearness, one.article.id))
        best: dict[str, _Near] = {}
        for one in near:
            if one.story != story.id:
                best.setdefault(one.story or one.article.id, one)
        return list(best.values())[:_COMPARED]

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
        known = self._relations.known(articles)
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
