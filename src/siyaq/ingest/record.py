"""Article records (JSONL, saved pages) as drafts of articles."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

from siyaq.arabic import clean
from siyaq.errors import ParseError, RecordError
from siyaq.extract import extract
from siyaq.ids import article_id, record_id
from siyaq.types import Article, Extracted
from siyaq.web_text import canonical_url

MAX_TEXT_CHARS: Final = 1_000_000  # the longest real article is below 200,000; more is a file that went wrong
_MAX_FIELD_CHARS: Final = 10_000


def draft_of(item: Article | Mapping[str, object]) -> Article:
    """A draft with an id: what `article_from_record` makes of a record; an article that has no id gets one in the same way.

    Raises:
        RecordError: see `article_from_record`.
    """
    if not isinstance(item, Article):
        return article_from_record(item)
    if item.id:
        return item
    url = canonical_url(item.url) if item.url else None
    return replace(item, id=_id_of(url, item.source, item.external_id, item.title, item.text), url=url)


def article_from_record(record: object, *, source: str | None = None) -> Article:
    """Make a draft of one record of Article JSONL.

    Args:
        record: the parsed JSON value; only a title or a text is needed. Unknown keys are ignored.
        source: outlet of records that name none.

    Returns:
        A draft with its id: from the address where there is one, else from source and given id, else from the content.

    Raises:
        RecordError: it is no object, has neither title nor text, or a field is of the wrong kind.

    >>> article_from_record({"id": 7, "title": "خبر", "text": "سطر\\nسطر"}).text
    'سطر\\n\\nسطر'
    """
    if not isinstance(record, Mapping):
        raise RecordError(f"a record must be an object, not {type(record).__name__}")
    title, text = _line(record, "title") or "", _text(record)
    if not title and not text:
        raise RecordError("neither title nor text")
    given, outlet = _given_id(record), _line(record, "source") or source or ""
    url = _address(record)
    return Article(
        id=_id_of(url, outlet, given, title, text),
        external_id=given,
        url=url,
        source=outlet,
        title=title,
        subtitle=_line(record, "subtitle"),
        text=text,
        summary=_line(record, "summary"),
        published=_time(record, "published"),
        modified=_time(record, "modified"),
        authors=_words(record, "authors"),
        tags=_words(record, "tags"),
        section=_line(record, "section"),
        language=_line(record, "language"),
        image=_line(record, "image"),
    )


def article_from_page(html: bytes, url: str | None, *, source: str | None = None, content_type: str | None = None) -> Article:
    """Make a draft of a saved page.

    Args:
        html: the page's bytes.
        url: its address, where known.
        source: outlet; None takes the name that the page gives its site.
        content_type: header under which it was served, where known.

    Raises:
        RecordError: no article could be found in it.
    """
    try:
        found = extract(html, url, content_type=content_type)
    except ParseError as exc:
        raise RecordError(str(exc)) from exc
    if not found.title and not found.body:
        raise RecordError("no article found in the page")
    address = canonical_url(found.canonical_url or found.url or url or "")
    outlet = source or found.site_name or ""
    title, text = clean(found.title or ""), clean(found.body)
    return Article(
        id=_id_of(address, outlet, None, title, text),
        url=address,
        source=outlet,
        title=title,
        text=text,
        **details_from_page(found),
    )


def details_from_page(found: Extracted, zone_utc_offset: Any = UTC) -> dict[str, Any]:
    """Fields of `Article` beside identity, headline and text, as a page gives them.

    Args:
        found: what was read from the page.
        zone_utc_offset: `tzinfo` of times that the page writes without one.
    """
    return {
        "subtitle": clean(found.subtitle) if found.subtitle else None,
        "subheads": found.subheads,
        "published": utc_from_page(found.published, zone_utc_offset),
        "modified": utc_from_page(found.modified, zone_utc_offset),
        "authors": clean_words(found.authors),
        "tags": clean_words(found.tags),
        "section": clean(found.section) if found.section else None,
        "language": found.language,
        "image": found.image,
        "paywalled": found.paywalled,
    }


def clean_words(words: Sequence[str]) -> tuple[str, ...]:
    """Names and tags as they may be displayed, without what would turn or break a line; empty and repeated ones left out."""
    return tuple(dict.fromkeys(word for raw in words if (word := " ".join(clean(raw[:_MAX_FIELD_CHARS]).split()))))


def utc_from_page(time: datetime | date | None, zone: Any = UTC) -> datetime | None:
    """Aware UTC of a page's time; a bare date is its noon (no reader is told an hour that the page did not give)."""
    if time is None:
        return None
    if not isinstance(time, datetime):
        time = datetime(time.year, time.month, time.day, 12, tzinfo=zone)
    try:
        return (time if time.tzinfo else time.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        return None  # year 1 or 9999 moved by an offset


def _given_id(record: Mapping[str, Any]) -> str | None:
    value = record.get("id")
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise RecordError(f"id must be a string, not {type(value).__name__}")
    return clean(str(value))[:_MAX_FIELD_CHARS] or None


def _line(record: Mapping[str, Any], key: str) -> str | None:
    value = record.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise RecordError(f"{key} must be a string, not {type(value).__name__}")
    return " ".join(clean(value[:_MAX_FIELD_CHARS]).split()) or None


def _text(record: Mapping[str, Any]) -> str:
    value = record.get("text")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RecordError(f"text must be a string, not {type(value).__name__}")
    if len(value) > MAX_TEXT_CHARS:
        raise RecordError(f"text has {len(value)} characters; the limit is {MAX_TEXT_CHARS}")
    return "\n\n".join(line for line in clean(value).split("\n") if line.strip())


def _address(record: Mapping[str, Any]) -> str | None:
    value = record.get("url")
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise RecordError(f"url must be a string, not {type(value).__name__}")
    return canonical_url(value)


def _time(record: Mapping[str, Any], key: str) -> datetime | None:
    value = record.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, date):  # of a program; JSON has none
        return utc_from_page(value)
    if not isinstance(value, str):
        raise RecordError(f"{key} must be an ISO 8601 string, not {type(value).__name__}")
    try:
        time: datetime | date = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
    except ValueError as exc:
        raise RecordError(f"{key} {value[:40]!r} is not an ISO 8601 time") from exc
    return utc_from_page(time)


def _words(record: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = record.get(key)
    if value is None:
        return ()
    if isinstance(value, str) or not isinstance(value, Sequence) or not all(isinstance(item, str) for item in value):
        raise RecordError(f"{key} must be an array of strings")
    return clean_words(value)


def _id_of(url: str | None, outlet: str, given: str | None, title: str, text: str) -> str:
    return article_id(url) if url else record_id(outlet, given, title, text)
