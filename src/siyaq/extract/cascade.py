"""The cascade: decode, prune, main text, second opinion, sanity checks."""

from datetime import datetime

import trafilatura
from selectolax.lexbor import LexborHTMLParser

from siyaq import web_text
from siyaq.errors import ExtractError
from siyaq.types import Extracted


def extract(html: bytes, url: str | None = None, *, content_type: str | None = None) -> Extracted:
    """Find the article in a page.

    Args:
        html: the page as fetched.
        url: its address, to make links absolute.
        content_type: the header's value, for its charset.

    Raises:
        ExtractError: no article could be found.
        DecodeError: no character encoding fits.
    """
    text = web_text.decode(html, content_type).text
    tree = LexborHTMLParser(text)
    body = trafilatura.extract(text, include_comments=False, include_tables=True) or ""
    if not body:
        raise ExtractError("no article text found in the page; check that it is an article's own page")
    title = _meta(tree, "og:title")
    heading = tree.css_first("h1")
    if heading is not None:
        title = " ".join(heading.text().split()) or title
    canonical = tree.css_first("link[rel=canonical]")
    link = canonical.attributes.get("href") if canonical is not None else None
    return Extracted(
        url=url,
        canonical_url=web_text.canonical_url(link, url) if link else None,
        title=title,
        body="\n\n".join(body.split("\n")),
        published=_time(_meta(tree, "article:published_time")),
    )


def _meta(tree: LexborHTMLParser, name: str) -> str | None:
    node = tree.css_first(f'meta[property="{name}"]')
    return node.attributes.get("content") if node is not None else None


def _time(value: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if value else None
    except ValueError:
        return None
