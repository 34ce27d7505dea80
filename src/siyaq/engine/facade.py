"""`Engine`: everything Siyaq does, over one store and one index."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from types import TracebackType
from typing import Any, Self, TypeVar

from siyaq import ids
from siyaq.arabic import NameGroup, NameLedger
from siyaq.engine import naming
from siyaq.engine.adding import Adder
from siyaq.engine.analysing import AnalyseBatches, Notes, analyse_article, batches, in_order, in_process
from siyaq.engine.chaining import Chains
from siyaq.engine.cleaning import Cleaning
from siyaq.engine.collecting import collecting_rarely
from siyaq.engine.following import Prepared, follow, index_path
from siyaq.engine.pool import Pool
from siyaq.engine.relating import Relations
from siyaq.engine.relinking import Relinker, RelinkReport
from siyaq.engine.report import AddReport, ArticleContext, Progress
from siyaq.engine.reranking import reranker_from_settings, search_reranked
from siyaq.engine.searching import narrowed, with_outlet_ids, with_section_names
from siyaq.errors import NotFoundError, SearchIndexError
from siyaq.index import open_index
from siyaq.ingest import draft_of
from siyaq.ports import SearchIndex, Store
from siyaq.query import parse_query
from siyaq.settings import Settings
from siyaq.store import open_store
from siyaq.types import Analysis, Article, CopyNote, Feed, Link, SearchResult, Source, Story
from siyaq.web_text import canonical_url

T = TypeVar("T")

_BATCH = 64  # articles written in one transaction
_POOL_FROM = 400  # from so many articles on, starting processes (2 s each) pays
_EARLY = 2000  # articles that processes may read before all that is read ahead was learned from: 15 s for one process
_INDEX_EVERY = 32  # batches between two commits of the index, whose forms are kept in memory so long
_DAY = timedelta(days=1)


def open(url: str | None = None, *, settings: Settings | None = None) -> "Engine":  # noqa: A001
    """Open a database, making it where it does not exist.

    Args:
        url: `sqlite:///PATH`, `memory:` or `postgresql://...`; None takes the setting `db`.
        settings: None reads them from the environment.

    Raises:
        SettingsError: the address cannot be meant.
        StoreError: the database cannot be opened.
    """
    settings = settings or Settings.load(db=url)
    return Engine(url or settings.db, settings)


class Engine:
    """One database with its index. A context manager; reading is safe from many threads, writing is serialised."""

    def __init__(self, url: str, settings: Settings) -> None:
        self.url = url
        self.settings = settings
        self.store: Store = open_store(url)
        try:
            self.index: SearchIndex = open_index(index_path(url))
        except SearchIndexError:
            self.store.close()
            raise
        self.reranker = reranker_from_settings(settings, self.store, index_path(url))
        self.relations = Relations(self.store, self.index)
        self.chains = Chains(self.store, self.relations)
        self._writing = threading.RLock()
        self._adder: Adder | None = None
        self._prepared = Prepared()
        self._pool: Pool | None = None
        self._names = naming.Names(self.store)
        self.cleaning = Cleaning(self.store)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Save what was learned of outlets' boilerplate; release the database and the index."""
        try:
            self.cleaning.save(everything=True)
        finally:
            self._release()

    def _release(self) -> None:
        if self._pool:
            self._pool.close()
        self.relations.close()
        if self.reranker:
            self.reranker.close()
        self.index.close()
        self.store.close()

    def now(self) -> datetime:
        """The current time, or the one that the setting `now` fixes."""
        return self.settings.now or datetime.now(UTC)

    # Writing

    def add(
        self,
        articles: Iterable[Article | Mapping[str, object]],
        *,
        progress: Progress | None = None,
        workers: int = 0,
        index: bool = True,
    ) -> AddReport:
        """Add articles: decide what is new, analyse, link, store and index.

        Args:
            articles: drafts, or records as in Article JSONL; one without an id gets that of its address, else of its content.
                They are read ahead, some ten thousands at a time, and added in order of publication.
            progress: told the number of articles done, now and then.
            workers: processes that analyse where there are more than a few hundred articles; 0 analyses in this one. A script
                that asks for some needs the usual `if __name__ == "__main__":`, since each process imports it anew.
            index: False leaves the search index to a later `sync`.

        Returns:
            Counts of what became of them.
        """
        report = AddReport()
        with self._writing, collecting_rarely():
            drafts = map(draft_of, articles)
            early = list(islice(drafts, _EARLY))
            run = self._analysing(workers if len(early) > _POOL_FROM else 0, index, early)
            parts = batches(in_order(chain(early, drafts), self.cleaning.prepared), _BATCH)
            with closing(run(parts)) as analysed:
                for number, (part, notes) in enumerate(analysed, 1):
                    report += self._adding().add(part, notes, self.now())
                    if index:
                        self._prepared.keep(part, notes)
                    if index and number % _INDEX_EVERY == 0:
                        self.sync()
                    if progress:
                        progress(len(part))
            if index:
                self.settle()
        return report

    def mark_gone(self, article_id: str) -> bool:
        """Note that the outlet removed an article. False if it is unknown or known to be gone."""
        with self._writing:
            return self._adding().mark_gone(article_id, self.now())

    def sync(self, progress: Progress | None = None) -> bool:
        """Bring the index up to date with the store. False where another process is doing so."""
        with self._writing:
            return follow(self.store, self.index, progress, self.reranker.later if self.reranker else None, self._prepared)

    def settle(self) -> None:
        """What follows an addition: stored articles are cleaned, all is indexed, names are learned where it is time."""
        with self._writing:
            self.cleaning.sweep(self._adding(), self._notes, self.now())
            self.cleaning.save()
            self.sync()
            if self._names.is_learning_due():
                self._names.learn()

    def relink(
        self, progress: Progress | None = None, *, notes: bool = False, workers: int = 0, anew: bool = False
    ) -> RelinkReport:
        """Link every article again, in order of arrival; readers keep the old links until all is done.

        Args:
            progress: told the number of articles linked, now and then; at first of those that an interrupted run linked.
            notes: make notes of all texts anew first, which takes longer than linking.
            workers: processes that make them; 0 makes them in this one.
            anew: begin from the beginning even where an interrupted run could go on.

        Raises:
            BusyError: another process makes the links anew.
        """
        with ExitStack() as stack:
            stack.enter_context(collecting_rarely())
            run = self._analysing(workers) if notes else None
            if anew:
                self.store.drop_draft()
            relinker = stack.enter_context(Relinker(self.store, run))
            for done in relinker.place_all(self.now()):
                if progress:
                    progress(done)
            with self._writing:
                report = relinker.switch(self.now())
                self._adder = None
        self.sync()
        return report

    def check(self, repair: bool = False, progress: Progress | None = None) -> tuple[str, ...]:
        """Faults of the database and the index, one line each.

        Args:
            repair: rebuild the index from the store.
            progress: told how many changes were applied while rebuilding.
        """
        faults = list(self.store.check())
        if repair:
            self.index.clear()
            self.sync(progress)
        behind = self.store.last_seq() - self.index.last_seq()
        if behind:
            faults.append(f"the search index is {behind} changes behind the database; `siyaq check --repair` rebuilds it")
        return tuple(faults)

    def backup(self, path: str) -> None:
        """Write a consistent copy of the database to a new file (the index is rebuilt from it on restore)."""
        self.store.backup(path)

    # Reading

    def resolve(self, article_id: str) -> Article:
        """The article of an id (Siyaq's own or the given one) or of an address.

        Raises:
            NotFoundError: there is none.
        """
        article = self.store.article(article_id)
        if article is None and "://" in article_id:
            address = canonical_url(article_id)
            article = self.store.article(ids.article_id(address)) if address else None
        if article is None:
            raise NotFoundError(f"no article {article_id!r}")
        return article

    def analysis(self, article_id: str) -> Analysis:
        """The notes of an article."""
        own = self.resolve(article_id).id
        return self.store.analyses([own]).get(own, Analysis())

    def context(self, article_id: str, k: int = 10) -> ArticleContext:
        """Everything that an article's page shows."""
        article = self.resolve(article_id)
        return self.relations.context(article, self.source(article.source), k)

    def similar(self, article_id: str, k: int = 10) -> tuple[Link, ...]:
        """Up to `k` similar articles, nearest first, one per happening, without copies and without the one to read next."""
        return self.relations.rank(self.resolve(article_id), k).similar

    def read_also(self, article_id: str) -> Link | None:
        """The one article to read next, or None."""
        return self.relations.rank(self.resolve(article_id), 1).read_also

    def copies(self, article_id: str) -> tuple[CopyNote, ...]:
        """Every note of the article's group of copies; empty where it was not copied and copies nothing."""
        return self.relations.copy_group(self.resolve(article_id).id)

    def search(
        self,
        text: str,
        *,
        k: int = 10,
        offset: int = 0,
        since: datetime | None = None,
        until: datetime | None = None,
        source: str | None = None,
        sort: str = "nearness",
        collapse: bool = False,
        facets: bool = False,
    ) -> SearchResult:
        """Search (see `query` for the language).

        Raises:
            QueryError: the query cannot be read.
        """
        asked = with_section_names(parse_query(text, now=self.now()))
        query = narrowed(with_outlet_ids(asked, self.store.sources), since, until, source)
        options = {"collapse": collapse, "facets": facets, "expand": self.ledger().variants}
        return search_reranked(self.index, self.reranker, query, k=k, offset=offset, sort=sort, **options)

    def story(self, story_id: str) -> Story:
        """A story; where it was merged into another one, that one.

        Raises:
            NotFoundError: there is none.
        """
        seen: set[str] = set()
        wanted: str | None = story_id
        while wanted and wanted not in seen:
            seen.add(wanted)
            story = self.store.story(wanted)
            if story is None:
                break
            if story.moved_to is None:
                return story
            wanted = story.moved_to
        raise NotFoundError(f"no story {story_id!r}")

    def stories(self, **filters: Any) -> tuple[Story, ...]:
        """Stories, most independent outlets first (see `ports.StoryStore.stories` for the filters)."""
        return self.store.stories(**filters)

    def find(self, **filters: Any) -> tuple[Article, ...]:
        """Articles by source, section, tag, name and time (see `ports.ArticleStore.find`)."""
        return self.store.find(**filters)

    def sources(self) -> tuple[Source, ...]:
        """All outlets, by name."""
        return self.store.sources()

    def source(self, source_id: str) -> Source:
        """An outlet; one that was never registered (imported articles name it) is shown by excerpt only."""
        return self.store.source(source_id) or Source(id=source_id, name=source_id)

    def feeds(self) -> tuple[Feed, ...]:
        """All feeds with their state."""
        return self.store.feeds()

    def day(self) -> tuple[datetime, datetime, bool]:
        """The span that the home page shows.

        Returns:
            (since, until, is_today): the last 24 hours where they have news, else the 24 hours up to the newest article.
        """
        now = self.now()
        newest = next(iter(self.store.find(until=now + _DAY, limit=1)), None)
        when = newest.when if newest else None
        if when is None or when >= now - _DAY:
            return now - _DAY, now + timedelta(minutes=5), True
        return when - _DAY, when + timedelta(seconds=1), False

    # Names

    def ledger(self) -> NameLedger:
        """Spelling variants of names: bundled, learned, and corrected by the operator."""
        return self._names.ledger()

    @property
    def names(self) -> naming.Names:
        """Corrections of the ledger: join, split, undo, learn."""
        return self._names

    def join_names(self, a: str, b: str, progress: Progress | None = None) -> NameGroup:
        """Note that two names are one, `a`'s spelling preferred, and read the articles that hold them again.

        Search follows a correction by itself; notes and links are made with the ledger, so they are made anew.

        Raises:
            NotFoundError: one of them is no name.
        """
        return self._corrected((a, b), lambda: self._names.join(a, b), progress)

    def split_names(self, a: str, b: str, progress: Progress | None = None) -> None:
        """Note that `b` does not name what `a` names, and read the articles that hold them again.

        Raises:
            NotFoundError: they are in no common group.
        """
        self._corrected((a, b), lambda: self._names.split(a, b), progress)

    def undo_names(self, progress: Progress | None = None) -> str:
        """Take back the last correction, and read the articles that hold its names again. Gives what it was, for people.

        Raises:
            NotFoundError: nothing was corrected.
        """
        last = self.ledger().corrections[-1:]
        return self._corrected([name for one in last for name in (one.a, one.b)], self._names.undo, progress)

    def _corrected(self, names: Sequence[str], correct: Callable[[], T], progress: Progress | None) -> T:
        """Correct the ledger, then make notes and links of the articles that hold one of the names anew, and index them."""
        with self._writing:
            spellings = self._names.spellings(*names)
            result = correct()
            spellings |= self._names.spellings(*names)
            held = {article.id: article for name in sorted(spellings) for article in self.store.find(name=name)}
            for part in batches(in_order(held.values()), _BATCH):
                self._adding().read_again(part, list(map(self._notes, part)), self.now())
                if progress:
                    progress(len(part))
            self.sync()
        return result

    def _adding(self) -> Adder:
        if self._adder is None:
            self._adder = Adder(self.store, self.cleaning.clean)
        return self._adder

    def _analysing(self, workers: int, with_forms: bool = False, early: Iterable[Article] = ()) -> AnalyseBatches:
        """What analyses: so many processes, which stay until the engine is closed or asked for another number; or this one."""
        if not workers:
            return in_process(self.ledger(), with_forms)
        if self._pool is None or self._pool.is_closed or self._pool.workers != workers:
            if self._pool:
                self._pool.close()
            self._pool = Pool(workers)
        return self._pool.analysing(self.ledger(), with_forms, early)

    def _notes(self, article: Article) -> Notes:
        return analyse_article(article, self.ledger())
