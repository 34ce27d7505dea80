"""Dates in Arabic text."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from siyaq.arabic.month import MONTHS
from siyaq.arabic.normal import fold, normalize
from siyaq.types import DateMention

_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_DAY_MONTH = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:\s+من)?(?:\s+شهر)?\s+({_MONTH})(?:\s*[/(]\s*(?:{_MONTH})\)?)?(?:[\s,،]+(?:عام |سنه )?((?:19|20)\d\d))?(?!\w)"
)
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.]((?:19|20)\d\d)(?!\d)")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(ص|م|am|pm|صباحا|مساء)?(?!\w)")


def _day(y: int, m: int, d: int) -> date | None:
    try:
        return date(y, m, d)
    except ValueError:
        return None


def find_dates(text: str, published: datetime | None, zone: str | None = None) -> tuple[DateMention, ...]:
    """Dates of a text, in order."""
    n = normalize(text)
    base = published.astimezone(ZoneInfo(zone)).date() if published and zone else published.date() if published else None
    found: list[tuple[int, int, date]] = []
    for m in _DAY_MONTH.finditer(n.norm):
        year = int(m[3]) if m[3] else base.year if base else None
        day = _day(year, MONTHS[m[2]], int(m[1])) if year else None
        if day:
            found.append((*n.span(m.start(), m.end()), day))
    made = (DateMention(mention=text[a:b], resolved=d.isoformat(), relative=False, start=a, end=b) for a, b, d in sorted(found))
    return tuple(made)


def parse_date(text: str, zone: str | None = None, now: datetime | None = None) -> datetime | date | None:
    """One visible date line -> aware datetime or date."""
    norm = fold(text)
    day = None
    for pattern, order in ((_ISO, (1, 2, 3)), (_NUMERIC, (3, 2, 1))):
        m = pattern.search(norm)
        if m and day is None:
            day = _day(*(int(m[i]) for i in order))
    m = _DAY_MONTH.search(norm)
    if day is None and m and (m[3] or now):
        day = _day(int(m[3]) if m[3] else now.year if now else 0, MONTHS[m[2]], int(m[1]))
    clock = _CLOCK.search(norm)
    if day is None or clock is None:
        return day
    hour = int(clock[1]) % 24
    if clock[4] in ("م", "pm", "مساء") and hour < 12:
        hour += 12
    if zone is None:
        return day
    return datetime(day.year, day.month, day.day, hour, int(clock[2]), tzinfo=ZoneInfo(zone)) + timedelta(0)
