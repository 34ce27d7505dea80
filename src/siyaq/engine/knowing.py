"""Features of stored articles: made of their stored readings, or of their text where a reading is missing or outdated."""

from collections.abc import Sequence

from siyaq.link import ArticleFeatures, features, features_from_reading, reading_from_bytes
from siyaq.ports import Store
from siyaq.types import Analysis, Article


def features_of(data: bytes | None, article: Article, analysis: Analysis | None, vectors: bytes = b"") -> ArticleFeatures:
    """Features from a stored reading, with `vectors` where they were made; from the article itself where there is none."""
    reading = reading_from_bytes(data) if data else None
    return features_from_reading(reading, vectors) if reading else features(article, analysis)


def is_current(data: bytes | None) -> bool:
    """Whether a stored reading is there and of this version."""
    return data is not None and reading_from_bytes(data) is not None


def stored_features(store: Store, ids: Sequence[str]) -> dict[str, ArticleFeatures]:
    """Features of those of `ids` that exist, by id; texts are loaded of those alone that have no reading of this version."""
    readings = {i: reading for i, data in store.readings(ids).items() if (reading := reading_from_bytes(data)) is not None}
    made = {i: features_from_reading(reading) for i, reading in readings.items()}
    unread = [i for i in ids if i not in made]
    return made | known_features(store, tuple(store.articles(unread).values())) if unread else made


def known_features(store: Store, articles: Sequence[Article]) -> dict[str, ArticleFeatures]:
    """Features of stored articles, by id."""
    readings = store.readings([article.id for article in articles])
    unread = [article.id for article in articles if article.id not in readings]
    analyses = store.analyses(unread) if unread else {}
    return {a.id: features_of(readings.get(a.id), a, analyses.get(a.id)) for a in articles}
