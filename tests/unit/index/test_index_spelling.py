"""Spellings that the index adds to a query."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from siyaq.index import EmbeddedIndex, open_index
from siyaq.index.snippet import make_snippet
from siyaq.index.vocabulary import shortened, sound_key
from siyaq.ports import IndexDocument
from siyaq.query import parse_query


@pytest.mark.parametrize(
    ("one", "two"),
    [("جواتيمالا", "غواتيمالا"), ("تليجرام", "تيليغرام"), ("تايلند", "تايلاند"), ("طوكيو", "توكيو"), ("ماكريجور", "ماكغريغور")],
)
def test_names_that_sound_alike_have_one_key(one: str, two: str) -> None:
    assert sound_key(one) == sound_key(two)


def test_other_names_have_other_keys() -> None:
    assert sound_key("بوتين") != sound_key("بايدن")


@pytest.mark.parametrize(("one", "two"), [("ماسك", "ماكس"), ("مانشتسر", "مانشستر"), ("كلمة", "كلة"), ("كلمة", "كلمات")])
def test_words_one_error_apart_share_a_shortened_form(one: str, two: str) -> None:
    assert bool(shortened(one) & shortened(two)) == (two != "كلمات")


@pytest.fixture
def index() -> Iterator[EmbeddedIndex]:
    made = open_index(None)
    texts = [
        "بركان غواتيمالا يثور من جديد",
        "ضحايا بركان غواتيمالا",
        "رماد بركان غواتيمالا يبلغ القرى",
        "بركان في الجزيرة",
        "جواتيم اسم متجر",
    ]
    rest = {
        "summary": "",
        "source": "nahar",
        "section": "",
        "when": datetime(2021, 3, 1, tzinfo=UTC),
        "story": "",
        "is_copy": False,
    }
    made.put(IndexDocument(article=f"a{i}", title=text, text=text, tags=(), names=(), **rest) for i, text in enumerate(texts))  # type: ignore[arg-type]
    made.commit(1)
    yield made
    made.close()


def test_the_spelling_that_the_index_holds_is_found_and_suggested(index: EmbeddedIndex) -> None:
    result = index.search(parse_query("بركان جواتيمالا"))
    assert {hit.article for hit in result.hits} == {"a0", "a1", "a2"}
    assert result.suggestion == "بركان غواتيمالا"


def test_known_words_get_no_suggestion(index: EmbeddedIndex) -> None:
    assert index.search(parse_query("بركان غواتيمالا")).suggestion is None


def test_snippets_show_where_the_words_stand() -> None:
    text = "كلام أول بلا صلة. " * 30 + "ثم وصلت السفن إلى الميناء الكبير. " + "كلام آخر. " * 30
    snippet, spans = make_snippet(text, {("ميناء",): 1.0})
    assert [snippet[a:b] for a, b in spans] == ["الميناء"]
    assert len(snippet) <= 220
    assert snippet in text
