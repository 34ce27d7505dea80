"""What holds for all articles: respelling changes no link, and reasons always add up."""

import math
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from siyaq.arabic.respell import respell
from siyaq.link import Candidate, Linker, features, rank_similar
from siyaq.types import Article

START = datetime(2021, 3, 1, 6, tzinfo=UTC)
texts = st.lists(st.integers(0, 4), min_size=1, max_size=3)  # numbers of sentences


def make(number: int, news: tuple[str, ...], body: list[int], rng: Random | None = None) -> Article:
    sentences = [news[n] for n in body]
    title, text = sentences[0], ".\n\n".join(sentences)
    if rng is not None:
        title, text = respell(title, rng), respell(text, rng)
    return Article(id=f"a{number}", source=f"s{number % 3}", title=title, text=text, published=START + timedelta(hours=number))


def placed(articles: list[Article]) -> list[str | None]:
    linker = Linker()
    for one in articles:
        linker.place(one)
    return [linker.story_of(one.id) for one in articles]


@settings(deadline=None)  # the first example reads the dictionaries
@given(bodies=st.lists(texts, min_size=2, max_size=6), seed=st.integers(0, 2**32))
def test_another_spelling_gives_the_same_stories(news: tuple[str, ...], bodies: list[list[int]], seed: int) -> None:
    rng = Random(seed)
    plain = [make(i, news, body) for i, body in enumerate(bodies)]
    respelled = [make(i, news, body, rng) for i, body in enumerate(bodies)]
    assert placed(plain) == placed(respelled)


@settings(deadline=None)  # the first example reads the dictionaries
@given(bodies=st.lists(texts, min_size=1, max_size=6))
def test_every_article_is_in_exactly_one_story(news: tuple[str, ...], bodies: list[list[int]]) -> None:
    linker, held = Linker(), {}
    articles = [make(i, news, body) for i, body in enumerate(bodies)]
    for one in [*articles, *articles]:
        for story in linker.place(one).changed:
            held[story.id] = story.articles
    members = [a for ids in held.values() for a in ids]
    assert sorted(members) == sorted(one.id for one in articles)


@settings(deadline=None)  # the first example reads the dictionaries
@given(query=texts, bodies=st.lists(texts, min_size=1, max_size=6))
def test_reasons_add_up(news: tuple[str, ...], query: list[int], bodies: list[list[int]]) -> None:
    shown = features(make(99, news, query))
    ranking = rank_similar(shown, [Candidate(features=features(make(i, news, body))) for i, body in enumerate(bodies)])
    for link in (*ranking.similar, *((ranking.read_also,) if ranking.read_also else ())):
        assert math.isclose(sum(e.weight for e in link.why), link.score, rel_tol=1e-9)
        assert 0 < link.score <= 1
