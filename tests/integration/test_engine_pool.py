"""Analysing in other processes: the same notes, in the same order, of articles read early too."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from siyaq.engine.analysing import analyse_article, batches, in_pool, in_process
from siyaq.types import Article

START = datetime(2031, 3, 1, tzinfo=UTC)
PLACES = ("الميناء", "الجسر", "السوق", "المتحف", "الملعب", "المطار")


def draft(number: int) -> Article:
    place = PLACES[number % len(PLACES)]
    return Article(
        id=f"a{number:04}",
        title=f"افتتاح {place} رقم {number} في مرجانة",
        text=f"افتتح الوزير سالم الدريني {place} يوم الاثنين.\n\nوقال الوزير إن العمل استمر {number} يوما.",
        published=START + timedelta(minutes=number),
    )


DRAFTS = [draft(number) for number in range(90)]


def test_a_pool_makes_the_same_notes_as_one_process() -> None:
    parts = list(batches(DRAFTS, 7))
    with in_process(None, True) as alone, in_pool(None, 1, True) as pool:
        assert list(pool(iter(parts))) == list(alone(iter(parts)))


def test_what_was_read_early_holds_for_articles_that_did_not_change() -> None:
    cleaned = [replace(a, text=a.text.partition("\n\n")[0]) if n % 3 == 0 else a for n, a in enumerate(DRAFTS)]
    again = replace(cleaned[4], title="عنوان آخر")  # a later record of the same article in the same batch
    parts = list(batches([*cleaned[:7], again, *reversed(cleaned[7:])], 16))
    with in_pool(None, 1, True, DRAFTS[:40]) as pool:
        found = list(pool(iter(parts)))
    assert [part for part, _ in found] == parts
    for part, notes in found:
        assert notes == [analyse_article(article, None, True) for article in part]
