"""When a feed is visited again."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from siyaq.ingest import is_due, schedule_failure, schedule_success
from siyaq.ingest.schedule import DEAD_AFTER, JITTER, MAX_BACKOFF_S, MAX_INTERVAL_S, MIN_INTERVAL_S
from siyaq.types import Feed, FeedStatus

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)
FEED = Feed(url="https://example.org/feed", source="alpha")


def pause_s(feed: Feed) -> float:
    assert feed.next_visit is not None
    return (feed.next_visit - NOW).total_seconds()


def entries_every(minutes: float, last: float = 0) -> list[datetime]:
    return [NOW - timedelta(minutes=last + minutes * n) for n in range(20)]


def test_busy_feeds_are_visited_more_often() -> None:
    busy = schedule_success(FEED, NOW, times=entries_every(2), rng=Random(1))
    slow = schedule_success(FEED, NOW, times=entries_every(60), rng=Random(1))
    asleep = schedule_success(FEED, NOW, times=entries_every(2, last=6000), rng=Random(1))
    assert MIN_INTERVAL_S <= pause_s(busy) <= MIN_INTERVAL_S * (1 + JITTER)
    assert 40 * 60 < pause_s(slow) < 80 * 60
    assert pause_s(asleep) >= MAX_INTERVAL_S


def test_success_forgets_failures() -> None:
    failing = schedule_failure(FEED, NOW, "reset", rng=Random(1))
    healed = schedule_success(failing, NOW, rng=Random(1))
    assert (healed.status, healed.failures, healed.error, healed.last_success) == (FeedStatus.ACTIVE, 0, None, NOW)


def test_quiet_visits_grow_the_pause_to_a_limit() -> None:
    feed, pauses = FEED, []
    for _ in range(30):
        feed = schedule_success(feed, NOW, rng=Random(1))
        pauses.append(pause_s(feed))
    assert pauses[0] < pauses[5] < pauses[10]
    assert pauses[-1] <= MAX_INTERVAL_S * (1 + JITTER)


@pytest.mark.parametrize(("ttl_s", "max_age_s"), [(7200.0, None), (None, 7200.0), (60.0, 7200.0)])
def test_servers_may_ask_for_longer_pauses(ttl_s: float | None, max_age_s: float | None) -> None:
    feed = schedule_success(FEED, NOW, times=entries_every(2), ttl_s=ttl_s, max_age_s=max_age_s, rng=Random(1))
    assert 7200 <= pause_s(feed) <= 7200 * (1 + JITTER)


def test_no_server_may_ask_for_a_month() -> None:
    feed = schedule_success(FEED, NOW, max_age_s=30 * 86400.0, rng=Random(1))
    assert pause_s(feed) <= 86400 * (1 + JITTER)


def test_failures_double_the_pause_with_jitter() -> None:
    feed, pauses = FEED, []
    for _ in range(12):
        feed = schedule_failure(feed, NOW, "reset", rng=Random(1))
        pauses.append(pause_s(feed))
    assert feed.failures == 12 and feed.error == "reset" and feed.status is FeedStatus.FAILING
    assert all(1.6 < b / a < 2.4 for a, b in pairwise(pauses[:6]))
    assert pauses[-1] <= MAX_BACKOFF_S * (1 + JITTER)
    together = {pause_s(schedule_failure(FEED, NOW, "reset", rng=Random(seed))) for seed in range(20)}
    assert len(together) == 20


def test_retry_after_is_kept() -> None:
    assert pause_s(schedule_failure(FEED, NOW, "429", retry_after_s=5000.0, rng=Random(1))) == 5000


def test_feeds_that_are_gone_or_dead_are_given_up() -> None:
    feed = FEED
    for _ in range(5):
        assert feed.status is not FeedStatus.GONE
        feed = schedule_failure(feed, NOW, "410", gone=True, rng=Random(1))
    assert feed.status is FeedStatus.GONE
    alive = schedule_success(FEED, NOW - DEAD_AFTER - timedelta(days=1), rng=Random(1))
    assert schedule_failure(alive, NOW, "no such host", rng=Random(1)).status is FeedStatus.GONE


def test_what_is_due() -> None:
    later = schedule_success(FEED, NOW, rng=Random(1))
    failing = schedule_failure(FEED, NOW, "reset", rng=Random(1))
    assert is_due(FEED, NOW)
    assert not is_due(later, NOW) and is_due(later, NOW + timedelta(days=1))
    assert is_due(later, NOW, always=True)
    assert not is_due(failing, NOW, always=True) and is_due(failing, NOW + timedelta(days=2), always=True)
    for status in (FeedStatus.GONE, FeedStatus.PAUSED):
        assert not is_due(Feed(url="x", source="s", status=status), NOW, always=True)
