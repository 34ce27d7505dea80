"""A second opinion for pages whose text the cascade doubts: two extractors of other design on the same page."""

import trafilatura
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from siyaq import arabic

_MAX_CHARS = 1_000_000  # larger pages are not worth the time of a second reading


def second_opinions(html: str) -> tuple[str, ...]:
    """Texts that other extractors find, without empty ones.

    trafilatura (Barbaresi 2021) asks for precision; resiliparse (Bevendorff et al. 2021) reads by rules. Both run on the
    decoded page; the page's date is never asked of them.

    Args:
        html: the decoded page.

    Returns:
        Plain texts, paragraphs by a blank line.
    """
    if len(html) > _MAX_CHARS:
        return ()
    first = trafilatura.extract(html, include_comments=False, include_tables=True, favor_precision=True, deduplicate=False)
    second = extract_plain_text(HTMLTree.parse(html), main_content=True, alt_texts=False, links=False)
    texts = ("\n\n".join(line.strip() for line in text.split("\n") if line.strip()) for text in (first or "", second or ""))
    return tuple(text for text in texts if text)


def agreement(text: str, other: str) -> float:
    """Share of the words of the shorter of two texts that the other holds, 0 to 1."""
    a, b = set(arabic.words(text)), set(arabic.words(other))
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
