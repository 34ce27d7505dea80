"""The embedded search index: tantivy on disk or in memory.

Threads: searching is safe from many threads. Processes: any number may read; the writer's place is taken by the first `put`,
`remove` or `clear` after a commit and given up by `commit`, so that several processes may write in turn.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import RLock

import tantivy
from tantivy import Occur

from siyaq.errors import BusyError, SearchIndexError
from siyaq.index.compile import Compiled, Compiler, Expand, Slot, respelled, span_query, term, unquoted, widen_names
from siyaq.index.folder import FORMAT_FILE, META_FILE, borrow
from siyaq.index.result import Row, collapse_hits, count_facets, hit_from_row
from siyaq.index.schema import FORMAT, build_schema, row_from_document
from siyaq.index.spelling import Speller, Vocabulary, read_vocabulary
from siyaq.ports import IndexDocument
from siyaq.query import Query
from siyaq.types import SearchHit, SearchResult

_HEAP = 50_000_000  # bytes the writer may use before it writes a segment
_SEQ_ROW = "\x00seq"  # id of the row that keeps the last change applied; ids of articles have no control characters
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
        self._words: tuple[int, Vocabulary] | None = None
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
        """Make all visible and durable together with `seq`, then give up the writer's place."""
        with self._lock:
            writer = self._open_writer()
            with _translated(self._where):
                writer.delete_documents_by_term("id", _SEQ_ROW)
                row = tantivy.Document()
                row.add_text("id", _SEQ_ROW)
                row.add_integer("seq", seq)
                writer.add_document(row)
                writer.commit()
                writer.wait_merging_threads()
            self._writer = None
            self._reload()

    def close(self) -> None:
        """Release the writer's place; what was not committed is dropped."""
        with self._lock:
            writer, self._writer = self._writer, None
            if writer is not None:
                with _translated(self._where):
                    writer.rollback()
                    writer.wait_merging_threads()
            if self._borrowed is not None:
                self._borrowed.cleanup()

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

        def widen(slots: list[Slot]) -> list[Slot]:
            named = widen_names(slots, expand) if expand is not None else slots
            spelled, found = Speller(searcher, self._vocabulary(searcher)).widen(named)
            better.update(found)
            return spelled

        by_time = sort == "time" or query.bare
        with _translated(self._where):
            compiled = Compiler(widen).compile(query)
            hits, total = self._hits(searcher, compiled, by_time, k, offset, collapse)
            if not total and (loose := unquoted(query)) is not None:
                compiled = Compiler(widen).compile(loose)
                hits, total = self._hits(searcher, compiled, by_time, k, offset, collapse)
            counts = count_facets(searcher, compiled.query) if facets else {}
        return SearchResult(hits=hits, total=total, facets=counts, suggestion=respelled(query, better))

    def _vocabulary(self, searcher: tantivy.Searcher) -> Vocabulary:
        """Words for spelling, read again when the index has grown or shrunk by a tenth."""
        size = searcher.num_docs
        with self._lock:
            if self._words is None or abs(size - self._words[0]) * 10 > self._words[0]:
                self._words = (size, read_vocabulary(searcher))
            return self._words[1]

    def _hits(
        self, searcher: tantivy.Searcher, compiled: Compiled, by_time: bool, k: int, offset: int, collapse: bool
    ) -> tuple[tuple[SearchHit, ...], int]:
        order = "when" if by_time else None
        limit = max(_WINDOW, 4 * (offset + k)) if collapse else max(1, k)
        skip = 0 if collapse else offset
        found = searcher.search(compiled.query, limit=limit, offset=skip, order_by_field=order)
        total = int(found.count or 0)  # type: ignore[attr-defined]
        if not collapse:
            rows: list[Row] = [(score, address, ()) for score, address in found.hits[:k]]
        else:
            rows, stories = collapse_hits(searcher, found.hits)
            rows = rows[offset : offset + k]
            total = stories if len(found.hits) >= total else max(stories, int(searcher.cardinality(compiled.query, "story_no")))
        return tuple(hit_from_row(searcher, row, compiled, by_time) for row in rows), total

    def related(
        self,
        terms: Sequence[tuple[str, float]],
        *,
        k: int,
        since: datetime | None = None,
        until: datetime | None = None,
        exclude: Sequence[str] = (),
    ) -> tuple[tuple[str, float], ...]:
        """Articles near weighted lemmas: (Article.id, score), best first."""
        if not terms or k <= 0:
            return ()
        searcher = self._fresh()
        parts: list[tuple[Occur, tantivy.Query]] = []
        for lemma, weight in terms:
            parts.append((Occur.Should, tantivy.Query.boost_query(term("title", lemma), weight)))
            parts.append((Occur.Should, tantivy.Query.boost_query(term("body", lemma), weight)))
        whole = [(Occur.Must, tantivy.Query.boolean_query(parts))]
        if since is not None or until is not None:
            whole.append((Occur.Must, span_query(Query(since=since, until=until))))
        unwanted = set(exclude)
        with _translated(self._where):
            found = searcher.search(tantivy.Query.boolean_query(whole), limit=k + len(unwanted), count=False)
            pairs = [(str(searcher.doc(address).get_first("id")), float(score)) for score, address in found.hits]
        return tuple(pair for pair in pairs if pair[0] not in unwanted)[:k]
