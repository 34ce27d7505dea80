"""The way of an article into the store: decide, analyse, link, write; a batch succeeds whole or not at all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from siyaq.engine.analysing import Notes, analyse_article
from siyaq.engine.knowing import features_of, known_features
from siyaq.engine.report import AddReport
from siyaq.ingest import IntentKind, decide
from siyaq.link import Linker, Placed, Placement
from siyaq.ports import Digest, Store, StoryStore
from siyaq.types import Article, ChangeKind, CopyNote, Story


class StoreArchive:
    """What the linker reads of the store (`link.Archive`).

    Args:
        store: where articles are.
        links: where stories and copy notes are; None for those of the store.
    """

    def __init__(self, store: Store, links: StoryStore | None = None) -> None:
        self._store = store
        self._links = links or store

    def load(self, since: datetime, until: datetime) -> Iterable[Placed]:
        """Articles published in [since, until) that are in a story, oldest first."""
        articles = self._store.find(since=since, until=until, newest_first=False)
        stories = self._links.story_of([article.id for article in articles])
        placed = [article for article in articles if article.id in stories]
        notes = self._store.digests([article.id for article in placed])
        known = known_features(self._store, placed)
        return [
            Placed(
                features=known[article.id],
                story=stories[article.id],
                tags=tuple(tag.tag for tag in notes.get(article.id, Digest()).tags),
            )
            for article in placed
        ]

    def articles(self, ids: Sequence[str]) -> Mapping[str, Article]:
        """Articles by id."""
        return self._store.articles(ids)

    def story(self, story_id: str) -> Story | None:
        """One story as stored."""
        return self._links.story(story_id)

    def story_of(self, article_ids: Sequence[str]) -> Mapping[str, str]:
        """Story of each article that is in one."""
        return self._links.story_of(article_ids)

    def copies(self, article_ids: Sequence[str]) -> Sequence[CopyNote]:
        """Notes in which any of the articles is the copy or the original."""
        return self._links.copies(article_ids)

    def outlet_name(self, source: str) -> str:
        """Name of an outlet as stored."""
        known = self._store.source(source)
        return known.name if known is not None and known.name else source


class Adder:
    """Adds batches of articles to a store. One thread at a time; other processes may write to the same store."""

    def __init__(self, store: Store, clean: Callable[[Article], Article] = lambda article: article) -> None:
        self._store = store
        self._clean = clean  # leaves out what the draft's outlet repeats: what was stored before is compared without it
        self._linker = Linker(StoreArchive(store))
        self._linker_seq = store.last_seq()

    def add(self, drafts: Sequence[Article], notes: Sequence[Notes], now: datetime) -> AddReport:
        """Add drafts in order of publication.

        Args:
            drafts: articles as they came, ids set.
            notes: what was made of each draft's text.
            now: current time, aware UTC.

        Returns:
            What became of them.

        Raises:
            StoreError, BusyError: nothing of the batch was written.
        """
        order = sorted(range(len(drafts)), key=lambda i: (drafts[i].when or now, drafts[i].id))
        try:
            with self._store.transaction():
                self._meet_other_writers()
                report = sum((self._add_one(drafts[i], notes[i], now) for i in order), AddReport())
                self._linker_seq = self._store.last_seq()
        except BaseException:
            self._forget()  # the linker may have placed what was never written
            raise
        return report

    def mark_gone(self, article_id: str, now: datetime) -> bool:
        """Note that the outlet removed an article, and take it out of its story. False if unknown or known to be gone."""
        try:
            with self._store.transaction():
                self._meet_other_writers()
                article = self._store.article(article_id)
                if article is None or article.gone:
                    return False
                self._store.put_article(replace(article, gone=now), kind=ChangeKind.GONE, at=now)
                self._write(self._linker.remove(article.id), article.id, now)
                self._linker_seq = self._store.last_seq()
        except BaseException:
            self._forget()
            raise
        return True

    def read_again(
        self, articles: Sequence[Article], notes: Sequence[Notes], now: datetime, kind: ChangeKind = ChangeKind.LINKED
    ) -> None:
        """Give stored articles new notes, place them anew, and tell the change feed of it.

        Args:
            articles: as they are to be stored.
            notes: new notes of each.
            now: current time, aware UTC.
            kind: of the change; `UPDATED` where the texts are new as well.

        Raises:
            StoreError, BusyError: nothing was written.
        """
        try:
            with self._store.transaction():
                self._meet_other_writers()
                for article, made in zip(articles, notes, strict=True):
                    self._store.put_article(article, kind=kind, at=now)
                    self._write(self._place(article, made), article.id, now)
                self._linker_seq = self._store.last_seq()
        except BaseException:
            self._forget()
            raise

    def _add_one(self, draft: Article, notes: Notes, now: datetime) -> AddReport:
        existing = self._existing(draft)
        former = self._store.versions(existing.id)[:-1] if existing and existing.version > 1 else ()
        intent = decide(self._clean(existing) if existing else None, draft, now, [self._clean(version) for version in former])
        article = intent.article
        if intent.kind is not IntentKind.UNCHANGED:
            kind = ChangeKind.ADDED if intent.kind is IntentKind.NEW else ChangeKind.UPDATED
            self._store.put_article(article, kind=kind, at=now)
            if not _is_read_alike(article, draft):
                notes = analyse_article(article, None)
            self._write(self._place(article, notes), article.id, now)
        for alias in intent.aliases:
            self._store.add_alias(alias, article.id)
        return AddReport(
            read=1,
            added=int(intent.kind is IntentKind.NEW),
            updated=int(intent.kind is IntentKind.UPDATED),
            unchanged=int(intent.kind is IntentKind.UNCHANGED),
        )

    def _place(self, article: Article, notes: Notes) -> Placement:
        self._store.put_analysis(article.id, notes.analysis)
        self._store.put_reading(article.id, notes.reading)
        known = features_of(notes.reading, article, notes.analysis, notes.vectors)
        return self._linker.place(article, notes.analysis, known=known)

    def _existing(self, draft: Article) -> Article | None:
        for key in (draft.id, draft.url, draft.external_id):
            found = self._store.article(key) if key else None
            if found is not None:
                return found
        return None

    def _write(self, placement: Placement, placed: str | None, now: datetime) -> None:
        members = [i for story in placement.changed for i in story.articles]
        before = self._store.story_of(members)
        for story in placement.changed:
            self._store.put_story(story)
        for note in placement.copies:
            self._store.put_copy(note)
        after = {i: story.id for story in placement.changed for i in story.articles}
        moved = {i for i, story in after.items() if before.get(i) != story} | {note.article for note in placement.copies}
        for article in self._store.articles(sorted(moved - {placed})).values():
            self._store.put_article(article, kind=ChangeKind.LINKED, at=now)

    def _meet_other_writers(self) -> None:
        if self._store.last_seq() != self._linker_seq:
            self._forget()

    def _forget(self) -> None:
        self._linker = Linker(StoreArchive(self._store))


def _is_read_alike(article: Article, draft: Article) -> bool:
    """Whether notes made of the draft are the article's too: a decision may keep a former text, time or id."""
    return all(
        getattr(article, name) == getattr(draft, name) for name in ("id", "source", "section", "title", "text", "tags", "when")
    )
