"""A database that may only be read."""

import os
from pathlib import Path

import pytest

from siyaq.errors import StoreError
from siyaq.store import open_store
from siyaq.types import Source


def test_it_is_read_and_says_why_it_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    store = open_store(url)
    with store.transaction():
        store.put_source(Source(id="a", name="ألفا"))
    store.close()
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)
    store = open_store(url)
    assert [source.name for source in store.sources()] == ["ألفا"]
    with pytest.raises(StoreError, match="may only be read"), store.transaction():
        store.put_source(Source(id="b", name="بيتا"))
    store.close()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["x.db"]
