"""Putting a backup in the place of a database."""

import os
import shutil
from pathlib import Path

from siyaq.errors import StoreError
from siyaq.store.sqlite_database import SIDE_FILES
from siyaq.store.sqlite_store import SqliteStore


def restore_backup(backup: str, path: str, *, replace: bool = False) -> int:
    """Make a database from a backup; the old one is replaced only after the new one was found sound.

    Args:
        backup: file written by `Store.backup`.
        path: SQLite file to make.
        replace: allow an existing file at `path`, which no process may have open.

    Returns:
        Number of articles in it.

    Raises:
        StoreError: the backup is missing or faulty, or `path` exists and `replace` is not set.
    """
    if not Path(backup).is_file():
        raise StoreError(f"no backup at {backup}")
    if Path(path).exists() and not replace:
        raise StoreError(f"{path} exists already; move it away, or replace it with --replace")
    fresh = f"{path}.restoring"
    try:
        shutil.copyfile(backup, fresh)
        count = _sound_count(fresh, backup)
        for side in SIDE_FILES:
            Path(path + side).unlink(missing_ok=True)
        os.replace(fresh, path)
    except OSError as exc:
        raise StoreError(f"restoring {backup} to {path} failed: {exc.strerror or exc}") from exc
    finally:
        for side in ("", *SIDE_FILES):
            Path(fresh + side).unlink(missing_ok=True)
    return count


def _sound_count(fresh: str, backup: str) -> int:
    store = SqliteStore(fresh)
    try:
        faults = store.check()
        if faults:
            raise StoreError(f"backup {backup} is faulty: {faults[0]}")
        return store.count()
    finally:
        store.close()
