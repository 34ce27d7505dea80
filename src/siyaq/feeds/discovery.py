"""Feeds that an HTML page names (https://html.spec.whatwg.org, link type "alternate")."""

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from siyaq.errors import DecodeError
from siyaq.web_text import canonical_url, decode

_TYPES: Final = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_LOOSE_TYPES: Final = ("application/json", "application/xml", "text/xml")
_COMMENTS: Final = re.compile(r"comments?\b|تعليق", re.IGNORECASE)
_FEED_PATH: Final = re.compile(r"(?:\b|_)(?:rss|atom|feed|rdf)(?:\b|_)", re.IGNORECASE)
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
        tree = LexborHTMLParser(decode(html).text)
    except DecodeError:
        return ()
    base = tree.css_first("base[href]")
    root = (canonical_url(base.attributes.get("href") or "", url) if base else None) or url
    found = _declared(tree, root) or _linked(tree, root)
    return tuple(dict.fromkeys(sorted(found, key=lambda address: found[address])))


def _declared(tree: LexborHTMLParser, base: str) -> dict[str, bool]:
    """Address -> is it a feed of comments, from `link` elements."""
    found: dict[str, bool] = {}
    for node in tree.css("link[href]"):
        rel = (node.attributes.get("rel") or "").lower().split()
        kind = (node.attributes.get("type") or "").lower().partition(";")[0].strip()
        href = node.attributes.get("href") or ""
        loose = kind in _LOOSE_TYPES and _FEED_PATH.search(href) is not None
        if not ({"alternate", "feed"} & set(rel)) or not (kind in _TYPES or loose or "feed" in rel):
            continue
        address = canonical_url(href, base)
        if address and _WORDPRESS_JSON not in address:
            found.setdefault(address, _COMMENTS.search(f"{node.attributes.get('title') or ''} {address}") is not None)
    return found


def _linked(tree: LexborHTMLParser, base: str) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for node in tree.css("a[href]"):
        address = canonical_url(node.attributes.get("href") or "", base)
        if address and _FEED_PATH.search(address.partition("://")[2].partition("/")[2]):
            found.setdefault(address, _COMMENTS.search(address) is not None)
    return found
