"""Where to look for articles that a feed does not show any more: the home page and the news sitemaps."""

import re
from typing import Final
from urllib.parse import urljoin, urlsplit

from siyaq.errors import FetchError, ParseError
from siyaq.extract import listing_links
from siyaq.feeds import parse_feed
from siyaq.ports import Fetcher
from siyaq.types import FeedEntry, Source
from siyaq.web_text import canonical_url

_MAX_SITEMAPS: Final = 3
_MAX_SITEMAP_BYTES: Final = 10_000_000
_SITEMAP_LINE: Final = re.compile(rb"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


async def linked_entries(fetcher: Fetcher, source: Source, home: str | None, max_bytes: int) -> tuple[FeedEntry, ...]:
    """Articles that the home page and the news sitemaps of an outlet name, as entries; one address once.

    Faults of these pages are of no consequence: they are looked at only to complete what a feed shows.
    """
    if home is None:
        return ()
    entries = [*await _from_home(fetcher, home, max_bytes), *await _from_sitemaps(fetcher, source, home)]
    unique: dict[str, FeedEntry] = {}
    for entry in entries:
        if entry.url and (entry.url not in unique or unique[entry.url].published is None):
            unique[entry.url] = entry
    return tuple(unique.values())


async def _from_home(fetcher: Fetcher, home: str, max_bytes: int) -> list[FeedEntry]:
    try:
        page = await fetcher.get(home, max_bytes=max_bytes)
        links = listing_links(page.body, page.final_url)
    except (FetchError, ParseError):
        return []
    below = [url for url, _ in links if belongs_to(url, home)]
    return [FeedEntry(url=url) for url in below or [url for url, _ in links]]


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
