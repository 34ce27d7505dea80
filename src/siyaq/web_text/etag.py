"""Weak validators of what is sent (RFC 9110, 8.8.3), and the comparison of If-None-Match."""

from hashlib import blake2b


def weak_etag(body: bytes) -> str:
    """The entity tag of a body; weak, as compressed forms share it."""
    return f'W/"{blake2b(body, digest_size=10).hexdigest()}"'


def matches_etag(asked: str | None, etag: str) -> bool:
    """Whether an If-None-Match header names a tag, compared weakly (RFC 9110, 13.1.2).

    >>> matches_etag('"a", W/"b"', 'W/"b"'), matches_etag("*", 'W/"b"'), matches_etag(None, 'W/"b"')
    (True, True, False)
    """
    if not asked:
        return False
    return asked.strip() == "*" or etag.removeprefix("W/") in {part.strip().removeprefix("W/") for part in asked.split(",")}
