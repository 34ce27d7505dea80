"""Re-ranking by vectors: order, scores, what happens while vectors are missing, and that a query does not wait for them."""

import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from numpy.typing import NDArray

from siyaq.engine import Engine, reranking
from siyaq.engine.reranking import RERANKED, Reranker, fuse
from siyaq.index import VectorShelf
from siyaq.settings import Settings
from siyaq.types import Article, SearchHit


class Letters:
    """Vectors of the counts of letters, after a wait."""

    name = "letters"

    def __init__(self, wait_s: float = 0.0) -> None:
        self.wait_s = wait_s
        self.made: list[str] = []
        self.busy = Event()

    def query(self, text: str) -> NDArray[np.float32]:
        found = np.zeros(64, np.float32)
        for letter in text:
            found[ord(letter) % 64] += 1
        return found / np.float32(np.linalg.norm(found) or 1)

    def passage(self, text: str) -> NDArray[np.float32]:
        self.busy.set()
        time.sleep(self.wait_s)
        self.made.append(text)
        return self.query(text)


TEXTS = {"a": "ببب", "b": "ححح", "c": "سسس", "d": "سسح"}


def hits(names: str) -> tuple[SearchHit, ...]:
    return tuple(
        SearchHit(article=name, score=10.0 - rank, snippet="", highlights=(), story=None) for rank, name in enumerate(names)
    )


def reranker(encoder: Letters, wait_s: float = 5.0) -> Reranker:
    def texts(ids: Sequence[str]) -> dict[str, str]:
        return {i: TEXTS[i] for i in ids if i in TEXTS}

    return Reranker(texts, encoder, VectorShelf(None, encoder.name), wait_s=wait_s)


def test_near_articles_come_first_and_scores_fall() -> None:
    ranked = reranker(Letters())
    found = ranked.reordered("سسس", hits("abcd"))
    assert [hit.article for hit in found] == ["c", "d", "a", "b"]
    assert all(one.score >= two.score for one, two in pairwise(found))
    assert min(hit.score for hit in found) == 7.0
    ranked.close()


def test_hits_beyond_the_window_keep_their_places() -> None:
    ranked = reranker(Letters())
    many = tuple(SearchHit(article=f"x{i}", score=90.0 - i, snippet="", highlights=(), story=None) for i in range(RERANKED))
    found = ranked.reordered("سسس", (*many, *hits("ab")))
    assert [hit.article for hit in found[-2:]] == ["a", "b"]
    ranked.close()


def test_words_decide_where_no_vector_is_there_yet_and_the_background_makes_them() -> None:
    slow = Letters(0.02)
    ranked = reranker(slow, wait_s=0.0)
    assert ranked.reordered("سسس", hits("abcd")) == hits("abcd")
    end = time.monotonic() + 10
    while ranked.count() < 4 and time.monotonic() < end:
        time.sleep(0.01)
    assert ranked.reordered("سسس", hits("abcd"))[0].article == "c"
    assert sorted(slow.made) == sorted(TEXTS.values())
    ranked.close()


def test_a_query_waits_no_longer_than_told() -> None:
    ranked = reranker(Letters(0.2), wait_s=0.1)
    begin = time.monotonic()
    ranked.reordered("سسس", hits("abcd"))
    assert time.monotonic() - begin < 0.6
    ranked.close()


def test_added_articles_are_embedded_in_the_background_and_closing_does_not_wait_for_all() -> None:
    slow = Letters(0.05)
    ranked = reranker(slow)
    ranked.later([Article(id=str(i), source="s", title=f"عنوان {i}", text="نص") for i in range(500)])
    assert slow.busy.wait(10)
    begin = time.monotonic()
    ranked.close()
    ranked.close()
    assert time.monotonic() - begin < 5 and 0 < len(slow.made) < 100
    ranked.later([Article(id="z", source="s", title="بعد", text="نص")])
    assert "بعد\nنص" not in slow.made


def test_all_articles_are_embedded_once() -> None:
    encoder, told = Letters(), []
    ranked = reranker(encoder)
    articles = [Article(id=i, source="s", title=title, text="") for i, title in (("a", "ب"), ("b", "ب"), ("c", ""), ("d", "ح"))]
    assert ranked.embed_all(articles, told.append) == 2
    assert ranked.embed_all(articles) == 0
    assert encoder.made == ["ب", "ح"] and sum(told) == 4
    ranked.close()


@pytest.mark.parametrize(
    ("scores", "cosines", "order"),
    [
        ([4.0, 2.0], [0.80, 0.81], [0, 1]),  # a little nearer is not enough
        ([4.0, 3.8], [0.80, 0.85], [1, 0]),
        ([4.0, 3.9, 3.8], [0.80, None, 0.90], [2, 1, 0]),  # an unknown one counts as the average
        ([4.0, 2.0], [None, None], [0, 1]),
        ([0.0, 0.0], [0.8, 0.9], [0, 1]),
        ([], [], []),
    ],
)
def test_scores_and_cosines_together(scores: list[float], cosines: list[float | None], order: list[int]) -> None:
    gains = fuse(scores, cosines)
    assert sorted(range(len(gains)), key=lambda i: -gains[i]) == order


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'news.db'}"


def wait_for_vectors(engine: Engine, count: int) -> None:
    assert engine.reranker is not None
    end = time.monotonic() + 10
    while engine.reranker.count() < count and time.monotonic() < end:
        time.sleep(0.01)
    assert engine.reranker.count() == count


def test_an_engine_ranks_by_vectors_where_they_are_set(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reranking, "E5", Letters)
    monkeypatch.setattr(reranking, "is_installed", lambda: True)
    articles = [
        Article(id="far", source="s", title="سفن", text="ببب خخخ قققق ببب خخخ قققق"),
        Article(id="near", source="s", title="فنس", text="سفن"),
    ]
    with Engine(url, Settings(db=url)) as engine:
        engine.add(articles)
        by_words = [hit.article for hit in engine.search("سفن").hits]
    with Engine(url, Settings(db=url, vectors="e5")) as engine:
        engine.check(repair=True)
        wait_for_vectors(engine, 2)
        assert engine.search("سفن").hits[0].article == "near"
        assert engine.search("سفن", k=1, offset=1).hits[0].article == "far"
        assert [hit.article for hit in engine.search("سفن", sort="time").hits] != []
        assert engine.search("سفن", k=1).total == 2
    assert (tmp_path / "news.db.vectors").exists() and by_words == ["far", "near"]


def test_without_the_extra_words_alone_rank(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reranking, "is_installed", lambda: False)
    with Engine(url, Settings(db=url, vectors="e5")) as engine:
        engine.add([Article(id="a", source="s", title="سفن", text="سفن")])
        assert engine.reranker is None and engine.search("سفن").total == 1
