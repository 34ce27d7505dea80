"""Places articles one by one into stories; nothing looks ahead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from siyaq.ids import story_id
from siyaq.link.archive import Archive, entry_of, tags_of
from siyaq.link.bucket import DAY_S, Buckets, Entry
from siyaq.link.copy import LEAST_TEXT, copy_share, is_earlier
from siyaq.link.evidence import explain_pair
from siyaq.link.feature import ArticleFeatures, features
from siyaq.link.pair import default_model
from siyaq.link.part import BEST, loose_part
from siyaq.link.reading import seconds_of
from siyaq.link.story import Member, StoryState
from siyaq.types import Analysis, Article, CopyNote, Evidence, Story

if TYPE_CHECKING:
    from siyaq.link.batch import PairScores

_CANDIDATES = 60  # nearest articles whose pair score is computed
_LEAST_PAIR = 0.02  # scores below say nothing
_SETTLED = 30  # near articles that may move when a new one arrives; from 25 on all are the same
_STIRS = 0.25  # least score with the new article for that
_INERTIA = 0.1  # a move must gain so much, so that stories rest; .03 to .1 are alike
# Two stories become one where the smaller one's reports are by so much nearer to the larger one than joining it asks. Without,
# articles in any order leave great stories in halves (June 2018: b3x .77 to .85); .1 joins more of what is related only.
_UNION = 0.2
_UNION_SAMPLE = 20  # reports of the smaller story that are asked
# What a day between an article and the middle of a story takes from its nearness: an affair that goes on for weeks is many
# happenings, of which each is near the next. Without, 25 stories of the ANT archive last more than a week, up to 33 days.
_DRIFT = 0.05
_FULL = 400  # reports of a story that takes no more: a flood of lines made by a template costs no more than news
# A story of so many reports is searched for a part that is another happening at each report, a longer one at every tenth. The
# demo's border crossing leaves its water talks (b3x .80 to .82), June 2018 stays, May 2018 has .835 for .838.
_PARTED = range(5, 41)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """What placing or removing an article changed.

    Attributes:
        article: which one.
        story: its story now; None after a removal.
        changed: every story to save, in this order; merged or emptied ones have `moved_to` or no articles.
        copies: every copy note to save; one whose original is the article itself says that it is no copy any more.
    """

    article: str
    story: Story | None
    changed: tuple[Story, ...] = ()
    copies: tuple[CopyNote, ...] = ()


class Linker:
    """The one writer of stories and copy notes.

    Args:
        archive: what was placed before; None starts empty.
        max_days: days of features kept in memory, at least the seven around the newest article.
        pairs: the pair score; None for the bundled one.
    """

    def __init__(self, archive: Archive | None = None, *, max_days: int = 24, pairs: "PairScores | None" = None) -> None:
        self._archive = archive
        self._outlet_name = archive.outlet_name if archive is not None else str
        from siyaq.link.batch import Batch  # late: it needs numpy

        self._scores = pairs or Batch(default_model())
        self._least = self._scores.model.least
        self._easiest = min(self._least(1), self._least(_FULL))  # no story is joined with less
        self._buckets = Buckets(self._load_day, self._forget, max(max_days, 8))
        self._stories: dict[str, StoryState] = {}
        self._moved: dict[str, str] = {}  # stories emptied while settling -> where their last article went

    # ---- what was there before

    def _load_day(self, number: int) -> list[Entry]:
        if self._archive is None:
            return []
        since, until = (datetime.fromtimestamp((number + i) * DAY_S, UTC) for i in (0, 1))
        rows = list(self._archive.load(since, until))
        notes = {note.article: note for note in self._archive.copies([row.features.id for row in rows])} if rows else {}
        entries = [entry_of(row, notes.get(row.features.id)) for row in rows]
        for entry in entries:
            if (state := self._stories.get(entry.story)) is not None:
                state.add(entry)
        return entries

    def _forget(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            state = self._stories.get(entry.story)
            if state is not None:
                state.entries.pop(entry.features.id, None)
                if not state.entries:
                    del self._stories[state.id]

    def _state(self, story: str) -> StoryState:
        """A story's state, loaded from the archive where it is not in memory."""
        if story not in self._stories:
            self._stories[story] = self._load_state(story)
        return self._stories[story]

    def _load_state(self, story: str) -> StoryState:
        state = StoryState(id=story)
        stored = self._archive.story(story) if self._archive is not None else None
        if stored is None or self._archive is None:
            return state
        state.tags = stored.tags
        copies = set(stored.copies)
        for article in self._archive.articles(stored.articles).values():
            state.know(
                Member(
                    id=article.id,
                    when=seconds_of(article.when),
                    source=article.source,
                    title=article.title,
                    is_copy=article.id in copies,
                )
            )
            if (entry := self._buckets.get(article.id)) is not None:
                state.add(entry)
        return state

    def story_of(self, article: str) -> str | None:
        """Id of the story an article is in."""
        entry = self._buckets.get(article)
        if entry is not None:
            return entry.story
        return self._archive.story_of([article]).get(article) if self._archive is not None else None

    # ---- placing

    def place(self, article: Article, analysis: Analysis | None = None, *, known: ArticleFeatures | None = None) -> Placement:
        """Place a new article, or a new version of one that was placed before.

        Args:
            article: as decided.
            analysis: its notes.
            known: its features, where they were made before.
        """
        known = known or features(article, analysis)
        self._buckets.ensure(known.when)
        before = self._buckets.get(article.id)
        former = self._detach(article.id)
        entry = Entry(features=known, story="", tags=tags_of(analysis))
        near = self._buckets.near(known, _CANDIDATES)
        notes = self._note_copies(entry, self._score(entry, near))
        if before is not None and before.original and not entry.original:
            notes = (*notes, CopyNote(article=article.id, original=article.id, share=1.0))
        entry.story = self._story_of_copies(entry.features.id, notes) or self._choose(entry, former)
        self._buckets.add(entry)
        self._state(entry.story).add(entry)
        touched = self._settle(entry) | self._unite(entry) | self._part(entry)
        touched |= {other.story for note in notes if (other := self._buckets.get(note.article))}
        changed = self._changed(entry.story, former, touched)
        return Placement(article=article.id, story=changed[0], changed=changed, copies=notes)

    def _score(self, entry: Entry, near: Sequence[Entry]) -> list[Entry]:
        """Write the pair scores with near articles down at both ends; those that may have taken the text or given it."""
        bodies, scores = self._scores.scores(entry, near, self._buckets.current(entry.features.when))
        entry.pairs = {}
        for other, score in zip(near, scores.tolist(), strict=True):
            if score > _LEAST_PAIR:
                entry.pairs[other.features.id] = score
                if other.pairs is not None:
                    other.pairs[entry.features.id] = score
        return [other for other, body in zip(near, bodies.tolist(), strict=True) if body >= LEAST_TEXT]

    def _pairs(self, entry: Entry) -> dict[str, float]:
        if entry.pairs is None:
            self._score(entry, self._buckets.near(entry.features, _CANDIDATES))
        return entry.pairs or {}

    def _nearest(self, entry: Entry, also: str = "") -> dict[str, float]:
        """By how much stories that have a member near the article are near enough to join: the mean score of its best members
        less the least that its size asks for, and less what the days between the article and the middle of the story take.

        Members that are not near count 0, so that one like article does not stand for a long story. Copies say nothing new.

        Args:
            entry: the article.
            also: a story that is looked at beside the article's own one even where no member is near enough to join it.
        """
        grouped: dict[str, list[float]] = {}
        entry_of, own = self._buckets.get, entry.story
        for article, score in self._pairs(entry).items():
            if (other := entry_of(article)) is not None and not other.original:
                grouped.setdefault(other.story, []).append(score)
        nearness = {}
        for story, scores in grouped.items():
            scores.sort(reverse=True)
            if scores[0] <= self._easiest and story not in (own, also):
                continue
            state = self._state(story)
            members = max(1, state.reports - (story == own))
            if members >= _FULL and story != own:
                continue
            drift = _DRIFT * state.days_from(entry.features.when)
            nearness[story] = sum(scores[:BEST]) / min(BEST, members) - self._least(members) - drift
        return nearness

    def _story_of_copies(self, article: str, notes: Iterable[CopyNote]) -> str | None:
        """The story where copies of an article stand whose source arrives late."""
        copies = (self._buckets.get(note.article) for note in notes if note.article != article == note.original)
        return next((copy.story for copy in copies if copy is not None), None)

    def _choose(self, entry: Entry, former: StoryState | None) -> str:
        """The story of the article: its original's, the nearest one above the threshold, or a new one."""
        original = self._buckets.get(entry.original) if entry.original else None
        if original is not None:
            return original.story
        score, story = max(((score, story) for story, score in self._nearest(entry).items()), default=(-1.0, ""))
        if story and score > 0:
            return story
        if former is not None and not former.members:
            return former.id
        return self._new_id(entry.features.id)

    def _settle(self, arrived: Entry) -> set[str]:
        """Let the articles near a new one move to the story that is now nearest to them; the stories that changed.

        Those of its own story stay: it has only become nearer to them. (Looking at them too gives the same stories.)
        """
        touched: set[str] = set()
        near = sorted(self._pairs(arrived).items(), key=lambda pair: (-pair[1], pair[0]))[:_SETTLED]
        for article, score in near:
            entry = self._buckets.get(article)
            if entry is not None and score > _STIRS and not entry.original and entry.story != arrived.story:
                touched |= self._move(entry)
        return touched

    def _move(self, entry: Entry) -> set[str]:
        nearness = self._nearest(entry)
        here = nearness.get(entry.story, -1.0)
        score, story = max(((s, name) for name, s in nearness.items()), default=(-1.0, ""))
        if score <= 0:
            score, story = 0.0, ""
        alone = self._state(entry.story).reports == 1
        if story == entry.story or score < here + _INERTIA or (alone and not story):
            return set()
        left = self._state(entry.story)
        goal = self._state(story or self._new_id(entry.features.id))
        self._move_to(goal, (entry, *left.copies_of(entry.features.id)))
        if not left.members:
            self._moved[left.id] = entry.story
        return {left.id, entry.story}

    def _unite(self, arrived: Entry) -> set[str]:
        """Let the story of a new article become one with others that are near it as a whole; the stories that changed."""
        touched: set[str] = set()
        if arrived.original:
            return touched
        nearest = sorted(self._nearest(arrived).items(), key=lambda pair: (-pair[1], pair[0]))
        for story in [story for story, nearness in nearest if nearness > 0 and story != arrived.story]:
            pair = self._state(arrived.story), self._state(story)
            small, large = sorted(pair, key=lambda state: (state.reports, state.id))
            whole = len(small.entries) == len(small.members)
            if small.reports > 1 and whole and large.reports < _FULL and self._closeness(small, large) > _UNION:
                self._move_to(large, small.entries.values())
                self._moved[small.id] = large.id
                touched |= {small.id, large.id}
        return touched

    def _closeness(self, small: StoryState, large: StoryState) -> float:
        """By how much the reports of one story are on average near enough to join another one."""
        reports = sorted((e for e in small.entries.values() if not e.original), key=_moment)
        asked = reports[:: 1 + len(reports) // _UNION_SAMPLE]
        least = self._least(large.reports)
        return sum(self._nearest(entry, large.id).get(large.id, -least) for entry in asked) / max(1, len(asked))

    def _part(self, arrived: Entry) -> set[str]:
        """Let the part of a new article's story leave that is another happening; the stories that changed."""
        state = self._state(arrived.story)
        due = state.reports in _PARTED or (state.reports > _PARTED.stop and state.reports % 10 == 0)
        if arrived.original or not due or len(state.entries) < len(state.members):
            return set()
        reports = {article: entry for article, entry in state.entries.items() if not entry.original}
        scores = {
            article: sorted(((score, other) for other, score in self._pairs(entry).items() if other in reports), reverse=True)
            for article, entry in reports.items()
        }
        part = loose_part(arrived.features.id, scores, self._least)
        if not part:
            return set()
        leaving = sorted((reports[article] for article in part), key=_moment)
        goal = self._state(self._new_id(leaving[0].features.id))
        for entry in leaving:
            self._move_to(goal, (entry, *state.copies_of(entry.features.id)))
        return {state.id, goal.id}

    def _move_to(self, goal: StoryState, moving: Iterable[Entry]) -> None:
        """Let entries of one story go over to another one."""
        for entry in list(moving):
            self._state(entry.story).discard(entry.features.id)
            self._buckets.move(entry, goal.id)
            goal.add(entry)

    def remove(self, article: str) -> Placement:
        """Take a gone article out of its story."""
        former = self._detach(article)
        if former is None:
            return Placement(article=article, story=None)
        return Placement(article=article, story=None, changed=(self._value(former, None),))

    def _detach(self, article: str) -> StoryState | None:
        """Take an article out of its story; that story, or None."""
        story = self.story_of(article)
        self._buckets.discard(article)
        if story is None:
            return None
        state = self._state(story)
        state.discard(article)
        return state

    def _new_id(self, article: str) -> str:
        """Id of a story that this article opens; if it opened one before that others now own, the next free one."""
        made, turn = story_id(article), 1
        while self._state(made).members:
            made, turn = story_id(f"{article}/{turn}"), turn + 1
        return made

    def _note_copies(self, entry: Entry, alike: Sequence[Entry]) -> tuple[CopyNote, ...]:
        """Mark the article as a copy of the earliest source of its text, or later ones as copies of it."""
        known, notes = entry.features, []
        for other in alike:
            if is_earlier(other.features, known, self._outlet_name):
                share = copy_share(known, other.features)
                if share > entry.share:
                    entry.original, entry.share = other.original or other.features.id, share
            elif not other.original and (share := copy_share(other.features, known)):
                other.original, other.share = known.id, share
                self._state(other.story).add(other)
                notes.append(CopyNote(article=other.features.id, original=known.id, share=share))
        if entry.original:
            notes.append(CopyNote(article=known.id, original=entry.original, share=entry.share))
        return tuple(notes)

    def explain(self, article: str) -> tuple[Evidence, ...]:
        """Why an article is in its story, by the nearest report there; empty for one that is alone or not in memory."""
        entry = self._buckets.get(article)
        if entry is None:
            return ()
        mates = self._state(entry.story).entries
        scored = [(score, other) for other, score in self._pairs(entry).items() if other in mates]
        if not scored:
            return ()
        score, nearest = max(scored)
        return explain_pair(entry.features, mates[nearest].features, score)

    def _changed(self, story: str, former: StoryState | None, touched: set[str]) -> tuple[Story, ...]:
        """Values of all stories that changed, the article's own first."""
        others = sorted((touched | ({former.id} if former is not None else set())) - {story})
        values = [self._value(self._state(other), self._moved.get(other, story)) for other in others]
        self._moved.clear()
        return (self._state(story).value(), *values)

    def _value(self, state: StoryState, successor: str | None) -> Story:
        """The story's value; an empty one is dropped from memory and leads to its successor."""
        if state.members:
            return state.value()
        self._stories.pop(state.id, None)
        return Story(id=state.id, moved_to=successor)


def _moment(entry: Entry) -> tuple[float, str]:
    return entry.features.when, entry.features.id
