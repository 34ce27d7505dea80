"""Names of sections: one key for all names of one section."""

import pytest

from siyaq.arabic import section_key, section_names
from siyaq.arabic.section import SECTIONS
from siyaq.site.text import catalogue, known_section


@pytest.mark.parametrize(
    "names",
    [
        ("ثقافة", "الثقافة", "ثقافه", "culture", "Culture"),
        ("الشرق الأوسط", "شرق أوسط", "middleEast", "middle-east", "Middle East", "middle_east"),
        ("العالم", "عالم", "world", "internationalNews", "دوليات"),
        ("ثقافة وفنون", "الثقافة والفنون", "ثقافة و فنون", "culture-and-arts"),
        ("مال وأعمال", "المال والأعمال", "مال و أعمال", "business"),
        ("شؤون محلية", "الشؤون المحلية", "الشؤون المحليّة"),
        ("ألعاب", "الألعاب"),
    ],
)
def test_one_section(names: tuple[str, ...]) -> None:
    assert len({section_key(name) for name in names}) == 1


def test_different_sections_stay_apart() -> None:
    names = (
        "رياضة",
        "اقتصاد",
        "أعمال",
        "ثقافة",
        "ثقافة وفن",
        "فن",
        "علوم",
        "علوم وتقنية",
        "تقنية",
        "عربي",
        "العالم",
        "ألبوم",
        "!",
        "",
    )
    assert len({section_key(name) for name in names}) == len(names)


def test_the_key_of_a_known_section_is_a_name_of_it() -> None:
    assert [section_key(key) for key in SECTIONS] == list(SECTIONS)


def test_every_known_section_has_names_to_show_that_lead_back_to_it() -> None:
    assert {key.removeprefix("section.") for key in catalogue() if key.startswith("section.")} - {"kind"} == set(SECTIONS)
    for key in SECTIONS:
        assert section_key(known_section(key, "ar") or "") == key


def test_all_names_that_a_search_tries_are_of_the_section() -> None:
    for name in ("culture", "الشرق الأوسط", "الشؤون المحلية", "ثقافة وفنون", "واقع"):
        tried = section_names(name)
        assert tried[0] == name
        assert {section_key(one) for one in tried} == {section_key(name)}
    assert {"ثقافة", "الثقافة", "culture"} <= set(section_names("الثقافة"))
