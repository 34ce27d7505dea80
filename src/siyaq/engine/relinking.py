"""Linking all articles again beside the links in force, which readers see until the new ones take their place, all at once.

The change feed is read from its beginning: articles are placed one by one in the order in which they once arrived, by a linker
that knows nothing of the present links. So an archive whose links this version made in one go gets the same links again. What
is placed lies in the store's draft with the number of the last change read: an interrupted run goes on there. What other
processes add, change or take away meanwhile comes later in the same feed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

import msgspec

from siyaq import __version__
from siyaq.engine.adding import StoreArchive
from siyaq.engine.analysing import AnalyseBatches, Notes, batches
from siyaq.engine.knowing import features_of, is_current
from siyaq.engine.succession import Overlap, Succession, succession
from siyaq.errors import BusyError
from siyaq.link import Linker, Placement, read_article, reading_to_bytes
from siyaq.ports import LinkDraft, Store
from siyaq.types import Analysis, Article, Change, ChangeKind, CopyNote, Story

_KEY = "relink"
_CHANGES = 256  # read at once; their articles are placed in one transaction of the draft
_STORIES = 500  # compared at once

_NOTES = 32  # articles whose notes a process makes at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class RelinkReport:
    """How many articles were linked, and how many of them are in another story or have another copy note now."""

    linked: int
    moved: int


class _Mark(msgspec.Struct, frozen=True, kw_only=True):
    """How far a run has come."""

    version: str
    seq: int = 0  # last change read
    known: int = 0  # last change when it began: articles are placed as they stand, so earlier updates are in them
    placed: int = 0


class Relinker:
    """One run. A context manager; `done` tells how many articles an interrupted run had placed.

    Args:
        store: whose articles are linked.
        analyse: makes notes of articles anew; None takes the stored ones.
    """

    def __init__(self, store: Store, analyse: AnalyseBatches | None = None) -> None:
        self._store = store
        self._analyse = analyse
        self._draft = store.draft()
        self._mark = self._read_mark()
        if self._mark is None or self._mark.version != __version__:
            self._start_anew()
        self._linker = self._new_linker()

    def __enter__(self) -> "Relinker":
        return self

    def __exit__(self, *_: object) -> None:
        self._draft.close()

    @property
    def done(self) -> int:
        """Articles placed so far."""
        return self._position().placed

    def _position(self) -> _Mark:
        assert self._mark is not None
        return self._mark

    def _read_mark(self) -> _Mark | None:
        data = self._draft.state(_KEY)
        return msgspec.json.decode(data, type=_Mark) if data else None

    def _start_anew(self) -> None:
        self._draft.close()
        self._store.drop_draft()
        self._draft = self._store.draft()
        with self._draft.transaction():
            self._save(_Mark(version=__version__, known=self._store.last_seq()))

    def _save(self, mark: _Mark) -> None:
        self._draft.put_state(_KEY, msgspec.json.encode(mark))
        self._mark = mark

    def _new_linker(self) -> Linker:
        return Linker(StoreArchive(self._store, self._draft))

    # ---- placing

    def place_all(self, now: datetime) -> Iterator[int]:
        """Place what the change feed holds; gives how many articles each step placed, first those of an interrupted run.

        Raises:
            BusyError: another run goes on with the same draft.
        """
        yield self.done
        while changes := self._store.changes(self._position().seq, _CHANGES):
            before = self.done
            self._read(changes, now)
            yield self.done - before

    def _read(self, changes: Sequence[Change], now: datetime) -> None:
        """Place the articles of some changes, all or none."""
        before = self._position()
        try:
            articles = self._store.articles(list({c.article for c in changes if self._counts(c)}))
            notes = self._notes([a for a in articles.values() if a.gone is None], now)
            with self._draft.transaction():
                if self._read_mark() != before:
                    raise BusyError("the links are being made anew by another process already")
                placed = sum(self._follow(change, articles, notes) for change in changes if self._counts(change))
                self._save(_after(before, changes[-1].seq, placed))
        except BaseException:
            self._mark, self._linker = before, self._new_linker()  # it may have placed what was never written
            raise

    def _counts(self, change: Change) -> bool:
        """Whether a change is one of content that is not in the articles' former places."""
        return change.kind is ChangeKind.ADDED or (change.kind is not ChangeKind.LINKED and change.seq > self._position().known)

    def _follow(self, change: Change, articles: Mapping[str, Article], notes: Mapping[str, Notes]) -> int:
        article = articles.get(change.article)
        if article is None or article.gone is not None:
            self._write(self._linker.remove(change.article))
            return 0
        made = notes[article.id]
        known = features_of(made.reading, article, made.analysis)
        self._write(self._linker.place(article, made.analysis, known=known))
        return int(change.kind is ChangeKind.ADDED)

    def _notes(self, articles: Sequence[Article], now: datetime) -> dict[str, Notes]:
        """Notes by article, the stored ones or new ones; what is new is stored."""
        ids = [article.id for article in articles]
        if self._analyse is not None:
            made = {
                a.id: n for part, notes in self._analyse(batches(articles, _NOTES)) for a, n in zip(part, notes, strict=True)
            }
            with self._store.transaction():
                for article in self._store.articles(ids).values():
                    self._store.put_analysis(article.id, made[article.id].analysis)
                    self._store.put_reading(article.id, made[article.id].reading)
                    self._store.put_article(article, kind=ChangeKind.LINKED, at=now)
            return made
        analyses, readings = self._store.analyses(ids), self._store.readings(ids)
        outdated = [a for a in articles if not is_current(readings.get(a.id))]
        fresh = {a.id: reading_to_bytes(read_article(a, analyses.get(a.id))) for a in outdated}
        if fresh:
            with self._store.transaction():
                for article_id, data in fresh.items():
                    self._store.put_reading(article_id, data)
        readings |= fresh
        return {i: Notes(analyses.get(i, Analysis()), readings[i]) for i in ids}

    def _write(self, placement: Placement) -> None:
        for story in placement.changed:
            self._draft.put_story(story)
        for note in placement.copies:
            self._draft.put_copy(note)

    # ---- the switch

    def switch(self, now: datetime) -> RelinkReport:
        """Let the new links take the place of the old ones, whole or not at all, and drop the draft.

        The change feed tells of each article whose story or copy note is another one now.
        """
        with self._store.transaction():
            for _ in self.place_all(now):
                pass
            moved = _Switch(self._store, self._draft, now).run()
        self._draft.close()
        self._store.drop_draft()
        return RelinkReport(linked=self.done, moved=moved)


def _after(mark: _Mark, seq: int, placed: int) -> _Mark:
    """The mark after some more changes."""
    return _Mark(version=mark.version, seq=seq, known=mark.known, placed=mark.placed + placed)


class _Switch:
    """Writes what differs between the links in force and the draft's."""

    def __init__(self, store: Store, draft: LinkDraft, now: datetime) -> None:
        self._store = store
        self._draft = draft
        self._now = now

    def run(self) -> int:
        """Write it; gives the number of articles that moved."""
        settled = succession(
            (story.id for part in self._parts() for story in part), self._overlaps(), lambda i: self._store.story(i) is not None
        )
        moved = sum(self._put(part, settled) for part in self._parts())
        for old, successor in settled.moved.items():
            self._store.put_story(Story(id=old, moved_to=successor))
        return moved

    def _parts(self) -> Iterator[list[Story]]:
        stories = (story for story in self._draft.all_stories(_STORIES) if story.articles)
        while part := list(islice(stories, _STORIES)):
            yield part

    def _overlaps(self) -> Iterator[Overlap]:
        for part in self._parts():
            owners = self._store.story_of([i for story in part for i in story.articles])
            for story in part:
                counts: dict[str, int] = {}
                for article in story.articles:
                    if owner := owners.get(article):
                        counts[owner] = counts.get(owner, 0) + 1
                yield from (Overlap(story.id, old, n) for old, n in counts.items())

    def _put(self, part: Sequence[Story], settled: Succession) -> int:
        stories = [replace(story, id=settled.final(story.id)) for story in part]
        ids = [i for story in stories for i in story.articles]
        owners = self._store.story_of(ids)
        notes = self._copy_changes(ids)
        moved = {i for story in stories for i in story.articles if owners.get(i) != story.id} | {n.article for n in notes}
        for story in stories:
            if self._store.story(story.id) != story:
                self._store.put_story(story)
        for note in notes:
            self._store.put_copy(note)
        for article in self._store.articles(sorted(moved)).values():
            self._store.put_article(article, kind=ChangeKind.LINKED, at=self._now)
        return len(moved)

    def _copy_changes(self, ids: Sequence[str]) -> list[CopyNote]:
        """Copy notes to write; one whose original is the article itself takes the old note back."""
        new, old = ({n.article: n for n in links.copies(ids)} for links in (self._draft, self._store))
        own = set(ids)
        gone = [CopyNote(article=i, original=i, share=1.0) for i in old if i in own and i not in new]
        return [*gone, *(note for i, note in new.items() if i in own and old.get(i) != note)]
