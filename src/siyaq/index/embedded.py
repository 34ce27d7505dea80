"""The embedded search index: tantivy on disk or in memory.

Threads: searching is safe from many threads. Processes: any number may read; the writer's place is taken by the first `put`,
`remove` or `clear` after a commit and given up when `commit` has merged the parts that are many, so that several processes may
write in turn. Where that takes longer it goes on in a thread of its own: what was committed is there already.
"""

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from math import inf
from pathlib import Path
from threading import RLock, Thread
from time import monotonic
from typing import Any

import tantivy
from tantivy import Occur

from siyaq.errors import BusyError, SearchIndexError
from siyaq.index.compile import (
    TITLE_BOOST,
    Compiled,
    Compiler,
    Expand,
    Slot,
    respelled,
    span_query,
    term,
    unquoted,
    widen_names,
)
from siyaq.index.folder import FORMAT_FILE, META_FILE, borrow, give_back
from siyaq.index.result import FacetCounter, Row, collapse_hits, count_stories, hits_from_rows
from siyaq.index.schema import FORMAT, build_schema, ids_from_addresses, row_from_document
from siyaq.index.spelling import Speller
from siyaq.index.vocabulary import Vocabulary, load_vocabulary, read_vocabulary, save_vocabulary, stamp_vocabulary
from siyaq.ports import IndexDocument
from siyaq.query import Query
from siyaq.types import SearchHit, SearchResult, Sought

log = logging.getLogger("siyaq.index")

_HEAP = 50_000_000  # bytes the writer may use before it writes a segment
_SEQ_ROW = "\x00seq"  # id of the row that keeps the last change applied; ids of articles have no control characters
_MUCH, _LITTLE = 0.2, 0.05  # growth of the index at which its words are read anew: at once, and when there is time
_PATIENCE_S = 0.2  # as long as merging takes in calm times; then another process may write at once
_CALM = 20.0  # times as long as it took last, so that it takes a twentieth of a writer's time at most
_WINDOW = 400  # hits that are looked at for collapsing: ten pages of ten stories of up to four reports


def open_index(path: str | None) -> "EmbeddedIndex":
    """Open or create a search index.

    Args:
        path: folder of the index, made if missing; None keeps it in memory.

    Raises:
        SearchIndexError: the folder holds something else, a damaged index, or one of another format.
    """
    return EmbeddedIndex(path)


@contextmanager
def _translated(where: str) -> Iterator[None]:
    """tantivy raises ValueError for everything, a held lock included."""
    try:
        yield
    except (ValueError, OSError) as exc:
        text = " ".join(str(exc).split())
        if "LockBusy" in text or "acquire Lockfile" in text:
            raise BusyError(f"another process is writing the search index {where}: try again") from exc
        raise SearchIndexError(
            f"the search index {where} cannot be used ({text[:120]}); `siyaq check --repair` rebuilds it"
        ) from exc


class EmbeddedIndex:
    """A `ports.SearchIndex` over tantivy."""

    def __init__(self, path: str | None) -> None:
        self._borrowed = None if path is None else borrow(Path(path))
        self._path = None if path is None else Path(self._borrowed.name if self._borrowed else path)
        self._where = "in memory" if path is None else str(path)
        self._lock = RLock()
        self._writer: tantivy.IndexWriter | None = None
        self._merging: Thread | None = None  # holds the writer's place of the last commit
        self._words: Vocabulary | None = None
        self._words_stamp: tuple[int, int] | None = None
        self._facets = FacetCounter()
        self._wrote = False
        self._renew_after = 0.0  # on the monotonic clock
        self._stamp: tuple[int, int] | None = None
        with _translated(self._where):
            self._index = self._open()
            self._searcher = self._index.searcher()

    def _open(self) -> tantivy.Index:
        if self._path is None:
            return tantivy.Index(build_schema())
        self._path.mkdir(parents=True, exist_ok=True)
        mark = self._path / FORMAT_FILE
        if tantivy.Index.exists(str(self._path)):
            if not mark.is_file() or mark.read_text("ascii").strip() != str(FORMAT):
                raise SearchIndexError(
                    f"the search index {self._where} is of another version; `siyaq check --repair` rebuilds it"
                )
            return tantivy.Index.open(str(self._path))
        mark.write_text(f"{FORMAT}\n", "ascii")
        return tantivy.Index(build_schema(), path=str(self._path))

    # ---- writing

    def _open_writer(self) -> tantivy.IndexWriter:
        self._await_merges()
        if self._writer is None:
            with _translated(self._where):
                self._writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        return self._writer

    def put(self, documents: Iterable[IndexDocument]) -> None:
        """Add or replace, visible after `commit`."""
        with self._lock:
            writer = self._open_writer()
            for document in documents:
                with _translated(self._where):
                    writer.delete_documents_by_term("id", document.article)
                    writer.add_document(row_from_document(document))

    def remove(self, article_ids: Iterable[str]) -> None:
        """Take out, visible after `commit`."""
        with self._lock:
            writer = self._open_writer()
            for article in article_ids:
                with _translated(self._where):
                    writer.delete_documents_by_term("id", article)

    def clear(self) -> None:
        """Empty the index and set `last_seq` to 0, at once."""
        with self._lock:
            with _translated(self._where):
                self._open_writer().delete_all_documents()
            self.commit(0)

    def commit(self, seq: int) -> None:
        """Make all visible and durable together with `seq`; the writer's place is given up when parts are merged."""
        with self._lock:
            writer = self._open_writer()
            with _translated(self._where):
                writer.delete_documents_by_term("id", _SEQ_ROW)
                row = tantivy.Document()
                row.add_text("id", _SEQ_ROW)
                row.add_integer("seq", seq)
                writer.add_document(row)
                writer.commit()
            self._writer = None
            self._merging = Thread(target=self._merge, args=(writer,), name="siyaq-merging")
            self._merging.start()
            self._merging.join(_PATIENCE_S)
            self._wrote = True
            self._reload()
            self._keep_vocabulary()

    def _merge(self, writer: tantivy.IndexWriter) -> None:
        """Wait for the parts that are being merged, then give up the writer's place."""
        try:
            writer.wait_merging_threads()
        except (ValueError, OSError) as exc:  # what was committed is there; the next commit merges
            log.warning("parts of the search index %s could not be merged: %s", self._where, " ".join(str(exc).split())[:120])

    def _await_merges(self) -> None:
        if self._merging is not None:
            self._merging.join()
            self._merging = None

    def _keep_vocabulary(self, *, last: bool = False) -> None:
        """Renew the words beside the index where it has outgrown them; without them searching goes on.

        Reading them takes as long as a commit or two, so while an archive comes in that is done at every fifth more, and in
        calm times, and at the end (`last`), at every twentieth.
        """
        if self._path is None:
            return
        kept = self._words or load_vocabulary(self._path)
        growth = kept.outgrown(self._searcher.num_docs) if kept is not None else inf
        begin = monotonic()
        if growth > _MUCH or (growth > _LITTLE and (last or begin > self._renew_after)):
            self._words = read_vocabulary(self._searcher)
            with suppress(OSError):
                save_vocabulary(self._words, self._path)
            self._renew_after = monotonic() + _CALM * (monotonic() - begin)

    def close(self) -> None:
        """Release the writer's place; what was not committed is dropped."""
        with self._lock:
            self._await_merges()
            writer, self._writer = self._writer, None
            if self._wrote:
                self._keep_vocabulary(last=True)
                self._wrote = False
            if writer is not None:
                with _translated(self._where):
                    writer.rollback()
                    writer.wait_merging_threads()
            if self._borrowed is not None:
                give_back(self._borrowed)

    # ---- reading

    def _reload(self) -> None:
        with _translated(self._where):
            self._index.reload()
            self._searcher = self._index.searcher()
            self._stamp = self._read_stamp()

    def _read_stamp(self) -> tuple[int, int] | None:
        if self._path is None:
            return None
        with _translated(self._where):
            found = os.stat(self._path / META_FILE)
        return found.st_mtime_ns, found.st_ino

    def _fresh(self) -> tantivy.Searcher:
        """A searcher that sees the last commit of any process."""
        if self._path is not None and self._read_stamp() != self._stamp:
            with self._lock:
                self._reload()
        return self._searcher

    def last_seq(self) -> int:
        """Last change applied, 0 for a new index."""
        searcher = self._fresh()
        with _translated(self._where):
            found = searcher.search(tantivy.Query.term_query(build_schema(), "id", _SEQ_ROW, index_option="basic"), limit=1)
            return int(searcher.doc(found.hits[0][1]).get_first("seq") or 0) if found.hits else 0

    def search(
        self,
        query: Query,
        *,
        k: int = 10,
        offset: int = 0,
        sort: str = "nearness",
        collapse: bool = False,
        facets: bool = False,
        expand: Expand | None = None,
    ) -> SearchResult:
        """Search.

        Args:
            query: what to find; one without words lists the newest first.
            k: most hits.
            offset: hits (or stories) to skip.
            sort: "nearness" or "time" (newest first).
            collapse: one hit per story; its other matching reports stand in `others`.
            facets: count sources, sections, names, tags and months of all matches.
            expand: other spellings of a name (`NameLedger.variants`).
        """
        searcher = self._fresh()
        better: dict[str, str] = {}
        by_time = sort == "time" or query.bare
        with _translated(self._where):
            compiled = self._compile(searcher, query, expand, better)
            hits, total, matches = self._hits(searcher, compiled, by_time, k, offset, collapse)
            if not matches and (loose := unquoted(query)) is not None:
                compiled = self._compile(searcher, loose, expand, better)
                hits, total, matches = self._hits(searcher, compiled, by_time, k, offset, collapse)
            counts = self._facets.count(searcher, compiled.matching, matches) if facets else {}
        sought = Sought(words=compiled.weights, phrases=compiled.phrases)
        return SearchResult(hits=hits, total=total, facets=counts, suggestion=respelled(query, better), sought=sought)

    def _compile(self, searcher: tantivy.Searcher, query: Query, expand: Expand | None, better: dict[str, str]) -> Compiled:
        """The query with other spellings of its words; corrections to suggest are added to `better`."""
        speller = Speller(searcher, self._vocabulary(searcher))

        def widen(slots: list[Slot]) -> list[Slot]:
            spelled, found = speller.widen(widen_names(slots, expand) if expand is not None else slots)
            better.update(found)
            return spelled

        return Compiler(widen, speller.count, expand, lambda key: int(searcher.doc_freq("name_key", key))).compile(query)

    def _vocabulary(self, searcher: tantivy.Searcher) -> Vocabulary:
        """Words for spelling: kept ones while they fit, those of the file, or what the index itself holds."""
        with self._lock:
            growth = self._words.outgrown(searcher.num_docs) if self._words is not None else inf
            stamp = stamp_vocabulary(self._path) if self._path is not None and growth > _LITTLE else None
            if stamp is not None and stamp != self._words_stamp:
                self._words, self._words_stamp = load_vocabulary(self._path or Path()), stamp
            if self._words is None or self._words.outgrown(searcher.num_docs) > _MUCH:
                self._words = read_vocabulary(searcher)
            return self._words

    def _hits(
        self, searcher: tantivy.Searcher, compiled: Compiled, by_time: bool, k: int, offset: int, collapse: bool
    ) -> tuple[tuple[SearchHit, ...], int, int]:
        """Hits of the page, how many there are in all, and how many articles match (more, where they are collapsed)."""
        limit = max(_WINDOW, 4 * (offset + k)) if collapse else max(1, k)
        found, matches = _find(searcher, compiled, by_time, limit, 0 if collapse else offset)
        rows: list[Row] = [(score, address, ()) for score, address in found[:k]]
        total = matches
        if collapse:
            every, total = collapse_hits(searcher, found)
            rows = every[offset : offset + k]
            if len(found) < matches:
                total = max(total, count_stories(searcher, compiled.matching, matches, total / len(found)))
        return hits_from_rows(searcher, rows, compiled, by_time), total, matches

    def related(
        self,
        terms: Sequence[tuple[str, float]],
        *,
        k: int,
        since: datetime | None = None,
        until: datetime | None = None,
        exclude: Sequence[str] = (),
        copies: bool = True,
    ) -> tuple[tuple[str, float], ...]:
        """Articles near weighted lemmas, copies of others among them or not: (Article.id, score), best first."""
        if not terms or k <= 0:
            return ()
        searcher = self._fresh()
        parts: list[tuple[Occur, tantivy.Query]] = []
        for lemma, weight in terms:
            parts.append((Occur.Should, tantivy.Query.boost_query(term("text", lemma), weight)))
            parts.append((Occur.Should, tantivy.Query.boost_query(term("title", lemma), weight * TITLE_BOOST)))
        query = tantivy.Query.boolean_query(parts)  # alone it is answered without a look at every article that has a word
        limits: list[tuple[Occur, tantivy.Query]] = []
        if since is not None or until is not None:
            limits.append((Occur.Must, span_query(Query(since=since, until=until))))
        if not copies:
            limits.append((Occur.MustNot, tantivy.Query.term_query(build_schema(), "is_copy", 1, index_option="basic")))
        if limits:
            query = tantivy.Query.boolean_query([(Occur.Must, query), *limits])
        unwanted = set(exclude)
        with _translated(self._where):
            found = searcher.search(query, limit=k + len(unwanted), count=False)
            ids = ids_from_addresses(searcher, [address for _, address in found.hits])
        pairs = [(article, float(score)) for article, (score, _) in zip(ids, found.hits, strict=True)]
        return tuple(pair for pair in pairs if pair[0] not in unwanted)[:k]


def _find(
    searcher: tantivy.Searcher, compiled: Compiled, by_time: bool, limit: int, skip: int
) -> tuple[list[tuple[Any, tantivy.DocAddress]], int]:
    """Hits in order with their addresses, and how many articles match."""
    if by_time:
        found = searcher.search(compiled.matching, limit=limit, offset=skip, order_by_field="when")
        return found.hits, _count_of(found)
    if compiled.whole is not None:
        whole = searcher.search(compiled.whole, limit=limit, offset=skip)
        if _count_of(whole) >= skip + limit:
            return whole.hits, _count_of(searcher.search(compiled.matching, limit=1))
    found = searcher.search(compiled.ranking, limit=limit, offset=skip)
    return found.hits, _count_of(found)


def _count_of(found: tantivy.SearchResult) -> int:
    return int(found.count or 0)  # type: ignore[attr-defined]
