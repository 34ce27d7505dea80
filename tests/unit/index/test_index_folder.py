"""An index that is damaged, or that may not be written."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from siyaq.errors import SearchIndexError
from siyaq.index import EmbeddedIndex, open_index, remove_index
from siyaq.index.folder import borrow, give_back
from siyaq.ports import IndexDocument
from siyaq.query import parse_query

WHEN = datetime(2024, 3, 5, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    index = open_index(str(tmp_path / "x.index"))
    empty = {"summary": "", "section": "", "story": "", "tags": (), "names": (), "is_copy": False}
    index.put([IndexDocument(article="a", title="افتتاح الجسر", text="نص", source="s", when=WHEN, **empty)])
    index.commit(1)
    index.close()
    return tmp_path / "x.index"


def found(index: EmbeddedIndex) -> list[str]:
    return [hit.article for hit in index.search(parse_query("الجسر")).hits]


def test_a_damaged_index_is_named_with_its_remedy_and_can_be_removed(folder: Path) -> None:
    (folder / "siyaq-format").write_text("0\n")
    with pytest.raises(SearchIndexError, match="siyaq check --repair"):
        open_index(str(folder))
    remove_index(str(folder))
    assert found(open_index(str(folder))) == []


def test_nothing_else_is_removed(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one.txt").write_text("x")
    for name in ("letters", "missing"):
        with pytest.raises(SearchIndexError, match="move it away"):
            remove_index(str(tmp_path / name))
    assert (tmp_path / "letters" / "one.txt").exists()


def test_a_folder_that_may_not_be_written_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    may: Callable[..., bool] = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: False if mode & os.W_OK else may(path, mode))
    before = {file.name for file in folder.iterdir()}
    index = open_index(str(folder))
    assert found(index) == ["a"] and index.last_seq() == 1
    index.close()
    assert {file.name for file in folder.iterdir()} == before


def test_a_borrowed_folder_goes_though_a_lock_file_comes_late(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    may: Callable[..., bool] = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: False if mode & os.W_OK else may(path, mode))
    borrowed = borrow(folder)
    assert borrowed is not None
    rmdir, late = os.rmdir, ["late"]

    def remove(path: str, *, dir_fd: int | None = None) -> None:
        if late and path == borrowed.name:
            (Path(path) / ".tantivy-meta.lock").write_text(late.pop())
        rmdir(path, dir_fd=dir_fd)

    monkeypatch.setattr(os, "rmdir", remove)
    give_back(borrowed)
    assert not late and not Path(borrowed.name).exists()
