"""What every search index does (`ports.SearchIndex`), over the one on disk and the one in memory."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from siyaq import arabic
from siyaq.errors import BusyError, SearchIndexError
from siyaq.index import EmbeddedIndex, embedded, open_index
from siyaq.ports import IndexDocument
from siyaq.query import parse_query

START = datetime(2021, 3, 1, tzinfo=UTC)


def document(
    name: str,
    title: str,
    text: str = "",
    *,
    days: int = 0,
    story: str = "",
    source: str = "nahar",
    tags: tuple[str, ...] = (),
    names: tuple[str, ...] = (),
) -> IndexDocument:
    when = START + timedelta(days=days)
    return IndexDocument(
        article=name,
        title=title,
        text=text,
        summary="",
        source=source,
        section="سياسة",
        when=when,
        story=story,
        tags=tags,
        names=names,
        is_copy=False,
    )


DOCUMENTS = (
    document(
        "a1",
        "غرق سفينة شحن قرب ميناء طنجة",
        "غرقت سفينة شحن محملة بالقمح صباح اليوم قرب ميناء طنجة.",
        story="s1",
        tags=("موانئ",),
    ),
    document(
        "a2", "إنقاذ طاقم السفينة الغارقة", "أنقذ خفر السواحل طاقم سفينة الشحن قرب طنجة.", days=1, story="s1", source="fajr"
    ),
    document(
        "a3",
        "افتتاح معرض الكتاب في الرباط",
        "افتتح وزير الثقافة معرض الكتاب، وقال إن علي حضر.",
        days=2,
        story="s2",
        names=("الرباط",),
    ),
    document("a4", "القمح يرتفع في الأسواق", "ارتفعت أسعار القمح على المدى القريب.", days=3, story="s3"),
)


@pytest.fixture(params=["disk", "memory"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EmbeddedIndex]:
    opened = open_index(str(tmp_path / "index") if request.param == "disk" else None)
    opened.put(DOCUMENTS)
    opened.commit(7)
    yield opened
    opened.close()


def found(index: EmbeddedIndex, text: str, **options: object) -> list[str]:
    return [hit.article for hit in index.search(parse_query(text), **options).hits]  # type: ignore[arg-type]


def test_lemmas_and_spellings_are_found(index: EmbeddedIndex) -> None:
    assert set(found(index, "السُّفُن طنجه")) == {"a1", "a2"}


def test_quotes_keep_the_exact_form(index: EmbeddedIndex) -> None:
    assert found(index, '"على المدى"') == ["a4"]
    assert found(index, '"علي حضر"') == ["a3"]


def test_excluded_words_and_restrictions(index: EmbeddedIndex) -> None:
    assert found(index, "القمح -سفينة") == ["a4"]
    assert found(index, "سفينة source:FAJR") == ["a2"]
    assert found(index, "tag:موانِئ") == ["a1"]
    assert found(index, "name:الرباط OR source:fajr") == ["a3", "a2"]


def test_dates_and_order_by_time(index: EmbeddedIndex) -> None:
    assert found(index, "from:2021-03-02 to:2021-03-03") == ["a3", "a2"]
    assert found(index, "سفينة شحن", sort="time") == ["a2", "a1"]


def test_collapsing_folds_the_reports_of_a_story(index: EmbeddedIndex) -> None:
    result = index.search(parse_query("سفينة طنجة"), collapse=True)
    assert result.total == 1
    assert len(result.hits) == 1
    assert {result.hits[0].article, *result.hits[0].others} == {"a1", "a2"}
    assert result.hits[0].story == "s1"


def test_facets_count_all_matches(index: EmbeddedIndex) -> None:
    facets = index.search(parse_query("سفينة OR القمح"), k=1, facets=True).facets
    assert facets["source"] == (("nahar", 2), ("fajr", 1))
    assert facets["month"] == (("2021-03", 3),)


def test_highlights_stand_on_the_original_letters(index: EmbeddedIndex) -> None:
    hit = index.search(parse_query("سفينه")).hits[0]
    assert {hit.snippet[a:b] for a, b in hit.highlights} == {"سفينة"}


def test_pages_follow_each_other(index: EmbeddedIndex) -> None:
    everything = found(index, "from:2021", k=10)
    assert [*found(index, "from:2021", k=2), *found(index, "from:2021", k=2, offset=2)] == everything
    assert index.search(parse_query("from:2021"), k=1).total == len(DOCUMENTS)


def test_put_replaces_and_remove_forgets(index: EmbeddedIndex) -> None:
    index.put([document("a1", "عنوان جديد تماما")])
    index.remove(["a2", "nobody"])
    index.commit(9)
    assert found(index, "سفينة") == []
    assert found(index, "عنوان") == ["a1"]
    assert index.last_seq() == 9


def test_clear_empties(index: EmbeddedIndex) -> None:
    index.clear()
    assert (index.last_seq(), found(index, "from:2021")) == (0, [])


def test_related_ranks_by_weighted_terms(index: EmbeddedIndex) -> None:
    terms = [(lemma, 1.0) for lemma in arabic.lemmas("سفينة شحن")]
    pairs = index.related(terms, k=5, exclude=["a1"])
    assert [article for article, _ in pairs] == ["a2"]
    assert index.related(terms, k=5, until=START) == ()


def test_related_leaves_copies_out_where_they_are_not_wanted(index: EmbeddedIndex) -> None:
    copy = replace(DOCUMENTS[0], article="copy", is_copy=True)
    index.put([copy])
    index.commit(9)
    terms = [(lemma, 1.0) for lemma in arabic.lemmas(copy.title)]
    assert {"copy", DOCUMENTS[0].article} <= {i for i, _ in index.related(terms, k=9)}
    for until in (None, copy.when + timedelta(days=1)):
        found = [i for i, _ in index.related(terms, k=9, until=until, copies=False)]
        assert DOCUMENTS[0].article in found
        assert "copy" not in found


def test_name_variants_are_searched_too(index: EmbeddedIndex) -> None:
    assert found(index, "طنجيس", expand=lambda word: ("طنجة",) if word == "طنجيس" else ()) == found(index, "طنجة")


def test_a_phrase_that_nothing_has_falls_back_on_its_words(index: EmbeddedIndex) -> None:
    assert set(found(index, '"طنجة سفينة"')) == {"a1", "a2"}


def test_a_second_writer_is_told_to_wait_and_readers_see_commits(tmp_path: Path) -> None:
    one, two = open_index(str(tmp_path)), open_index(str(tmp_path))
    one.put(DOCUMENTS[:1])
    with pytest.raises(BusyError):
        two.put(DOCUMENTS[1:])
    one.commit(1)
    assert found(two, "سفينة") == ["a1"]
    two.put(DOCUMENTS[1:])
    two.commit(2)
    assert one.last_seq() == 2
    one.close()
    two.close()


def test_a_commit_is_there_before_its_parts_are_merged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "_PATIENCE_S", 0.0)
    one = open_index(str(tmp_path))
    for number in range(20):  # eight parts and more are merged
        one.put([document(f"m{number}", "سفينة في الميناء", days=number)])
        one.commit(number + 1)
        assert (one.last_seq(), len(found(one, "سفينة", k=50))) == (number + 1, number + 1)
    one.close()
    two = open_index(str(tmp_path))
    two.put(DOCUMENTS)
    two.commit(21)
    assert len(found(two, "سفينة from:2021", k=50)) >= 20
    two.close()


def test_parts_that_cannot_be_merged_are_told_of(caplog: pytest.LogCaptureFixture) -> None:
    class Stuck:
        def wait_merging_threads(self) -> None:
            raise ValueError("no space left\non device")

    open_index(None)._merge(Stuck())  # type: ignore[arg-type]
    assert "could not be merged: no space left on device" in caplog.text


def test_what_was_not_committed_is_dropped(tmp_path: Path) -> None:
    one = open_index(str(tmp_path))
    one.put(DOCUMENTS)
    one.close()
    one.close()
    two = open_index(str(tmp_path))
    assert (two.last_seq(), found(two, "from:2021")) == (0, [])


def test_another_format_asks_for_a_rebuild(tmp_path: Path) -> None:
    one = open_index(str(tmp_path))
    one.close()
    (tmp_path / "siyaq-format").write_text("0\n")
    with pytest.raises(SearchIndexError, match="rebuild"):
        open_index(str(tmp_path))


def test_a_damaged_index_asks_for_a_rebuild(tmp_path: Path) -> None:
    one = open_index(str(tmp_path))
    one.put(DOCUMENTS)
    one.commit(1)
    one.close()
    (tmp_path / "meta.json").write_text("{")
    with pytest.raises(SearchIndexError, match="rebuild"):
        open_index(str(tmp_path))
