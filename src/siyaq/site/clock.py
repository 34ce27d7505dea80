"""Times as people read them: «منذ ساعتين», absolute in the reader's zone, and the Hijri date."""

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hijridate import Gregorian

from siyaq.site.text import Language, say

# Zones offered where no script tells the reader's: those of the Arab countries and of the larger diaspora.
ZONES: tuple[str, ...] = (
    "UTC", "Africa/Casablanca", "Africa/Algiers", "Africa/Tunis", "Africa/Tripoli", "Africa/Cairo", "Africa/Khartoum",
    "Africa/Nouakchott", "Asia/Amman", "Asia/Baghdad", "Asia/Bahrain", "Asia/Beirut", "Asia/Damascus", "Asia/Dubai",
    "Asia/Gaza", "Asia/Jerusalem", "Asia/Kuwait", "Asia/Muscat", "Asia/Qatar", "Asia/Riyadh", "Asia/Aden",
    "Europe/Istanbul", "Europe/London", "Europe/Paris", "Europe/Berlin", "America/New_York",
)  # fmt: skip

# The Gregorian months with the name of the Levant and that of Egypt and the Gulf, as pan-Arab outlets write them.
_MONTHS_AR = (
    ("كانون الثاني", "يناير"), ("شباط", "فبراير"), ("آذار", "مارس"), ("نيسان", "أبريل"), ("أيار", "مايو"),
    ("حزيران", "يونيو"), ("تموز", "يوليو"), ("آب", "أغسطس"), ("أيلول", "سبتمبر"), ("تشرين الأول", "أكتوبر"),
    ("تشرين الثاني", "نوفمبر"), ("كانون الأول", "ديسمبر"),
)  # fmt: skip
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS_AR = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# (up to, unit, catalogue key): a span is told in the largest unit that it fills.
_STEPS: tuple[tuple[timedelta, timedelta, str], ...] = (
    (timedelta(hours=1), timedelta(minutes=1), "ago.minutes"),
    (timedelta(days=1), timedelta(hours=1), "ago.hours"),
    (timedelta(days=7), timedelta(days=1), "ago.days"),
    (timedelta(days=30), timedelta(days=7), "ago.weeks"),
    (timedelta(days=365), timedelta(days=30), "ago.months"),
)


_TEXTS_KEPT = 1 << 13  # a page names some hundred moments, and the same ones come again on the next


@lru_cache(maxsize=256)
def zone_of(name: str | None) -> tzinfo | None:
    """The time zone of an IANA name, None where there is none of that name."""
    if not name or len(name) > 40:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def ago(when: datetime, now: datetime, language: Language) -> str:
    """How long ago: «منذ 3 دقائق», «منذ ساعتين»; a time not yet reached reads as just now.

    >>> ago(datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, 0, 3, tzinfo=UTC), "ar")
    'منذ 3 دقائق'
    """
    span = now - when
    if span < timedelta(minutes=1):
        return say(language, "ago.now")
    for limit, unit, key in _STEPS:
        if span < limit:
            return say(language, key, n=span // unit)
    return say(language, "ago.years", n=span // timedelta(days=365))


def span(duration: timedelta, language: Language) -> str:
    """A length of time without «منذ»: «ساعتين», for phrases such as «بعده بساعتين»."""
    duration = abs(duration)
    for limit, unit, key in _STEPS:
        if duration < limit:
            return say(language, key.replace("ago.", "span."), n=max(1, duration // unit))
    return say(language, "span.years", n=duration // timedelta(days=365))


@lru_cache(maxsize=_TEXTS_KEPT)
def day_text(when: datetime, zone: tzinfo, language: Language, *, weekday: bool = True, both: bool = True) -> str:
    """The date: «الثلاثاء 12 حزيران/يونيو 2018».

    Args:
        weekday: with the name of the day.
        both: with both Arabic month names, else that of Egypt and the Gulf alone.
    """
    local = when.astimezone(zone)
    if language == "en":
        day = f"{local.day} {_MONTHS_EN[local.month - 1]} {local.year}"
        return f"{_WEEKDAYS_EN[local.weekday()]} {day}" if weekday else day
    names = _MONTHS_AR[local.month - 1]
    day = f"{local.day} {'/'.join(names) if both else names[1]} {local.year}"
    return f"{_WEEKDAYS_AR[local.weekday()]} {day}" if weekday else day


def month_text(year: int, month: int, language: Language) -> str:
    """A month: «حزيران/يونيو 2018».

    >>> month_text(2018, 6, "ar")
    'حزيران/يونيو 2018'
    """
    return f"{_MONTHS_EN[month - 1] if language == 'en' else '/'.join(_MONTHS_AR[month - 1])} {year}"


@lru_cache(maxsize=_TEXTS_KEPT)
def moment_text(when: datetime, zone: tzinfo, language: Language) -> str:
    """Date and hour: «الثلاثاء 12 حزيران/يونيو 2018، 14:05»."""
    comma = "،" if language == "ar" else ","
    return f"{day_text(when, zone, language)}{comma} {hour_text(when, zone)}"


@lru_cache(maxsize=_TEXTS_KEPT)
def hour_text(when: datetime, zone: tzinfo) -> str:
    """The hour, 24-hour clock: «14:05»."""
    return when.astimezone(zone).strftime("%H:%M")


@lru_cache(maxsize=_TEXTS_KEPT)
def hijri_text(when: datetime, zone: tzinfo, language: Language) -> str:
    """The Hijri date (Umm al-Qura calendar), empty outside the years it is defined for.

    >>> hijri_text(datetime(2018, 6, 12, tzinfo=UTC), UTC, "ar")
    '28 رمضان 1439 هـ'
    """
    local = when.astimezone(zone)
    try:
        hijri = Gregorian(local.year, local.month, local.day).to_hijri()
    except OverflowError:
        return ""
    era = "هـ" if language == "ar" else "AH"
    return f"{hijri.day} {hijri.month_name(language)} {hijri.year} {era}"


@lru_cache(maxsize=_TEXTS_KEPT)
def iso(when: datetime) -> str:
    """The moment as `datetime` attributes and feeds want it: 2018-06-12T11:05:00Z."""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
