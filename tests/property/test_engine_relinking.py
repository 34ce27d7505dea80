"""Whatever comes in whatever order: linking it again gives the same links, and no address of a story is lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from siyaq.engine import Engine
from siyaq.engine import open as open_engine
from siyaq.settings import Settings
from siyaq.types import Article, CopyNote, Story

NOW = datetime(2031, 5, 9, tzinfo=UTC)
pieces = st.tuples(st.lists(st.integers(0, 4), min_size=1, max_size=3), st.integers(0, 200), st.integers(0, 2))
batches = st.lists(st.lists(pieces, min_size=1, max_size=4), min_size=1, max_size=4)


def article(number: int, sentences: list[str], hour: int, source: int) -> Article:
    return Article(
        id=f"a{number}",
        source=f"s{source}",
        title=sentences[0],
        text=".\n\n".join(sentences),
        published=NOW - timedelta(hours=hour),
    )


def links(engine: Engine) -> tuple[list[Story], tuple[CopyNote, ...]]:
    ids = [a.id for a in engine.store.all_articles()]
    return list(engine.store.all_stories()), engine.store.copies(ids)


@settings(deadline=None, max_examples=25)
@given(parts=batches, data=st.data())
def test_linking_again_gives_the_same(
    news: tuple[str, ...], parts: list[list[tuple[list[int], int, int]]], data: st.DataObject
) -> None:
    with open_engine("memory:", settings=Settings(now=NOW)) as engine:
        count = 0
        for part in parts:  # each addition in order of publication, additions in any order
            told = [([news[n] for n in numbers], hour, source) for numbers, hour, source in part]
            engine.add([article(count + at, *piece) for at, piece in enumerate(told)], index=False)
            count += len(part)
        before = links(engine)
        report = engine.relink()
        assert (report.linked, report.moved) == (count, 0), report
        assert links(engine) == before
        changed = f"a{data.draw(st.integers(0, count - 1))}"
        stored = engine.store.articles([changed])[changed]
        engine.add([replace(stored, title=news[4], text=news[4], version=1)], index=False)
        engine.mark_gone(f"a{data.draw(st.integers(0, count - 1))}")
        old = [story for story in engine.store.all_stories() if story.articles]
        engine.relink()
        settled = links(engine)
        assert engine.relink().moved == 0
        assert links(engine) == settled
        for story in old:
            assert set(engine.story(story.id).articles) & set(story.articles)
