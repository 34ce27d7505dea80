"""Times of search in large archives.

    python bench/search_scale.py ../shared --docs 31000 300000 1000000 --at FOLDER [--queries 300]

The archive is made of the ANT articles: every document takes the headline of one article with a word of another's, two
thirds of its paragraphs and one third of the other's, a day between 2015 and 2025, one of 200 outlets, and some of 300,000
invented names, so that the vocabulary grows with the archive. Texts are analysed once and put together after that; rows are
laid out and written as in the product. Stories have one to eight reports. The index grows to each size and is measured there;
FOLDER keeps it, so that a later run goes on from the size that it has.

Queries are three content words of headlines, each asked once. Times are of one thread, in CPU time (other work on the machine
does not count) and on the clock.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from labelled import SHARED, read_rows
from rewording import invented_word

from siyaq import arabic
from siyaq.arabic import default_ledger
from siyaq.ids import article_id
from siyaq.index import EmbeddedIndex, open_index
from siyaq.index.compile import Expand
from siyaq.index.schema import exact_words
from siyaq.ports import IndexDocument, IndexForms
from siyaq.query import parse_query

OUTLETS, INVENTED, STORY = 200, 300_000, 8
COMMIT = 20_000
START, DAYS = datetime(2015, 1, 1, tzinfo=UTC), 4000


@dataclass(frozen=True, slots=True)
class Piece:
    """A text with its index forms."""

    text: str
    lemmas: str
    exact: str


@dataclass(frozen=True, slots=True)
class Base:
    """An article taken apart."""

    title: list[Piece]
    paragraphs: list[Piece]
    section: str


def piece(text: str) -> Piece:
    """Analyse a text."""
    return Piece(text, " ".join(arabic.lemmas(text)), " ".join(exact_words(text)))


def read_bases(shared: Path) -> list[Base]:
    """The ANT articles that have a text."""
    bases = []
    for row in read_rows(shared, "ant_multisource"):
        paragraphs = [piece(text) for text in (row["text"] or "").split("\n") if text.strip()]
        title = [piece(word) for word in (row["title"] or "").split()]
        if paragraphs and len(title) > 3:
            bases.append(Base(title, paragraphs, row.get("section") or ""))
    return bases


def invented(rng: Random) -> Piece:
    """A name that is rare the more the later it was invented."""
    letters = invented_word(int(INVENTED ** rng.random()))
    return Piece(letters, letters, letters)


def make_rows(bases: list[Base], count: int) -> Iterator[IndexDocument]:
    """`count` documents with their forms."""
    rng = Random(1)
    names = [f"{base.title[0].text} {base.title[1].text}" for base in bases]
    for number in range(count):
        one, two = bases[rng.randrange(len(bases))], bases[rng.randrange(len(bases))]
        title = list(one.title)
        title[rng.randrange(len(title))] = two.title[rng.randrange(len(two.title))]
        body = [rng.choice(two.paragraphs) if rng.random() < 1 / 3 else p for p in one.paragraphs]
        body.append(joined([invented(rng) for _ in range(4)], " "))
        whole, head = joined(body, "\n"), joined(title, " ")
        document = IndexDocument(
            article=article_id(f"https://example.org/{number}"),
            title=head.text,
            text=whole.text,
            summary="",
            source=f"outlet{int(OUTLETS ** rng.random())}",
            section=one.section,
            when=START + timedelta(days=rng.randrange(DAYS), seconds=rng.randrange(86400)),
            story=f"s{number // rng.randint(1, STORY)}",
            tags=tuple(p.lemmas for p in title if len(p.lemmas) > 2)[:7],
            names=(invented(rng).text, *(names[int(len(names) ** rng.random())] for _ in range(9))),
            is_copy=False,
        )
        lead = " ".join(whole.lemmas.split()[:40])
        forms = IndexForms(title=head.lemmas, lead=lead, body=whole.lemmas, exact=f"{head.exact} {whole.exact}")
        yield replace(document, forms=forms)


def joined(pieces: list[Piece], by: str) -> Piece:
    """Pieces in a row."""
    return Piece(by.join(p.text for p in pieces), " ".join(p.lemmas for p in pieces), " ".join(p.exact for p in pieces))


def grow(at: Path, rows: Iterator[IndexDocument], have: int, size: int) -> None:
    """Write rows until the index has `size`."""
    index, start, count = open_index(str(at)), time.process_time(), size - have
    while have < size:
        more = min(COMMIT, size - have)
        index.put(islice(rows, more))
        have += more
        index.commit(have)  # the sequence number tells how many it holds
    index.close()
    rate = count / (time.process_time() - start)
    print(f"{count} documents in, {rate:.0f} a second of CPU time, analysed before", flush=True)


def make_queries(bases: list[Base]) -> list[str]:
    """Queries of three words."""
    rng = Random(2)
    return [query for query in (three_words(rng.choice(bases), rng) for _ in range(5000)) if query]


def three_words(base: Base, rng: Random) -> str:
    """Three content words of a headline, in their order; empty where it has fewer."""
    words = [w for p in base.title for w in arabic.words(p.text) if len(w) > 2 and not arabic.is_stop(w)]
    return " ".join(words[i] for i in sorted(rng.sample(range(len(words)), 3))) if len(words) > 2 else ""


def measure(name: str, queries: list[str], ask: Callable[[str], int]) -> None:
    """Ask every query and print the times, and how many queries found something."""
    cpu, wall, found = [], [], 0
    for query in queries:
        at_cpu, at_wall = time.process_time(), time.perf_counter()
        found += ask(query) > 0
        cpu.append((time.process_time() - at_cpu) * 1000)
        wall.append((time.perf_counter() - at_wall) * 1000)
    texts = [
        f"{label} " + " ".join(f"p{q} {sorted(times)[len(times) * q // 100]:.1f}" for q in (50, 95, 99))
        for label, times in (("CPU ms", cpu), ("clock ms", wall))
    ]
    print(f"{name:28s} {'   '.join(texts)}   {found} of {len(queries)} found something", flush=True)


def measure_all(at: Path, queries: list[str], each: int) -> None:
    """Open the index anew and ask all kinds of queries."""
    begin = time.perf_counter()
    index, expand = open_index(str(at)), default_ledger().variants
    opened = time.perf_counter()
    index.search(parse_query(queries[0]), k=10, expand=expand)
    first = time.perf_counter()
    print(f"open {(opened - begin) * 1000:.0f} ms, first search {(first - opened) * 1000:.0f} ms")
    for query in queries[1:20]:
        index.search(parse_query(query), k=15, collapse=True, facets=True, expand=expand)
    kinds: dict[str, dict[str, Any]] = {
        "3 words": {"k": 10},
        "3 words, by time": {"k": 10, "sort": "time"},
        "3 words, stories": {"k": 15, "collapse": True},
        "3 words, stories, facets": {"k": 15, "collapse": True, "facets": True},
    }
    for number, (name, options) in enumerate(kinds.items()):
        part = queries[20 + number * each : 20 + (number + 1) * each]
        measure(name, part, partial(_ask, index, options, expand))
    index.close()


def _ask(index: EmbeddedIndex, options: dict[str, Any], expand: Expand, query: str) -> int:
    return index.search(parse_query(query), expand=expand, **options).total


def documents_in(at: Path) -> int:
    """How many documents an index that `grow` filled holds; 0 where there is none."""
    if not at.exists():
        return 0
    index = open_index(str(at))
    try:
        return index.last_seq()
    finally:
        index.close()


def main() -> None:
    """Build and measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--docs", type=int, nargs="+", default=[31_000])
    parser.add_argument("--at", type=Path, required=True)
    parser.add_argument("--queries", type=int, default=300)
    asked = parser.parse_args()
    bases = read_bases(asked.shared)
    have = documents_in(asked.at)
    queries, rows = make_queries(bases), islice(make_rows(bases, max(asked.docs)), have, None)
    for size in sorted(asked.docs):
        if have > size:
            parser.error(f"{asked.at} holds {have} documents already, more than {size}")
        if have < size:
            grow(asked.at, rows, have, size)
            have = size
        print(f"== {documents_in(asked.at)} documents", flush=True)
        measure_all(asked.at, queries, asked.queries)


if __name__ == "__main__":
    main()
