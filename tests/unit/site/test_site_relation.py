"""The words for how happenings stand to each other."""

import pytest

from siyaq.link.relation import KINDS
from siyaq.site.text import say


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "none"])
@pytest.mark.parametrize("side", ["of", "to"])
def test_every_relation_has_words_in_both_languages(kind: str, side: str) -> None:
    arabic, english = (say(language, f"relation.{side}.{kind}") for language in ("ar", "en"))
    assert arabic.strip() and english.isascii()
    assert arabic != english
