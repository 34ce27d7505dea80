"""Rules for dates that count from the day of publication: weekdays, yesterday and tomorrow, weeks, «قبل يومين»."""

import re
from datetime import date, timedelta
from typing import Literal

from siyaq.arabic.date_absolute import side_of, week_of, year_by_side
from siyaq.arabic.date_grammar import (
    COUNTS,
    EDGE,
    END,
    NEXT,
    PART_OF_DAY,
    PAST,
    SEASON,
    THIS,
    WEEKDAY,
    DateContext,
    Rule,
    any_of,
    count_number,
    first_words,
    rule,
    span_text,
)  # fmt: skip
from siyaq.arabic.month import HIJRI_MONTHS, MONTHS, WEEKDAYS

Resolved = tuple[str, bool] | None
Unit = Literal["hour", "day", "week", "month", "year"]

_NAMED_DAYS = {
    "امس": -1, "الامس": -1, "البارحه": -1, "الليله الماضيه": -1, "الليله الفائته": -1, "ليله امس": -1, "اول امس": -2,
    "اول من امس": -2, "امس الاول": -2,
    "اليوم": 0, "هذا اليوم": 0, "الليله": 0, "هذه الليله": 0, "هذا الصباح": 0, "هذا المساء": 0, "اليوم الجاري": 0,
    "غدا": 1, "الغد": 1, "غد": 1, "يوم غد": 1, "يوم امس": -1,
    "يوم الغد": 1, "بعد غد": 2, "بعد غدا": 2, "بعد الغد": 2, "يوم امس الاول": -2, "يوم اول امس": -2,
}  # fmt: skip
# «اليوم» is no date after the first words or before the second: «في اليوم التالي», «اليوم العالمي للمرأة», names of papers.
_NOT_TODAY_AFTER = (
    r"(?<!في )(?<!ذلك )(?<!نفس )(?<!المصري )(?<!روسيا )(?<!العربيه )(?<!طوال )(?<!عرب )(?<!اخبار )(?<!الجزائر )"
    r"(?<!يو اس ايه )(?<!خلال )(?<!الوطن )(?<!راي )"
)
_NOT_TODAY_BEFORE = (
    r"(?!\s+(?:العالمي|الدولي|الوطني|الاول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|الثامن|التاسع|العاشر|التالي|السابق|الذي|نفسه|ذاته|الواحد|"
    r"المذكور|الموالي|الاخير|الاسود|الموعود|المشهود|الدراسي|المفتوح)(?!\w))"
)
_UNITS: dict[str, Unit] = {
    **dict.fromkeys(("ساعه", "ساعات"), "hour"),
    **dict.fromkeys(("يوم", "يوما", "ايام"), "day"),
    **dict.fromkeys(("اسبوع", "اسبوعا", "اسابيع"), "week"),
    **dict.fromkeys(("شهر", "شهرا", "اشهر", "شهور"), "month"),
    **dict.fromkeys(("سنه", "سنوات", "سنين", "عام", "عاما", "اعوام"), "year"),
}
_DUALS: dict[str, Unit] = {
    "ساعتين": "hour",
    "يومين": "day",
    "اسبوعين": "week",
    "شهرين": "month",
    "عامين": "year",
    "سنتين": "year",
}
_SINCE = r"(?<!اكثر\x20)(?<!اقل\x20)(?<!ازيد\x20)(?<!اقرب\x20)(?<!بدلا\x20)(?<!كل\x20)"  # «أكثر من عام» is a length of time
_COUNT = rf"(?:\d{{1,3}}|{any_of(COUNTS)})"
_PERIOD = rf"(?:(?P<dual>{any_of(_DUALS)})|(?:(?P<n>{_COUNT})\s+)?(?P<u>{any_of(_UNITS)})(?:\s+(?P<one>واحد|واحده))?)"
# «قبل يومين من ...» counts from something else; «قبل عام 2011», «قبل شهر رمضان» are no periods.
_NOT_COUNTED = (
    rf"(?!\s+(?:من|علي|عن|\d|{any_of(MONTHS)}|{any_of(HIJRI_MONTHS)}|{any_of(WEEKDAYS)}"
    r"|الماضي|الماضيه|المقبل|المقبله|الجاري|امس|الي|و)(?!\w))(?!\s+\d)"
)


def _nearest_weekday(base: date, weekday: int, ahead: bool) -> date:
    """The last such day up to the publication, or the next one if the text looks ahead."""
    back = (base.weekday() - weekday) % 7
    return base + timedelta(days=(7 - back) % 7 if ahead else -back)


def weekday_of(text: str) -> int:
    """Number of a folded weekday name, Monday 0."""
    return WEEKDAYS[text]


def _weekday(m: re.Match[str], context: DateContext) -> Resolved:
    if context.day is None:
        return None
    weekday, side = weekday_of(m["w"]), side_of(m["when"])
    day = _nearest_weekday(context.day, weekday, context.ahead(m.start("x")))
    if side == "past":
        day = _nearest_weekday(context.day - timedelta(days=1), weekday, ahead=False)
    elif side == "next":
        day = _nearest_weekday(context.day + timedelta(days=1), weekday, ahead=True)
    return day.isoformat(), True


def _night_between(m: re.Match[str], context: DateContext) -> Resolved:
    if context.day is None:
        return None
    last = _nearest_weekday(context.day, weekday_of(m["w2"]), ahead=False)
    first = _nearest_weekday(last, weekday_of(m["w"]), ahead=False)
    return (span_text(first, last), True) if first < last else None


def _named_day(m: re.Match[str], context: DateContext) -> Resolved:
    if context.day is None:
        return None
    day = context.day + timedelta(days=_NAMED_DAYS[" ".join(m["n"].split())])
    if m["w"]:
        # A text dated in another zone, or published after midnight, is a day off: the weekday decides.
        near = [day + timedelta(days=d) for d in (0, -1, 1)]
        day = next((d for d in near if d.weekday() == weekday_of(m["w"])), day)
    return day.isoformat(), True


def _week(m: re.Match[str], context: DateContext) -> Resolved:
    if context.day is None:
        return None
    weeks = {"past": -1, "next": 1, "this": 0, None: 0}[side_of(m["when"])] - bool(re.search(r"قبل\s+" + PAST, m["x"]))
    return span_text(*week_of(context.day + timedelta(weeks=weeks))), True


def month_shifted(base: date, months: int) -> tuple[int, int]:
    """(year, month) that lies `months` after a day's."""
    index = base.year * 12 + base.month - 1 + months
    return index // 12, index % 12 + 1


def _calendar_month(m: re.Match[str], context: DateContext) -> Resolved:
    if context.day is None:
        return None
    months = {"past": -1, "next": 1, "this": 0, None: 0}[side_of(m["when"])] - bool(re.search(r"قبل\s+" + PAST, m["x"]))
    year, month = month_shifted(context.day, months)
    return f"{year}-{month:02d}", True


def _day_of_month(m: re.Match[str], context: DateContext) -> Resolved:
    """«12 من الشهر الجاري»."""
    if context.day is None:
        return None
    months = {"past": -1, "next": 1, "this": 0, None: 0}[side_of(m["when"])]
    year, month = month_shifted(context.day, months)
    return f"{year}-{month:02d}-{int(m['d']):02d}", True


def _calendar_year(m: re.Match[str], context: DateContext) -> Resolved:
    if context.day is None:
        return None
    return str(year_by_side(context.day, side_of(m["when"]), before_last=bool(re.search(r"قبل\s+" + PAST, m["x"])))), True


def _season(m: re.Match[str], context: DateContext) -> Resolved:
    if context.day is None:
        return None
    opens = {"ربيع": 3, "صيف": 6, "خريف": 9, "شتاء": 12}[m["s"]]
    started = context.day.month > opens
    if side_of(m["when"]) == "past":
        return str(context.day.year - (not started)), True
    return str(context.day.year + (started if side_of(m["when"]) == "next" else 0)), True


def _count_and_unit(m: re.Match[str]) -> tuple[int, Unit]:
    if m["dual"]:
        return 2, _DUALS[m["dual"]]
    return (count_number(m["n"]) if m["n"] else 1), _UNITS[m["u"]]


def _shifted(base: date, count: int, unit: Unit) -> str:
    """The day, month or year that lies `count` units after a day, as exactly as the unit tells."""
    if unit == "year":
        return str(base.year + count)
    if unit == "month":
        year, month = month_shifted(base, count)
        return f"{year}-{month:02d}"
    days = {"day": 1, "week": 7, "hour": 0}[unit] * count
    return (base + timedelta(days=days)).isoformat()


def _ago(m: re.Match[str], context: DateContext) -> Resolved:
    count, unit = _count_and_unit(m)
    if (
        context.day is None
        or unit == "hour"
        or (m["n"] is None and m["dual"] is None and m["u"] not in ("يوم", "اسبوع", "شهر", "عام", "سنه"))
    ):
        return None
    return _shifted(context.day, -count, unit), True


def _from_now(m: re.Match[str], context: DateContext) -> Resolved:
    count, unit = _count_and_unit(m)
    if (
        context.day is None
        or unit == "hour"
        or not context.ahead(m.start("x"))
        or (m["n"] is None and m["dual"] is None and m["one"] is None)
    ):
        return None
    return _shifted(context.day, count, unit), True


def _last_days(m: re.Match[str], context: DateContext) -> Resolved:
    """«الأيام الثلاثة الماضية»."""
    if context.day is None:
        return None
    count, ahead = count_number(m["n"]), side_of(m["when"]) == "next"
    unit = {"الايام": "day", "الاسابيع": "week", "الاشهر": "month", "السنوات": "year", "الاعوام": "year"}[m["u"]]
    first, last = _shifted(context.day, 0 if ahead else -count, unit), _shifted(context.day, count if ahead else 0, unit)  # type: ignore[arg-type]
    return f"{first}/{last}", True


_WHEN = rf"(?:\s+(?:قبل\s+)?(?P<when>{PAST}|{NEXT}|{THIS}))"
_NAMED = any_of(name for name in _NAMED_DAYS if name != "اليوم")
_WITH_WEEKDAY = rf"(?:\s*[,،(]?\s*(?:يوم\s+)?(?P<w>{WEEKDAY}))?"

# What a text must hold for a rule to match.
_A_WEEKDAY = first_words(WEEKDAYS)
_A_NAMED_DAY = ("امس", "بارحه", "ليل", "غد", "هذا", "اليوم")
_TODAY, _A_WEEK, _A_MONTH, _A_YEAR = ("اليوم",), ("الاسبوع",), ("الشهر",), ("العام", "السنه")
_A_SEASON = ("صيف", "شتاء", "ربيع", "خريف")

RELATIVE_RULES: tuple[Rule, ...] = (
    rule(
        rf"{PART_OF_DAY}?(?:يوم )?(?P<w>{WEEKDAY})(?: (?P<when>{PAST}|{NEXT}|{THIS}))?",
        _weekday,
        needs=_A_WEEKDAY,
        start=r"(?<!\w)(?<!صلاه )(?<!خطبه )(?<!خطيب )(?:[وفبلك])?",
    ),
    rule(
        rf"(?:مساء|ليل|ليله) (?P<w>{WEEKDAY})(?:\s*[-–/]\s*|\s+(?:الي\s+)?)(?P<w2>{WEEKDAY})", _night_between, needs=_A_WEEKDAY
    ),
    rule(rf"{PART_OF_DAY}?(?P<n>{_NAMED}){_WITH_WEEKDAY}", _named_day, needs=_A_NAMED_DAY),
    rule(rf"{PART_OF_DAY}(?P<n>اليوم){_WITH_WEEKDAY}", _named_day, needs=_TODAY),
    rule(rf"(?P<n>اليوم)\s*[,،(]?\s*(?P<w>{WEEKDAY})", _named_day, needs=_TODAY),
    rule(
        rf"(?P<n>اليوم)(?P<w>){END}{_NOT_TODAY_BEFORE}",
        _named_day,
        start=rf"{_NOT_TODAY_AFTER}(?<!\w)[وف]?",
        needs=_TODAY,
    ),
    rule(rf"{EDGE}?(?:هذا )?الاسبوع{_WHEN}", _week, needs=_A_WEEK),
    rule(
        r"(?:هذا الاسبوع|(?:مطلع|بدايه|منتصف|نهايه|اواخر) (?:هذا )?الاسبوع)(?P<when>)"
        + END
        + rf"(?!\s+(?:قبل\s+)?(?:{PAST}|{NEXT}|{THIS}|الاول|الثاني))",
        _week,
        needs=_A_WEEK,
    ),
    rule(rf"{EDGE}?الشهر{_WHEN}", _calendar_month, needs=_A_MONTH),
    rule(
        r"(?:هذا الشهر|(?:مطلع|بدايه|منتصف|نهايه|اواخر|اوائل) (?:هذا )?الشهر)(?P<when>)"
        + END
        + rf"(?!\s+(?:قبل\s+)?(?:{PAST}|{NEXT}|{THIS}))",
        _calendar_month,
        needs=_A_MONTH,
    ),
    rule(
        rf"(?:يوم )?(?P<d>[0-3]?\d)\s+(?:من )?(?:هذا )?الشهر(?: (?P<when>{PAST}|{NEXT}|{THIS}))?",
        _day_of_month,
        needs=_A_MONTH,
    ),
    rule(rf"{EDGE}?(?:العام|السنه)(?: (?:الدراسي|الدراسيه|المالي|الماليه))?{_WHEN}", _calendar_year, needs=_A_YEAR),
    rule(
        rf"(?:{EDGE}?(?:هذا العام|هذه السنه)|{EDGE}(?:العام|السنه))(?P<when>){END}"
        rf"(?!\s+(?:قبل\s+)?(?:{PAST}|{NEXT}|{THIS}|\d))",
        _calendar_year,
        needs=_A_YEAR,
    ),
    rule(rf"ال(?P<s>{SEASON})(?: (?P<when>{PAST}|{NEXT}|{THIS}))", _season, needs=_A_SEASON),
    rule(
        rf"(?:قبل|منذ|{_SINCE}من) (?:نحو |حوالي |اكثر من |قرابه |ما يقرب من )?{_PERIOD}{END}{_NOT_COUNTED}",
        _ago,
        start=r"(?<!\w)[وف]?",
        needs=first_words([*_UNITS, *_DUALS]),
    ),
    rule(
        rf"بعد (?:نحو |حوالي |اكثر من )?{_PERIOD}{END}{_NOT_COUNTED}",
        _from_now,
        start=r"(?<!\w)[وف]?",
        needs=("بعد",),
    ),
    rule(
        rf"(?P<u>الايام|الاسابيع|الاشهر|السنوات|الاعوام) ال(?P<n>{any_of(COUNTS)}|\d{{1,2}}) (?P<when>{PAST}|{NEXT})",
        _last_days,
        needs=("الايام", "الاسابيع", "الاشهر", "السنوات", "الاعوام"),
    ),
)
