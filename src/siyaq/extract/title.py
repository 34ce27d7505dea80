"""The article's title, without the name of the site, and where the page shows it."""

import re
from collections.abc import Iterable

from siyaq import arabic
from siyaq.extract.block import Layout

_SEPARATOR = re.compile(r"(?<!\s)(?:\s+[|\u2022·»«:–—-]+\s+|\s*\|\s*)")
_WORD = re.compile(r"\w+")
_MIN_SHARE = 0.5  # a heading is the title if it covers so much of the words that the metadata give as title
_MAX_TITLE_WORDS = 60
_SITE_MAX_WORDS = 6


def key(text: str) -> str:
    """Words of a text in index form, joined by spaces: titles with one key are one title.

    >>> key("«خبر» عاجل!") == key("خبر عاجل")
    True
    """
    return " ".join(_WORD.findall(arabic.fold(text)))


def find_title(layout: Layout, given: Iterable[str | None], site_names: Iterable[str | None]) -> tuple[str | None, int | None]:
    """The title and the block that shows it.

    A heading of the page that the metadata's titles contain is the title as people see it. Where no heading is, the
    metadata's title is cut at separators and the parts that name the site are left out.

    Args:
        layout: the page.
        given: titles of the metadata, best first (JSON-LD, OpenGraph, Twitter, <title>).
        site_names: known names of the site.

    Returns:
        (title, block index); None for what is not there.
    """
    titles = [" ".join(arabic.clean(title).split()) for title in given if title and title.strip()]
    keys = [key(title) for title in titles]
    sites = {key(name) for name in site_names if name} - {""}
    at = _heading(layout, keys)
    if at is not None:
        return layout.blocks[at].text, at
    best = _without_site(titles, sites)
    if best is None:
        at = next((i for i, b in enumerate(layout.blocks) if b.heading == 1 and key(b.text) not in sites), None)
        return (layout.blocks[at].text, at) if at is not None else (None, None)
    wanted = key(best)
    at = next((i for i, b in enumerate(layout.blocks) if b.words <= _MAX_TITLE_WORDS and key(b.text) == wanted), None)
    return best, at


def site_from_title(page_title: str | None, title: str | None) -> str | None:
    """What <title> says besides the article's title, if that is one short name.

    >>> site_from_title("خبر عن القمة - جريدة المثال", "خبر عن القمة")
    'جريدة المثال'
    """
    if not page_title or not title:
        return None
    wanted = key(title)
    parts = [part.strip() for part in _SEPARATOR.split(page_title) if part and part.strip()]
    rest = [part for part in parts if key(part) and f" {key(part)} " not in f" {wanted} "]
    if not rest or len(rest) == len(parts):
        return None
    site = rest[0] if rest[0] == parts[0] else rest[-1]
    return site if len(site.split()) <= _SITE_MAX_WORDS else None


def _heading(layout: Layout, keys: list[str]) -> int | None:
    """The heading that covers most of one of the titles; h1 before others, the first of equals."""
    best, best_rank = None, (0.0, 0)
    for at, block in enumerate(layout.blocks):
        level = block.heading or (1 if layout.boxes[block.box].role == "heading" else 0)
        if not level or block.words > _MAX_TITLE_WORDS:
            continue
        head = key(block.text)
        cover = max((len(head) / len(k) for k in keys if head and f" {head} " in f" {k} "), default=0.0)
        rank = (round(cover, 1), -level)
        if cover >= _MIN_SHARE and rank > best_rank:
            best, best_rank = at, rank
    return best


def _without_site(titles: list[str], sites: set[str]) -> str | None:
    """The first title without the parts that name the site or that all titles of the page do not share."""
    for title in titles:
        parts = [part for part in _SEPARATOR.split(title) if part and part.strip()]
        if len(parts) < 2:
            return title
        named = [part for part in parts if not _names_site(key(part), sites)]
        if len(named) == len(parts):
            others = [key(other) for other in titles if other != title]
            shared = [part for part in parts if any(key(part) == other or key(part) in other.split(" | ") for other in others)]
            named = shared or ([title] if len(others) and not sites else [max(parts, key=len)])
        if named:
            return _join(title, named)
    return titles[0] if titles else None


def _names_site(part: str, sites: set[str]) -> bool:
    return any(
        part == site or (len(part) > 2 and (part in site or (site in part and len(site) * 2 > len(part)))) for site in sites
    )


def _join(title: str, parts: list[str]) -> str:
    """The stretch of the title from the first to the last of the parts."""
    start = title.index(parts[0])
    return title[start : title.index(parts[-1], start) + len(parts[-1])].strip()
