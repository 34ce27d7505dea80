"""Our own feeds: RSS 2.0, Atom 1.0 (RFC 4287) and JSON Feed 1.1 from small values."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, Final

from lxml import etree

_ATOM: Final = "http://www.w3.org/2005/Atom"
_CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A feed of ours. `hub`: WebSub hub that announces it."""

    title: str
    url: str
    self_url: str
    description: str = ""
    language: str = "ar"
    hub: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of a feed of ours. `summary` is plain text, `content_html` clean HTML."""

    id: str
    url: str
    title: str
    summary: str | None = None
    content_html: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    source_name: str | None = None
    source_url: str | None = None


def write_rss(channel: Channel, items: Iterable[Item]) -> bytes:
    """RSS 2.0 with the elements that its profile asks for (https://www.rssboard.org/rss-profile)."""
    root = etree.Element("rss", nsmap={"atom": _ATOM, "content": _CONTENT, "dc": _DC}, attrib={"version": "2.0"})
    top = etree.SubElement(root, "channel")
    _add(top, "title", channel.title)
    _add(top, "link", channel.url)
    _add(top, "description", channel.description or channel.title)
    _add(top, "language", channel.language)
    _link(top, channel.self_url, "self", "application/rss+xml")
    if channel.hub:
        _link(top, channel.hub, "hub")
    listed = tuple(items)
    newest = max((when for item in listed if (when := item.updated or item.published)), default=None)
    if newest:
        _add(top, "lastBuildDate", format_datetime(newest.astimezone(UTC), usegmt=True))
    for item in listed:
        _rss_item(etree.SubElement(top, "item"), item)
    return _bytes(root)


def write_atom(channel: Channel, items: Iterable[Item]) -> bytes:
    """Atom 1.0; an item without any date is given the channel's newest one, since Atom demands a date."""
    listed = tuple(items)
    newest = max((when for item in listed if (when := item.updated or item.published)), default=_EPOCH)
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", channel.language)
    _add(root, f"{{{_ATOM}}}id", channel.self_url)
    _add(root, f"{{{_ATOM}}}title", channel.title)
    if channel.description:
        _add(root, f"{{{_ATOM}}}subtitle", channel.description)
    _add(root, f"{{{_ATOM}}}updated", _iso(newest))
    _add(etree.SubElement(root, f"{{{_ATOM}}}author"), f"{{{_ATOM}}}name", channel.title)
    _link(root, channel.self_url, "self", "application/atom+xml")
    _link(root, channel.url, "alternate", "text/html")
    if channel.hub:
        _link(root, channel.hub, "hub")
    for item in listed:
        _atom_entry(etree.SubElement(root, f"{{{_ATOM}}}entry"), item, newest)
    return _bytes(root)


def write_json_feed(channel: Channel, items: Iterable[Item]) -> bytes:
    """JSON Feed 1.1. The outlet that an item comes from is told in `_siyaq.source`."""
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.url,
        "feed_url": channel.self_url,
        "language": channel.language,
    }
    if channel.description:
        document["description"] = channel.description
    if channel.hub:
        document["hubs"] = [{"type": "WebSub", "url": channel.hub}]
    document["items"] = [_json_item(item) for item in items]
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _rss_item(element: etree._Element, item: Item) -> None:
    _add(element, "title", item.title)
    _add(element, "link", item.url)
    _add(element, "guid", item.id).set("isPermaLink", "true" if item.id == item.url else "false")
    if item.summary:
        _add(element, "description", item.summary)
    if item.content_html:
        _add(element, f"{{{_CONTENT}}}encoded", item.content_html)
    if item.published:
        _add(element, "pubDate", format_datetime(item.published.astimezone(UTC), usegmt=True))
    for author in item.authors:
        _add(element, f"{{{_DC}}}creator", author)
    for tag in item.tags:
        _add(element, "category", tag)
    if item.source_name and item.source_url:
        _add(element, "source", item.source_name).set("url", _legal(item.source_url))


def _atom_entry(element: etree._Element, item: Item, newest: datetime) -> None:
    _add(element, f"{{{_ATOM}}}id", item.id)
    _add(element, f"{{{_ATOM}}}title", item.title)
    _link(element, item.url, "alternate", "text/html")
    if item.published:
        _add(element, f"{{{_ATOM}}}published", _iso(item.published))
    _add(element, f"{{{_ATOM}}}updated", _iso(item.updated or item.published or newest))
    for author in item.authors:
        _add(etree.SubElement(element, f"{{{_ATOM}}}author"), f"{{{_ATOM}}}name", author)
    for tag in item.tags:
        etree.SubElement(element, f"{{{_ATOM}}}category", attrib={"term": _legal(tag)})
    if item.summary:
        _add(element, f"{{{_ATOM}}}summary", item.summary)
    if item.content_html:
        _add(element, f"{{{_ATOM}}}content", item.content_html).set("type", "html")
    if item.source_name:
        _atom_source(etree.SubElement(element, f"{{{_ATOM}}}source"), item, newest)


def _atom_source(element: etree._Element, item: Item, newest: datetime) -> None:
    _add(element, f"{{{_ATOM}}}id", item.source_url or item.url)
    _add(element, f"{{{_ATOM}}}title", item.source_name or "")
    _add(element, f"{{{_ATOM}}}updated", _iso(item.updated or item.published or newest))
    if item.source_url:
        _link(element, item.source_url, "alternate")


def _json_item(item: Item) -> dict[str, Any]:
    # An item must have content_html or content_text; the summary stands in, as the specification allows.
    content = {"content_html": item.content_html} if item.content_html else {"content_text": item.summary or item.title}
    values = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        **content,
        "summary": item.summary,
        "date_published": _iso(item.published) if item.published else None,
        "date_modified": _iso(item.updated) if item.updated else None,
        "authors": [{"name": author} for author in item.authors],
        "tags": list(item.tags),
        "_siyaq": {"source": {"name": item.source_name, "url": item.source_url}} if item.source_name else None,
    }
    return {key: value for key, value in values.items() if value}


def _add(parent: etree._Element, tag: str, text: str) -> etree._Element:
    child = etree.SubElement(parent, tag)
    child.text = _legal(text)
    return child


def _link(parent: etree._Element, href: str, rel: str, kind: str | None = None) -> None:
    attributes = {"href": _legal(href), "rel": rel} | ({"type": kind} if kind else {})
    etree.SubElement(parent, f"{{{_ATOM}}}link", attrib=attributes)


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
