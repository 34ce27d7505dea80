"""Vectors of texts that were embedded before, kept in a file of their own: making one takes a tenth of a second.

A vector is found by its text, not by its article, so a changed text gets a new one, copies share one, and a rebuilt index loses
none. The file is derived: where it cannot be read or written, vectors are kept in memory.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import suppress
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

log = logging.getLogger("siyaq.index")

_TABLE = "CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
_BUSY_S = 2.0  # another process writes a few rows at a time


class VectorShelf:
    """Text -> vector, as float16 (768 bytes for 384 numbers). Safe to use from many threads and processes."""

    def __init__(self, path: str | None, model: str) -> None:
        """Open or create.

        Args:
            path: the file; None keeps vectors in memory.
            model: name of the model; vectors of another one are not found.
        """
        self._model = model.encode()
        self._lock = Lock()
        self._database = _opened(path)

    def get(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """Vectors of those texts that have one, float32."""
        import numpy as np

        keys = {self._key(text): text for text in texts}
        marks = ",".join("?" * len(keys))
        rows: list[tuple[bytes, bytes]] = []
        with self._lock, suppress(sqlite3.Error):  # without vectors the order stays as words alone give it
            rows = self._database.execute(f"SELECT key, value FROM vector WHERE key IN ({marks})", list(keys)).fetchall()  # noqa: S608
        return {keys[key]: np.frombuffer(value, "<f2").astype(np.float32) for key, value in rows}

    def put(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep vectors of texts; where the disk is full or the file taken, they are made again another time."""
        rows = [(self._key(text), vector.astype("<f2").tobytes()) for text, vector in vectors.items()]
        with self._lock, suppress(sqlite3.Error), self._database:
            self._database.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", rows)

    def count(self) -> int:
        """How many vectors are kept."""
        with self._lock:
            return int(self._database.execute("SELECT count(*) FROM vector").fetchone()[0])

    def close(self) -> None:
        """Release the file. Closing twice is allowed."""
        with self._lock:
            self._database.close()

    def _key(self, text: str) -> bytes:
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16, key=self._model).digest()


def _opened(path: str | None) -> sqlite3.Connection:
    try:
        return _with_table(path or ":memory:")
    except sqlite3.Error as exc:
        log.warning("vectors are kept in memory: the file %s cannot be used (%s); it may be removed", path, exc)
        return _with_table(":memory:")


def _with_table(path: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_BUSY_S, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=NORMAL")
        database.execute(_TABLE)
    except sqlite3.Error:
        database.close()
        raise
    return database
