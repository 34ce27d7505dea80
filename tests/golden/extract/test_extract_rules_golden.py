"""Rules of outlets: each has a golden page, and holds for its own days only."""

from datetime import date
from pathlib import Path

import pytest

from siyaq.errors import SettingsError
from siyaq.extract import bundled_rules, extract, load_rules

OUTLETS = Path(__file__).parent / "outlets"
RULES = load_rules((OUTLETS / "old-example.toml").read_bytes())


def test_old_layout_is_read_with_its_own_rule() -> None:
    found = extract((OUTLETS / "old-example-green.html").read_bytes(), "http://www.old.example/7", rules=(RULES,))
    assert found.title == "عودة الصيادين إلى الميناء"
    assert found.body == "عاد الصيادون إلى الميناء.\n\nالبحر هادئ."
    assert (found.published, found.authors, found.tags) == (date(2009, 3, 2), ("سامي ناصر",), ("الميناء", "الصيد"))


def test_rule_is_chosen_by_the_day() -> None:
    found = extract((OUTLETS / "old-example-blue.html").read_bytes(), "http://old.example/8", rules=(RULES,))
    assert found.body == "افتتح السوق القديم أبوابه صباح اليوم."
    assert [RULES.rule_for("old.example", day).name for day in (date(2010, 1, 1), date(2011, 1, 1), None)] == [
        "green",
        "blue",
        "blue",
    ]  # type: ignore[union-attr]
    assert RULES.rule_for("other.example", None) is None


def test_every_rule_has_its_golden_page() -> None:
    missing = [
        rule.golden for outlet in (RULES, *bundled_rules()) for rule in outlet.rules if not (OUTLETS / rule.golden).is_file()
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hosts = [", "no TOML"),
        ("x = 1", "hosts"),
        ('hosts=["a"]\n[[rule]]\nname="x"\ngolden="g"\ncolour="red"', "unknown field"),
        ('hosts=["a"]\n[[rule]]\nname="x"', "golden"),
        ('hosts=["a"]\n[[rule]]\nname="x"\ngolden="g"\nbody="div["', "CSS"),
        ('hosts=["a"]\n[[rule]]\nname="x"\ngolden="g"\nsince="2010"', "days"),
    ],
)
def test_faults_in_rules_are_named(text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        load_rules(text.encode())
