"""Notes of articles: what is made of their texts alone, one after the other or in batches."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import NamedTuple

from siyaq.analyze import analyze
from siyaq.arabic import NameLedger
from siyaq.index import forms_of
from siyaq.link import read_article, reading_to_bytes, vectors_of
from siyaq.ports import IndexForms
from siyaq.types import Analysis, Article

Batch = tuple[Article, ...]
Analysed = Generator[tuple[Batch, list["Notes"]], None, None]  # closed by who does not take all of it
AnalyseBatches = Callable[[Iterable[Batch]], Analysed]

_READ_AHEAD = 40_000  # articles put in order of publication at a time, some 300 MB: linking loads each day but once then
_NO_TIME = datetime.max.replace(tzinfo=UTC)  # articles without a time count as of now


class Notes(NamedTuple):
    """What is made of an article's texts alone: analysis, the stored form of what linking reads, index forms and vectors."""

    analysis: Analysis
    reading: bytes
    forms: IndexForms | None = None
    vectors: bytes = b""  # of `link.vectors_of`


def analyse_article(article: Article, ledger: NameLedger | None, with_forms: bool = False) -> Notes:
    """The notes of one article (see `analyze.analyze`, `link.read_article` and, where they are asked for, `index.forms_of`)."""
    analysis = analyze(article.title, article.text, article.when, article.tags, ledger=ledger)
    reading = read_article(article, analysis)
    forms = forms_of(article.title, article.text, summary_of(article)) if with_forms else None
    return Notes(analysis, reading_to_bytes(reading), forms, vectors_of(reading))


def summary_of(article: Article) -> str:
    """What the index takes for an article's summary."""
    return article.summary or article.subtitle or ""


def in_order(
    articles: Iterable[Article], prepare: Callable[[Sequence[Article]], Iterable[Article]] | None = None
) -> Iterator[Article]:
    """The articles in order of publication, as far as they are read ahead.

    Args:
        articles: in any order.
        prepare: is given all that is read ahead, in order, and gives what to take in its place.
    """
    source = iter(articles)
    while part := list(islice(source, _READ_AHEAD)):
        part.sort(key=lambda article: (article.when or _NO_TIME, article.id))
        yield from prepare(part) if prepare else part


def batches(articles: Iterable[Article], size: int) -> Iterator[Batch]:
    """The articles in tuples of `size`, the last one shorter."""
    source = iter(articles)
    while batch := tuple(islice(source, size)):
        yield batch


def worker_count(wanted: int) -> int:
    """Processes to use: `wanted`, or one less than the cores (at least one) where it is 0."""
    return wanted or max(1, len(os.sched_getaffinity(0)) - 1)


def in_process(ledger: NameLedger | None, with_forms: bool = False) -> AnalyseBatches:
    """Analyse in the calling process: best for a handful of articles. `with_forms`: see `analyse_article`."""

    def run(parts: Iterable[Batch]) -> Analysed:
        for part in parts:
            yield part, [analyse_article(article, ledger, with_forms) for article in part]

    return run
