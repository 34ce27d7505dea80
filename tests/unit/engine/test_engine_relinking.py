"""Linking all articles again: the same links, the same addresses, and readers who see old or new ones but no mixture."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from shutil import copy

import pytest
from labelled import read_demo

from siyaq.engine import Engine, RelinkReport, relinking
from siyaq.engine import open as open_engine
from siyaq.errors import BusyError
from siyaq.ids import article_id
from siyaq.link import Linker, default_model
from siyaq.link.batch import Batch
from siyaq.settings import Settings
from siyaq.types import Article, ChangeKind, CopyNote, Story

NOW = datetime(2026, 1, 15, 20, tzinfo=UTC)


def demo_articles() -> list[Article]:
    return [replace(a, id=article_id(f"https://{a.source}.example/{a.id}")) for a in read_demo()[0]]


def open_at(url: str) -> Engine:
    return open_engine(url, settings=Settings(db=url, now=NOW))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("relink") / "news.db"
    with open_at(f"sqlite:///{path}") as opened:
        opened.add(demo_articles(), index=False)
        opened.backup(str(path.with_suffix(".backup")))
    return path.with_suffix(".backup")


@pytest.fixture
def engine(made: Path, tmp_path: Path) -> Iterator[Engine]:
    copy(made, tmp_path / "news.db")
    with open_at(f"sqlite:///{tmp_path / 'news.db'}") as opened:
        yield opened


def links(engine: Engine) -> tuple[list[Story], list[CopyNote]]:
    ids = [a.id for a in engine.store.all_articles()]
    return list(engine.store.all_stories()), sorted(engine.store.copies(ids), key=lambda n: n.article)


def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another method: stories of two or more are nearly all split."""
    model = replace(default_model(), join=0.97, join_one=0.97)
    monkeypatch.setattr(relinking, "Linker", partial(Linker, pairs=Batch(model)))


def test_linking_again_gives_the_same_links(engine: Engine) -> None:
    before, seq = links(engine), engine.store.last_seq()
    assert max(len(s.articles) for s in before[0]) > 5 and before[1]
    assert engine.relink() == RelinkReport(linked=len(demo_articles()), moved=0)
    after = links(engine)
    assert [s for s in after[0] if s.articles] == [s for s in before[0] if s.articles]
    assert after == before
    assert engine.store.last_seq() == seq


def test_linking_again_in_memory_gives_the_same_links() -> None:
    with open_at("memory:") as engine:
        engine.add(demo_articles()[:60], index=False)
        before = links(engine)
        assert engine.relink().moved == 0
        assert links(engine) == before


def test_notes_made_anew_are_stored_and_told(engine: Engine) -> None:
    article = demo_articles()[0]
    engine.store.put_analysis(article.id, replace(engine.analysis(article.id), tags=()))
    seq = engine.store.last_seq()
    engine.relink(notes=True)
    assert engine.analysis(article.id).tags
    assert any(c.article == article.id for c in engine.store.changes(seq))


def test_old_addresses_lead_on_when_the_method_changes(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    before = [s for s in links(engine)[0] if s.articles]
    strict(monkeypatch)
    seq = engine.store.last_seq()
    report = engine.relink()
    assert report.moved > 20
    told = {c.article for c in engine.store.changes(seq, 10_000)}
    assert len(told) == report.moved
    owner = engine.store.story_of([a.id for a in engine.store.all_articles()])
    for story in before:
        now = engine.story(story.id)  # no address is lost
        assert set(now.articles) & set(story.articles)
        if set(now.articles) == set(story.articles):
            assert now.id == story.id
        for article in story.articles:
            assert article in told or owner[article] == story.id
    assert engine.check() == ()
    monkeypatch.undo()
    engine.relink()
    assert {s.articles for s in links(engine)[0] if s.articles} == {s.articles for s in before}
    for story in before:  # and back again under the addresses that they had at first, where most of a story is in one
        assert set(engine.story(story.id).articles) & set(story.articles)
    assert engine.check() == ()


def test_readers_see_old_links_until_all_are_new(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    old = {s.articles for s in links(engine)[0] if s.articles}
    ids = sorted(i for members in old for i in members)
    strict(monkeypatch)
    seen: list[frozenset[str]] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            groups: dict[str, set[str]] = {}
            for article, story in engine.store.story_of(ids).items():
                groups.setdefault(story, set()).add(article)
            seen.append(frozenset(" ".join(sorted(members)) for members in groups.values()))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        engine.relink()
    finally:
        stop.set()
        reader.join()
    new = {s.articles for s in links(engine)[0] if s.articles}
    wholes = [frozenset(" ".join(sorted(members)) for members in stories) for stories in (old, new)]
    assert wholes[0] != wholes[1]
    assert seen and set(seen) <= set(wholes)
    assert seen[0] == wholes[0]


def test_an_interrupted_run_leaves_the_old_links_and_goes_on_later(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    before = links(engine)
    monkeypatch.setattr(relinking, "_CHANGES", 60)
    told: list[int] = []

    def interrupt(done: int) -> None:
        told.append(done)
        if sum(told) > 60:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.relink(interrupt)
    assert links(engine) == before
    again: list[int] = []
    assert engine.relink(again.append).linked == len(demo_articles())
    assert again[0] == sum(told) and sum(again) == len(demo_articles())
    anew: list[int] = []
    engine.relink(anew.append, anew=True)
    assert anew[0] == 0
    # The run that went on may have linked a few articles otherwise, under other ids; one from the beginning ends as at first.
    told_of = [{replace(s, id="") for s in stories if s.articles} for stories in (links(engine)[0], before[0])]
    assert told_of[0] == told_of[1] and links(engine)[1] == before[1]


def test_a_failing_switch_changes_nothing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    before, seq = links(engine), engine.store.last_seq()
    strict(monkeypatch)
    put, count = engine.store.put_story, 0

    def fail(story: Story) -> None:
        nonlocal count
        count += 1
        if count > 20:
            raise KeyboardInterrupt
        put(story)

    monkeypatch.setattr(engine.store, "put_story", fail)
    with pytest.raises(KeyboardInterrupt):
        engine.relink()
    assert links(engine) == before and engine.store.last_seq() == seq


def test_what_comes_meanwhile_is_linked_too(engine: Engine) -> None:
    late = Article(
        id=article_id("https://late.example/1"),
        source="late",
        title="خبر لا يشبه غيره عن واحة تمارا",
        text="نص قصير عن واحة تمارا.",
        published=NOW - timedelta(hours=1),
    )
    gone = demo_articles()[3]
    done = 0

    def meanwhile(number: int) -> None:
        nonlocal done
        if number and not done:
            done = number
            engine.add([late], index=False)
            engine.mark_gone(gone.id)

    assert engine.relink(meanwhile).linked == len(demo_articles()) + 1
    owner = engine.store.story_of([late.id, gone.id])
    assert late.id in engine.story(owner[late.id]).articles
    assert gone.id not in owner
    assert engine.check() == ()


def test_two_runs_at_once_do_not_mix(engine: Engine) -> None:
    with relinking.Relinker(engine.store) as one, relinking.Relinker(engine.store) as two:
        steps = one.place_all(NOW)
        assert next(steps) == 0 and next(steps) > 0
        with pytest.raises(BusyError, match="another process"):
            list(two.place_all(NOW))


def test_articles_added_after_linking_again_meet_the_new_links(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    strict(monkeypatch)
    engine.relink()
    first = demo_articles()[0]
    twin = replace(first, id=article_id("https://twin.example/1"), source="twin", published=NOW - timedelta(minutes=5))
    seq = engine.store.last_seq()
    engine.add([twin], index=False)
    owner = engine.store.story_of([twin.id])[twin.id]
    assert twin.id in engine.story(owner).articles
    assert engine.store.changes(seq)[0].kind is ChangeKind.ADDED
    assert engine.check() == () or all("search index" in fault for fault in engine.check())
