"""Article links of a home or section page."""

import re
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborNode

from siyaq import web_text
from siyaq.extract.head import read_head
from siyaq.extract.page import parse_page
from siyaq.extract.phrase import head_of

_MIN_TITLE_WORDS = 4  # labels of menus have one to three words
_MAX_TITLE_WORDS = 40
_MAX_LINKS = 1000
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5"))
_CLIMB = 3  # elements above a link in which a heading may stand
_NO_ARTICLE = re.compile(
    r"/(?:tag|tags|author|authors|category|categories|section|sections|search|login|register|about|contact|privacy|terms|page|"
    r"user|users|rss|feed|feeds|amp|print|live|newsletter|subscribe|advertise|cookies?)(?:/|$)|\.(?:xml|rss|pdf|jpe?g|png|gif|mp[34]|zip)$",
    re.IGNORECASE,
)
_DATED = re.compile(r"(?:19|20)\d\d[/-]?[01]?\d[/-]?[0-3]?\d|\d{5,}")


def listing_links(html: bytes, url: str) -> tuple[tuple[str, str], ...]:
    """Article-looking links of a home or section page, in page order.

    A link counts if it stays on the host (with or without www), and reads like a headline: several words in the link or in
    a heading around it, or an address with a number or date as articles have. Of links to one article the longest text
    that is in a heading, else the longest, is given.

    Args:
        html: the page as fetched.
        url: its address.

    Returns:
        (canonical url, anchor text) pairs, each address once; empty where there are none.

    Raises:
        DecodeError: no character encoding fits.
    """
    tree = parse_page(web_text.decode(html).text)
    head = read_head(tree, url)
    own = web_text.canonical_url(url) or ""
    found: dict[str, str] = {}
    for node in tree.css("a[href]"):
        href = (node.attributes.get("href") or "").strip()
        link = head.absolute(href) if href[:1] not in ("", "#") else None
        if link is None or link == own or not _same_host(link, own) or _is_no_article(link):
            continue
        text = _headline(node, dated=bool(_DATED.search(urlsplit(link).path + urlsplit(link).query)))
        if text and len(text) > len(found.get(link, "")):
            found[link] = text
        if len(found) >= _MAX_LINKS:
            break
    return tuple(found.items())


def _same_host(link: str, url: str) -> bool:
    return urlsplit(link).netloc.removeprefix("www.") == urlsplit(url).netloc.removeprefix("www.")


def _is_no_article(link: str) -> bool:
    parts = urlsplit(link)
    return (parts.path in ("", "/") and not parts.query) or bool(_NO_ARTICLE.search(unquote(parts.path)))


def _headline(node: LexborNode, *, dated: bool) -> str | None:
    """The link's words, if they read like a headline."""
    text = " ".join((node.attributes.get("title") or "").split())
    shown = " ".join(node.text(deep=True, separator=" ").split())
    text = shown or text
    words = len(text.split())
    if words > _MAX_TITLE_WORDS:  # a whole card is the link: its heading is the headline
        heading = node.css_first("h1, h2, h3, h4, h5")
        text = " ".join(heading.text(deep=True, separator=" ").split()) if heading is not None else ""
        words = len(text.split())
    if not text or (words < _MIN_TITLE_WORDS * 2 and head_of(text)):
        return None
    return text if words >= _MIN_TITLE_WORDS or (words > 1 and (dated or _in_heading(node))) else None


def _in_heading(node: LexborNode) -> bool:
    outer = node.parent
    for _ in range(_CLIMB):
        if outer is None:
            return False
        if outer.tag in _HEADINGS:
            return True
        outer = outer.parent
    return False
