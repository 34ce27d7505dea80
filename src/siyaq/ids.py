"""Stable identifiers: the same input gives the same id in every process and release."""

from base64 import b32encode
from hashlib import blake2b

_ID_BYTES = 10  # 80 bits: two of a billion articles share an id with a chance below 1e-6


def _digest(*parts: str) -> str:
    raw = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return b32encode(blake2b(raw, digest_size=_ID_BYTES).digest()).decode("ascii").lower()


def article_id(url: str) -> str:
    """Id of the article at a canonical URL: 16 characters of [a-z2-7].

    Args:
        url: canonical address (`web_text.canonical_url`).

    >>> article_id("https://example.org/a") == article_id("https://example.org/a")
    True
    """
    return _digest("article", url)


def record_id(source: str, external_id: str | None, title: str, text: str) -> str:
    """Id of an article that has no URL: from its given id where there is one, else from its content."""
    if external_id:
        return _digest("external", source, external_id)
    return _digest("content", source, title, text)


def story_id(first_article: str) -> str:
    """Id of a story, from the id of the article that opened it; it stays when other articles join or leave."""
    return _digest("story", first_article)
