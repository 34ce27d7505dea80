"""Vectors are found by their texts, in one file for several processes, and are never in the way."""

from pathlib import Path

import numpy as np
import pytest

from siyaq.index import VectorShelf

ONE, TWO = np.full(384, 0.05, np.float32), np.linspace(-0.1, 0.1, 384, dtype=np.float32)


@pytest.mark.parametrize("where", ["memory", "file"])
def test_vectors_are_found_by_their_texts(where: str, tmp_path: Path) -> None:
    shelf = VectorShelf(str(tmp_path / "v") if where == "file" else None, "e5")
    shelf.put({"نص": ONE, "آخر": TWO})
    found = shelf.get(["نص", "آخر", "غيره", "\ud800"])
    assert found.keys() == {"نص", "آخر"} and shelf.count() == 2 and shelf.get([]) == {}
    assert found["آخر"].dtype == np.float32 and np.abs(found["آخر"] - TWO).max() < 1e-4
    shelf.close()
    shelf.close()


def test_several_share_a_file_and_models_do_not_mix(tmp_path: Path) -> None:
    one, two = VectorShelf(str(tmp_path / "v"), "e5"), VectorShelf(str(tmp_path / "v"), "e5")
    one.put({"نص": ONE})
    assert two.get(["نص"]).keys() == {"نص"}
    assert VectorShelf(str(tmp_path / "v"), "e6").get(["نص"]) == {}


def test_a_file_that_is_none_is_passed_over(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "v").write_bytes(b"no database" * 500)
    shelf = VectorShelf(str(tmp_path / "v"), "e5")
    shelf.put({"نص": ONE})
    assert shelf.get(["نص"]).keys() == {"نص"}
    assert "kept in memory" in caplog.text
    shelf = VectorShelf(str(tmp_path / "missing" / "v"), "e5")
    assert shelf.get(["نص"]) == {}


def test_a_closed_shelf_finds_nothing(tmp_path: Path) -> None:
    shelf = VectorShelf(str(tmp_path / "v"), "e5")
    shelf.close()
    shelf.put({"نص": ONE})
    assert shelf.get(["نص"]) == {}
