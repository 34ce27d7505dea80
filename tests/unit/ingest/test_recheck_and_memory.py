"""Which pages are looked at again, and what is remembered of them."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from siyaq.ingest.memory import OutletMemory, PageMemory, entry_fingerprint, memory_from_bytes
from siyaq.ingest.recheck import MAX_FAILURES, has_gap, pages_to_check, vanished_pages
from siyaq.types import FeedEntry, Page

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)


def page(age_h: float, checked_h: float, **more: object) -> PageMemory:
    seen, checked = NOW - timedelta(hours=age_h), NOW - timedelta(hours=checked_h)
    return PageMemory(first_seen=seen, checked=checked, article="a", **more)  # type: ignore[arg-type]


def test_without_budget_every_recent_page_is_checked() -> None:
    memory = OutletMemory(
        pages={
            "fresh": page(0.1, 0.0),
            "old": page(47, 1),
            "too old": page(49, 1),
            "gone": page(1, 1, gone=True),
            "no article": page(1, 1, rejected=True),
            "hopeless": page(1, 1, failures=MAX_FAILURES),
        }
    )
    assert pages_to_check(memory, NOW, budget=None) == ["fresh", "old"]
    assert pages_to_check(memory, NOW, budget=None, skip={"fresh"}) == ["old"]


def test_with_a_budget_the_longest_overdue_come_first() -> None:
    memory = OutletMemory(
        pages={
            "just checked": page(10, 0.1),
            "young and overdue": page(2, 1.9),
            "old and due": page(40, 15),
            "due": page(4, 2.5),
        }
    )
    assert pages_to_check(memory, NOW, budget=10) == ["young and overdue", "due", "old and due"]
    assert pages_to_check(memory, NOW, budget=1) == ["young and overdue"]
    assert pages_to_check(memory, NOW, budget=0, first=["just checked"]) == ["just checked"]


def test_vanished_are_those_above_a_survivor() -> None:
    assert vanished_pages([], ["a"]) == []
    assert vanished_pages(["a", "b", "c"], []) == []
    assert vanished_pages(["a", "b", "c"], ["new", "c"]) == ["a", "b"]
    assert vanished_pages(["a", "b", "c"], ["new", "a"]) == []


@given(st.lists(st.text(max_size=3), unique=True, max_size=12), st.integers(0, 12), st.integers(0, 5))
def test_a_window_that_moves_on_loses_nothing(order: list[str], keep: int, new: int) -> None:
    assert vanished_pages(order, [*(f"new{n}!" for n in range(new)), *order[:keep]]) == []


def test_gap() -> None:
    assert has_gap([False]) and has_gap([False] * 30) and has_gap([True] * 20 + [False] * 10)
    assert not has_gap([False] * 29 + [True]) and not has_gap([])


def test_memory_round_trip_and_pruning() -> None:
    memory = OutletMemory(orders={"feed": ("listed",)})
    memory.pages = {"listed": page(500, 1), "recent": page(3, 1, etag='"x"'), "old": page(500, 1)}
    again = memory_from_bytes(memory.to_bytes(NOW))
    assert sorted(again.pages) == ["listed", "recent"]
    assert again.pages["recent"] == memory.pages["recent"]
    assert (again.orders, again.trusts_canonical) == ({"feed": ("listed",)}, True)
    assert memory_from_bytes(None) == OutletMemory() == memory_from_bytes(b'{"pages": 3}')
    naive = '{"pages":{"u":{"first_seen":"2024-05-01T00:00:00","checked":"2024-05-01T00:00:00Z"}}}'
    assert memory_from_bytes(naive.encode()) == OutletMemory() == memory_from_bytes(b'{"pages":{"\xa7":1}}')


def test_success_forgets_failures() -> None:
    memory = OutletMemory()
    memory.touch("u", NOW - timedelta(hours=1), failures=2, entry="f")
    memory.note_success("u", NOW, Page(url="u", final_url="u", status=200, etag='"e"'), "a")
    kept = memory.pages["u"]
    assert (kept.failures, kept.etag, kept.article, kept.entry) == (0, '"e"', "a", "f")
    assert (kept.first_seen, kept.checked) == (NOW - timedelta(hours=1), NOW)


def test_fingerprint_follows_what_the_feed_says() -> None:
    entry = FeedEntry(url="u", title="عنوان", summary="ملخص", published=NOW)
    same = FeedEntry(url="u?x", title="عنوان", summary="ملخص")
    assert entry_fingerprint(entry) == entry_fingerprint(same)
    assert entry_fingerprint(entry) != entry_fingerprint(FeedEntry(title="عنوان آخر", summary="ملخص"))
    assert entry_fingerprint(entry) != entry_fingerprint(FeedEntry(title="عنوان", summary="ملخص", updated=NOW))
