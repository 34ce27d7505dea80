"""A second opinion for pages whose text the cascade doubts: two extractors of other design on the same page."""

from collections.abc import Sequence, Set

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from siyaq import arabic
from siyaq.extract.line import is_credit

_LONGER = 2.0  # another text replaces the first if it is so many times longer
_AGREE = 0.5  # and holds so much of it
_MIN_WORDS = 12
_MAX_CHARS = 1_000_000  # larger pages are not worth the time of a second reading
_MAX_SLOW_CHARS = 300_000  # so much trafilatura reads in less than a second


def better_text(html: str, own: Sequence[str], prose: Set[str], quoted: str | None) -> list[str] | None:
    """Paragraphs of another text where it is clearly the better one: much longer, and it holds the first.

    Of the other extractors' paragraphs only those count that are running text in the page and that pruning left, so that
    menus and lists do not come back this way.

    Args:
        html: the decoded page.
        own: the paragraphs that the cascade found; may be empty.
        prose: running text of the page that pruning left.
        quoted: the article's text in the metadata, if there.
    """
    words = sum(len(text.split()) for text in own)
    for other in (*second_opinions(html), quoted or ""):
        lines = (line for line in dict.fromkeys(other.split("\n\n")) if line and not is_credit(line))
        paragraphs = [line for line in lines if line in prose or other == quoted]
        longer = sum(len(line.split()) for line in paragraphs) > _LONGER * max(words, _MIN_WORDS)
        if longer and (not own or agreement("\n".join(own), "\n".join(paragraphs)) >= _AGREE):
            return paragraphs
    return None


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
    first = None
    if len(html) <= _MAX_SLOW_CHARS:
        import trafilatura  # late: it takes longer than all else that a command imports, and few pages need it

        first = trafilatura.extract(html, include_comments=False, include_tables=True, favor_precision=True, deduplicate=False)
    second = extract_plain_text(HTMLTree.parse(html), main_content=True, alt_texts=False, links=False)
    texts = ("\n\n".join(line.strip() for line in text.split("\n") if line.strip()) for text in (first or "", second or ""))
    return tuple(text for text in texts if text)


def agreement(text: str, other: str) -> float:
    """Share of the words of the shorter of two texts that the other holds, 0 to 1."""
    a, b = set(arabic.words(text)), set(arabic.words(other))
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
