"""What every search index makes of names, summaries, corrections and facets."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from siyaq.ids import article_id
from siyaq.index import EmbeddedIndex, open_index
from siyaq.ports import IndexDocument
from siyaq.query import parse_query

WHEN = datetime(2021, 3, 1, tzinfo=UTC)


def document(name: str, title: str, text: str = "", summary: str = "", **more: object) -> IndexDocument:
    rest: dict[str, object] = {"source": "nahar", "section": "", "story": "", "tags": (), "names": (), "is_copy": False}
    return IndexDocument(article=name, title=title, text=text, summary=summary, when=WHEN, **(rest | more))  # type: ignore[arg-type]


@pytest.fixture(params=["disk", "memory"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EmbeddedIndex]:
    opened = open_index(str(tmp_path / "index") if request.param == "disk" else None)
    yield opened
    opened.close()


def fill(index: EmbeddedIndex, *documents: IndexDocument) -> None:
    index.put(documents)
    index.commit(1)


def found(index: EmbeddedIndex, text: str, **options: object) -> list[str]:
    return [hit.article for hit in index.search(parse_query(text), **options).hits]  # type: ignore[arg-type]


def variants(name: str) -> tuple[str, ...]:
    groups = ({"سالم الهدار", "سالم الهدّور"}, {"وادي السمر", "السمرية"})
    return next((tuple(sorted(group)) for group in groups if name in group), ())


def test_names_of_several_words_are_found_in_their_other_spellings(index: EmbeddedIndex) -> None:
    fill(
        index,
        document("a", "كلمة سالم الهدور في الحفل"),
        document("b", "لقاء في السمرية"),
        document("c", "سالم يعود"),
        document("d", "وادي النخل"),
    )
    assert found(index, "سالم الهدار", expand=variants) == ["a"]
    assert found(index, "وادي السمر", expand=variants) == ["b"]


def test_restrictions_to_a_name_follow_its_spellings(index: EmbeddedIndex) -> None:
    fill(index, document("a", "خبر", names=("السمرية",)), document("b", "خبر", names=("وادي النخل",)))
    assert found(index, 'name:"وادي السمر"', expand=variants) == ["a"]
    assert found(index, 'name:"وادي السمر"') == []


def test_words_of_the_summary_alone_are_found_and_shown(index: EmbeddedIndex) -> None:
    fill(index, document("a", "خبر قصير", "نص بلا صلة", summary="افتتاح الجسر المعلق"))
    hit = index.search(parse_query("الجسر")).hits[0]
    assert [hit.snippet[a:b] for a, b in hit.highlights] == ["الجسر"]


def test_an_article_without_headline_is_no_worse_off(index: EmbeddedIndex) -> None:
    fill(
        index,
        document("headless", "", "تأسست مكتبة الميناء القديم عام 1910 وفيها مخطوطات."),
        document("other", "مكتبة الحي", "أعيد طلاء مكتبة الحي."),
    )
    assert found(index, "مخطوطات مكتبة الميناء")[0] == "headless"


def test_an_article_with_all_the_words_comes_before_one_with_most(index: EmbeddedIndex) -> None:
    fill(
        index,
        document("most", "سفينة القمح", "سفينة القمح سفينة القمح"),
        document("all", "أخبار الميناء", "رست سفينة تحمل القمح في طنجة صباحا " + "كلام " * 30),
    )
    assert found(index, "سفينة القمح طنجة") == ["all", "most"]


def test_corrections_are_written_as_articles_write_them_and_keep_the_rest(index: EmbeddedIndex) -> None:
    fill(index, *(document(f"a{i}", "نتائج الانتخابات البلدية", "أعلنت نتائج الانتخابات البلدية") for i in range(5)))
    suggestion = index.search(parse_query("نتائج الانتخبات source:nahar from:2021")).suggestion
    assert suggestion == 'نتائج الانتخابات source:"nahar" from:2021-01-01'
    assert found(index, suggestion or "") != []


def test_a_negation_alone_finds_all_others(index: EmbeddedIndex) -> None:
    fill(index, document("a", "سفينة"), document("b", "قطار"), document("c", "طائرة"))
    assert set(found(index, "-سفينة")) == {"b", "c"}
    assert set(found(index, "NOT (سفينة OR قطار)")) == {"c"}
    assert set(found(index, "سفينة OR (NOT قطار)")) == {"a", "c"}


def test_many_matches_are_counted_in_a_part(index: EmbeddedIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("siyaq.index.result._COUNTED", 300)
    fill(
        index,
        *(
            document(article_id(f"https://example.org/{i}"), "سفينة", names=("طنجة", f"اسم {i}"), source=f"s{i % 2}")
            for i in range(900)
        ),
    )
    facets = index.search(parse_query("سفينة"), k=1, facets=True).facets
    assert all(abs(count - 450) < 100 for _, count in facets["source"])
    name, count = facets["name"][0]
    assert name == "طنجة" and abs(count - 900) < 150


def test_of_a_wide_query_what_has_all_words_comes_first_on_every_page(
    index: EmbeddedIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ("سفينة القمح طنجة", "سفينة القمح سفينة القمح سفينة القمح", "القمح طنجة")
    fill(index, *(document(f"a{i:03}", "خبر", texts[i % 3], story=f"s{i // 2}") for i in range(120)))
    narrow = index.search(parse_query("سفينة القمح طنجة"), k=200)
    monkeypatch.setattr("siyaq.index.compile.WIDE", 10)
    wide = [index.search(parse_query("سفينة القمح طنجة"), k=15, offset=at) for at in range(0, 120, 15)]
    ids = [hit.article for page in wide for hit in page.hits]
    assert {int(i[1:]) % 3 for i in ids[:40]} == {0}
    assert sorted(ids) == sorted(hit.article for hit in narrow.hits)
    assert {page.total for page in wide} == {narrow.total} == {120}
    collapsed = index.search(parse_query("سفينة القمح طنجة"), k=100, collapse=True)
    assert collapsed.total == len(collapsed.hits) == 60


@pytest.mark.parametrize("name", [article_id("https://example.org/a"), "A-given id 7", "x" * 300, "معرف"])
def test_ids_of_any_shape_come_back(index: EmbeddedIndex, name: str) -> None:
    fill(index, document(name, "سفينة الشحن", story="s"), document("zz", "سفينة", story="s"))
    hit = index.search(parse_query("سفينة شحن OR سفينة"), collapse=True).hits[0]
    assert {hit.article, *hit.others} == {name, "zz"}
    assert {i for i, _ in index.related([("سفينه", 1.0)], k=5)} == {name, "zz"}


def test_a_name_is_found_by_one_of_its_words_where_nobody_is_called_that(index: EmbeddedIndex) -> None:
    fill(
        index,
        document("a", "هدف", names=("محمد صلاح",)),
        document("b", "قرار", names=("علي صلاح", "نبيل")),
        document("c", "لقاء", names=("نبيل فهمي",)),
    )
    assert sorted(found(index, "name:صلاح")) == ["a", "b"]
    assert found(index, 'name:"صلاح علي"') == ["b"]
    assert found(index, "name:نبيل") == ["b"]  # somebody is called just so
    assert found(index, "from:2000 -name:صلاح") == ["c"]
    assert found(index, "name:غيره") == []
