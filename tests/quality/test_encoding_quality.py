"""Text in a wrong encoding: what is healthy stays, what is damaged is repaired. Figures: docs/explanation/fetching.md."""

import gzip
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from wordfreq import top_n_list

from siyaq.web_text import decode, repair_mojibake

# Latin languages with most letters beyond ASCII, and those written in Arabic letters.
LANGUAGES = "fr es de tr pt is cs sv da fi it nl pl ro hu vi ca ar fa ur".split()  # noqa: SIM905
CORPORA = ("ant_multisource.jsonl.gz", "saudinewsnet.jsonl.gz")


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_other_languages_are_left_alone(language: str) -> None:
    rng = random.Random(language)
    words = top_n_list(language, 20_000)
    accented = [word for word in words if not word.isascii()] or words
    for _ in range(400):
        text = " ".join(rng.choice(rng.choice((words, accented))) for _ in range(rng.choice((1, 2, 4, 8, 20))))
        text = rng.choice((text, text.upper(), text.title()))
        assert repair_mojibake(text) is text


def texts(shared: Path, every: int) -> Iterator[str]:
    """Headline and text of articles of both archives."""
    for name in CORPORA:
        with gzip.open(shared / "data" / name, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                if number % every == 0:
                    record = json.loads(line)
                    yield f"{record.get('title') or ''}\n{record.get('text') or ''}"


@pytest.mark.shared
@pytest.mark.parametrize("every", [40, pytest.param(1, marks=pytest.mark.slow)])
def test_no_real_article_is_repaired(shared: Path, every: int) -> None:
    assert [text[:80] for text in texts(shared, every) if repair_mojibake(text) is not text] == []


def as_browsers_read(data: bytes) -> str:
    """windows-1252 with the undefined bytes as control codes."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


DAMAGES: dict[str, Callable[[str], str]] = {
    "windows-1256 as Latin-1": lambda text: text.encode("cp1256").decode("latin-1"),
    "windows-1256 as windows-1252": lambda text: as_browsers_read(text.encode("cp1256")),
    "UTF-8 as windows-1252": lambda text: as_browsers_read(text.encode()),
    "UTF-8 as windows-1256": lambda text: text.encode().decode("cp1256"),
}


def headlines(shared: Path, every: int) -> list[str]:
    """Real headlines that windows-1256 can hold."""
    found = (text.partition("\n")[0] for text in texts(shared, every))
    return [text for text in found if len(text) > 15 and text.encode("cp1256", "ignore").decode("cp1256") == text]


@pytest.mark.shared
@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_headlines_are_repaired(shared: Path, damage: str) -> None:
    good = headlines(shared, 40)
    assert len(good) > 1_000
    assert [text for text in good if repair_mojibake(DAMAGES[damage](text)) != text] == []


@pytest.mark.shared
@pytest.mark.parametrize("declared", [None, "windows-1256", "utf-8", "iso-8859-1", "windows-1252", "no-such"])
def test_headlines_in_windows_1256_are_read_whatever_is_declared(shared: Path, declared: str | None) -> None:
    assert [text for text in headlines(shared, 40) if decode(text.encode("cp1256"), declared).text != text] == []
