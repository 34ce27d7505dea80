"""Feeds that an HTML page names (https://html.spec.whatwg.org, link type "alternate")."""

import re
from typing import Final

from siyaq.errors import DecodeError
from siyaq.web_text import canonical_url, decode, elements_of

_TYPES: Final = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_LOOSE_TYPES: Final = ("application/json", "application/xml", "text/xml")
_COMMENTS: Final = re.compile(r"comments?\b|تعليق", re.IGNORECASE)
_FEED_PATH: Final = re.compile(r"(?:\b|_)(?:rss|atom|feed|rdf)(?:\b|_)", re.IGNORECASE)
_NAMES: Final = frozenset(("base", "link", "a"))
_WORDPRESS_JSON: Final = "/wp-json/"


def discover_feeds(html: bytes, url: str) -> tuple[str, ...]:
    """Addresses of a page's feeds.

    Args:
        html: the page.
        url: its address after redirects.

    Returns:
        Declared feeds in page order; where none is declared, links of the page that look like feeds. Feeds of comments
        come last. Empty if there are none or the bytes are no page.
    """
    try:
        text = decode(html).text
    except DecodeError:
        return ()
    root, declared, linked = url, dict[str, bool](), dict[str, bool]()
    for name, attributes in elements_of(text, _NAMES):
        href = attributes.get("href", "")
        if name == "base":
            root = canonical_url(href, url) or root
        elif name == "link" and _names_feed(attributes, href):
            _note(declared, canonical_url(href, root), attributes.get("title", ""))
        elif name == "a" and _FEED_PATH.search(href.partition("://")[2] or href):
            _note(linked, canonical_url(href, root), "")
    found = declared or linked
    return tuple(sorted(found, key=lambda address: found[address]))


def _names_feed(attributes: dict[str, str], href: str) -> bool:
    rel = set(attributes.get("rel", "").lower().split())
    kind = attributes.get("type", "").lower().partition(";")[0].strip()
    loose = kind in _LOOSE_TYPES and _FEED_PATH.search(href) is not None
    return bool(rel & {"alternate", "feed"}) and (kind in _TYPES or loose or "feed" in rel) and _WORDPRESS_JSON not in href


def _note(found: dict[str, bool], address: str | None, title: str) -> None:
    """Remember an address, and whether it is a feed of comments."""
    if address:
        found.setdefault(address, _COMMENTS.search(f"{title} {address}") is not None)
