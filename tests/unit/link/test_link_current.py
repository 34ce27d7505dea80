"""What a word says these days."""

from datetime import UTC, datetime, timedelta

from siyaq.link import ArticleFeatures, features
from siyaq.link.bucket import Buckets, Entry
from siyaq.link.current import Current, StoryCounts
from siyaq.types import Article

START = datetime(2021, 3, 1, 6, tzinfo=UTC)
FLOOD = "جرف فيضان نهر سيروان جسر قرية دلبار وقطع الطريق إلى المدينة. وقال مدير الدفاع المدني إن المياه ارتفعت ثلاثة أمتار."
TOWNS = ("دلبار", "مرسين", "الواحة", "كوكلان", "نوسود", "زرنكار", "تلاوة", "بيستون")


def made(name: str, title: str, text: str, hours: float = 0) -> ArticleFeatures:
    return features(Article(id=name, source="nahar", title=title, text=text, published=START + timedelta(hours=hours)))


def test_a_lemma_of_many_stories_says_less_and_one_of_a_single_story_does_not() -> None:
    many, one = StoryCounts(), StoryCounts()
    for i in range(40):
        known = made(f"a{i}", "فيضان نهر سيروان", FLOOD)
        many.add(known, f"s{i}")
        one.add(known, "s")
    lemma = next(iter(made("x", "سيروان", "").head))
    fresh = Current().lemma_weight(lemma)
    assert Current([many]).lemma_weight(lemma) < fresh - 1
    assert Current([one]).lemma_weight(lemma) >= fresh


def test_a_pair_of_many_stories_says_less() -> None:
    day = StoryCounts()
    known = made("a", "فيضان نهر سيروان", FLOOD)
    pair = min(known.pairs)
    day.add(known, "s1")
    before = Current([day]).pair_weight(pair)
    day.add(made("b", "فيضان نهر سيروان", FLOOD), "s2")
    assert Current([day]).pair_weight(pair) < before


def test_taking_an_article_out_leaves_no_trace() -> None:
    day = StoryCounts()
    first, second = made("a", "فيضان نهر سيروان", FLOOD), made("b", "جسر دلبار ينهار", FLOOD)
    day.add(first, "s")
    lemmas, pairs = +day.lemmas, +day.pairs
    day.add(second, "s")
    day.remove(second, "s")
    assert (+day.lemmas, +day.pairs, list(day.members)) == (lemmas, pairs, ["s"])
    day.remove(first, "s")
    assert not +day.lemmas and not +day.pairs and not day.members


def test_the_window_is_what_its_days_are_now() -> None:
    buckets = Buckets(lambda _: [], lambda _: None, 8)
    entries = [Entry(features=made(f"a{i}", f"فيضان في {town}", FLOOD, i), story=f"s{i}") for i, town in enumerate(TOWNS)]
    for entry in entries:
        buckets.add(entry)
    buckets.move(entries[1], "s0")
    buckets.discard("a2")
    fresh = Buckets(lambda _: [], lambda _: None, 8)
    for entry in entries[:2] + entries[3:]:
        fresh.add(Entry(features=entry.features, story=entry.story))
    found, expected = (each.current(entries[0].features.when) for each in (buckets, fresh))
    for lemma in entries[0].features.body:
        assert found.lemma_weight(lemma) == expected.lemma_weight(lemma)
    for pair in entries[0].features.pairs:
        assert found.pair_weight(pair) == expected.pair_weight(pair)
