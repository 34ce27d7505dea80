"""Which pages to look at again, and whether a feed has a gap: pure."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from siyaq.ingest.memory import WATCHED, OutletMemory, PageMemory

_FIRST_CHECK: Final = timedelta(minutes=20)
_GROWTH: Final = 0.5  # a page is due again when half its age has passed since it was last looked at
MAX_FAILURES: Final = 5  # after so many failed readings in a row a page is left alone
_OLDEST_SHARE: Final = 3  # a feed has a gap where none of its oldest third was known


def vanished_pages(before: Sequence[str], now: Collection[str]) -> list[str]:
    """Addresses that left a feed although later (older) ones of its former order are still in it.

    >>> vanished_pages(["new", "removed", "old"], ["newer", "new", "old"])
    ['removed']
    >>> vanished_pages(["new", "old"], ["newer", "new"])
    []
    """
    here = set(now)
    last = max((i for i, url in enumerate(before) if url in here), default=-1)
    return [url for url in before[: max(last, 0)] if url not in here]


def has_gap(known: Sequence[bool]) -> bool:
    """Whether entries may have been missed: none of the oldest third of a feed (given newest first) was known.

    >>> has_gap([False, False, True]), has_gap([True, False, False]), has_gap([])
    (False, True, False)
    """
    oldest = known[-max(1, len(known) // _OLDEST_SHARE) :]
    return bool(known) and not any(oldest)


def pages_to_check(
    memory: OutletMemory, now: datetime, *, first: Collection[str] = (), skip: Collection[str] = (), budget: int | None
) -> list[str]:
    """Recent pages whose server should be asked again: stored ones that may have changed, and unread ones.

    Args:
        memory: what is known of the outlet.
        now: current time, aware UTC.
        first: pages to look at whatever their turn (they vanished from a feed).
        skip: pages that were looked at during this visit.
        budget: at most so many beside `first`; None means all recent ones, due or not.

    Returns:
        Addresses: `first`, then those whose turn is longest overdue.
    """
    urgent = [url for url in first if url in memory.pages and url not in skip and _may_change(memory.pages[url], now)]
    others = [
        (_overdue(page, now), url)
        for url, page in memory.pages.items()
        if url not in skip and url not in urgent and _may_change(page, now)
    ]
    if budget is None:
        return urgent + [url for _, url in others]
    due = sorted((item for item in others if item[0] >= 1.0), reverse=True)
    return urgent + [url for _, url in due[:budget]]


def _may_change(page: PageMemory, now: datetime) -> bool:
    if page.gone or page.rejected or page.failures >= MAX_FAILURES:
        return False
    return now - page.first_seen <= WATCHED


def _overdue(page: PageMemory, now: datetime) -> float:
    """1 and more where the page is due."""
    wait = max(_FIRST_CHECK, _GROWTH * (page.checked - page.first_seen))
    return (now - page.checked) / wait
