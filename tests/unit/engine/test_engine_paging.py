"""Stored articles in parts: each once, newest first, however many share a time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyaq.engine import newest_first
from siyaq.store import MemoryStore
from siyaq.types import Article, ChangeKind

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)


def filled(minutes: list[int]) -> MemoryStore:
    store = MemoryStore()
    for number, minute in enumerate(minutes):
        article = Article(id=f"a{number}", source=f"s{number % 2}", published=NOON + timedelta(minutes=minute))
        store.put_article(article, kind=ChangeKind.ADDED, at=NOON)
    return store


@given(st.lists(st.integers(0, 4), max_size=30), st.integers(1, 7), st.integers(0, 40))
def test_all_come_once_in_order(minutes: list[int], part: int, most: int) -> None:
    store = filled(minutes)
    parts = list(newest_first(store, most, part=part))
    assert [a.id for found in parts for a in found] == [a.id for a in store.find(limit=most)]
    assert all(0 < len(found) <= part for found in parts)


def test_outlet_and_span_are_kept_to() -> None:
    store = filled([0, 1, 2, 3, 4, 5, 6, 7])
    found = newest_first(store, 100, source="s1", since=NOON + timedelta(minutes=3), until=NOON + timedelta(minutes=7), part=1)
    assert [a.id for (a,) in found] == ["a5", "a3"]


@pytest.mark.parametrize("part", [1, 3])
def test_an_empty_store_gives_nothing(part: int) -> None:
    assert list(newest_first(MemoryStore(), 10, part=part)) == []
