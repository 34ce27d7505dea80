"""The interface's own texts, in Arabic and English, from one catalogue file with the plural forms of both languages."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, cast

from babel import Locale

from siyaq.arabic import section_key
from siyaq.arabic.section import SECTIONS

Language = Literal["ar", "en"]
LANGUAGES: tuple[Language, ...] = ("ar", "en")


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Any]:
    """The whole catalogue: key -> language -> text, or key -> language -> plural form -> text."""
    return tomllib.loads((files("siyaq.site") / "texts.toml").read_text("utf-8"))


@lru_cache(maxsize=len(LANGUAGES))
def _locale(language: Language) -> Locale:
    return Locale(language)


@lru_cache(maxsize=4096)
def plural_form(language: Language, n: int) -> str:
    """The CLDR plural form of a number: zero, one, two, few, many or other.

    >>> [plural_form("ar", n) for n in (0, 1, 2, 3, 11, 100)]
    ['zero', 'one', 'two', 'few', 'many', 'other']
    """
    return str(_locale(language).plural_form(abs(n)))


def say(language: Language, key: str, **values: object) -> str:
    """A text of the catalogue with its values filled in.

    Args:
        key: key of the catalogue; an unknown one is a bug (`KeyError`).
        **values: what stands in braces in the text; `n` chooses the plural form where the text has some.

    >>> say("ar", "ago.hours", n=2)
    'منذ ساعتين'
    """
    entry = catalogue()[key][language]
    if isinstance(entry, dict):
        n = int(cast(int, values["n"]))
        entry = entry.get(plural_form(language, n)) or entry["other"]
        values["n"] = f"{n:,}"
    return str(entry).format(**values) if values else str(entry)


def country_name(language: Language, code: str) -> str:
    """A country's name; a code that is none comes back as it is.

    >>> country_name("ar", "JO")
    'الأردن'
    """
    return _locale(language).territories.get(code.upper()) or code


def known_section(name: str, language: Language) -> str | None:
    """The name in a language of a section that most outlets have, whatever this one calls it; None for others.

    >>> known_section("الرياضة", "en"), known_section("sports", "ar")
    ('Sport', 'رياضة')
    """
    key = section_key(name)
    return say(language, f"section.{key}") if key in SECTIONS else None
