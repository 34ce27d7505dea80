"""Rules for dates of the calendar: days, months, years, numeric forms, ranges, decades, Hijri dates."""

import re
from datetime import date, timedelta
from typing import Literal

from siyaq.arabic.date_grammar import (
    DAY,
    DECADES,
    DIGITS,
    EDGE,
    END,
    GREGORIAN,
    HIJRI_MONTH,
    HIJRI_YEAR,
    MONTH,
    MONTH_PAIR,
    NEXT,
    PART_OF_DAY,
    PAST,
    RELATIVE_YEAR,
    SEASON,
    THIS,
    WEEKDAY,
    YEAR_TAIL,
    YEAR_WORD,
    DateContext,
    Rule,
    any_of,
    calendar_day,
    day_number,
    first_words,
    month_number,
    rule,
    span_text,
)  # fmt: skip
from siyaq.arabic.hijri import gregorian_day, gregorian_month, gregorian_year, hijri_year_near
from siyaq.arabic.month import AMBIGUOUS, HIJRI_MONTHS, MONTHS, WEEKDAYS

Side = Literal["past", "next", "this", None]
Resolved = tuple[str, bool] | None

_WHEN = rf"(?:[\s,،]+(?:من\s+)?(?P<when>{PAST}|{NEXT}|{THIS}))"
_TAIL = rf"(?:{YEAR_TAIL}|{RELATIVE_YEAR}|{_WHEN})?"
_DAY_HEAD = (
    rf"(?:{PART_OF_DAY}?(?:يوم )?(?:(?:امس|اليوم|غدا)\s+)?"
    rf"(?:(?P<w>{WEEKDAY})\)?\s*[,،/(]?\s*(?:(?:الموافق|الموافقه|في)\s+)?)?)?"
)
# A number from 1900 to 2035 counts things, and is no year, before these words.
_COUNTED = (
    "شخص|قتيل|قتلي|جريح|جرحي|دولار|يورو|جنيه|ريال|دينار|درهم|ليره|متر|مترا|كيلومتر|كم|كلم|طن|طنا|برميل|ميل|ميلا|الف|مليون|مليار|وحده|عنصر|عنصرا|"
    "جندي|جنديا|مقاتل|مقاتلا|شخصا|مواطن|مواطنا|طفل|طفلا|لاجئ|لاجئا|حاله|صفحه|كيلو|غرام|قدم|نقطه|سنه|عاما|عام|يوم|يوما|ساعه|دقيقه|مره|موظف|موظفا|"
    "عامل|عاملا|طالب|طالبا|سياره|غاره|صاروخ|صاروخا|منزل|منزلا|قطعه|كتاب|مشارك|مشاركا|ميغاوات|هكتار|%"
)
_BARE_FROM, _BARE_TO = 1900, 2035


def side_of(text: str | None) -> Side:
    """Which way a word like «الماضي» or «المقبل» points."""
    if not text:
        return None
    if re.fullmatch(PAST, text):
        return "past"
    return "next" if re.fullmatch(NEXT, text) else "this"


def year_by_side(base: date, side: Side, *, before_last: bool = False) -> int:
    """The year that «العام الماضي», «هذا العام» or «العام المقبل» means."""
    return base.year + {"past": -1, "next": 1, "this": 0, None: 0}[side] - before_last


def _relative_year(m: re.Match[str], base: date) -> int | None:
    """Year of «من العام الماضي» and the like in a match, None where there is no such words."""
    words = m["x"]
    if m["ry"]:
        return year_by_side(base, side_of(m["ry"]), before_last=bool(re.search(r"قبل\s+" + PAST, words)))
    return base.year if re.search(r"هذا\s+العام|هذه\s+السنه", words) else None


def _nearest(base: date, month: int, day: int, side: Side, ahead: bool) -> date | None:
    """The day of that month that a text published on `base` means."""
    days = [d for y in range(base.year - 4, base.year + 5) if (d := calendar_day(y, month, day))]
    if side == "past":
        days = [d for d in days if d <= base]
    elif side == "next":
        days = [d for d in days if d >= base]
    elif side == "this":
        days = [d for d in days if d.year == base.year]
    elif ahead:
        days = [d for d in days if d >= base] or days
    return min(days, key=lambda d: abs(d - base), default=None)


def _nearest_month(base: date, month: int, side: Side, ahead: bool) -> int:
    """The year of that month that a text published on `base` means; without a sign the last one begun."""
    if side == "this":
        return base.year
    if side == "next" or (side is None and ahead):
        return base.year if month > base.month or (side is None and month == base.month) else base.year + 1
    return base.year if month < base.month or (side is None and month == base.month) else base.year - 1


def _day_month(m: re.Match[str], context: DateContext) -> Resolved:
    day, month = day_number(m["d"]), month_number(m["m"])
    if m["y"]:
        made = calendar_day(int(m["y"]), month, day)
        return (made.isoformat(), False) if made else None
    if context.day is None:
        return None
    year = _relative_year(m, context.day)
    if year is not None:
        made = calendar_day(year, month, day)
    else:
        made = _nearest(context.day, month, day, side_of(m["when"]), context.ahead(m.start("x")))
    return (made.isoformat(), True) if made else None


def _month(m: re.Match[str], context: DateContext) -> Resolved:
    month = month_number(m["m"])
    if m["y"]:
        return f"{m['y']}-{month:02d}", False
    if context.day is None:
        return None
    year = _relative_year(m, context.day)
    if year is None:
        if m["m"] in AMBIGUOUS and not m["m2"] and not m["when"] and not m["lead"]:
            return None
        year = _nearest_month(context.day, month, side_of(m["when"]), context.ahead(m.start("x")))
    return f"{year}-{month:02d}", bool(m["when"] or m["ry"])


def _day_range(m: re.Match[str], context: DateContext) -> Resolved:
    last = _day_month_value(m, context, "d2", "m")
    first = _first_of_range(m, context, last)
    if first is None or last is None or first >= last:
        return None
    return span_text(first, last), m["y"] is None


def _day_month_value(m: re.Match[str], context: DateContext, day: str, month: str) -> date | None:
    number, name = day_number(m[day]), month_number(m[month])
    if m["y"]:
        return calendar_day(int(m["y"]), name, number)
    if context.day is None:
        return None
    return _nearest(context.day, name, number, side_of(m["when"]), context.ahead(m.start("x")))


def _first_of_range(m: re.Match[str], context: DateContext, last: date | None) -> date | None:
    """First day of a range: in its own month and year where they are given, else the last day's."""
    if last is None:
        return None
    groups = m.groupdict()
    month = month_number(groups["m1"]) if groups.get("m1") else last.month
    year = int(groups["y1"]) if groups.get("y1") else last.year - (month > last.month)
    return calendar_day(year, month, day_number(m["d1"]))


def _numeric(m: re.Match[str], context: DateContext) -> Resolved:
    """Day first, as Arabic texts write; month first only where the other way round is no date."""
    year, a, b = int(m["y"]), int(m["a"]), int(m["b"])
    year += 2000 if year < 100 else 0
    made = calendar_day(year, b, a) or calendar_day(year, a, b)
    return (made.isoformat(), False) if made else None


def _iso(m: re.Match[str], context: DateContext) -> Resolved:
    made = calendar_day(int(m["y"]), int(m["b"]), int(m["a"]))
    return (made.isoformat(), False) if made else None


def _short_numeric(m: re.Match[str], context: DateContext) -> Resolved:
    if context.day is None or not 1 <= int(m["b"]) <= 12:
        return None
    made = _nearest(context.day, int(m["b"]), int(m["a"]), None, context.ahead(m.start("x")))
    return (made.isoformat(), True) if made else None


def _month_year_numeric(m: re.Match[str], context: DateContext) -> Resolved:
    return (f"{m['y']}-{int(m['b']):02d}", False) if 1 <= int(m["b"]) <= 12 else None


def _month_range(m: re.Match[str], context: DateContext) -> Resolved:
    first, last = month_number(m["m1"]), month_number(m["m"])
    if m["y"] is None and context.day is None:
        return None
    year = (
        int(m["y"])
        if m["y"]
        else _nearest_month(context.day or date.min, last, side_of(m["when"]), context.ahead(m.start("x")))
    )
    return f"{year - (first > last)}-{first:02d}/{year}-{last:02d}", m["y"] is None


def _year(m: re.Match[str], context: DateContext) -> Resolved:
    return m["y"], False


def _bare_year(m: re.Match[str], context: DateContext) -> Resolved:
    return (m["y"], False) if _BARE_FROM <= int(m["y"]) <= _BARE_TO else None


def _year_range(m: re.Match[str], context: DateContext) -> Resolved:
    first, last = int(m["y1"]), int(m["y"])
    last += first // 100 * 100 if last < 100 else 0
    return (f"{first}/{last}", False) if first < last <= first + 200 else None


def _decade(m: re.Match[str], context: DateContext) -> Resolved:
    first = 1900 + DECADES[m["dec"]]
    return span_text(date(first, 1, 1), date(first + 9, 12, 31)), True


def _hijri_day(m: re.Match[str], context: DateContext) -> Resolved:
    month = HIJRI_MONTHS[" ".join(m["hm"].split())]
    if m["hy"] is None and (context.day is None or re.search(r"\d\s*[-–]?\s*صفر", m["x"])):  # «1-صفر» is a score
        return None
    year = int(m["hy"]) if m["hy"] else hijri_year_near(context.day or date.min, month)
    made = gregorian_day(year, month, day_number(m["d"]))
    return (made.isoformat(), m["hy"] is None) if made else None


def _hijri_month(m: re.Match[str], context: DateContext) -> Resolved:
    span = gregorian_month(int(m["hy"]), HIJRI_MONTHS[" ".join(m["hm"].split())])
    return (span_text(*span), False) if span else None


def _hijri_month_near(m: re.Match[str], context: DateContext) -> Resolved:
    if context.day is None:
        return None
    month, side = HIJRI_MONTHS[" ".join(m["hm"].split())], side_of(m["when"])
    year = hijri_year_near(context.day, month)
    spans = [span for y in (year - 1, year, year + 1) if (span := gregorian_month(y, month))]
    if side == "past":
        spans = [span for span in spans if span[1] < context.day][-1:]
    elif side == "next":
        spans = [span for span in spans if span[0] > context.day][:1]
    else:
        spans = spans[1:2]
    return (span_text(*spans[0]), True) if spans else None


def _hijri_numeric(m: re.Match[str], context: DateContext) -> Resolved:
    made = gregorian_day(int(m["hy"]), int(m["b"]), int(m["a"]))
    return (made.isoformat(), False) if made else None


def _hijri_year(m: re.Match[str], context: DateContext) -> Resolved:
    span = gregorian_year(int(m["hy"]))
    return (span_text(*span), False) if span else None


def _month_first(m: re.Match[str], context: DateContext) -> Resolved:
    made = calendar_day(int(m["y"]), month_number(m["m"]), int(m["d"]))
    return (made.isoformat(), False) if made else None


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of a day's week."""
    first = day - timedelta(days=day.weekday())
    return first, first + timedelta(days=6)


_TO = r"(?:\s*[-–]\s*|\s+(?:الي|حتي|وحتي|لغايه|والي)\s+(?:يوم\s+)?|\s+و(?:حتي\s+)?)"
_ANY_TO = r"(?:\s*[-–]\s*|\s+(?:الي|حتي|وحتي)\s+)"
_OF = r"\s*(?:[-/]\s*|من\s+|شهر\s+|من شهر\s+)?"
_H = r"(?:\s?ه(?:جري(?:ه)?)?)"

# What a text must hold for a rule to match; searched for once, which is faster than a pattern that fails at every letter.
_ANY_MONTH = first_words(MONTHS)
_LATIN_MONTH = first_words(name for name in MONTHS if name.isascii())
_HIJRI = first_words(HIJRI_MONTHS)
_HIJRI_DIGITS = ("13", "14")
_CENTURIES = ("15", "16", "17", "18", "19", "20")
_YEAR_WORDS = ("عام", "سنه")

ABSOLUTE_RULES: tuple[Rule, ...] = (
    rule(rf"{_DAY_HEAD}(?P<d>{DAY}){_OF}{MONTH_PAIR}{_TAIL}", _day_month, needs=_ANY_MONTH),
    rule(
        rf"(?:(?:من|بين|الفتره من|يومي) )?(?:يوم )?(?P<d1>{DAY}){_TO}(?P<d2>{DAY}){_OF}{MONTH_PAIR}(?:{YEAR_TAIL}|{_WHEN})?",
        _day_range,
        needs=_ANY_MONTH,
    ),
    rule(
        rf"(?:(?:من|بين) )?(?:يوم )?(?P<d1>{DAY}){_OF}(?P<m1>{MONTH})(?:\s?/\s?{MONTH})?(?:[\s,،]+(?P<y1>{GREGORIAN}))?{_TO}"
        rf"(?P<d2>{DAY}){_OF}{MONTH_PAIR}(?:{YEAR_TAIL}|{_WHEN})?",
        _day_range,
        needs=_ANY_MONTH,
    ),
    rule(rf"{EDGE}?(?P<lead>(?:شهر|شهري)\s+)?{MONTH_PAIR}{_TAIL}", _month, needs=_ANY_MONTH),
    rule(
        rf"(?:(?:من|بين) )?(?:شهر )?(?P<m1>{MONTH})(?:\s?/\s?{MONTH})?{_TO}(?:شهر )?{MONTH_PAIR}(?:{YEAR_TAIL}|{_WHEN})",
        _month_range,
        needs=_ANY_MONTH,
    ),
    rule(rf"(?P<m>{MONTH})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*[,،]? (?P<y>{GREGORIAN})", _month_first, needs=_LATIN_MONTH),
    rule(
        rf"{_DAY_HEAD}(?P<a>\d{{1,2}})\s?(?P<s>[-/.])\s?(?P<b>\d{{1,2}})\s?(?P=s)\s?(?P<y>{GREGORIAN}|\d\d)(?:\s?م)?",
        _numeric,
        needs=DIGITS,
        start=r"(?<![\w/.\-])",
    ),
    rule(
        rf"(?P<y>{GREGORIAN})\s?(?P<s>[-/.])\s?(?P<b>\d{{1,2}})\s?(?P=s)\s?(?P<a>\d{{1,2}})",
        _iso,
        needs=_CENTURIES,
        start=r"(?<![\w/.\-])",
        end=r"(?!\d)",
    ),
    rule(r"(?:يوم|بتاريخ|تاريخ) (?P<a>\d{1,2})\s?[-/]\s?(?P<b>\d{1,2})(?![\d/\-])", _short_numeric, needs=DIGITS),
    rule(rf"(?P<b>\d{{1,2}})[-/](?P<y>{GREGORIAN})", _month_year_numeric, needs=_CENTURIES, start=r"(?<![\w/.\-])"),
    rule(rf"(?:{EDGE}|{SEASON} )?{YEAR_WORD} (?P<y>{GREGORIAN})(?:\s?م{END}|\s?ميلادي(?:ه)?{END})?", _year, needs=_YEAR_WORDS),
    rule(rf"(?:{EDGE}|{SEASON} )(?P<y>{GREGORIAN})", _year, needs=_CENTURIES),
    rule(
        rf"(?P<y>{GREGORIAN})(?:\s?م{END})?(?!\s*(?:{_COUNTED})(?!\w))(?![.,:/\-]?\d)",
        _bare_year,
        needs=_CENTURIES,
        start=r"(?<![\w/.,\-+$€])[و]?",
    ),
    rule(
        rf"(?:(?:من|بين) )?(?:عامي |{YEAR_WORD} )?(?P<y1>{GREGORIAN})(?:{_ANY_TO}|/)"
        rf"(?:{YEAR_WORD} )?(?P<y>{GREGORIAN}|\d\d)(?![/\-\d])",
        _year_range,
        needs=_CENTURIES,
    ),
    rule(rf"بين (?:عامي |سنتي )?(?P<y1>{GREGORIAN}) و\s?(?P<y>{GREGORIAN})", _year_range, needs=_CENTURIES),
    rule(rf"{EDGE}?(?:ال)?(?P<dec>{any_of(DECADES)})(?: (?:من )?القرن (?:الماضي|العشرين))?", _decade, needs=("ات",)),
    rule(
        rf"{_DAY_HEAD}(?P<d>{DAY}){_OF}(?P<hm>{HIJRI_MONTH})(?:[\s,،]+(?:من\s+)?(?:{YEAR_WORD}\s+)?(?P<hy>{HIJRI_YEAR}){_H}?)?",
        _hijri_day,
        needs=_HIJRI,
    ),
    rule(
        rf"{EDGE}?(?:شهر )?(?P<hm>{HIJRI_MONTH})[\s,،]+(?:من )?(?:{YEAR_WORD} )?(?P<hy>{HIJRI_YEAR}){_H}?",
        _hijri_month,
        needs=_HIJRI,
    ),
    rule(rf"{EDGE}?(?:شهر )?(?P<hm>{HIJRI_MONTH}){_WHEN}", _hijri_month_near, needs=_HIJRI),
    rule(
        rf"{_DAY_HEAD}(?P<a>\d{{1,2}})\s?(?P<s>[-/])\s?(?P<b>\d{{1,2}})\s?(?P=s)\s?(?P<hy>{HIJRI_YEAR}){_H}?",
        _hijri_numeric,
        needs=_HIJRI_DIGITS,
        start=r"(?<![\w/.\-])",
    ),
    rule(
        rf"(?P<hy>{HIJRI_YEAR})\s?[-/]\s?(?P<b>\d{{1,2}})\s?[-/]\s?(?P<a>\d{{1,2}}){_H}?",
        _hijri_numeric,
        needs=_HIJRI_DIGITS,
        start=r"(?<![\w/.\-])",
    ),
    rule(rf"(?:{YEAR_WORD} )?(?P<hy>{HIJRI_YEAR}){_H}", _hijri_year, needs=_HIJRI_DIGITS),
)

__all__ = ["ABSOLUTE_RULES", "WEEKDAYS", "side_of", "week_of", "year_by_side"]
