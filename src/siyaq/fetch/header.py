"""Response headers as values: Retry-After, Cache-Control and Expires, Link, Location."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from siyaq.web_text import absolute_url

MAX_AGE_S: Final = 31_536_000.0  # a year, the longest that RFC 9111 considers useful
_LINK: Final = re.compile(r"<([^<>]{1,8000})>((?:\s*;\s*[\w*-]{1,40}\s*=\s*(?:\"[^\"]{0,2000}\"|[^\s,;\"]{0,2000}))*)")
_REL: Final = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]{0,200})\"|([^\s,;\"]{1,200}))", re.IGNORECASE)
_MAX_AGE: Final = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)


class Headers:
    """Response headers, by lower-case name; bytes beyond ASCII are kept as Latin-1 text."""

    def __init__(self, raw: Iterable[tuple[bytes, bytes]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in raw:
            self._values.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1").strip())

    def first(self, name: str) -> str | None:
        """The first value, None if absent or blank."""
        return next((value for value in self._values.get(name, ()) if value), None)

    def joined(self, name: str) -> str:
        """All values, separated by commas."""
        return ", ".join(self._values.get(name, ()))


def location_of(headers: Headers, base: str) -> str | None:
    """Where a redirect leads, as written but absolute where relative; None without Location.

    Bytes beyond ASCII are percent-encoded as they are: raw Arabic in UTF-8 or windows-1256 reaches the server unchanged.
    """
    value = headers.first("location")
    if value is None:
        return None
    plain = "".join(char if char < "\x80" else f"%{ord(char):02X}" for char in value)
    return absolute_url(plain, base) or plain


def retry_after_s(headers: Headers, now: datetime) -> float | None:
    """Seconds to wait by Retry-After (RFC 9110, section 10.2.3), seconds or a date; None if absent or unreadable."""
    value = headers.first("retry-after")
    if value is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,6})?", value):
        return min(float(value), MAX_AGE_S)
    moment = _http_date(value)
    return min(max(0.0, (moment - now).total_seconds()), MAX_AGE_S) if moment else None


def max_age_s(headers: Headers, now: datetime) -> float | None:
    """How long the response stays fresh (RFC 9111, section 4.2.1); 0 for no-cache and no-store, None if not said."""
    control = headers.joined("cache-control").lower()
    if re.search(r"(?:^|[\s,])no-(?:cache|store)(?:$|[\s,=])", control):
        return 0.0
    found = _MAX_AGE.search(control)
    if found:
        age = headers.first("age") or "0"
        spent = float(age) if re.fullmatch(r"[0-9]{1,9}", age) else 0.0
        return min(max(0.0, float(found[1]) - spent), MAX_AGE_S)
    expires = headers.first("expires")
    if expires is None:
        return None
    moment = _http_date(expires)
    served = _http_date(headers.first("date") or "") or now
    return min(max(0.0, (moment - served).total_seconds()), MAX_AGE_S) if moment else 0.0


def links_of(headers: Headers, base: str) -> tuple[tuple[str, str], ...]:
    """Relations and addresses of Link headers (RFC 8288), relations in lower case, in order."""
    found = []
    for match in _LINK.finditer(headers.joined("link")[:20_000]):
        rel = _REL.search(match[2])
        url = absolute_url(match[1], base)
        if rel and url:
            found += [(name, url) for name in (rel[1] or rel[2] or "").lower().split()]
    return tuple(found)


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
