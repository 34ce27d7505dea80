"""Index forms that were made with the notes."""

from dataclasses import replace
from datetime import UTC, datetime

from siyaq.engine.analysing import analyse_article
from siyaq.engine.following import Prepared, document_of
from siyaq.index import forms_of
from siyaq.ports import IndexDocument
from siyaq.types import Analysis, Article

ARTICLE = Article(
    id="a",
    title="فيضان نهر سيروان",
    text="جرف الفيضان جسر القرية.",
    summary="فيضان",
    published=datetime(2021, 3, 1, tzinfo=UTC),
)


def document(article: Article) -> IndexDocument:
    return document_of(article, Analysis(), "s", False)


def test_forms_are_those_of_the_texts() -> None:
    made = analyse_article(ARTICLE, None, with_forms=True)
    assert made.forms == forms_of(ARTICLE.title, ARTICLE.text, "فيضان")
    prepared = Prepared()
    prepared.keep([ARTICLE], [made])
    assert prepared.with_forms(document(ARTICLE)).forms == made.forms


def test_other_texts_get_no_forms_and_nothing_is_kept_after_clearing() -> None:
    prepared = Prepared()
    prepared.keep([ARTICLE], [analyse_article(ARTICLE, None, with_forms=True)])
    for changed in ({"title": "سيل"}, {"text": "جف النهر."}, {"summary": None}):
        assert prepared.with_forms(document(replace(ARTICLE, **changed))).forms is None  # type: ignore[arg-type]
    prepared.clear()
    assert prepared.with_forms(document(ARTICLE)).forms is None
