"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/), also cut off in the middle."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from siyaq.errors import FeedError
from siyaq.feeds.raw import MAX_ENTRIES, RawEntry, Reading

_ITEMS: Final = re.compile(r'"items"\s*:\s*\[')
_TITLE: Final = re.compile(r'"title"\s*:\s*("(?:[^"\\]|\\.){0,300}")')
_NEXT: Final = re.compile(r"[\s,]*")


def document_from_text(text: str, reading: Reading) -> dict[str, Any]:
    """The JSON object, or as much of it as can be read.

    Raises:
        FeedError: it is no JSON Feed.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        reading.warn(f"broken JSON: {str(error)[:120]}")
        document = _recover(text)
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        raise FeedError(f"{reading.url} is JSON but not a JSON Feed: it has no list of items")
    return document


def raws_from_document(document: dict[str, Any], base: str) -> list[RawEntry]:
    """All items as written."""
    return [_raw(item, base) for item in document["items"][: MAX_ENTRIES + 1] if isinstance(item, dict)]


def string(value: Any) -> str | None:
    """A JSON value as text: strings and numbers; None for all else."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode() if value.strip() else None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def hub_of(document: dict[str, Any]) -> str | None:
    """Address of the first WebSub hub; None without one."""
    hubs = document.get("hubs")
    for hub in hubs if isinstance(hubs, list) else []:
        if isinstance(hub, dict) and str(hub.get("type", "")).lower() == "websub":
            return string(hub.get("url"))
    return None


def _raw(item: dict[str, Any], base: str) -> RawEntry:
    content = string(item.get("content_html"))
    plain = string(item.get("content_text"))
    if content is None and plain is not None:
        content = "".join(f"<p>{_escape(line)}</p>" for line in plain.splitlines() if line.strip())
    return RawEntry(
        base=base,
        guid=string(item.get("id")),
        links=_strings(item.get("url"), item.get("external_url")),
        title=string(item.get("title")),
        summary=string(item.get("summary")),
        content=content,
        published=_strings(item.get("date_published")),
        updated=_strings(item.get("date_modified")),
        authors=list(_authors(item)),
        tags=[text for text in map(string, _list(item.get("tags"))) if text],
        images=_strings(item.get("image"), item.get("banner_image")),
        language=string(item.get("language")),
    )


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _strings(*values: Any) -> list[str]:
    return [text for text in map(string, values) if text]


def _authors(item: dict[str, Any]) -> Iterator[str]:
    for author in [*_list(item.get("authors")), item.get("author")]:
        name = string(author.get("name")) if isinstance(author, dict) else string(author)
        if name:
            yield name


def _recover(text: str) -> dict[str, Any]:
    """Head fields by pattern and whole items one by one, until the text breaks."""
    start = _ITEMS.search(text)
    if start is None:
        return {}
    decoder, at = json.JSONDecoder(), start.end()
    items: list[Any] = []
    while len(items) <= MAX_ENTRIES:
        at = _NEXT.match(text, at).end()  # type: ignore[union-attr]
        try:
            item, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        items.append(item)
    return {"items": items, "title": _title_before(text[: start.start()])}


def _title_before(head: str) -> str | None:
    """The feed's title in the part before its items; None if it is damaged too."""
    found = _TITLE.search(head)
    try:
        return str(json.loads(found[1], strict=False)) if found else None
    except ValueError:
        return None
