"""When to visit a feed again: pure, from its rhythm, what its server asks, and its failures."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Final

from siyaq.types import Feed, FeedStatus

# Operating choices, not measurements: nobody misses ten minutes of news, and an outlet would mind 1,000 polls a day.
MIN_INTERVAL_S: Final = 10 * 60.0
MAX_INTERVAL_S: Final = 6 * 3600.0
MAX_ASKED_S: Final = 24 * 3600.0  # a server may ask for longer pauses than we would choose, up to a day
PUSHED_INTERVAL_S: Final = 3600.0  # where a hub pushes, polling only finds what it lost
FIRST_BACKOFF_S: Final = 10 * 60.0
MAX_BACKOFF_S: Final = 24 * 3600.0
JITTER: Final = 0.2  # share by which visits are spread, so that outlets that failed together do not return together
DEAD_AFTER: Final = timedelta(days=21)
GONE_AFTER_FAILURES: Final = 5  # answers of "gone" in a row; 404 is sometimes an accident of a server's configuration
_RHYTHM_ENTRIES: Final = 10
_QUIET_GROWTH: Final = 1.25  # a visit that brought nothing makes the next pause longer by this


def rhythm_s(times: Sequence[datetime], now: datetime) -> float | None:
    """Mean seconds between a feed's newest entries, the silence since the last one included; None below two entries."""
    newest = sorted((t for t in times if t <= now), reverse=True)[:_RHYTHM_ENTRIES]
    if len(newest) < 2:
        return None
    return (now - newest[-1]).total_seconds() / len(newest)


def schedule_success(
    feed: Feed,
    now: datetime,
    *,
    times: Sequence[datetime] = (),
    ttl_s: float | None = None,
    max_age_s: float | None = None,
    pushed: bool = False,
    rng: Random,
) -> Feed:
    """A feed's state after a visit that went well.

    Args:
        feed: state before, with new validators already in it.
        now: current time, aware UTC.
        times: publication times of its entries; empty when nothing had changed.
        ttl_s: pause that the feed itself asks for.
        max_age_s: how long its server says that the answer stays fresh.
        pushed: a hub tells us of its news.
        rng: spreads visits.

    Returns:
        The state with `next_visit`; failures are forgotten.
    """
    usual = rhythm_s(times, now)
    if usual is None:
        usual = (feed.interval_s or MIN_INTERVAL_S) * _QUIET_GROWTH
    interval = min(max(usual, MIN_INTERVAL_S), MAX_INTERVAL_S)
    asked = min(max(ttl_s or 0.0, max_age_s or 0.0), MAX_ASKED_S)
    pause = _spread(max(interval, asked, PUSHED_INTERVAL_S if pushed else 0.0), rng)
    return replace(
        feed,
        status=FeedStatus.ACTIVE,
        last_visit=now,
        last_success=now,
        next_visit=now + timedelta(seconds=pause),
        failures=0,
        error=None,
        interval_s=interval,
    )


def schedule_failure(
    feed: Feed, now: datetime, error: str, *, retry_after_s: float | None = None, gone: bool = False, rng: Random
) -> Feed:
    """A feed's state after a visit that failed.

    The pause doubles with each failure in a row, from 10 minutes to a day, and is never shorter than the server asked for.

    Args:
        feed: state before.
        now: current time, aware UTC.
        error: cause, one line.
        retry_after_s: pause that the server asked for (RFC 9110, Retry-After).
        gone: the server says that the feed is gone. After some such answers, or weeks of failures, it is not visited any more.
        rng: spreads visits.
    """
    failures = feed.failures + 1
    backoff = min(FIRST_BACKOFF_S * 2 ** min(failures - 1, 20), MAX_BACKOFF_S)
    pause = max(_spread(backoff, rng), min(retry_after_s or 0.0, MAX_ASKED_S))
    alive = feed.last_success
    dead = (gone and failures >= GONE_AFTER_FAILURES) or (alive is not None and now - alive > DEAD_AFTER)
    return replace(
        feed,
        status=FeedStatus.GONE if dead else FeedStatus.FAILING,
        last_visit=now,
        next_visit=now + timedelta(seconds=pause),
        failures=failures,
        error=error,
    )


def is_due(feed: Feed, now: datetime, *, always: bool = False) -> bool:
    """Whether to visit a feed now. `always` (hosts of our own) skips the pause of feeds in order, never a back-off."""
    if feed.status in (FeedStatus.GONE, FeedStatus.PAUSED):
        return False
    if always and feed.status is FeedStatus.ACTIVE:
        return True
    return feed.next_visit is None or feed.next_visit <= now


def _spread(seconds: float, rng: Random) -> float:
    return seconds * rng.uniform(1.0, 1.0 + JITTER)
