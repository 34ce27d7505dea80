"""Dates in words that move with the clock."""

from datetime import date

import pytest

from siyaq.demo.calendar import fill_dates

OWN = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "printed", "wanted"),
    [
        ("وصل {اليوم}", OWN, "وصل اليوم الأربعاء"),
        ("وصل {اليوم}", date(2026, 11, 26), "وصل أمس الأربعاء"),
        ("وصل {أمس}", OWN, "وصل أمس الثلاثاء"),
        ("وصل {أمس}", date(2026, 11, 26), "وصل أول أمس الثلاثاء"),
        ("يصل {غدا}", OWN, "يصل غدا الخميس"),
        ("يصل {غدا}", date(2026, 11, 26), "يصل اليوم الخميس"),
        ("بعد {غد}", OWN, "بعد غد الخميس"),
        ("يوم {يوم+4}", OWN, "يوم الأحد"),
        ("في {شهر-1} من {سنة}", OWN, "في أكتوبر من 2026"),
        ("حتى {شهر+2}", OWN, "حتى يناير"),
        ("حتى {تاريخ+7}", OWN, "حتى 2 ديسمبر"),
    ],
)
def test_placeholders_follow_the_day_of_print(text: str, printed: date, wanted: str) -> None:
    assert fill_dates(text, OWN, printed, "egypt") == wanted


def test_month_names_are_the_outlets() -> None:
    assert fill_dates("{تاريخ}", OWN, OWN, "levant") == "25 تشرين الثاني"
    assert fill_dates("{تاريخ}", OWN, OWN, "both") == "25 تشرين الثاني/نوفمبر"
    assert fill_dates("{شهر+1}", OWN, OWN, "both") == "كانون الأول/ديسمبر"


def test_hijri_date() -> None:
    assert fill_dates("{هجري}", date(2026, 6, 17), date(2026, 6, 17), "levant") == "2 محرم 1448هـ"


def test_a_piece_is_never_printed_before_its_day() -> None:
    assert fill_dates("{اليوم}", OWN, date(2026, 11, 24), "egypt") == "اليوم الأربعاء"
