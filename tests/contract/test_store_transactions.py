"""Every store writes all or nothing, lets one write while others read, copies itself and finds faults."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from siyaq.errors import BusyError, StoreError
from siyaq.ports import Store
from siyaq.store import MemoryStore, SqliteStore, open_store
from siyaq.types import Analysis, Article, ChangeKind, CopyNote, Feed, Source, Story, Tag

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        made: Store = MemoryStore(busy_timeout_s=0.2)
    else:
        made = SqliteStore(str(tmp_path / "news.db"), busy_timeout_s=0.2)
    yield made
    made.close()


def put(store: Store, *ids: str) -> None:
    for i in ids:
        store.put_article(Article(id=i, title=i), kind=ChangeKind.ADDED, at=NOON)


class StopError(Exception):
    pass


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    put(store, "a")
    store.put_state("k", b"1")
    with pytest.raises(StopError), store.transaction():
        put(store, "b")
        store.put_state("k", None)
        store.put_story(Story(id="s", articles=("a", "b")))
        assert store.article("b") is not None  # its own writes can be seen inside
        raise StopError
    assert store.article("b") is None
    assert store.state("k") == b"1"
    assert store.story("s") is None
    assert store.last_seq() == store.changes()[-1].seq
    assert store.count() == 1


def test_an_inner_transaction_fails_alone(store: Store) -> None:
    with store.transaction():
        put(store, "a")
        with pytest.raises(StopError), store.transaction():
            put(store, "b")
            raise StopError
        put(store, "c")
    assert sorted(store.articles(["a", "b", "c"])) == ["a", "c"]


def test_a_second_writer_is_told_to_wait(store: Store) -> None:
    caught: list[BaseException] = []

    def write() -> None:
        try:
            put(store, "b")
        except BusyError as exc:
            caught.append(exc)

    with store.transaction():
        put(store, "a")
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert len(caught) == 1
    put(store, "b")
    assert store.count() == 2


def test_readers_in_other_threads_never_see_half(store: Store) -> None:
    seen: list[int] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.append(store.count())

    thread = threading.Thread(target=read)
    thread.start()
    for n in range(20):
        with store.transaction():
            put(store, f"x{n}", f"y{n}")
    stop.set()
    thread.join()
    assert all(n % 2 == 0 for n in seen)
    assert store.count() == 40


def test_backup_holds_everything(store: Store, tmp_path: Path) -> None:
    store.put_source(Source(id="s", name="س", feeds=("https://x/1",)))
    store.put_feed(Feed(url="https://x/1", source="s", etag="e"))
    put(store, "a", "b")
    store.put_article(Article(id="a", title="ثان", version=2), kind=ChangeKind.UPDATED, at=NOON)
    store.add_alias("other", "a")
    store.put_analysis("a", Analysis(tags=(Tag(tag="وسم"),)))
    store.put_story(Story(id="st", articles=("a", "b")))
    store.put_copy(CopyNote(article="b", original="a", share=0.5))
    store.put_state("k", b"v")
    path = tmp_path / "backup.db"
    store.backup(str(path))
    copy = open_store(f"sqlite:///{path}")
    try:
        assert copy.feeds() == store.feeds()
        assert copy.versions("other") == store.versions("a")
        assert [a.id for a in copy.find(tag="وسم")] == ["a"]
        assert copy.stories() == store.stories()
        assert copy.copies(["a"]) == store.copies(["a"])
        assert copy.states("") == {"k": b"v"}
        assert copy.changes() == store.changes()
        assert copy.check() == ()
    finally:
        copy.close()
    with pytest.raises(StoreError):
        store.backup(str(path))


def test_check_names_a_story_that_moved_nowhere(store: Store) -> None:
    assert store.check() == ()
    store.put_story(Story(id="s", moved_to="t"))
    assert len(store.check()) == 1 and "s" in store.check()[0]


def test_closed_stores_say_so(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError):
        store.count()
    with pytest.raises(StoreError):
        put(store, "a")
