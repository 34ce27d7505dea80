"""Every store keeps outlets, feeds, stories, copies and small state alike."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from siyaq.errors import StoreError
from siyaq.ports import Place, Store
from siyaq.store import MemoryStore, SqliteStore
from siyaq.types import Article, ChangeKind, CopyNote, Feed, FeedStatus, Rights, Source, Story

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made = MemoryStore() if request.param == "memory" else SqliteStore(str(tmp_path / "news.db"))
    with made.transaction():
        for n in range(1, 7):
            made.put_article(Article(id=f"a{n}", source="alpha"), kind=ChangeKind.ADDED, at=NOON)
    yield made
    made.close()


def test_sources_by_name(store: Store) -> None:
    b = Source(id="b", name="ب", home="https://b.example", country="EG", rights=Rights.FULL, timezone="Africa/Cairo")
    a = Source(id="z", name="أ", feeds=("https://a.example/feed",))
    store.put_source(b)
    store.put_source(a)
    assert store.sources() == (a, b)
    assert store.source("b") == b
    assert store.source("none") is None


def test_feeds_follow_their_source(store: Store) -> None:
    store.put_source(Source(id="s", name="س", feeds=("https://x/1", "https://x/2")))
    assert [f.url for f in store.feeds()] == ["https://x/1", "https://x/2"]
    visited = Feed(url="https://x/1", source="s", etag='"e"', failures=2, next_visit=NOON, status=FeedStatus.FAILING)
    store.put_feed(visited)
    store.put_source(Source(id="s", name="س", feeds=("https://x/1", "https://x/3")))
    assert store.feeds() == (visited, Feed(url="https://x/3", source="s"))
    assert store.remove_source("s") is True
    assert store.remove_source("s") is False
    assert store.feeds() == ()


def test_feed_of_an_unknown_source_is_refused(store: Store) -> None:
    with pytest.raises(StoreError):
        store.put_feed(Feed(url="https://x/1", source="nobody"))


def test_due_feeds(store: Store) -> None:
    urls = tuple(f"https://x/{n}" for n in range(5))
    store.put_source(Source(id="s", name="س", feeds=urls))
    store.put_feed(Feed(url=urls[1], source="s", next_visit=NOON))
    store.put_feed(Feed(url=urls[2], source="s", next_visit=NOON + timedelta(seconds=1)))
    store.put_feed(Feed(url=urls[3], source="s", status=FeedStatus.GONE))
    store.put_feed(Feed(url=urls[4], source="s", status=FeedStatus.PAUSED))
    assert [f.url for f in store.feeds(due=NOON)] == [urls[0], urls[1]]
    assert len(store.feeds()) == 5


def story(n: int, *articles: str, **more: object) -> Story:
    first = NOON + timedelta(hours=n)
    values: dict[str, object] = {"id": f"s{n}", "title": f"قصة {n}", "first": first, "last": first + timedelta(hours=1)}
    return Story(**{**values, "articles": articles, "outlets": ("alpha",), **more})  # type: ignore[arg-type]


def test_story_comes_back_whole(store: Store) -> None:
    full = story(1, "a1", "a2", copies=("a2",), tags=("وسم",), outlets=("alpha", "beta"))
    store.put_story(full)
    assert store.story("s1") == full
    assert store.story("none") is None
    assert store.story_of(["a1", "a2", "a3"]) == {"a1": "s1", "a2": "s1"}


def test_last_put_story_wins_an_article(store: Store) -> None:
    store.put_story(story(1, "a1", "a2", "a3", copies=("a3",)))
    store.put_story(story(2, "a3", "a4"))
    left = store.story("s1")
    assert left is not None and left.articles == ("a1", "a2") and left.copies == ()
    assert store.story_of(["a1", "a3", "a4"]) == {"a1": "s1", "a3": "s2", "a4": "s2"}
    store.put_story(story(2, "a3"))
    assert store.story_of(["a4"]) == {}


def test_merged_story_leads_on_and_is_not_listed(store: Store) -> None:
    store.put_story(story(1, "a1"))
    store.put_story(story(2, "a1", "a2"))
    store.put_story(story(1, moved_to="s2"))
    moved = store.story("s1")
    assert moved is not None and moved.moved_to == "s2"
    assert [s.id for s in store.stories()] == ["s2"]


def test_story_of_unknown_articles_is_refused(store: Store) -> None:
    with pytest.raises(StoreError):
        store.put_story(story(1, "a1", "nobody"))
    assert store.story("s1") is None
    assert store.story_of(["a1"]) == {}


def test_stories_by_size_then_time(store: Store) -> None:
    store.put_story(story(1, "a1"))
    store.put_story(story(2, "a2"))
    store.put_story(story(3, "a3", "a4"))
    store.put_story(story(4, "a5", outlets=("alpha", "beta")))
    assert [s.id for s in store.stories()] == ["s4", "s3", "s2", "s1"]
    assert [s.id for s in store.stories(limit=2, offset=1)] == ["s3", "s2"]
    assert [s.id for s in store.stories(min_articles=2)] == ["s3"]
    assert [s.id for s in store.stories(min_outlets=2)] == ["s4"]
    assert store.story_outlet_counts(["s4", "s1", "none"]) == {"s4": 2, "s1": 1}


def test_stories_whose_span_meets_the_window(store: Store) -> None:
    for n in (1, 2, 3):
        store.put_story(story(n, f"a{n}"))
    store.put_story(story(9, "a6", first=None, last=None))
    assert [s.id for s in store.stories(since=NOON + timedelta(hours=3))] == ["s3", "s2"]
    assert [s.id for s in store.stories(until=NOON + timedelta(hours=2))] == ["s1"]
    assert [s.id for s in store.stories(since=NOON + timedelta(hours=3), until=NOON + timedelta(hours=3))] == ["s2"]


def test_copies_from_both_ends(store: Store) -> None:
    one, two = CopyNote(article="a2", original="a1", share=0.9), CopyNote(article="a3", original="a1", share=0.5)
    store.put_copy(CopyNote(article="a2", original="a4", share=0.1))
    store.put_copy(one)
    store.put_copy(two)
    assert store.copies(["a1"]) == (one, two)
    assert store.copies(["a3"]) == (two,)
    assert store.copies(["a4"]) == ()
    store.put_copy(CopyNote(article="a2", original="a2", share=0.0))
    assert store.copies(["a1"]) == (two,)
    with pytest.raises(StoreError):
        store.put_copy(CopyNote(article="a1", original="nobody", share=1.0))


def test_small_state(store: Store) -> None:
    store.put_state("names/1", b"\x00\xff")
    store.put_state("names/2", b"b")
    store.put_state("namesake", b"c")
    assert store.state("names/1") == b"\x00\xff"
    assert store.states("names/") == {"names/1": b"\x00\xff", "names/2": b"b"}
    assert len(store.states("")) == 3
    store.put_state("names/1", None)
    store.put_state("never", None)
    assert store.state("names/1") is None


def test_all_stories_by_id_with_merged_ones(store: Store) -> None:
    made = [Story(id=i, articles=(a,)) for i, a in (("s3", "a1"), ("s1", "a2"))] + [Story(id="s2", moved_to="s1")]
    for story in made:
        store.put_story(story)
    assert [s.id for s in store.all_stories(batch=2)] == ["s1", "s2", "s3"]
    assert next(s for s in store.all_stories() if s.id == "s2") == made[2]


def test_a_draft_is_kept_beside_the_links_in_force(store: Store) -> None:
    store.put_story(Story(id="s", articles=("a1",)))
    draft = store.draft()
    assert draft.story("s") is None
    with draft.transaction():
        draft.put_story(Story(id="s", articles=("a1", "unknown")))
        draft.put_copy(CopyNote(article="a2", original="unknown", share=0.7))
        draft.put_state("mark", b"7")
    draft.close()
    again = store.draft()
    assert again.story_of(["a1", "unknown"]) == {"a1": "s", "unknown": "s"}
    assert again.copies(["a2"]) == (CopyNote(article="a2", original="unknown", share=0.7),)
    assert again.state("mark") == b"7"
    again.close()
    assert store.story_of(["a1", "unknown"]) == {"a1": "s"} and store.copies(["a2"]) == () and store.state("mark") is None
    store.drop_draft()
    assert list(store.draft().all_stories()) == []
    store.drop_draft()
    store.drop_draft()


def test_a_draft_takes_back_a_failed_transaction(store: Store) -> None:
    draft = store.draft()
    with pytest.raises(ZeroDivisionError), draft.transaction():
        draft.put_story(Story(id="s", articles=("a1",)))
        raise ZeroDivisionError
    assert draft.story_of(["a1"]) == {}
    draft.close()
    store.drop_draft()


def test_places(store: Store) -> None:
    store.put_article(Article(id="a3", source="alpha", version=2, gone=NOON), kind=ChangeKind.GONE, at=NOON)
    store.put_story(story(1, "a1", "a2", "a3", copies=("a2",), outlets=("alpha", "beta")))
    store.put_copy(CopyNote(article="a2", original="a1", share=0.9))
    assert store.places(["a1", "a2", "a3", "a4", "nobody"]) == {
        "a1": Place(version=1, gone=False, story="s1", is_copy=False),
        "a2": Place(version=1, gone=False, story="s1", is_copy=True),
        "a3": Place(version=2, gone=True, story="s1", is_copy=False),
        "a4": Place(version=1, gone=False, story=None, is_copy=False),
    }
