"""Lists of outlets: OPML 2.0 (http://opml.org/spec2.opml) in and out, and our own TOML in."""

import re
import tomllib
from collections.abc import Iterable
from typing import Any, Final

from lxml import etree

from siyaq.errors import DecodeError, FeedError
from siyaq.feeds.date import known_zone
from siyaq.feeds.xml import Element, attribute, key_of, tree_from_text
from siyaq.types import Rights, Source
from siyaq.web_text import canonical_url, decode

_SECOND_LEVEL: Final = frozenset(("com", "co", "org", "net", "gov", "edu", "ac", "info"))
_COMMON_PREFIXES: Final = frozenset(("www", "m", "ar", "arabic", "feeds", "feed", "rss", "news"))
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_EXTENSION: Final = "https://siyaq.example/opml"


def parse_opml(data: bytes, url: str = "") -> tuple[Source, ...]:
    """Outlets of an OPML list. Feeds with the same home page and name belong to one outlet.

    Args:
        data: the list.
        url: its address, for relative feed addresses and messages.

    Raises:
        FeedError: it is no OPML, or cannot be read.
    """
    name = url or "the list"
    try:
        root, _ = tree_from_text(decode(data, html=False).text, url)
    except DecodeError as error:
        raise FeedError(f"{name} is not an OPML list: {error}") from error
    if key_of(root.tag) != "opml":
        raise FeedError(f"{name} is not an OPML list: its root is <{key_of(root.tag)[:40]}>")
    rows = [_row(outline, url) for outline in root.iter() if key_of(outline.tag) == "outline"]
    return _sources([row for row in rows if row])


def parse_outlets_toml(data: bytes) -> tuple[Source, ...]:
    """Outlets of a TOML file with `[[outlet]]` tables: id, name, home, country, language, rights, timezone, feeds.

    Only `feeds` (addresses) is needed in each table.

    Raises:
        FeedError: it is no TOML of this form; the message names the outlet and field.
    """
    try:
        tables = tomllib.loads(data.decode("utf-8-sig")).get("outlet")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FeedError(f"the outlet list is not TOML: {error}") from error
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise FeedError("the outlet list has no [[outlet]] tables")
    return _sources([_table_row(table, number) for number, table in enumerate(tables, 1)])


def write_opml(sources: Iterable[Source], title: str = "Siyaq") -> bytes:
    """Outlets as OPML 2.0, one outline per feed, with our own attributes (id, rights, ...) in a name space of their own."""
    root = etree.Element("opml", nsmap={"siyaq": _EXTENSION}, attrib={"version": "2.0"})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for source in sources:
        for feed in source.feeds:
            values = {"type": "rss", "text": source.name, "title": source.name, "xmlUrl": feed, "htmlUrl": source.home}
            values["language"] = source.language
            for key in ("id", "country", "timezone"):
                values[f"{{{_EXTENSION}}}{key}"] = getattr(source, key)
            values[f"{{{_EXTENSION}}}rights"] = source.rights.value
            etree.SubElement(body, "outline", attrib={key: _clean(value) for key, value in values.items() if value})
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def source_id(name: str, address: str) -> str:
    """A short stable word for an outlet, from a Latin name or from the host of an address.

    >>> source_id("صدى", "https://www.sada.com.eg/rss")
    'sada'
    """
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") if name.isascii() and "://" not in name else ""
    if slug and len(slug) <= 30:
        return slug
    labels = re.sub(r"^https?://", "", address).partition("/")[0].partition(":")[0].lower().split(".")
    while len(labels) > 2 and labels[0] in _COMMON_PREFIXES:
        labels.pop(0)
    if all(label.isdigit() for label in labels):
        return "-".join(labels)
    if len(labels) > 1:
        labels.pop()
    while len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels.pop()
    return re.sub(r"[^a-z0-9]+", "-", labels[-1]).strip("-") or "outlet"


def _row(outline: Element, base: str) -> dict[str, Any] | None:
    feed = canonical_url(attribute(outline, "xmlurl") or "", base or None)
    if feed is None:
        return None
    home = canonical_url(attribute(outline, "htmlurl") or "", base or None)
    row = {key: attribute(outline, key) for key in ("id", "country", "timezone", "language", "rights")}
    return {**row, "name": attribute(outline, "title") or attribute(outline, "text") or feed, "home": home, "feeds": [feed]}


def _table_row(table: dict[str, Any], number: int) -> dict[str, Any]:
    label = f"outlet {number} ({table.get('id') or table.get('name') or 'without name'})"
    feeds = table.get("feeds", [])
    addresses = (
        [canonical_url(feed) if isinstance(feed, str) else None for feed in feeds] if isinstance(feeds, list) else [None]
    )
    if None in addresses or not (addresses or table.get("home")):
        raise FeedError(f"{label}: feeds must be a list of http(s) addresses")
    for key in ("id", "name", "home", "country", "language", "timezone", "rights"):
        if not isinstance(table.get(key, ""), str):
            raise FeedError(f"{label}: {key} must be text")
    if table.get("rights", "excerpt") not in tuple(Rights):
        raise FeedError(f"{label}: rights must be one of {', '.join(Rights)}")
    if table.get("timezone") and not known_zone(table["timezone"]):
        raise FeedError(f"{label}: timezone “{table['timezone'][:40]}” is not a name like Asia/Riyadh")
    row = {key: table.get(key) for key in ("id", "country", "timezone", "language", "rights")}
    home = canonical_url(table["home"]) if table.get("home") else None
    return {**row, "name": table.get("name") or (addresses[0] if addresses else home), "home": home, "feeds": addresses}


def _sources(rows: list[dict[str, Any]]) -> tuple[Source, ...]:
    grouped: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        key = ("id", row["id"]) if row["id"] else ("home", row["home"] or row["feeds"][0], row["name"])
        known = grouped.setdefault(key, {**row, "feeds": []})
        known["feeds"] += [feed for feed in row["feeds"] if feed not in known["feeds"]]
    taken: set[str] = set()
    return tuple(_source(row, taken) for row in grouped.values())


def _source(row: dict[str, Any], taken: set[str]) -> Source:
    given = (row["id"] or "").lower()
    stem = given if _ID.fullmatch(given) else source_id(row["name"], row["home"] or row["feeds"][0])
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    taken.add(name)
    rights = row["rights"] if row["rights"] in tuple(Rights) else Rights.EXCERPT
    return Source(
        id=name,
        name=row["name"],
        home=row["home"],
        country=_matching(_COUNTRY, (row["country"] or "").upper()),
        language=_matching(_LANGUAGE, row["language"] or "ar") or "ar",
        rights=Rights(rights),
        timezone=known_zone(row["timezone"]),
        feeds=tuple(row["feeds"]),
    )


def _matching(pattern: re.Pattern[str], text: str) -> str | None:
    return text if pattern.fullmatch(text) else None


def _clean(text: str) -> str:
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
