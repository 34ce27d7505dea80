"""Analysing in other processes: the same notes, in the same order, of articles read early too; the processes stay."""

import multiprocessing
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from siyaq.arabic import NameLedger, default_ledger
from siyaq.engine import open as open_engine
from siyaq.engine.analysing import Batch, analyse_article, batches, in_process
from siyaq.engine.pool import Pool
from siyaq.settings import Settings
from siyaq.types import Article

START = datetime(2031, 3, 1, tzinfo=UTC)
PLACES = ("الميناء", "الجسر", "السوق", "المتحف", "الملعب", "المطار")


def draft(number: int) -> Article:
    place = PLACES[number % len(PLACES)]
    return Article(
        id=f"a{number:04}",
        source="sahifa",
        title=f"افتتاح {place} رقم {number} في مرجانة",
        text=f"افتتح الوزير سالم الدريني {place} يوم الاثنين.\n\nوقال الوزير إن العمل استمر {number} يوما.",
        published=START + timedelta(minutes=number),
    )


DRAFTS = [draft(number) for number in range(90)]


def processes() -> set[int | None]:
    return {child.pid for child in multiprocessing.active_children()}


def test_a_pool_makes_the_same_notes_as_one_process_with_each_ledger() -> None:
    joined = default_ledger().with_join("سالم الدريني", "سليم الدريني")
    parts = list(batches(DRAFTS, 7))
    ledgers: tuple[NameLedger | None, ...] = (None, default_ledger(), joined, None)
    with closing(Pool(1)) as pool:
        found = [list(pool.analysing(ledger, True)(parts)) for ledger in ledgers]
    assert found == [list(in_process(ledger, True)(parts)) for ledger in ledgers]


def test_what_was_read_early_holds_for_articles_that_did_not_change() -> None:
    cleaned = [replace(a, text=a.text.partition("\n\n")[0]) if n % 3 == 0 else a for n, a in enumerate(DRAFTS)]
    again = replace(cleaned[4], title="عنوان آخر")  # a later record of the same article in the same batch
    parts = list(batches([*cleaned[:7], again, *reversed(cleaned[7:])], 16))
    with closing(Pool(1)) as pool:
        found = list(pool.analysing(None, True, DRAFTS[:40])(parts))
    assert [part for part, _ in found] == parts
    for part, notes in found:
        assert notes == [analyse_article(article, None, True) for article in part]


def test_processes_stay_until_the_engine_is_closed() -> None:
    before = processes()
    with open_engine("memory:", settings=Settings(now=START + timedelta(days=1))) as engine:
        engine.add(map(draft, range(450)), workers=1)
        first = processes() - before
        assert engine.add(map(draft, range(450, 900)), workers=1).added == 450
        assert processes() - before == first and len(first) == 1
    assert processes() == before


def test_a_failure_ends_the_processes_and_the_next_addition_has_new_ones() -> None:
    def broken() -> Iterator[Article]:
        yield from map(draft, range(2100))
        raise OSError("the file ends here")

    with open_engine("memory:", settings=Settings(now=START + timedelta(days=1))) as engine:
        with pytest.raises(OSError, match="ends here"):
            engine.add(broken(), workers=1)
        assert engine.add(map(draft, range(450)), workers=1).added == 450


def test_an_addition_that_fails_while_storing_does_not_disturb_the_next_one() -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    before = processes()
    with open_engine("memory:", settings=Settings(now=START + timedelta(days=1))) as engine:
        with pytest.raises(KeyboardInterrupt) as held:  # held: what failed is not forgotten before the next addition
            engine.add(map(draft, range(900)), workers=1, progress=stop)
        first = processes() - before
        assert engine.add(map(draft, range(900, 1400)), workers=1).added == 500
        assert held.value is not None and not first & processes()


def test_an_unfinished_run_leaves_nothing_in_the_queue() -> None:
    parts: list[Batch] = list(batches(DRAFTS, 5))
    pool = Pool(1)
    run = pool.analysing(None)(parts)
    next(run)
    run.close()
    assert pool.is_closed
