"""The words kept beside an index."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from siyaq.index import EmbeddedIndex, open_index
from siyaq.index.vocabulary import Vocabulary, load_vocabulary, read_vocabulary, save_vocabulary
from siyaq.ports import IndexDocument
from siyaq.query import parse_query

TEXTS = ("بركان غواتيمالا", "بركان غواتيمالا يثور", "رماد بركان غواتيمالا", "افتتاح الجسر في المدينة")


def fill(index: EmbeddedIndex, copies: int) -> None:
    rest = {"summary": "", "source": "s", "section": "", "story": "", "tags": (), "names": (), "is_copy": False}
    when = datetime(2024, 3, 5, tzinfo=UTC)
    index.put(
        IndexDocument(article=f"{n}-{i}", title=text, text=text, when=when, **rest)  # type: ignore[arg-type]
        for n in range(copies)
        for i, text in enumerate(TEXTS)
    )
    index.commit(copies)


@pytest.fixture
def made() -> Vocabulary:
    index = open_index(None)
    fill(index, 5)
    return read_vocabulary(index._searcher)


def test_words_are_found_by_sound_and_by_one_error(made: Vocabulary) -> None:
    assert list(made.alike("جواتيمالا")) == ["غواتيمالا"]
    assert list(made.near("بركن")) == ["بركان"]
    assert list(made.near("بركان")) == []
    assert not list(made.near("ب" * 10_000)) and not list(made.alike("ب" * 10_000))


def test_the_file_gives_back_what_was_saved(made: Vocabulary, tmp_path: Path) -> None:
    save_vocabulary(made, tmp_path)
    read = load_vocabulary(tmp_path)
    assert read is not None
    assert (list(read.words), list(read.keys), read.articles) == (list(made.words), list(made.keys), made.articles)


@pytest.mark.parametrize("damage", [b"", b"x" * 60, None])
def test_a_damaged_file_is_no_file(made: Vocabulary, tmp_path: Path, damage: bytes | None) -> None:
    save_vocabulary(made, tmp_path)
    file = tmp_path / "siyaq-words"
    file.write_bytes(file.read_bytes()[:-3] + b"\0\0\0" if damage is None else damage)
    assert load_vocabulary(tmp_path) is None


def test_the_index_keeps_its_words_and_renews_them_when_it_grows(tmp_path: Path) -> None:
    index = open_index(str(tmp_path))
    fill(index, 5)
    first = (tmp_path / "siyaq-words").read_bytes()
    fill(index, 5)
    assert (tmp_path / "siyaq-words").read_bytes() == first
    fill(index, 10)
    assert (tmp_path / "siyaq-words").read_bytes() != first
    (tmp_path / "siyaq-words").unlink()
    other = open_index(str(tmp_path))
    assert other.search(parse_query("بركان جواتيمالا")).suggestion == "بركان غواتيمالا"


def test_words_of_the_last_articles_are_kept_when_the_index_is_closed(tmp_path: Path) -> None:
    index = open_index(str(tmp_path))
    fill(index, 50)
    fill(index, 51)
    fill(index, 54)  # neither much growth nor much time
    index.close()
    kept = load_vocabulary(tmp_path)
    assert kept is not None and kept.articles == 54 * len(TEXTS) + 1  # and the row of the sequence number
