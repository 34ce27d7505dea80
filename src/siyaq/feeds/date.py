"""Dates as feeds write them: RFC 822, ISO 8601, and the rest by the Arabic core."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from siyaq.arabic import parse_date

_MAX_CHARS: Final = 120
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ENGLISH: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_FRENCH: Final = "janv fevr mars avri mai juin juil aout sept octo nove dece".split()  # noqa: SIM905
# By up to four letters, for feeds of the Maghreb; short forms of three beside them.
_MONTHS: Final = (
    {name: i for i, name in enumerate(_ENGLISH, 1)} | {name: i for i, name in enumerate(_FRENCH, 1)} | {"fev": 2, "avr": 4}
)
_UNACCENTED: Final = str.maketrans("éûÉÛ", "euEU")
_HOURS: Final = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3,
    "ast": 3, "gst": 4, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
# "ast" is Arabia Standard Time here: Arabic feeds of Riyadh and Baghdad write it, those of Halifax do not exist.
_ZONE: Final = r"(?P<zone>(?:GMT|UTC)?\s*[+\u2212-]\d{1,2}:?(?:\d{2})?|[A-Za-z]{1,5})?"
_CLOCK: Final = r"(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[AaPp]\.?[Mm]\.?\b)?\s*" + _ZONE
_ISO: Final = re.compile(r"(?P<y>\d{4})-?(?P<mo>\d{2})-?(?P<d>\d{2})(?:(?:\s*[Tt]\s*|\s+)" + _CLOCK + ")?")
_COMPACT: Final = re.compile(
    r"(?P<y>\d{4})(?P<mo>\d{2})(?P<d>\d{2})[Tt](?P<h>\d{2})(?P<mi>\d{2})(?P<s>\d{2})?(?P<half>)\s*" + _ZONE
)
_RFC: Final = re.compile(
    r"(?:[A-Za-z]{2,9}\.?,?\s*)?(?P<d>\d{1,2})[\s-]+(?P<mo>[A-Za-zéûÉÛ]{3,9})\.?,?[\s-]+(?P<y>\d{4}|\d{2})(?:[,\s]+"
    + _CLOCK
    + ")?"
)
_US: Final = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s+)?(?P<mo>[A-Za-z]{3,9})\.?\s+(?P<d>\d{1,2}),?\s+(?P<y>\d{4})(?:[,\s]+" + _CLOCK + ")?"
)
_ASCTIME: Final = re.compile(r"[A-Za-z]{3},?\s+(?P<mo>[A-Za-z]{3})\s+(?P<d>\d{1,2})\s+" + _CLOCK + r"\s*(?P<y>\d{4})")
_EPOCH: Final = re.compile(r"(?:/Date\()?(\d{10})(?:\d{3}|\.\d{1,6})?(?:[+-]\d{4})?(?:\)/)?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})/(\d{1,2})(/\d{4}.*)", re.DOTALL)
_FUTURE: Final = timedelta(days=1)


def date_from_feed(text: str, zone: str | None = None, now: datetime | None = None) -> datetime | None:
    """A feed's date as an aware UTC time.

    Args:
        text: as written: RFC 822 with its usual faults, ISO 8601, seconds since 1970, or words in Arabic.
        zone: IANA name for dates without an offset; UTC where None or unknown.
        now: current time, for relative words.

    Returns:
        The time, midnight of the zone for a bare day; None if it cannot be read.

    >>> date_from_feed("Sun, 10 Jun 2018 16:05 +0400").isoformat()
    '2018-06-10T12:05:00+00:00'
    """
    text = text.strip().translate(_DIGITS)[:_MAX_CHARS]
    zone = known_zone(zone)
    local: tzinfo = ZoneInfo(zone) if zone else UTC
    for pattern in (_ISO, _COMPACT, _RFC, _US, _ASCTIME):
        match = pattern.fullmatch(text)
        if match:
            return _from_match(match, local)
    epoch = _EPOCH.fullmatch(text)
    if epoch:
        return datetime.fromtimestamp(int(epoch[1]), UTC)
    return _from_numbers(text, zone, now, local) if text else None


def known_zone(name: str | None) -> str | None:
    """The name itself if it is a time zone's (IANA), else None."""
    try:
        return ZoneInfo(name).key if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _from_numbers(text: str, zone: str | None, now: datetime | None, local: tzinfo) -> datetime | None:
    """Words, or numbers with the day first as Arabs write them; with the month first where that day is still to come."""
    found = _from_words(text, zone, now, local)
    numbers = _DAY_FIRST.fullmatch(text)
    if found and numbers and now is not None and found > now + _FUTURE:
        other = _from_words(f"{numbers[2]}/{numbers[1]}{numbers[3]}", zone, now, local)
        return other if other and other <= now + _FUTURE else found
    return found


def _from_words(text: str, zone: str | None, now: datetime | None, local: tzinfo) -> datetime | None:
    found = parse_date(text, zone, now)
    if isinstance(found, datetime):
        return _utc(found if found.tzinfo else found.replace(tzinfo=local))
    if isinstance(found, date):
        return _utc(datetime(found.year, found.month, found.day, tzinfo=local))
    return None


def _from_match(match: re.Match[str], local: tzinfo) -> datetime | None:
    part = match.groupdict()
    month = int(part["mo"]) if part["mo"].isdigit() else _month(part["mo"])
    hour = int(part["h"] or 0)
    if part["half"]:
        hour = hour % 12 + (12 if part["half"][0] in "Pp" else 0)
    second = min(int(part["s"] or 0), 59)  # leap seconds
    try:
        day = datetime(_year(part["y"]), month, int(part["d"]), tzinfo=_zone(part["zone"], local))
        clock = timedelta(hours=hour, minutes=int(part["mi"] or 0), seconds=second)
        return _utc(day + clock) if clock <= timedelta(days=1) else None
    except (ValueError, OverflowError):
        return None


def _month(name: str) -> int:
    """Number of an English or French month by its first letters; 0 for none."""
    plain = name.translate(_UNACCENTED).lower()
    return _MONTHS.get(plain[:4]) or _MONTHS.get(plain[:3], 0)


def _year(text: str) -> int:
    """Two digits as in RFC 2822, section 4.3."""
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 50 else 1900)


def _zone(text: str | None, local: tzinfo) -> tzinfo:
    if not text:
        return local
    name = text.strip().lower().replace("\u2212", "-")
    signed = re.fullmatch(r"(?:gmt|utc)?\s*([+-])(\d{1,2}):?(\d{2})?", name)
    if signed:
        delta = timedelta(hours=int(signed[2]), minutes=int(signed[3] or 0))
        return timezone(-delta if signed[1] == "-" else delta)
    return timezone(timedelta(hours=_HOURS[name])) if name in _HOURS else local


def _utc(moment: datetime) -> datetime | None:
    try:
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
