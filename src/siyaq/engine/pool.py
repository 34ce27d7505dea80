"""Processes that analyse articles beside the one that links and stores them."""

import multiprocessing
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cached_property, partial
from typing import NamedTuple

import msgspec

from siyaq.arabic import NameLedger, default_ledger
from siyaq.engine.analysing import AnalyseBatches, Analysed, Batch, Notes, analyse_article, batches
from siyaq.engine.collecting import collect_rarely
from siyaq.types import Article

_AHEAD = 8  # batches handed to each process before their results are needed: some seconds, as loading days takes
_EARLY = 16  # articles of a batch that is begun before the first one of those is there
_encode = msgspec.msgpack.Encoder().encode  # a quarter of what pickling costs either process
_decode = msgspec.msgpack.Decoder(list[Notes]).decode


_held: tuple[int, NameLedger | None] = (0, None)  # number and ledger, in a process of a pool


class _Sent(NamedTuple):
    """A ledger as it goes to another process, with a number by which that one knows whether it has it."""

    number: int
    data: bytes  # of `NameLedger.to_bytes`; none for no ledger


class Pool:
    """Processes that stay from one addition to the next, as what they know of words does: some 300 MB each.

    Args:
        workers: how many.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        context = multiprocessing.get_context("spawn")  # forking a process that runs threads may deadlock
        self._processes = ProcessPoolExecutor(workers, context, collect_rarely)
        self.is_closed = False
        self._ledger: NameLedger | None = None
        self._sent = _Sent(0, b"")

    def close(self, *, at_once: bool = False) -> None:
        """End the processes; `at_once` without what is still in the queue."""
        self.is_closed = True
        self._processes.shutdown(wait=not at_once, cancel_futures=at_once)

    def analysing(self, ledger: NameLedger | None, with_forms: bool = False, early: Iterable[Article] = ()) -> AnalyseBatches:
        """Analyse in the processes, a few batches ahead, so that the caller links and stores meanwhile.

        Where the caller would wait for them it analyses articles of the next batch itself, so that no core rests.

        Args:
            ledger: spelling variants of names.
            with_forms: see `analyse_article`.
            early: articles that will be among the batches, perhaps changed. The processes read as many of them as they can
                until the first batch is there; what they made holds for those that did not change.
        """
        if ledger is not self._ledger:
            data = ledger.to_bytes() if ledger is not None else b""
            self._ledger, self._sent = ledger, _Sent(self._sent.number + 1, data)
        return partial(self._run, ledger, with_forms, [self._ask(part, with_forms) for part in batches(early, _EARLY)])

    def _ask(self, part: Batch, with_forms: bool) -> "_Asked":
        return _Asked(part, self._processes.submit(_analyse_here, part, self._sent, with_forms))

    def _run(self, ledger: NameLedger | None, with_forms: bool, begun: list["_Asked"], parts: Iterable[Batch]) -> Analysed:
        try:
            yield from self._in_turn(ledger, with_forms, begun, parts)
        except BaseException:  # an interrupt, or a process that was killed: nobody waits for what is in the queue
            self.close(at_once=True)
            raise

    def _in_turn(self, ledger: NameLedger | None, with_forms: bool, begun: list["_Asked"], parts: Iterable[Batch]) -> Analysed:
        waiting: deque[tuple[Batch, list[_Place]]] = deque()
        known: dict[str, _Place] = {}
        for number, part in enumerate(parts):
            if number == 0:
                taken = (asked for asked in begun if not asked.is_taken_back())
                known = {a.id: _Place(asked, at) for asked in taken for at, a in enumerate(asked.part)}
            places = [known.get(article.id) for article in part]
            held = [place if place and place.article == a else None for place, a in zip(places, part, strict=True)]
            rest = tuple(a for place, a in zip(held, part, strict=True) if place is None)
            is_full = len(waiting) >= self.workers * _AHEAD
            here: list[Notes] = []
            while is_full and len(here) < len(rest) and not all(place.asked.is_done() for place in waiting[0][1]):
                here.append(analyse_article(rest[len(here)], ledger, with_forms))
            split = len(here)
            asked = (_Asked(rest[:split], here), self._ask(rest[split:], with_forms))
            free = (_Place(some, at) for some in asked for at in range(len(some.part)))
            waiting.append((part, [place or next(free) for place in held]))
            if is_full:
                yield _collected(waiting.popleft())
        yield from map(_collected, waiting)


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


def _analyse_here(part: Batch, sent: _Sent, with_forms: bool) -> bytes:
    global _held
    if sent.number != _held[0]:
        _held = sent.number, default_ledger().loaded(sent.data) if sent.data else None
    return _encode([analyse_article(article, _held[1], with_forms) for article in part])
