"""What every feed format is brought to before its values are cleaned: an item as its format wrote it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from siyaq.feeds.date import date_from_feed
from siyaq.types import FeedEntry
from siyaq.web_text import canonical_url, leads_inside, plain_text, repair_mojibake

MAX_ENTRIES: Final = 5_000  # feeds hold 10 to 1,000 items; the protocol of news sitemaps allows 1,000
MAX_TAGS: Final = 60
_MAX_TITLE: Final = 1_000
_MAX_SUMMARY: Final = 20_000
_MAX_GUID: Final = 2_000
_OLDEST_YEAR: Final = 1990  # no web page is older; 1970 and year 1 are clocks that were never set
_FUTURE: Final = timedelta(days=1)
_SPACE: Final = re.compile(r"\s+")
_IMG: Final = re.compile(r"<img\s[^>]{0,2000}?\bsrc\s*=\s*[\"']?([^\"'\s>]{1,2000})", re.IGNORECASE)
# Feeds without a field for the whole text often carry it in the description; teasers have one paragraph and under 600 letters.
_PARAGRAPH: Final = re.compile(r"<(?:p|br|div)\b", re.IGNORECASE)
_WHOLE_CHARS: Final = 1_200
_WHOLE_PARAGRAPHS: Final = 3
_SPLIT_TAGS: Final = re.compile(r"[,;،؛|\n]")


@dataclass(slots=True, kw_only=True)
class RawEntry:
    """An item's fields as written, nothing trusted. `links` and `images`: best first, maybe relative to `base`."""

    base: str
    guid: str | None = None
    guid_is_link: bool = False
    links: list[str] = field(default_factory=list)
    title: str | None = None
    summary: str | None = None
    content: str | None = None
    published: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    language: str | None = None


@dataclass(slots=True, kw_only=True)
class Reading:
    """One feed being read: its address, how to take dates without offset, and what was wrong so far."""

    url: str
    zone: str | None = None
    now: datetime | None = None
    warnings: Counter[str] = field(default_factory=Counter)

    def warn(self, cause: str) -> None:
        """Note a fault; the same cause is counted, not repeated."""
        self.warnings[cause] += 1

    def notes(self) -> tuple[str, ...]:
        """All causes, one line each, with how often they came."""
        return tuple(cause if count == 1 else f"{cause} ({count} times)" for cause, count in self.warnings.items())


def entry_from_raw(raw: RawEntry, reading: Reading) -> FeedEntry:
    """Clean one item: absolute canonical address, plain text, plausible UTC dates."""
    guid = _line(raw.guid, _MAX_GUID)
    url = _first_url(raw.links, raw.base)
    if url is None and guid and (raw.guid_is_link or guid.lower().startswith(("http://", "https://"))):
        url = canonical_url(guid, raw.base if raw.guid_is_link else None)
    if url is None:
        reading.warn("item without a usable address")
    return FeedEntry(
        guid=guid,
        url=url,
        title=text_line(raw.title),
        summary=_summary(raw.summary),
        content_html=_whole_text(raw),
        published=_date(raw.published, reading, "publication"),
        updated=_date(raw.updated, reading, "change"),
        authors=_unique(text_line(name) for name in raw.authors),
        tags=_unique(text_line(tag) for joined in raw.tags for tag in _SPLIT_TAGS.split(joined)),
        image=_image(raw, url),
        language=_language(raw.language),
    )


def _whole_text(raw: RawEntry) -> str | None:
    """The field of the item's whole text, or a description that reads like one."""
    if raw.content and raw.content.strip():
        return raw.content
    summary = raw.summary or ""
    is_whole = len(summary) >= _WHOLE_CHARS and len(_PARAGRAPH.findall(summary)) >= _WHOLE_PARAGRAPHS
    return summary if is_whole else None


def text_line(text: str | None) -> str | None:
    """Text of a field that may or may not hold mark-up, on one line; None if nothing is left."""
    if not text:
        return None
    return _line(repair_mojibake(plain_text(text[: _MAX_TITLE * 4])), _MAX_TITLE)


def without_repeats(entries: list[FeedEntry], reading: Reading) -> tuple[FeedEntry, ...]:
    """Leave out items that came before, and guids that stand for several addresses.

    An item is the same if its address is (or, where it has none, its guid or title). A guid that names more than one
    address identifies nothing and is dropped from all of them.
    """
    addresses: dict[str, set[str | None]] = {}
    for entry in entries:
        if entry.guid:
            addresses.setdefault(entry.guid, set()).add(entry.url)
    seen: set[tuple[str, str | None]] = set()
    kept = []
    for entry in entries:
        key = _identity(entry)
        if key in seen:
            reading.warn("item that came before")
            continue
        seen.add(key)
        if entry.guid and len(addresses[entry.guid]) > 1:
            reading.warn("guid shared by different items")
            entry = _without_guid(entry)
        kept.append(entry)
    return tuple(kept)


def _identity(entry: FeedEntry) -> tuple[str, str | None]:
    if entry.url:
        return "url", entry.url
    return ("guid", entry.guid) if entry.guid else ("title", entry.title)


def _without_guid(entry: FeedEntry) -> FeedEntry:
    values = {name: getattr(entry, name) for name in FeedEntry.__dataclass_fields__}
    return FeedEntry(**{**values, "guid": None})


def _line(text: str | None, limit: int) -> str | None:
    return _SPACE.sub(" ", text).strip()[:limit].strip() or None if text else None


def _summary(text: str | None) -> str | None:
    return repair_mojibake(plain_text(text[: _MAX_SUMMARY * 4]))[:_MAX_SUMMARY].strip() or None if text else None


def _first_url(links: list[str], base: str) -> str | None:
    return next((url for url in (canonical_url(link, base) for link in links) if url), None)


def _date(texts: list[str], reading: Reading, what: str) -> datetime | None:
    """The first plausible one of the dates given."""
    for text in texts:
        if not text.strip():
            continue
        moment = date_from_feed(text, reading.zone, reading.now)
        if moment is None:
            reading.warn(f"{what} date that cannot be read")
        elif moment.year < _OLDEST_YEAR:
            reading.warn(f"{what} date before {_OLDEST_YEAR} left out")
        elif reading.now is not None and moment > reading.now + _FUTURE:
            reading.warn(f"{what} date in the future left out")
        else:
            return moment
    return None


def _image(raw: RawEntry, url: str | None) -> str | None:
    found = _first_url(raw.images, raw.base)
    for html in (raw.content, raw.summary):
        match = _IMG.search(html[:100_000]) if html and not found else None
        if match:
            found = canonical_url(match[1].replace("&amp;", "&"), url or raw.base)
    return found if found and not _points_inside(found, raw.base) else None


def _points_inside(image: str, base: str) -> bool:
    """Readers' browsers fetch pictures: none may lead into their networks, unless the feed itself lives there."""
    return leads_inside(image) and urlsplit(image).netloc != urlsplit(base).netloc


def _unique(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))[:MAX_TAGS]


def _language(text: str | None) -> str | None:
    tag = (text or "").strip().replace("_", "-")
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", tag) else None
