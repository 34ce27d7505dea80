"""Writing a query and reading it again gives the same query."""

from hypothesis import given
from hypothesis import strategies as st

from siyaq.errors import QueryError
from siyaq.query import parse_query

PIECES = st.sampled_from(
    [
        "بوتين",
        "قمّة",
        "OR",
        "AND",
        "NOT",
        "|",
        "-",
        "--",
        '"',
        "“",
        "”",
        "(",
        ")",
        " ",
        "source:",
        "tag:حرب",
        "وسم:",
        "from:2018-06-01",
        "to:2018-07",
        "x",
        "-5",
        "\u200f",
        ":",
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=40) | st.lists(PIECES, max_size=14).map(" ".join))
def test_written_queries_read_the_same(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError:
        return
    assert parse_query(str(query)) == query
    assert str(parse_query(str(query))) == str(query)
