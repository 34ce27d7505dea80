"""One visible date line of a page («الثلاثاء 12 حزيران/يونيو 2018 - 14:05») as a time or a day."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from siyaq.arabic.date import dates_in_norm
from siyaq.arabic.date_grammar import COUNTS, HIJRI_YEAR, any_of, count_number
from siyaq.arabic.normal import fold

_CLOCK = re.compile(
    r"(?<![\d/.\-])(?:الساعه\s+)?(?P<h>\d{1,2})[:.](?P<m>[0-5]\d)(?!\d)(?::(?P<s>[0-5]\d)(?:\.\d+)?)?\s*"
    r"(?P<half>ص|م|am|pm|a\.m\.?|p\.m\.?|صباحا|مساء|ظهرا|عصرا|بعد الظهر|ليلا|فجرا)?(?!\w)"
)
_LONGEST_LINE = 1_000  # characters
_HOUR_ONLY = re.compile(r"(?<![\d/.\-:])(?:الساعه\s+)?(?P<h>\d{1,2})\s*(?P<half>am|pm|صباحا|مساء|ظهرا|عصرا)(?!\w)")
_AFTERNOON = ("م", "pm", "p.m", "p.m.", "مساء", "ظهرا", "عصرا", "بعد الظهر", "ليلا")
_OFFSET = re.compile(
    r"(?P<sign>[+\-−])(?P<h>[01]\d):?(?P<m>[0-5]\d)(?!\d)|(?:gmt|utc)\s*(?P<sign2>[+\-])\s*(?P<h2>\d{1,2})(?!\d)"
)
_ZULU = re.compile(r"(?<=\d)z(?!\w)|(?<!\w)(?:gmt|utc|غرينتش|جرينتش|غرينيتش|جرينيتش|ت\.غ|تغ)(?!\w)")
_CITY_ZONES = {
    "القاهره": "Africa/Cairo", "مكه": "Asia/Riyadh", "مكه المكرمه": "Asia/Riyadh", "الرياض": "Asia/Riyadh",
    "السعوديه": "Asia/Riyadh",
    "ابوظبي": "Asia/Dubai", "ابو ظبي": "Asia/Dubai", "دبي": "Asia/Dubai", "الامارات": "Asia/Dubai",
    "الدوحه": "Asia/Qatar", "قطر": "Asia/Qatar",
    "بيروت": "Asia/Beirut", "دمشق": "Asia/Damascus", "عمان": "Asia/Amman", "بغداد": "Asia/Baghdad",
    "القدس": "Asia/Jerusalem", "تونس": "Africa/Tunis",
    "الجزائر": "Africa/Algiers", "الرباط": "Africa/Casablanca", "المغرب": "Africa/Casablanca",
    "طرابلس": "Africa/Tripoli", "موسكو": "Europe/Moscow",
    "اسطنبول": "Europe/Istanbul", "انقره": "Europe/Istanbul", "لندن": "Europe/London", "باريس": "Europe/Paris",
    "مصر": "Africa/Cairo", "الكويت": "Asia/Kuwait",
}  # fmt: skip
_LOCAL = re.compile(rf"بتوقيت\s+(?P<city>{any_of(_CITY_ZONES)})(?!\w)")
_AGO_UNITS = {
    **dict.fromkeys(("ثانيه", "ثواني", "ثوان"), 1.0),
    **dict.fromkeys(("دقيقه", "دقائق", "دقيقه واحده"), 60.0),
    **dict.fromkeys(("ساعه", "ساعات", "ساعه واحده"), 3600.0),
    **dict.fromkeys(("يوم", "يوما", "ايام"), 86400.0),
}
_AGO_DUALS = {"ثانيتين": 2.0, "دقيقتين": 120.0, "ساعتين": 7200.0, "يومين": 172800.0}
_AGO = re.compile(
    rf"(?:منذ|قبل)\s+(?:(?P<dual>{any_of(_AGO_DUALS)})|(?:(?P<n>\d{{1,3}}|{any_of(COUNTS)})\s+)?(?P<u>{any_of(_AGO_UNITS)}))(?!\w)"
)
_DATE_TIME_JOIN = re.compile(r"(?<=\d)t(?=\d{1,2}:)")


def parse_date(text: str, zone: str | None = None, now: datetime | None = None) -> datetime | date | None:
    """Read one visible date line.

    Args:
        text: the line, in any spelling; ISO 8601 and RFC 5322 dates too. Labels around the date are passed over; of what is
            no line of a page by its length, the first thousand characters are read.
        zone: IANA name of the zone of the page's clock, where the line names none.
        now: when the page was read, for lines without a year and relative ones («منذ ساعتين»).

    Returns:
        An aware time where the line has an hour and its zone is known (from the line or `zone`); a day where it has no hour, or
        the zone of its hour is unknown; None where it holds no date.

    >>> parse_date("الثلاثاء 12 حزيران/يونيو 2018 - 2:05 م", "Asia/Beirut").isoformat()
    '2018-06-12T14:05:00+03:00'
    """
    norm = _DATE_TIME_JOIN.sub(" ", fold(text[:_LONGEST_LINE]))
    if now is not None and (ago := _time_ago(norm, now)) is not None:
        return ago
    clock = _clock(norm)
    place = _zone(norm, zone)
    here = now.astimezone(place) if now is not None and place is not None else now
    day = _day(norm if clock is None else norm.replace(clock[1], " "), here.date() if here else None)
    if day is None or clock is None or place is None:
        return day
    hour, minute, second = clock[0]
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=place)


def _time_ago(norm: str, now: datetime) -> datetime | None:
    m = _AGO.search(norm)
    if m is None:
        return None
    if m["dual"]:
        return now - timedelta(seconds=_AGO_DUALS[m["dual"]])
    return now - timedelta(seconds=_AGO_UNITS[m["u"]] * (count_number(m["n"]) if m["n"] else 1))


def _day(norm: str, today: date | None) -> date | None:
    """The first whole day named in a line; of a Hijri and a Gregorian day the Gregorian one, which needs no sighting."""
    days = [found for found in dates_in_norm(norm, today) if len(found.resolved) == len("2018-06-12")]
    days.sort(key=lambda found: re.search(rf"(?<!\d){HIJRI_YEAR}(?!\d)", norm[found.start : found.end]) is not None)
    return date.fromisoformat(days[0].resolved) if days else None


def _clock(norm: str) -> tuple[tuple[int, int, int], str] | None:
    """(hour, minute, second) and the words they stand in."""
    for m in (*_CLOCK.finditer(norm), *_HOUR_ONLY.finditer(norm)):
        groups = m.groupdict()
        hour, half = int(m["h"]), groups["half"] or ""
        if hour > 24 or ("." in m[0] and not half and ":" not in m[0]):
            continue
        if half in _AFTERNOON and hour < 12 and not (half == "ليلا" and hour < 6):
            hour += 12
        elif half and half not in _AFTERNOON and hour == 12:
            hour = 0
        return (hour % 24, int(groups.get("m") or 0), int(groups.get("s") or 0)), m[0]
    return None


def _zone(norm: str, zone: str | None) -> tzinfo | None:
    """Zone that the line names, else the one given."""
    offset = _OFFSET.search(norm) if _CLOCK.search(norm) else None
    if offset and _after_clock(norm, offset.start()):
        sign = -1 if (offset["sign"] or offset["sign2"]) in "-−" else 1
        return timezone(sign * timedelta(hours=int(offset["h"] or offset["h2"]), minutes=int(offset["m"] or 0)))
    if _ZULU.search(norm):
        return UTC
    local = _LOCAL.search(norm)
    name = _CITY_ZONES[" ".join(local["city"].split())] if local else zone
    return ZoneInfo(name) if name else None


def _after_clock(norm: str, position: int) -> bool:
    clock = _CLOCK.search(norm)
    return clock is not None and position >= clock.end() - 1
