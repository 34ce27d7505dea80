"""Signals of a pair that hang on the notes and on how an article is told."""

from siyaq.link import ArticleFeatures, features, pair_signals
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
