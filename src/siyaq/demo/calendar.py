"""Dates in the demo's texts: placeholders become words that fit the day of publication.

`{اليوم}` `{أمس}` `{غدا}` name a day of the happening (0, -1, +1 from the piece's own day) and are written as seen from the day
of publication, so that a report printed after midnight says «أمس» of the same day; `{غد}` is `{غدا}` after a preposition.
`{يوم±n}` is a weekday, `{تاريخ±n}` day and month in the outlet's month names, `{شهر±n}` a month, `{سنة}` the year, `{هجري±n}`
the Hijri date.
"""

import re
from datetime import date, timedelta

from hijridate import Gregorian

WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
LEVANT = (
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
)
EGYPT = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)
_PLACEHOLDER = re.compile(r"\{(اليوم|أمس|غدا|غد|يوم|تاريخ|شهر|سنة|هجري)([+-]\d+)?\}")
_NEAR = {0: "اليوم", 1: "أمس", 2: "أول أمس", -1: "غدا", -2: "بعد غد"}
_SHIFT = {"اليوم": 0, "أمس": -1, "غدا": 1, "غد": 1}


def month_name(month: int, style: str) -> str:
    """Name of month 1 to 12 in the style levant, egypt or both (كانون الثاني/يناير).

    >>> month_name(1, "both")
    'كانون الثاني/يناير'
    """
    if style == "levant":
        return LEVANT[month - 1]
    if style == "egypt":
        return EGYPT[month - 1]
    return f"{LEVANT[month - 1]}/{EGYPT[month - 1]}"


def day_and_month(day: date, style: str) -> str:
    """Day and month without the year.

    >>> day_and_month(date(2026, 1, 5), "egypt")
    '5 يناير'
    """
    return f"{day.day} {month_name(day.month, style)}"


def _near(day: date, printed: date) -> str:
    word = _NEAR.get((printed - day).days, "يوم")
    return f"{word} {WEEKDAYS[day.weekday()]}"


def _month_shift(day: date, months: int, style: str) -> str:
    return month_name((day.month - 1 + months) % 12 + 1, style)


def _hijri(day: date) -> str:
    hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    return f"{hijri.day} {hijri.month_name('ar')} {hijri.year}هـ"


def fill_dates(text: str, own: date, printed: date, style: str) -> str:
    """Replace the placeholders of a text.

    Args:
        text: text with placeholders.
        own: the day on which the piece happens; a piece is never printed before it.
        printed: the day of publication where the outlet is.
        style: the outlet's month names: levant, egypt or both.

    >>> fill_dates("قال {أمس} إن", date(2026, 11, 25), date(2026, 11, 25), "egypt")
    'قال أمس الثلاثاء إن'
    """
    printed = max(own, printed)

    def fill(match: re.Match[str]) -> str:
        kind, shift = match.group(1), int(match.group(2) or 0)
        if kind in _SHIFT:
            near = _near(own + timedelta(days=_SHIFT[kind]), printed)
            return near.replace("غدا ", "غد ") if kind == "غد" else near
        if kind == "شهر":
            return _month_shift(own, shift, style)
        if kind == "سنة":
            return str(own.year + shift)
        day = own + timedelta(days=shift)
        if kind == "يوم":
            return WEEKDAYS[day.weekday()]
        return _hijri(day) if kind == "هجري" else day_and_month(day, style)

    return _PLACEHOLDER.sub(fill, text)
