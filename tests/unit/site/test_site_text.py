"""The catalogue of the interface's texts."""

import re
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

from siyaq.site.clock import ZONES
from siyaq.site.text import LANGUAGES, catalogue, plural_form, say

SITE = Path(str(files("siyaq.site")))
FORMS = {"ar": {"zero", "one", "two", "few", "many", "other"}, "en": {"one", "other"}}
_KEY = re.compile(r"""\bt\(\s*f?['"]([a-z0-9.-]+)['"]""")
_FILTERED = re.compile(r"""['"]([a-z0-9.-]+)['"]\|t\b""")
_SAID = re.compile(r"""say\(\s*\w+,\s*['"]([a-z0-9.-]+)['"]""")


def used_keys() -> set[str]:
    keys: set[str] = set()
    for path in [*SITE.glob("*.py"), *SITE.glob("templates/*.html")]:
        text = path.read_text("utf-8")
        keys |= set(_KEY.findall(text)) | set(_FILTERED.findall(text)) | set(_SAID.findall(text))
    return {key for key in keys if not key.endswith((".", "-"))}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_key_used_is_in_the_catalogue() -> None:
    assert len(used_keys()) > 80
    assert used_keys() <= set(catalogue())


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_every_text_is_there_in_both_languages_with_all_plural_forms(key: str) -> None:
    entry = catalogue()[key]
    assert set(entry) == set(LANGUAGES)
    for language in LANGUAGES:
        if isinstance(entry[language], dict):
            assert set(entry[language]) == FORMS[language]
        else:
            assert entry[language].strip()
    if isinstance(entry["ar"], str):
        assert fields(entry["ar"]) == fields(entry["en"])


def test_every_offered_zone_has_a_name() -> None:
    assert all(f"zone.{name}" in catalogue() for name in ZONES)


def test_arabic_counts() -> None:
    counted = {n: say("ar", "story.reports", n=n) for n in (1, 2, 3, 11, 100, 1234)}
    assert counted == {
        1: "تقرير واحد",
        2: "تقريران",
        3: "3 تقارير",
        11: "11 تقريرًا",
        100: "100 تقرير",
        1234: "1,234 تقريرًا",
    }
    assert plural_form("en", 1) == "one"


def test_an_unknown_key_is_a_bug() -> None:
    with pytest.raises(KeyError):
        say("ar", "no.such.text")
