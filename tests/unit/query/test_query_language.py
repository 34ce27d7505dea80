"""What each operator of the search language means."""

from datetime import UTC, datetime

import pytest

from siyaq.errors import QueryError
from siyaq.query import And, Not, Or, Phrase, Query, Restrict, Word, parse_query


def test_words_stand_side_by_side() -> None:
    assert parse_query("صواريخ كوريا").node == And(nodes=(Word(text="صواريخ"), Word(text="كوريا")))


def test_or_binds_closer_than_standing_side_by_side() -> None:
    expected = And(nodes=(Word(text="قمة"), Or(nodes=(Word(text="بوتين"), Word(text="بايدن")))))
    assert parse_query("قمة بوتين OR بايدن").node == expected


@pytest.mark.parametrize("text", ['-"كأس العالم"', "-“كأس العالم”"])
def test_phrases_may_be_excluded(text: str) -> None:
    assert parse_query(text).node == Not(node=Phrase(text="كأس العالم"))


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("source:bbc", "source", "bbc"),
        ("مصدر:bbc", "source", "bbc"),
        ('وسم:"كأس العالم"', "tag", "كأس العالم"),
        ("قسم:رياضة", "section", "رياضة"),
    ],
)
def test_restrictions_in_both_languages(text: str, field: str, value: str) -> None:
    assert parse_query(text).node == Restrict(field=field, value=value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("from:2018-06-12 to:2018-06-12", datetime(2018, 6, 12, tzinfo=UTC), datetime(2018, 6, 13, tzinfo=UTC)),
        ("from:2018 to:2018-06", datetime(2018, 1, 1, tzinfo=UTC), datetime(2018, 7, 1, tzinfo=UTC)),
        ('من:"12 حزيران 2018" إلى:٢٠١٨-٠٦-١٤', datetime(2018, 6, 12, tzinfo=UTC), datetime(2018, 6, 15, tzinfo=UTC)),
        ("to:2018-12", None, datetime(2019, 1, 1, tzinfo=UTC)),
    ],
)
def test_dates_bound_the_span(text: str, since: datetime | None, until: datetime) -> None:
    found = parse_query(text)
    assert (found.since, found.until) == (since, until)
    assert found.bare


@pytest.mark.parametrize("text", ["", "  ", "((", '""', "- -", "OR"])
def test_nothing_to_search_for_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="nothing to search for"):
        parse_query(text)


@pytest.mark.parametrize("text", ["from:غدامس", "from:2018-13", "from:2018-02-30 x", "to:99999"])
def test_unreadable_dates_are_refused_in_one_line(text: str) -> None:
    with pytest.raises(QueryError, match="cannot be read") as caught:
        parse_query(text)
    assert "\n" not in str(caught.value)


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(QueryError, match="span is empty"):
        parse_query("from:2019 to:2018")


@pytest.mark.parametrize("text", ['قال: "لن نذهب', "الوزير (الجديد", "الحرارة -5 درجات", "خبر - عاجل", "((((" * 400 + "كلمة"])
def test_pasted_text_is_never_refused(text: str) -> None:
    assert parse_query(text).words


def test_excluded_words_are_not_shown() -> None:
    assert parse_query('بوتين -روسيا "القمة الأولى"').words == ("بوتين", "القمة الأولى")


def test_empty_value_is_a_word() -> None:
    assert parse_query("source: bbc") == Query(node=And(nodes=(Word(text="source:"), Word(text="bbc"))))
