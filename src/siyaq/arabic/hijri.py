"""Hijri dates, converted by the Umm al-Qura calendar (package hijridate; 1343 to 1500 AH)."""

from datetime import date

from hijridate import Gregorian, Hijri


def gregorian_day(year: int, month: int, day: int) -> date | None:
    """Gregorian day of a Hijri one, None if the calendar does not hold it.

    >>> gregorian_day(1439, 9, 1)
    datetime.date(2018, 5, 16)
    """
    try:
        made = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(made.year, made.month, made.day)


def gregorian_month(year: int, month: int) -> tuple[date, date] | None:
    """First and last Gregorian day of a Hijri month, None out of the calendar's range."""
    first = gregorian_day(year, month, 1)
    if first is None:
        return None
    last = gregorian_day(year, month, Hijri(year, month, 1).month_length())
    return (first, last) if last is not None else None


def gregorian_year(year: int) -> tuple[date, date] | None:
    """First and last Gregorian day of a Hijri year, None out of the calendar's range."""
    first, last = gregorian_month(year, 1), gregorian_month(year, 12)
    return (first[0], last[1]) if first and last else None


def hijri_year_near(day: date, month: int) -> int:
    """The Hijri year in which `month` is nearest to a Gregorian day."""
    here = Gregorian(day.year, day.month, day.day).to_hijri()
    return min((here.year - 1, here.year, here.year + 1), key=lambda y: abs((y - here.year) * 12 + month - here.month))


def hijri_of(day: date) -> tuple[int, int, int]:
    """Hijri (year, month, day) of a Gregorian day."""
    made = Gregorian(day.year, day.month, day.day).to_hijri()
    return made.year, made.month, made.day
