"""Outlets are asked for by name as well as by id."""

import pytest

from siyaq.engine.searching import with_outlet_ids
from siyaq.query import parse_query
from siyaq.types import Source

SOURCES = (Source(id="daftar", name="دفتر الشمال"), Source(id="nahar", name="نهار"))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('سوق مصدر:"دَفتر الشمال"', "سوق source:daftar"),
        ('-source:"دفتر الشمال" سوق', "-source:daftar سوق"),
        ('source:نهار OR source:"دفتر الشمال"', "source:nahar OR source:daftar"),
        ("source:daftar", "source:daftar"),
        ("source:غيره", "source:غيره"),
        ("tag:نهار", "tag:نهار"),
    ],
)
def test_names_of_outlets_stand_for_their_ids(text: str, meant: str) -> None:
    assert with_outlet_ids(parse_query(text), lambda: SOURCES) == parse_query(meant)


def test_outlets_are_not_read_for_other_queries() -> None:
    assert with_outlet_ids(parse_query("سوق tag:نهار"), lambda: 1 / 0) == parse_query("سوق tag:نهار")  # type: ignore[arg-type, return-value]
