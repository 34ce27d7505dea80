"""Places articles one by one into stories; nothing looks ahead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from siyaq.ids import story_id
from siyaq.link.bucket import DAY_S, Buckets, Entry
from siyaq.link.copy import COPY_SHARE, is_earlier, taken_share
from siyaq.link.evidence import explain_pair
from siyaq.link.feature import features, seconds_of
from siyaq.link.pair import PairModel, default_model, pair_signals
from siyaq.link.story import Member, StoryState
from siyaq.types import Analysis, Article, CopyNote, Evidence, Story

_CANDIDATES = 60  # nearest articles whose pair score is computed
_BEST = 3  # members of a story whose mean score decides; 1 chains topics together, all of them split long stories


class Archive(Protocol):
    """What was placed before; the engine passes its store behind it."""

    def load(self, since: datetime, until: datetime) -> Iterable[tuple[Article, Analysis | None, str | None]]:
        """Articles with `when` in [since, until), gone ones left out, with their analysis and story."""
        ...

    def articles(self, ids: Sequence[str]) -> Mapping[str, Article]:
        """Articles by id."""
        ...

    def story(self, story_id: str) -> Story | None:
        """A story."""
        ...

    def story_of(self, article_ids: Sequence[str]) -> Mapping[str, str]:
        """Story of each article that is in one."""
        ...

    def copies(self, article_ids: Sequence[str]) -> Sequence[CopyNote]:
        """Notes in which any of the articles is the copy or the original."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """What placing or removing an article changed.

    Attributes:
        article: which one.
        story: its story now; None after a removal.
        changed: every story to save, in this order; merged or emptied ones have `moved_to` or no articles.
        copies: every copy note to save; one whose original is the article itself says that it is no copy any more.
        why: why it joined its story, empty for the first report.
    """

    article: str
    story: Story | None
    changed: tuple[Story, ...] = ()
    copies: tuple[CopyNote, ...] = ()
    why: tuple[Evidence, ...] = ()


class Linker:
    """The one writer of stories and copy notes.

    Args:
        archive: what was placed before; None starts empty.
        max_days: days of features kept in memory, at least the seven around the newest article.
        model: the pair score.
    """

    def __init__(self, archive: Archive | None = None, *, max_days: int = 24, model: PairModel | None = None) -> None:
        self._archive = archive
        self._model = model or default_model()
        self._buckets = Buckets(self._load_day, self._forget, max(max_days, 8))
        self._stories: dict[str, StoryState] = {}

    # ---- what was there before

    def _load_day(self, number: int) -> list[Entry]:
        if self._archive is None:
            return []
        since, until = (datetime.fromtimestamp((number + i) * DAY_S, UTC) for i in (0, 1))
        rows = [row for row in self._archive.load(since, until) if row[2] is not None]
        notes = {note.article: note for note in self._archive.copies([row[0].id for row in rows])} if rows else {}
        entries = [_entry(article, analysis, story, notes.get(article.id)) for article, analysis, story in rows if story]
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
            state.members[article.id] = Member(
                id=article.id,
                when=seconds_of(article.when),
                source=article.source,
                title=article.title,
                is_copy=article.id in copies,
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

    def place(self, article: Article, analysis: Analysis | None = None) -> Placement:
        """Place a new article, or a new version of one that was placed before."""
        known = features(article, analysis)
        self._buckets.ensure(known.when)
        former = self._detach(article.id)
        near = self._buckets.near(known, _CANDIDATES)
        scores = {e.features.id: self._model.probability(pair_signals(known, e.features)) for e in near}
        entry = Entry(features=known, story="", tags=_tags_of(analysis))
        notes = self._note_copies(entry, near)
        entry.story = self._choose(entry, near, scores, former)
        self._buckets.add(entry)
        state = self._state(entry.story)
        state.add(entry)
        why = self._explain(entry, near, scores)
        changed = self._changed(state, former, notes)
        return Placement(article=article.id, story=changed[0], changed=changed, copies=notes, why=why)

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

    def _choose(self, entry: Entry, near: Sequence[Entry], scores: Mapping[str, float], former: StoryState | None) -> str:
        """The story of the article: its original's, the nearest one above the threshold, or a new one."""
        original = self._buckets.get(entry.original) if entry.original else None
        if original is not None:
            return original.story
        grouped: dict[str, list[float]] = {}
        for other in near:
            grouped.setdefault(other.story, []).append(scores[other.features.id])
        best = max(((self._nearness(story, found), story) for story, found in grouped.items()), default=(0.0, ""))
        if best[0] > self._model.join:
            return best[1]
        if former is not None and not former.members:
            return former.id
        return self._new_id(entry.features.id)

    def _nearness(self, story: str, found: Sequence[float]) -> float:
        """Mean score of the best members; members that were not even candidates count 0."""
        size = min(_BEST, len(self._state(story).members))
        return sum(sorted(found, reverse=True)[:size]) / max(1, size)

    def _new_id(self, article: str) -> str:
        """Id of a story that this article opens; if it opened one before that others now own, the next free one."""
        made, turn = story_id(article), 1
        while self._state(made).members:
            made, turn = story_id(f"{article}/{turn}"), turn + 1
        return made

    def _note_copies(self, entry: Entry, near: Sequence[Entry]) -> tuple[CopyNote, ...]:
        """Mark the article as a copy of the earliest source of its text, or later ones as copies of it."""
        known, notes = entry.features, []
        for other in near:
            if is_earlier(other.features, known):
                share = taken_share(known, other.features)
                if share >= COPY_SHARE and share > entry.share:
                    entry.original, entry.share = other.original or other.features.id, share
            elif not other.original and (share := taken_share(other.features, known)) >= COPY_SHARE:
                other.original, other.share = known.id, share
                self._state(other.story).add(other)
                notes.append(CopyNote(article=other.features.id, original=known.id, share=share))
        if entry.original:
            notes.append(CopyNote(article=known.id, original=entry.original, share=entry.share))
        return tuple(notes)

    def _explain(self, entry: Entry, near: Sequence[Entry], scores: Mapping[str, float]) -> tuple[Evidence, ...]:
        mates = [other for other in near if other.story == entry.story]
        if not mates:
            return ()
        best = max(mates, key=lambda other: scores[other.features.id])
        return explain_pair(entry.features, best.features, scores[best.features.id])

    def _changed(self, state: StoryState, former: StoryState | None, notes: Sequence[CopyNote]) -> tuple[Story, ...]:
        touched = {state.id: state.value()}
        if former is not None and former.id != state.id:
            touched[former.id] = self._value(former, state.id)
        for note in notes:
            other = self._buckets.get(note.article)
            if other is not None and other.story not in touched:
                touched[other.story] = self._state(other.story).value()
        return tuple(touched.values())

    def _value(self, state: StoryState, successor: str | None) -> Story:
        """The story's value; an empty one is dropped from memory and leads to its successor."""
        if state.members:
            return state.value()
        self._stories.pop(state.id, None)
        return Story(id=state.id, moved_to=successor)


def _entry(article: Article, analysis: Analysis | None, story: str, note: CopyNote | None) -> Entry:
    entry = Entry(features=features(article, analysis), story=story, tags=_tags_of(analysis))
    if note is not None and note.original != article.id:
        entry.original, entry.share = note.original, note.share
    return entry


def _tags_of(analysis: Analysis | None) -> tuple[str, ...]:
    return tuple(tag.tag for tag in analysis.tags) if analysis is not None else ()
