"""Dates in text and visible date lines."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from siyaq.arabic import find_dates, fold, parse_date
from siyaq.arabic.date_absolute import ABSOLUTE_RULES
from siyaq.arabic.date_grammar import rules_for
from siyaq.arabic.date_relative import RELATIVE_RULES

GOLDEN = Path(__file__).resolve().parents[2] / "golden/arabic/dates.tsv"
ROWS = [line.split("\t") for line in GOLDEN.read_text("utf-8").splitlines() if not line.startswith("#")]


def test_table_is_large() -> None:
    assert len(ROWS) >= 300


@pytest.mark.parametrize(("text", "published", "expected"), ROWS)
def test_expression(text: str, published: str, expected: str) -> None:
    found = find_dates(text, datetime.fromisoformat(published))
    assert ("|".join(d.resolved for d in found) or "-") == expected
    assert all(text[d.start : d.end] == d.mention for d in found)


NOW = datetime(2018, 6, 13, 9, 0, tzinfo=UTC)
LINES = [
    ("الثلاثاء 12 حزيران/يونيو 2018 - 14:05", "Asia/Beirut", "2018-06-12T14:05:00+03:00"),
    ("نشر في: 12 يونيو 2018 02:05 م", "Asia/Riyadh", "2018-06-12T14:05:00+03:00"),
    ("١٢ يونيو ٢٠١٨ - ٢:٠٥ مساءً", "Asia/Riyadh", "2018-06-12T14:05:00+03:00"),
    ("آخر تحديث: الثلاثاء، 12 يونيو 2018، 12:30 ص", "Africa/Cairo", "2018-06-12T00:30:00+02:00"),
    ("12/06/2018 09:15", "Asia/Dubai", "2018-06-12T09:15:00+04:00"),
    ("12-06-2018 | 21:15", "Africa/Tunis", "2018-06-12T21:15:00+01:00"),
    ("2018-06-12T14:05:00+03:00", None, "2018-06-12T14:05:00+03:00"),
    ("2018-06-12T11:05:00Z", "Asia/Riyadh", "2018-06-12T11:05:00+00:00"),
    ("2018-06-12 14:05:33", "Asia/Riyadh", "2018-06-12T14:05:33+03:00"),
    ("Tue, 12 Jun 2018 14:05:00 +0300", None, "2018-06-12T14:05:00+03:00"),
    ("Tue, 12 Jun 2018 14:05:00 GMT", None, "2018-06-12T14:05:00+00:00"),
    ("June 12, 2018 at 2:05 pm", "Asia/Qatar", "2018-06-12T14:05:00+03:00"),
    ("12 juin 2018 à 14:05", "Africa/Algiers", "2018-06-12T14:05:00+01:00"),
    ("الثلاثاء 12 جوان 2018 - 14:05", "Africa/Tunis", "2018-06-12T14:05:00+01:00"),
    ("12 يونيو 2018 - 14:05 بتوقيت القاهرة", "Asia/Dubai", "2018-06-12T14:05:00+02:00"),
    ("12 يونيو 2018 - 11:05 بتوقيت غرينتش", "Asia/Dubai", "2018-06-12T11:05:00+00:00"),
    ("12 يونيو 2018 11:05 GMT+3", None, "2018-06-12T11:05:00+03:00"),
    ("الثلاثاء 27 رمضان 1439هـ - 12 يونيو 2018م", None, "2018-06-12"),
    ("12 رمضان 1439", None, "2018-05-27"),
    ("12 يونيو 2018", "Asia/Dubai", "2018-06-12"),
    ("12 يونيو 2018 - 14:05", None, "2018-06-12"),
    ("الثلاثاء 12 يونيو", None, "2018-06-12"),
    ("أمس 14:05", "Asia/Riyadh", "2018-06-12T14:05:00+03:00"),
    ("اليوم، الساعة 08:30 صباحا", "Asia/Riyadh", "2018-06-13T08:30:00+03:00"),
    ("منذ ساعتين", None, "2018-06-13T07:00:00+00:00"),
    ("قبل 15 دقيقة", None, "2018-06-13T08:45:00+00:00"),
    ("منذ 3 أيام", None, "2018-06-10T09:00:00+00:00"),
    ("قبل ساعة واحدة", None, "2018-06-13T08:00:00+00:00"),
    ("الأربعاء 12 يونيو 2018 الساعة 7 مساءً", "Asia/Riyadh", "2018-06-12T19:00:00+03:00"),
    ("جميع الحقوق محفوظة", "Asia/Riyadh", None),
    ("", None, None),
    ("القراءات: 14:05", "Asia/Riyadh", None),
]


@pytest.mark.parametrize(("line", "zone", "expected"), LINES)
def test_date_line(line: str, zone: str | None, expected: str | None) -> None:
    made = parse_date(line, zone, NOW)
    assert (made.isoformat() if made is not None else None) == expected


def test_line_without_year_needs_now() -> None:
    assert parse_date("الثلاثاء 12 يونيو") is None
    assert parse_date("12 يونيو 2018") == date(2018, 6, 12)


def test_relative_dates_need_a_publication_date() -> None:
    assert find_dates("وصل أمس", None) == ()
    assert [d.resolved for d in find_dates("وصل أمس ثم سافر في 3 مايو 2017", None)] == ["2017-05-03"]


def test_day_is_counted_in_the_zone_of_the_outlet() -> None:
    late = datetime(2018, 6, 12, 22, 30, tzinfo=UTC)
    assert find_dates("قال اليوم إنه باق", late)[0].resolved == "2018-06-12"
    assert find_dates("قال اليوم إنه باق", late, "Asia/Riyadh")[0].resolved == "2018-06-13"


def test_mention_leaves_glued_words_out() -> None:
    found = find_dates("التقيا بالأربعاء وفي 3 مايو", datetime(2018, 6, 13, tzinfo=UTC))
    assert [d.mention for d in found] == ["الأربعاء", "3 مايو"]


def test_what_a_rule_needs_stands_in_all_that_it_matches() -> None:
    rules = (*ABSOLUTE_RULES, *RELATIVE_RULES)
    for norm in [fold(text) for text, *_ in (*ROWS, *LINES)]:
        searched = set(map(id, rules_for(norm, rules)))
        assert not [one.source for one in rules if id(one) not in searched and one.pattern.search(norm)], norm
