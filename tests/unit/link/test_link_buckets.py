"""Days in memory: bounded by articles, and the nearest articles as plain counting finds them."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from siyaq.link import ArticleFeatures, bucket, features
from siyaq.link.background import dot
from siyaq.link.bucket import Buckets, Entry
from siyaq.types import Article

START = datetime(2021, 3, 1, 6, tzinfo=UTC)
WORDS = ("جسر", "فيضان", "ميناء", "قمح", "متحف", "ملعب", "وزير", "قرية", "نهر", "مصنع", "سفينة", "مدرسة", "طبيب", "غابة")


def made(number: int, day: float) -> ArticleFeatures:
    rng = Random(number)
    text = " ".join(rng.sample(WORDS, 6))
    return features(Article(id=f"a{number:03}", title=text, text=text, published=START + timedelta(days=day)))


def filled(days: list[float]) -> tuple[Buckets, list[str]]:
    forgotten: list[str] = []
    buckets = Buckets(lambda _: [], lambda entries: forgotten.extend(e.features.id for e in entries), 24)
    for number, day in enumerate(days):
        known = made(number, day)
        buckets.ensure(known.when)
        buckets.add(Entry(features=known, story=f"s{number}"))
    return buckets, forgotten


def test_old_days_leave_where_articles_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    assert filled([day / 2 for day in range(40)])[1] == []
    monkeypatch.setattr(bucket, "_MOST", 10)
    buckets, forgotten = filled([day / 2 for day in range(40)])
    assert forgotten and all(buckets.get(i) is None for i in forgotten)
    assert all(buckets.get(f"a{number:03}") for number in range(40 - 8, 40))  # four days are near the newest


def test_nearest_articles_are_those_of_plain_cosines() -> None:
    buckets, _ = filled([number % 5 / 2 for number in range(60)])
    buckets.discard("a007")
    asked = made(100, 1.0)
    found = [entry.features.id for entry in buckets.near(asked, 12)]
    others = [made(number, number % 5 / 2) for number in range(60) if number != 7]
    scores = {f"a{number:03}": 0.0 for number in range(60)} | {one.id: dot(asked.body, one.body) for one in others}
    assert len(found) == 12 and "a007" not in found
    assert min(scores[i] for i in found) >= sorted(scores.values())[-12] - 1e-9
    assert [scores[i] for i in found] == sorted((scores[i] for i in found), reverse=True)
