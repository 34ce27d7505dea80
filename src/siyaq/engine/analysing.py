"""Analysing many articles, in processes where it pays."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from itertools import count, islice, repeat
from typing import NamedTuple

import msgspec

from siyaq.analyze import analyze
from siyaq.arabic import NameLedger
from siyaq.index import forms_of
from siyaq.link import read_article, reading_to_bytes
from siyaq.ports import IndexForms
from siyaq.types import Analysis, Article

Batch = tuple[Article, ...]
AnalyseBatches = Callable[[Iterable[Batch]], Iterator[tuple[Batch, list["Notes"]]]]

_READ_AHEAD = 40_000  # articles put in order of publication at a time, some 300 MB: linking loads each day but once then
_NO_TIME = datetime.max.replace(tzinfo=UTC)  # articles without a time count as of now
_AHEAD = 3  # batches handed to each process before their results are needed
_EARLY = 16  # articles of a batch that is begun before the first one of those is there
_ledger: NameLedger | None = None  # of this worker process
_encode = msgspec.msgpack.Encoder().encode  # a quarter of what pickling costs either process


class Notes(NamedTuple):
    """What is made of an article's texts alone: its analysis, the stored form of what linking reads of it, and index forms."""

    analysis: Analysis
    reading: bytes
    forms: IndexForms | None = None


def analyse_article(article: Article, ledger: NameLedger | None, with_forms: bool = False) -> Notes:
    """The notes of one article (see `analyze.analyze`, `link.read_article` and, where they are asked for, `index.forms_of`)."""
    analysis = analyze(article.title, article.text, article.when, article.tags, ledger=ledger)
    reading = reading_to_bytes(read_article(article, analysis))
    return Notes(analysis, reading, forms_of(article.title, article.text, summary_of(article)) if with_forms else None)


_decode = msgspec.msgpack.Decoder(list[Notes]).decode


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


@contextmanager
def in_process(ledger: NameLedger | None, with_forms: bool = False) -> Iterator[AnalyseBatches]:
    """Analyse in the calling process: best for a handful of articles. `with_forms`: see `analyse_article`."""

    def run(parts: Iterable[Batch]) -> Iterator[tuple[Batch, list[Notes]]]:
        for part in parts:
            yield part, [analyse_article(article, ledger, with_forms) for article in part]

    yield run


@contextmanager
def in_pool(
    ledger: NameLedger | None, workers: int, with_forms: bool = False, early: Iterable[Article] = ()
) -> Iterator[AnalyseBatches]:
    """Analyse in `workers` processes, a few batches ahead, so that the caller links and stores meanwhile.

    Where the caller would wait for them it analyses the next batch itself, so that no core rests.

    Args:
        ledger: spelling variants of names.
        workers: processes.
        with_forms: see `analyse_article`.
        early: articles that will be among the batches, perhaps changed. The processes read as many of them as they can until
            the first batch is there; what they made holds for those that did not change.
    """
    context = multiprocessing.get_context("spawn")  # forking a process that runs threads may deadlock
    with ProcessPoolExecutor(workers, context, _start_worker, (ledger,)) as pool:

        def ask(part: Batch) -> _Asked:
            return _Asked(part, pool.submit(_analyse_in_worker, part, with_forms))

        begun = list(map(ask, batches(early, _EARLY)))

        def run(parts: Iterable[Batch]) -> Iterator[tuple[Batch, list[Notes]]]:
            waiting: deque[tuple[Batch, list[_Place]]] = deque()
            known: dict[str, _Place] = {}
            for number, part in enumerate(parts):
                if number == 0:
                    taken = (asked for asked in begun if not asked.is_taken_back())
                    known = {a.id: _Place(asked, at) for asked in taken for at, a in enumerate(asked.part)}
                places = [known.get(article.id) for article in part]
                held = [place if place and place.article == a else None for place, a in zip(places, part, strict=True)]
                rest = tuple(a for place, a in zip(held, part, strict=True) if place is None)
                is_full = len(waiting) >= workers * _AHEAD
                is_late = is_full and not all(place.asked.is_done() for place in waiting[0][1])
                asked = _Asked(rest, [analyse_article(a, ledger, with_forms) for a in rest]) if is_late else ask(rest)
                free = map(_Place, repeat(asked), count())
                waiting.append((part, [place or next(free) for place in held]))
                if is_full:
                    yield _collected(waiting.popleft())
            yield from map(_collected, waiting)

        try:
            yield run
        except BaseException:  # an interrupt above all: nobody waits for what is in the queue
            pool.shutdown(wait=False, cancel_futures=True)
            raise


class _Asked:
    """Articles whose notes are made, here or in another process."""

    def __init__(self, part: Batch, made: Future[bytes] | list[Notes]) -> None:
        self.part = part
        self._made = made

    def is_done(self) -> bool:
        """Whether nobody waits who asks for the notes."""
        return isinstance(self._made, list) or self._made.done()

    def is_taken_back(self) -> bool:
        """Whether no process had begun and none will."""
        return isinstance(self._made, Future) and self._made.cancel()

    @cached_property
    def notes(self) -> list[Notes]:
        """Their notes, waited for."""
        return self._made if isinstance(self._made, list) else _decode(self._made.result())


class _Place(NamedTuple):
    """Where the notes of an article will be."""

    asked: _Asked
    at: int

    @property
    def article(self) -> Article:
        return self.asked.part[self.at]


def _collected(batch: tuple[Batch, list[_Place]]) -> tuple[Batch, list[Notes]]:
    part, places = batch
    return part, [place.asked.notes[place.at] for place in places]


def _start_worker(ledger: NameLedger | None) -> None:
    global _ledger
    _ledger = ledger


def _analyse_in_worker(part: Sequence[Article], with_forms: bool) -> bytes:
    return _encode([analyse_article(article, _ledger, with_forms) for article in part])
