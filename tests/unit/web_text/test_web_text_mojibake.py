"""Mojibake is undone where certain, and nothing else is touched."""

import pytest

from siyaq.web_text import repair_mojibake

TEXT = "وصل الوفد إلى بيروت، وقال الوزير: «لا تأجيل»؛ فماذا بعد؟"


def as_browsers_read(data: bytes) -> str:
    """windows-1252 with the undefined bytes as control codes."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


KINDS = {
    "windows-1256 as Latin-1": lambda text: text.encode("cp1256").decode("latin-1"),
    "windows-1256 as windows-1252": lambda text: as_browsers_read(text.encode("cp1256")),
    "UTF-8 as Latin-1": lambda text: text.encode().decode("latin-1"),
    "UTF-8 as windows-1252": lambda text: as_browsers_read(text.encode()),
    "UTF-8 as windows-1256": lambda text: text.encode().decode("cp1256"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_known_kinds_are_undone(kind: str) -> None:
    assert repair_mojibake(KINDS[kind](TEXT)) == TEXT


@pytest.mark.parametrize("kind", KINDS)
def test_direction_marks_come_back(kind: str) -> None:
    text = "\u200fوصل الوفد\u200f إلى بيروت اليوم\u200e"
    assert repair_mojibake(KINDS[kind](text)) == text


@pytest.mark.parametrize("kind", KINDS)
def test_healthy_text_around_it_stays(kind: str) -> None:
    healthy = "قبل: الموضوع»، naïve café\n"
    assert repair_mojibake(healthy + KINDS[kind](TEXT) + "\n" + healthy) == healthy + TEXT + "\n" + healthy


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT,
        "café déjà été, Ángel Ñandú, Straße, ÀÉÎÕÜ",
        "Çá va",
        "Ça alors, Çok güzel",
        "الموضوع»، والقطاع»؛ ط، ظ، ع»",
        "ÇÇÇÇÇÇÇÇ",
        "Ø 5 mm, Ù",
        "ط§ حرف",
        "Íslensk Þjóð á ÞÓRÐUR",
    ],
)
def test_healthy_text_is_the_same_object(text: str) -> None:
    assert repair_mojibake(text) is text
