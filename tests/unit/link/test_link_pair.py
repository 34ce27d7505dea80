"""Signals of a pair that hang on the notes and on how an article is told."""

import zlib
from dataclasses import replace
from datetime import UTC, datetime

import msgspec

from siyaq.link import (
    ArticleFeatures,
    features,
    features_from_reading,
    pair_signals,
    read_article,
    reading_from_bytes,
    reading_to_bytes,
    vectors_of,
)
from siyaq.link.pair import SIGNALS, tag_share
from siyaq.types import Analysis, Article, Tag


def known(name: str, title: str, text: str, *tags: tuple[str, float]) -> ArticleFeatures:
    return features(Article(id=name, title=title, text=text), Analysis(tags=tuple(Tag(tag=t, score=s) for t, s in tags)))


def test_tags_are_shared_as_far_as_the_article_with_more_of_its_own_shares_them() -> None:
    one, two = {"a": 0.5, "b": 0.5}, {"a": 0.25, "c": 0.75}
    assert tag_share(one, two) == tag_share(two, one) == 0.25
    assert tag_share(one, one) == 1.0
    assert tag_share(one, {}) == tag_share({}, {}) == 0.0


def test_signals_of_tags_and_answers_are_symmetric() -> None:
    one = known("a", "انهيار الجسر", "انهار الجسر فجر اليوم في المدينة.", ("الجسر", 0.6), ("المدينة", 0.2))
    two = known("b", "الوزارة تندد بالإهمال", "نددت الوزارة بالإهمال بعد انهيار الجسر.", ("الجسر", 0.5), ("الوزارة", 0.5))
    there, back = (dict(zip(SIGNALS, pair_signals(*pair), strict=True)) for pair in ((one, two), (two, one)))
    assert there == back
    assert there["tags"] == 0.5
    assert there["answers"] == two.reading.answers > one.reading.answers
    assert 0 < there["start_vector"] < 1


def test_a_reading_of_before_has_no_tags_and_finds_its_days_anew() -> None:
    article = Article(
        id="a", title="الوزارة تندد", text="نددت الوزارة الأحد بالهجوم.", published=datetime(2030, 1, 8, tzinfo=UTC)
    )
    reading = read_article(article, Analysis(tags=(Tag(tag="الوزارة"),)))
    form, stored = reading_to_bytes(reading)[:1], msgspec.msgpack.decode(zlib.decompress(reading_to_bytes(reading)[1:]))
    before = reading_from_bytes(form + zlib.compress(msgspec.msgpack.encode(stored[:-3])))
    assert reading.tags and reading.answers and reading.days
    assert before == replace(reading, tags={}, answers=0.0)


def test_vectors_made_in_another_process_are_the_articles_own() -> None:
    reading = read_article(Article(id="a", title="انهيار الجسر", text="انهار الجسر فجر اليوم في المدينة."))
    given = features_from_reading(reading, vectors_of(reading))
    assert (given.vectors == features_from_reading(reading).vectors).all()
