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


def made_index(texts: list[str]) -> EmbeddedIndex:
    made, when = open_index(None), datetime(2021, 3, 1, tzinfo=UTC)
    rest = {"summary": "", "source": "nahar", "section": "", "story": "", "is_copy": False, "tags": (), "names": ()}
    made.put(IndexDocument(article=f"a{i}", title="", text=text, when=when, **rest) for i, text in enumerate(texts))  # type: ignore[arg-type]
    made.commit(1)
    return made


def test_an_unusual_spelling_does_not_come_first() -> None:
    filler = [f"كلام عن أمر رقم {n}" for n in range(200)]
    usual = ["أعلن فيسبوك عن ميزة في فيسبوك اليوم", *["خبر عن فيسبوك والناس"] * 40]
    index = made_index([*usual, "خبر عن فايسبوك والناس", *filler])
    spellings = ["فيسبوك", "فايسبوك"]
    found = index.search(parse_query("فيسبوك"), k=50, expand=lambda name: spellings if name in spellings else [])
    assert found.hits[0].article == "a0" and found.total == 42
    found = index.search(parse_query("فايسبوك"), k=50, expand=lambda name: spellings if name in spellings else [])
    assert [hit.article for hit in found.hits[:2]] == ["a41", "a0"]  # what was typed counts a little more
    index.close()


def test_a_misspelt_name_is_found_though_its_lemma_loses_an_ending() -> None:
    index = made_index([*["زار أردوغان المدينة"] * 5, "فارق اللاعب النادي", "كلام آخر"])
    result = index.search(parse_query("اردوقان"))
    assert result.total == 5 and result.suggestion == "أردوغان"
    index.close()


def test_a_lone_article_is_no_word() -> None:
    index = made_index(["قال آل فلان كلاما", "خبر من شبكة CNN عن السفن"])
    assert [hit.article for hit in index.search(parse_query("الـ CNN")).hits] == ["a1"]
    assert index.search(parse_query("الـ")).total == 1
    index.close()
