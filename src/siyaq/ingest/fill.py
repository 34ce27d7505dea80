"""Where to look for articles that a feed does not show any more: the home page and the news sitemaps."""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from siyaq.errors import DecodeError, FetchError, ParseError
from siyaq.extract import listing_links
from siyaq.feeds import parse_feed
from siyaq.ports import Fetcher
from siyaq.types import FeedEntry, Page, Source
from siyaq.web_text import canonical_url, decode, tame_markup

_MAX_SITEMAPS: Final = 3
_MAX_SITEMAP_BYTES: Final = 10_000_000
_MAX_SECTIONS: Final = 60
_MENU_WORDS: Final = 4
_SITEMAP_LINE: Final = re.compile(rb"^[ \t]*+sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)


async def linked_entries(fetcher: Fetcher, source: Source, home: str | None, max_bytes: int) -> tuple[FeedEntry, ...]:
    """Articles that the home page and the news sitemaps of an outlet name, as entries; one address once.

    Faults of these pages are of no consequence: they are looked at only to complete what a feed shows.
    """
    if home is None:
        return ()
    page = await _page(fetcher, home, max_bytes)
    found = _listed(page, home) if page else []
    return _unique([*found, *await _from_sitemaps(fetcher, source, home)])


async def section_entries(fetcher: Fetcher, home: str | None, max_bytes: int) -> tuple[FeedEntry, ...]:
    """Articles that the section pages linked from the home page name; these reach further back than the home page."""
    page = await _page(fetcher, home, max_bytes) if home else None
    if page is None or home is None:
        return ()
    found: list[FeedEntry] = []
    for url in section_links(page.body, page.final_url, home):
        section = await _page(fetcher, url, max_bytes)
        if section is not None:
            found += _listed(section, home)
    return _unique(found)


def _unique(entries: Iterable[FeedEntry]) -> tuple[FeedEntry, ...]:
    unique: dict[str, FeedEntry] = {}
    for entry in entries:
        if entry.url and (entry.url not in unique or unique[entry.url].published is None):
            unique[entry.url] = entry
    return tuple(unique.values())


async def _page(fetcher: Fetcher, url: str, max_bytes: int) -> Page | None:
    try:
        return await fetcher.get(url, max_bytes=max_bytes)
    except FetchError:
        return None


def _listed(page: Page, home: str) -> list[FeedEntry]:
    try:
        links = listing_links(page.body, page.final_url)
    except ParseError:
        return []
    below = [url for url, _ in links if belongs_to(url, home)]
    return [FeedEntry(url=url) for url in below or [url for url, _ in links]]


def section_links(html: bytes, url: str, home: str) -> list[str]:
    """Links of a home page that read like labels of a menu, in page order: one to four words, below the home page."""
    try:
        tree = LexborHTMLParser(tame_markup(decode(html).text))
    except DecodeError:
        return []
    found: dict[str, None] = {}
    for node in tree.css("a[href]"):
        link = canonical_url(node.attributes.get("href") or "", url)
        if link and link != canonical_url(home) and belongs_to(link, home) and 1 <= len(node.text().split()) <= _MENU_WORDS:
            found[link] = None
    return list(found)[:_MAX_SECTIONS]


async def _from_sitemaps(fetcher: Fetcher, source: Source, home: str) -> list[FeedEntry]:
    try:
        robots = await fetcher.get(urljoin(home, "/robots.txt"), max_bytes=500_000)
    except FetchError:
        return []
    found: list[FeedEntry] = []
    for url in news_sitemaps(robots.body, home)[:_MAX_SITEMAPS]:
        try:
            page = await fetcher.get(url, max_bytes=_MAX_SITEMAP_BYTES)
            entries = parse_feed(page.body, page.final_url, content_type=page.content_type, zone=source.timezone).entries
        except (FetchError, ParseError):
            continue
        found += [entry for entry in entries if entry.url and belongs_to(entry.url, home)]
    return sorted(found, key=lambda e: e.published.timestamp() if e.published else 0.0, reverse=True)


def news_sitemaps(robots: bytes, home: str) -> list[str]:
    """Addresses of news sitemaps that a robots.txt names for the part of a host below `home`.

    >>> news_sitemaps(b"Sitemap: https://x.org/a/news-sitemap.xml\\nSitemap: https://x.org/all.xml", "https://x.org/a/")
    ['https://x.org/a/news-sitemap.xml']
    """
    lines = [canonical_url(raw.decode("utf-8", "replace"), home) for raw in _SITEMAP_LINE.findall(robots)]
    return [url for url in lines if url and "news" in urlsplit(url).path.lower() and belongs_to(url, home)]


def belongs_to(url: str, home: str) -> bool:
    """Whether an address lies on the host, and below the folder, of a home page: several outlets may share a host."""
    here, there = urlsplit(home), urlsplit(url)
    folder = here.path[: here.path.rfind("/") + 1] or "/"
    return there.netloc == here.netloc and there.path.startswith(folder)
