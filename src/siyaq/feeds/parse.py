"""Bytes to `ParsedFeed`: decode, recognise the format, read its items raw, clean them."""

import codecs
import re
import zlib
from datetime import datetime
from typing import Final

from siyaq.errors import DecodeError, FeedError
from siyaq.feeds import atom, json_feed, rss, sitemap
from siyaq.feeds.raw import MAX_ENTRIES, RawEntry, Reading, entry_from_raw, text_line, without_repeats
from siyaq.feeds.xml import Element, attribute, fields_of, first_text, is_cut_off, key_of, tree_from_text
from siyaq.types import FeedEntry, ParsedFeed
from siyaq.web_text import canonical_url, charset_of, decode

MAX_FEED_BYTES: Final = 50_000_000  # the sitemap protocol's limit, the largest of the formats
_GZIP: Final = b"\x1f\x8b"
_HTML: Final = re.compile(
    r"(?:\s|<!--.*?-->|<\?xml[^>]{0,200}\?>)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_DECLARED: Final = re.compile(r"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_TITLE: Final = re.compile(r"<title[^>]{0,200}>([^<]{0,200})", re.IGNORECASE)


def parse_feed(
    data: bytes, url: str, *, content_type: str | None = None, zone: str | None = None, now: datetime | None = None
) -> ParsedFeed:
    """Read a feed of any format.

    Args:
        data: the feed's bytes (a gzip file is unpacked within limits).
        url: its address after redirects: base of relative links.
        content_type: header value, for the charset.
        zone: IANA name for dates without an offset (the outlet's).
        now: current time; dates more than a day after it are left out.

    Returns:
        The feed with its items in the order given, at most `MAX_ENTRIES`; `warnings` say what was skipped or mended.

    Raises:
        FeedError: it is no feed, or nothing of it can be read. The message says what it is instead.
    """
    reading = Reading(url=url, zone=zone, now=now)
    text = _text(data, content_type, reading)
    if text.lstrip()[:1] in ("{", "["):
        return _parse_json(text, reading)
    if _HTML.match(text[:20_000]):
        title = _TITLE.search(text[:50_000])
        named = f" titled “{' '.join(title[1].split())}”" if title and title[1].strip() else ""
        raise FeedError(f"{url} is an HTML page{named}, not a feed; give the feed's own address")
    root, warnings = tree_from_text(text, url)
    for warning in warnings:
        reading.warn(warning)
    cut_off = is_cut_off(text, root)
    if cut_off:
        reading.warn("feed ends before its closing tag; what was readable is kept")
    return _parse_tree(root, reading, cut_off)


def _text(data: bytes, content_type: str | None, reading: Reading) -> str:
    url = reading.url
    if data.startswith(_GZIP):
        data = _inflate(data, url)
    if len(data) > MAX_FEED_BYTES:
        raise FeedError(f"{url} is over {MAX_FEED_BYTES} bytes, too long for a feed")
    try:
        decoded = decode(data, charset_of(content_type), html=False)
    except DecodeError as error:
        raise FeedError(f"{url} is not a feed: {error}") from error
    if not decoded.text.strip():
        raise FeedError(f"{url} is empty")
    declared = _DECLARED.search(decoded.text[:300])
    named = declared[1] if declared else charset_of(content_type)
    if named and not _same_encoding(named, decoded.encoding):
        reading.warn(f"declared as {named} but written in {decoded.encoding}")
    if decoded.repaired:
        reading.warn("text that was saved in a wrong encoding repaired")
    return decoded.text


def _same_encoding(declared: str, found: str) -> bool:
    """Whether a declaration is true enough to say nothing: also for plain ASCII, and for Latin-1 read as its superset."""
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return False
    return name == found or found.startswith("utf") == name.startswith("utf") or name in ("ascii", "iso8859-1")


def _inflate(data: bytes, url: str) -> bytes:
    try:
        inflated = zlib.decompressobj(31).decompress(data, MAX_FEED_BYTES + 1)
    except zlib.error as error:
        raise FeedError(f"{url} is a gzip file that cannot be unpacked: {error}") from error
    if not inflated:
        raise FeedError(f"{url} is a gzip file that cannot be unpacked: it is cut off")
    return inflated


def _parse_tree(root: Element, reading: Reading, cut_off: bool) -> ParsedFeed:
    name = key_of(root.tag)
    if name in ("atom:feed", "feed"):
        return _parse_atom(root, reading, cut_off)
    if name in ("rss", "channel", "rdf:rdf", "rdf"):
        return _parse_rss(root, reading, cut_off)
    if name in ("urlset", "sitemapindex"):
        return _parse_sitemap(root, reading, cut_off)
    if name == "opml":
        raise FeedError(f"{reading.url} is an OPML list of feeds, not a feed; import it as outlets")
    raise FeedError(f"{reading.url} is XML but no feed: its root is <{name[:40]}>")


def _parse_rss(root: Element, reading: Reading, cut_off: bool) -> ParsedFeed:
    channel = fields_of(rss.channel_of(root))
    base = rss.base_of(root, reading.url)
    items = rss.items_of(root)
    raws = [rss.raw_from_item(item, reading.url) for item in _whole(items, cut_off)]
    return ParsedFeed(
        kind="rdf" if "rdf" in key_of(root.tag) else "rss",
        title=text_line(first_text(channel, "title")),
        home=_first(rss.links_from(channel), base),
        self_url=_first([rss.related_link(channel, "self")], base),
        next_url=_first([rss.related_link(channel, "next")], base),
        hub=_first([rss.related_link(channel, "hub")], base),
        language=first_text(channel, "language", "dc:language") or attribute(root, "lang"),
        ttl_s=rss.seconds_to_live(channel),
        entries=_finish(raws, reading),
        warnings=reading.notes(),
    )


def _parse_atom(root: Element, reading: Reading, cut_off: bool) -> ParsedFeed:
    feed = atom.fields_as_atom(root)
    base = rss.base_of(root, reading.url)
    raws = [atom.raw_from_entry(entry, reading.url) for entry in _whole(atom.entries_of(root), cut_off)]
    return ParsedFeed(
        kind="atom",
        title=text_line(first_text(feed, "title")),
        home=_first(rss.links_from(feed), base),
        self_url=_first([rss.related_link(feed, "self")], base),
        next_url=_first([rss.related_link(feed, "next")], base),
        hub=_first([rss.related_link(feed, "hub")], base),
        language=attribute(root, "lang"),
        ttl_s=rss.seconds_to_live(feed),
        entries=_finish(raws, reading),
        warnings=reading.notes(),
    )


def _parse_sitemap(root: Element, reading: Reading, cut_off: bool) -> ParsedFeed:
    raws = [sitemap.raw_from_url(element, reading.url) for element in _whole(sitemap.urls_of(root), cut_off)]
    children = sitemap.children_of(root, reading)
    entries = _finish(raws, reading)
    return ParsedFeed(
        kind="sitemap",
        title=text_line(sitemap.publication_of(root)),
        entries=entries,
        warnings=reading.notes(),
        sitemaps=children,
    )


def _parse_json(text: str, reading: Reading) -> ParsedFeed:
    document = json_feed.document_from_text(text, reading)
    raws = json_feed.raws_from_document(document, reading.url)
    entries = _finish(raws, reading)
    return ParsedFeed(
        kind="json",
        title=text_line(json_feed.string(document.get("title"))),
        home=_first([json_feed.string(document.get("home_page_url"))], reading.url),
        self_url=_first([json_feed.string(document.get("feed_url"))], reading.url),
        next_url=_first([json_feed.string(document.get("next_url"))], reading.url),
        hub=_first([json_feed.hub_of(document)], reading.url),
        language=json_feed.string(document.get("language")),
        entries=entries,
        warnings=reading.notes(),
    )


def _whole(elements: list[Element], cut_off: bool) -> list[Element]:
    """Up to one more than the limit; of an item that was being written when the feed was cut, the last field goes."""
    if cut_off and elements and len(elements[-1]):
        last = elements[-1]
        last.remove(last[-1])
    return elements[: MAX_ENTRIES + 1]


def _finish(raws: list[RawEntry], reading: Reading) -> tuple[FeedEntry, ...]:
    if len(raws) > MAX_ENTRIES:
        reading.warn(f"feed holds more than {MAX_ENTRIES} items; the rest is left out")
        raws = raws[:MAX_ENTRIES]
    entries = [entry_from_raw(raw, reading) for raw in raws]
    return without_repeats([entry for entry in entries if entry.url or entry.title], reading)


def _first(links: list[str] | list[str | None], base: str) -> str | None:
    return next((url for url in (canonical_url(link, base) for link in links if link) if url), None)
