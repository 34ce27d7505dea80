"""Every store keeps articles, versions, notes and the change feed alike."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from siyaq.errors import StoreError
from siyaq.ports import Digest, Name, Store, Word
from siyaq.store import MemoryStore, SqliteStore
from siyaq.types import Analysis, Article, ChangeKind, CitedSource, Claim, Entity, Mention, Tag

NOON = datetime(2024, 3, 1, 12, 0, 0, 250, tzinfo=UTC)


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made = MemoryStore() if request.param == "memory" else SqliteStore(str(tmp_path / "news.db"))
    yield made
    made.close()


def article(n: int, **more: object) -> Article:
    values: dict[str, object] = {
        "id": f"a{n}",
        "url": f"https://example.org/{n}",
        "source": "alpha",
        "title": f"عنوان {n}",
        "text": "نص أول.\n\nنص ثان.",
        "published": NOON + timedelta(hours=n),
        "first_seen": NOON + timedelta(hours=n, minutes=5),
    }
    return Article(**{**values, **more})  # type: ignore[arg-type]


def add(store: Store, *articles: Article) -> None:
    for a in articles:
        store.put_article(a, kind=ChangeKind.ADDED, at=NOON)


def test_is_a_store(store: Store) -> None:
    assert isinstance(store, Store)


def test_article_comes_back_whole(store: Store) -> None:
    full = article(
        1,
        external_id="ext-1",
        subheads=(1,),
        authors=("ليلى",),
        tags=("وسم",),
        section="رياضة",
        paywalled=True,
        gone=NOON,
    )
    add(store, full)
    assert store.article("a1") == full
    assert store.article("ext-1") == full
    assert store.article("nothing") is None
    assert store.articles(["a1", "zz"]) == {"a1": full}
    assert store.articles([]) == {}


def test_first_owner_keeps_an_alias(store: Store) -> None:
    add(store, article(1, external_id="x"), article(2, external_id="x"))
    store.add_alias("https://example.org/amp/2", "a2")
    store.add_alias("https://example.org/amp/2", "a1")
    assert store.article("x") == article(1, external_id="x")
    found = store.article("https://example.org/amp/2")
    assert found is not None and found.id == "a2"


def test_alias_of_an_unknown_article_is_refused(store: Store) -> None:
    with pytest.raises(StoreError):
        store.add_alias("x", "nobody")


def test_updates_keep_former_versions(store: Store) -> None:
    first, second = article(1), article(1, title="عنوان آخر", version=2)
    add(store, first)
    store.put_article(second, kind=ChangeKind.UPDATED, at=NOON)
    store.put_article(article(1, title="عنوان آخر", version=2, last_seen=NOON), kind=ChangeKind.LINKED, at=NOON)
    assert [v.title for v in store.versions("a1")] == [first.title, second.title]
    assert store.versions("zz") == ()


def test_change_feed_grows_in_order(store: Store) -> None:
    assert store.last_seq() == 0
    add(store, article(1), article(2))
    store.put_article(article(1, gone=NOON), kind=ChangeKind.GONE, at=NOON)
    changes = store.changes()
    assert [(c.kind.value, c.article, c.at) for c in changes] == [
        ("added", "a1", NOON),
        ("added", "a2", NOON),
        ("gone", "a1", NOON),
    ]
    assert [c.seq for c in changes] == sorted({c.seq for c in changes})
    assert store.last_seq() == changes[-1].seq
    assert store.changes(changes[0].seq, limit=1) == changes[1:2]
    assert store.changes(store.last_seq()) == ()


def test_notes_come_back_and_find_articles(store: Store) -> None:
    notes = Analysis(
        language="ar",
        tags=(Tag(tag="الإقتصاد", variants=("اقتصاد",), origin="publisher"),),
        entities=(Entity(name="ليلى سالم", type="PER"),),
    )
    add(store, article(1), article(2), article(3))
    store.put_analysis("a1", notes)
    store.put_analysis("a3", notes)
    assert store.analyses(["a1", "a2"]) == {"a1": notes}
    assert [a.id for a in store.find(tag="الاقتصاد")] == ["a3", "a1"]
    assert [a.id for a in store.find(name="ليلي سالم", newest_first=False)] == ["a1", "a3"]
    assert [a.id for a in store.find(tag="الاقتصاد", name="ليلى سالم", limit=1)] == ["a3"]
    assert store.find(tag="الاقتصاد", name="غيرها") == ()
    assert [a.id for a in store.find(tag="الاقتصاد", until=NOON + timedelta(hours=2))] == ["a1"]
    store.put_analysis("a3", Analysis())
    assert [a.id for a in store.find(tag="الاقتصاد")] == ["a1"]


def test_tags_follow_a_changed_time(store: Store) -> None:
    add(store, article(1), article(2))
    for i in ("a1", "a2"):
        store.put_analysis(i, Analysis(tags=(Tag(tag="وسم"),)))
    store.put_article(article(1, published=NOON + timedelta(days=1)), kind=ChangeKind.LINKED, at=NOON)
    assert [a.id for a in store.find(tag="وسم")] == ["a1", "a2"]
    assert [a.id for a in store.find(tag="وسم", since=NOON + timedelta(hours=12))] == ["a1"]


def test_notes_on_an_unknown_article_are_refused(store: Store) -> None:
    with pytest.raises(StoreError):
        store.put_analysis("nobody", Analysis())


def test_find_filters_and_pages(store: Store) -> None:
    add(
        store,
        article(1, section="رياضة"),
        article(2, source="beta"),
        article(3, published=None),
        article(4, gone=NOON),
        article(5, published=None, first_seen=None),
    )
    assert [a.id for a in store.find()] == ["a3", "a2", "a1", "a5"]  # a5 by the time of its change
    assert [a.id for a in store.find(newest_first=False, limit=2, offset=1)] == ["a1", "a2"]
    assert [a.id for a in store.find(source="beta")] == ["a2"]
    assert [a.id for a in store.find(section="رياضة")] == ["a1"]
    assert [a.id for a in store.find(section="sports")] == [a.id for a in store.find(section="الرياضة")] == ["a1"]
    assert [a.id for a in store.find(since=NOON + timedelta(hours=2))] == ["a3", "a2"]
    assert [a.id for a in store.find(since=NOON + timedelta(hours=1), until=NOON + timedelta(hours=2))] == ["a1"]


def test_seen_since_is_newest_first_without_gone(store: Store) -> None:
    add(store, article(1), article(2), article(3, gone=NOON), article(4, source="beta"), article(5, first_seen=None))
    assert [a.id for a in store.seen_since("alpha", NOON + timedelta(hours=1))] == ["a2", "a1"]
    assert [a.id for a in store.seen_since("alpha", NOON + timedelta(hours=2))] == ["a2"]


def test_all_articles_and_count(store: Store) -> None:
    add(store, *(article(n) for n in (3, 1, 2)))
    assert [a.id for a in store.all_articles(batch=2)] == ["a1", "a2", "a3"]
    assert store.count() == 3


def test_digests_are_the_notes_in_short(store: Store) -> None:
    add(store, article(1))
    said = Claim(speaker="سلمى", speaker_mention="سلمى", cue="قالت", kind="direct", text="نعم", start=0, end=3)
    cited = CitedSource(name="وكالة", mention="وكالة", cue="بحسب")
    mention = Mention(text="سلمى", start=0, end=4)
    entity = Entity(name="سلمى", type="PER", mentions=(mention,))
    store.put_analysis("a1", Analysis(tags=(Tag(tag="وسم"),), entities=(entity,), claims=(said,), sources_cited=(cited,)))
    assert store.digests(["a1", "nobody"]) == {
        "a1": Digest(tags=(Word("وسم"),), entities=(Name("سلمى", "PER"),), claims=(said,), sources_cited=(cited,))
    }


def test_readings(store: Store) -> None:
    add(store, article(1))
    store.put_reading("a1", b"\x01one")
    store.put_reading("a1", b"\x01two")
    store.put_reading("nobody", b"\x01three")
    assert store.readings(["a1", "nobody"]) == {"a1": b"\x01two"}
