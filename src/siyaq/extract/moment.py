"""Times as pages write them: ISO 8601 with its usual faults, RFC 822, Unix seconds, and Arabic words."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from siyaq import arabic

Moment = datetime | date

_ISO = re.compile(
    r"((?:19|20)\d\d)[-/.]?(\d\d)[-/.]?(\d\d)(?:[T\s]\s*(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?$",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(r"(?<!\w)([^\W\d_]{3,})\s+(\d{1,2})\s*[,،]\s*(\d{4})(?!\d)")  # «مايو 4, 2021», as WordPress writes it
_SLASHED_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s*/\s*([^\W\d_]{3,})\s*/\s*(\d{4})(?!\d)")  # «04 / مايو / 2021»
_DAY_FIRST = re.compile(r"(?<!\d)(\d\d?)/(\d\d?)/(\d{4})(?!\d)")
_WEEKDAY_NAMES = (  # from Monday; folded, with the letters that Drupal abbreviates them to
    ("اثنين", "mon", "ن"),
    ("ثلاثاء", "tue", "ث"),
    ("اربعاء", "wed", "ر"),
    ("خميس", "thu", "خ"),
    ("جمعه", "fri", "ج"),
    ("سبت", "sat", "س"),
    ("احد", "sun", "ح"),
)
_WEEKDAYS = re.compile(
    r"(?<!\w)(?:ال)?(اثنين|ثلاثاء|اربعاء|خميس|جمعه|سبت|احد)(?!\w)|(?<!\w)(mon|tue|wed|thu|fri|sat|sun)|(?<!\w)([نثرخجسح]),"
)
_UNIX = re.compile(r"1\d{9}(?:\d{3})?$")
_FIRST_YEAR = 1990  # news pages on the web are younger; older dates are defaults of a program
_ZONES = {  # places after «بتوقيت», folded
    "غرينيتش": "UTC",
    "غرينتش": "UTC",
    "جرينتش": "UTC",
    "جرينيتش": "UTC",
    "العالمي": "UTC",
    "gmt": "UTC",
    "utc": "UTC",
    "مكه": "Asia/Riyadh",
    "مكه المكرمه": "Asia/Riyadh",
    "السعوديه": "Asia/Riyadh",
    "الرياض": "Asia/Riyadh",
    "الكويت": "Asia/Kuwait",
    "الدوحه": "Asia/Qatar",
    "قطر": "Asia/Qatar",
    "المنامه": "Asia/Bahrain",
    "البحرين": "Asia/Bahrain",
    "صنعاء": "Asia/Aden",
    "عدن": "Asia/Aden",
    "بغداد": "Asia/Baghdad",
    "ابو ظبي": "Asia/Dubai",
    "ابوظبي": "Asia/Dubai",
    "دبي": "Asia/Dubai",
    "الامارات": "Asia/Dubai",
    "مسقط": "Asia/Muscat",
    "القاهره": "Africa/Cairo",
    "مصر": "Africa/Cairo",
    "الخرطوم": "Africa/Khartoum",
    "السودان": "Africa/Khartoum",
    "طرابلس": "Africa/Tripoli",
    "ليبيا": "Africa/Tripoli",
    "تونس": "Africa/Tunis",
    "الجزائر": "Africa/Algiers",
    "الرباط": "Africa/Casablanca",
    "المغرب": "Africa/Casablanca",
    "نواكشوط": "Africa/Nouakchott",
    "بيروت": "Asia/Beirut",
    "لبنان": "Asia/Beirut",
    "دمشق": "Asia/Damascus",
    "عمان": "Asia/Amman",
    "الاردن": "Asia/Amman",
    "القدس": "Asia/Jerusalem",
    "فلسطين": "Asia/Hebron",
    "غزه": "Asia/Gaza",
    "باريس": "Europe/Paris",
    "لندن": "Europe/London",
    "برلين": "Europe/Berlin",
    "موسكو": "Europe/Moscow",
    "اسطنبول": "Europe/Istanbul",
    "انقره": "Europe/Istanbul",
    "طهران": "Asia/Tehran",
    "واشنطن": "America/New_York",
    "نيويورك": "America/New_York",
}
_ZONE_WORD = re.compile(
    r"(?:بتوقيت|توقيت)\s+(?:مدينه\s+)?(" + "|".join(sorted(_ZONES, key=len, reverse=True)) + r")(?!\w)|\b(gmt|utc)\b"
)
_COUNTRY_ZONES = {  # by the country of the host's last label (ISO 3166-1); where a country has several, that of the capital
    "eg": "Africa/Cairo",
    "sa": "Asia/Riyadh",
    "ae": "Asia/Dubai",
    "kw": "Asia/Kuwait",
    "qa": "Asia/Qatar",
    "bh": "Asia/Bahrain",
    "om": "Asia/Muscat",
    "ye": "Asia/Aden",
    "iq": "Asia/Baghdad",
    "sy": "Asia/Damascus",
    "lb": "Asia/Beirut",
    "jo": "Asia/Amman",
    "ps": "Asia/Hebron",
    "sd": "Africa/Khartoum",
    "ly": "Africa/Tripoli",
    "tn": "Africa/Tunis",
    "dz": "Africa/Algiers",
    "ma": "Africa/Casablanca",
    "mr": "Africa/Nouakchott",
    "so": "Africa/Mogadishu",
    "dj": "Africa/Djibouti",
}


def zone_from_host(host: str) -> str | None:
    """IANA zone of the Arab country whose top-level domain a host has, None for all others.

    >>> zone_from_host("www.example.com.tn")
    'Africa/Tunis'
    """
    return _COUNTRY_ZONES.get(host.rsplit(":", 1)[0].rsplit(".", 1)[-1].lower())


@lru_cache(maxsize=1024)
def read_moment(text: str, zone: str | None = None) -> Moment | None:
    """Read a time of a page's metadata or a visible line.

    Args:
        text: as the page wrote it.
        zone: IANA zone for times that name none; UTC where it is None.

    Returns:
        An aware datetime with the offset as written, a date where no hour is given, None where no full date is found.
    """
    text = " ".join(text.replace("&#43;", "+").split())
    found = _from_iso(text, zone) or _from_unix(text) or _from_mail(text) or _from_words(text, zone)
    return found if found is not None and found.year >= _FIRST_YEAR else None


def _from_iso(text: str, zone: str | None) -> Moment | None:
    match = _ISO.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    try:
        if hour is None:
            return date(int(year), int(month), int(day))
        naive = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
    except ValueError:
        return None
    return naive.replace(tzinfo=_offset(offset, zone))


def _offset(text: str | None, zone: str | None) -> timezone | ZoneInfo:
    if text is None:
        return ZoneInfo(zone) if zone else UTC
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    delta = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if delta >= timedelta(days=1):
        return UTC
    return timezone(-delta if text[0] == "-" else delta)


def _from_unix(text: str) -> datetime | None:
    return datetime.fromtimestamp(int(text[:10]), UTC) if _UNIX.match(text) else None


def _from_mail(text: str) -> datetime | None:
    """RFC 822 and its kin: «Sun, 10 Jun 2018 14:05:00 +0300»."""
    if not text[:1].isascii() or not re.search(r"\d{4} \d\d:\d\d", text):
        return None
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _from_words(text: str, zone: str | None) -> Moment | None:
    line = _SLASHED_MONTH.sub(r"\1 \2 \3", _MONTH_FIRST.sub(r"\2 \1 \3", text))
    place = zone_named(text) or zone or "UTC"
    found = arabic.parse_date(line, zone=place)
    weekday = _weekday(text)
    if found is None or weekday in (None, found.weekday()):
        return found
    turned = arabic.parse_date(_DAY_FIRST.sub(r"\2/\1/\3", line), zone=place)  # «Tue, 05/04/2021» is the fourth of May
    return turned if turned is not None and turned.weekday() == weekday else found


def _weekday(text: str) -> int | None:
    """Number of the weekday that a line names, Monday is 0."""
    match = _WEEKDAYS.search(arabic.fold(text))
    name = next((part for part in match.groups() if part), "") if match else ""
    return next((number for number, names in enumerate(_WEEKDAY_NAMES) if name in names), None)


def zone_named(text: str) -> str | None:
    """The zone that a line of words names: «بتوقيت مكة», «GMT+3», «(GMT +0400)»; None if it names none."""
    norm = arabic.fold(text)
    shift = re.search(r"(?:gmt|utc|غرينيتش|غرينتش|جرينتش)\s*([+-])\s*(\d\d?):?(?:00)?(?!\d)", norm)
    if shift:
        return f"Etc/GMT{'-' if shift[1] == '+' else '+'}{int(shift[2])}" if int(shift[2]) <= 12 else None
    place = _ZONE_WORD.search(norm)
    return _ZONES[place[1] or place[2]] if place else None
