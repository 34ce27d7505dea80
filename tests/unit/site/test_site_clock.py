"""Times as readers see them."""

from datetime import UTC, datetime, timedelta

import pytest

from siyaq.site.clock import ZONES, ago, day_text, hijri_text, iso, moment_text, span, zone_of

NOW = datetime(2024, 3, 10, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("back", "arabic", "english"),
    [
        (timedelta(seconds=20), "منذ لحظات", "just now"),
        (timedelta(minutes=1), "منذ دقيقة", "1 minute ago"),
        (timedelta(minutes=2), "منذ دقيقتين", "2 minutes ago"),
        (timedelta(minutes=3), "منذ 3 دقائق", "3 minutes ago"),
        (timedelta(minutes=11), "منذ 11 دقيقة", "11 minutes ago"),
        (timedelta(hours=1), "منذ ساعة", "1 hour ago"),
        (timedelta(hours=2, minutes=59), "منذ ساعتين", "2 hours ago"),
        (timedelta(hours=10), "منذ 10 ساعات", "10 hours ago"),
        (timedelta(hours=23), "منذ 23 ساعة", "23 hours ago"),
        (timedelta(days=2), "منذ يومين", "2 days ago"),
        (timedelta(days=6), "منذ 6 أيام", "6 days ago"),
        (timedelta(days=14), "منذ أسبوعين", "2 weeks ago"),
        (timedelta(days=95), "منذ 3 أشهر", "3 months ago"),
        (timedelta(days=340), "منذ 11 شهرًا", "11 months ago"),
        (timedelta(days=800), "منذ سنتين", "2 years ago"),
        (timedelta(days=365 * 100), "منذ 100 سنة", "100 years ago"),
    ],
)
def test_ago_takes_the_right_plural(back: timedelta, arabic: str, english: str) -> None:
    assert ago(NOW - back, NOW, "ar") == arabic
    assert ago(NOW - back, NOW, "en") == english


def test_a_time_not_yet_reached_reads_as_just_now() -> None:
    assert ago(NOW + timedelta(hours=3), NOW, "ar") == "منذ لحظات"


def test_span_has_no_since() -> None:
    assert span(timedelta(hours=-2), "ar") == "ساعتين"
    assert span(timedelta(days=3), "ar") == "3 أيام"


def test_dates_carry_both_month_names_and_the_readers_zone() -> None:
    late = datetime(2018, 6, 11, 22, 30, tzinfo=UTC)
    cairo = zone_of("Asia/Amman")
    assert cairo is not None
    assert moment_text(late, cairo, "ar") == "الثلاثاء 12 حزيران/يونيو 2018، 01:30"
    assert moment_text(late, UTC, "en") == "Monday 11 June 2018, 22:30"
    assert day_text(late, UTC, "ar", weekday=False, both=False) == "11 يونيو 2018"


def test_hijri_date_and_its_limits() -> None:
    assert hijri_text(datetime(2018, 6, 12, tzinfo=UTC), UTC, "ar") == "28 رمضان 1439 هـ"
    assert hijri_text(datetime(1800, 1, 1, tzinfo=UTC), UTC, "ar") == ""


@pytest.mark.parametrize("name", ["", None, "Mars/Olympus", "../../etc/passwd", "x" * 5000, "/etc/localtime"])
def test_names_that_are_no_zone(name: str | None) -> None:
    assert zone_of(name) is None


def test_every_offered_zone_exists() -> None:
    assert all(zone_of(name) is not None for name in ZONES)


def test_iso_is_utc() -> None:
    assert iso(datetime(2018, 6, 12, 14, 5, tzinfo=zone_of("Asia/Riyadh"))) == "2018-06-12T11:05:00Z"
