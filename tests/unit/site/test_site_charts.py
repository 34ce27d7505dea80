"""Charts over time: as few bars as fit, no report lost, ends told by what matters; and times to come."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from siyaq.engine import Engine
from siyaq.site.chart import MAX_BARS, timeline
from siyaq.site.desk import Desk
from siyaq.site.text import Language
from siyaq.survey import Memo

NOW = datetime(2024, 3, 10, 14, 0, tzinfo=UTC)


def desk(engine: Engine, language: Language = "ar") -> Desk:
    memo = Memo(engine.store.last_seq)
    return Desk(engine=engine, memo=memo, language=language, zone=UTC, zone_name="UTC", now=NOW, base_url="http://x")


def counts(svg: str) -> list[int]:
    return [int(n) for n in re.findall(r": (\d+)</title>", svg)]


@pytest.mark.parametrize(
    ("hours", "unit"),
    [
        (5, 1),
        (39, 1),
        (60, 3),
        (150, 6),
        (300, 12),
        (24 * 30, 24),
        (24 * 200, 24 * 7),
        (24 * 900, 24 * 30),
        (24 * 9000, 24 * 365),
    ],
)
def test_a_bar_stands_for_as_little_as_fits(newsroom: Engine, hours: int, unit: int) -> None:
    times = [NOW - timedelta(hours=hours * i / 10) for i in range(11)]
    chart = timeline(desk(newsroom), times, label="وتيرة")
    shown = counts(chart.svg)
    assert chart.unit == f"chart.step-{unit}"
    assert len(shown) <= MAX_BARS
    assert sum(shown) == 11
    assert shown[-1] >= 1
    assert shown[0] >= 1


def test_ends_are_told_by_the_hour_within_two_days_else_by_the_day(newsroom: Engine) -> None:
    short = timeline(desk(newsroom), [NOW, NOW - timedelta(hours=30)], label="x")
    assert (short.first, short.last) == ("08:00، 9 مارس 2024", "14:00، 10 مارس 2024")
    long = timeline(desk(newsroom, "en"), [NOW, NOW - timedelta(days=30)], label="x", least=timedelta(days=1))
    assert (long.first, long.last) == ("9 February 2024", "10 March 2024")


def test_the_highest_bar_is_told_in_words(newsroom: Engine) -> None:
    times = [NOW, *[NOW - timedelta(hours=30)] * 3]
    assert timeline(desk(newsroom), times, label="x").top == "الذروة: 3 أخبار"
    assert timeline(desk(newsroom), times[2:], label="x").top == "الذروة: خبران"


def test_what_is_dated_ahead_is_told_by_its_date(newsroom: Engine) -> None:
    shown = desk(newsroom)
    assert shown.when(NOW + timedelta(minutes=20)) == "منذ لحظات"  # an outlet's clock goes fast
    assert shown.when(NOW + timedelta(days=3)) == "13 مارس 2024"


def test_one_moment_is_one_bar(newsroom: Engine) -> None:
    assert counts(timeline(desk(newsroom), [NOW, NOW], label="x").svg) == [2]


@pytest.mark.parametrize(
    ("ahead", "arabic", "english"),
    [
        (-5, "الآن", "now"),
        (20, "بعد 20 دقيقة", "in 20 minutes"),
        (120, "بعد ساعتين", "in 2 hours"),
        (3000, "12 مارس 2024", "12 March 2024"),
    ],
)
def test_times_to_come(newsroom: Engine, ahead: int, arabic: str, english: str) -> None:
    when = NOW + timedelta(minutes=ahead)
    assert desk(newsroom).soon(when) == arabic
    assert desk(newsroom, "en").soon(when) == english
