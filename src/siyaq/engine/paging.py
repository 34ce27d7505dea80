"""Many stored articles in parts, so that no archive is held in memory whole."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from siyaq.ports import Store
from siyaq.types import Article

_TICK = timedelta(microseconds=1)  # resolution of times in a store


def newest_first(
    store: Store,
    most: int,
    *,
    source: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    part: int = 500,
) -> Iterator[tuple[Article, ...]]:
    """The newest articles in parts of up to `part`, each once, newest first; articles may change while they are read.

    Pages by time and not by number, so the last part costs no more than the first. An article of unknown time ends it.

    Args:
        store: where they are.
        most: how many.
        source: of this outlet only.
        since: published at or after this time.
        until: published before this time.
        part: articles of a part.
    """
    seen, given = frozenset[str](), 0
    while given < most:
        limit = len(seen) + min(part, most - given)
        found = store.find(source=source, since=since, until=until, limit=limit)
        fresh = tuple(article for article in found if article.id not in seen)
        if not fresh:
            return
        yield fresh
        given += len(fresh)
        last = fresh[-1].when
        if last is None or len(found) < limit:
            return
        until = last + _TICK
        seen = frozenset(article.id for article in found if article.when == last)
