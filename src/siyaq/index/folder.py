"""The folder of an index on disk: removing a damaged one, and reading one that may not be written."""

import errno
import os
import shutil
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from siyaq.errors import SearchIndexError

FORMAT_FILE = "siyaq-format"
META_FILE = "meta.json"
_TRIES, _WAIT_S = 5, 0.05  # to remove a borrowed folder


def remove_index(path: str) -> None:
    """Remove an index that cannot be used; the next `open_index` makes a new one.

    Raises:
        SearchIndexError: it is no index of ours, or may not be removed.
    """
    folder = Path(path)
    if not folder.is_dir() or not (any((folder / name).exists() for name in (FORMAT_FILE, META_FILE))):
        raise SearchIndexError(f"{path} is in the place of the search index and is none; move it away")
    try:
        shutil.rmtree(folder)
    except OSError as exc:
        raise SearchIndexError(f"the search index {path} cannot be removed: {exc.strerror or exc}") from exc


def borrow(folder: Path) -> TemporaryDirectory[str] | None:
    """A folder through which an index that may not be written is read, as it is now; None where it may be written.

    tantivy puts a lock file beside what it reads. The borrowed folder holds links to the files, and a copy of the one that
    names them.
    """
    if not folder.is_dir() or os.access(folder, os.W_OK):
        return None
    borrowed = TemporaryDirectory(prefix="siyaq-index-")
    for file in folder.iterdir():
        if file.name == META_FILE:
            shutil.copyfile(file, Path(borrowed.name) / file.name)
        elif not file.name.endswith(".lock"):
            (Path(borrowed.name) / file.name).symlink_to(file.absolute())
    return borrowed


def give_back(borrowed: TemporaryDirectory[str]) -> None:
    """Remove a borrowed folder.

    A thread of tantivy's that looks for a newer index may put its lock file there between the last file's removal and the
    folder's, even after the index was let go.

    Raises:
        OSError: it cannot be removed.
    """
    for _ in range(_TRIES - 1):
        try:
            borrowed.cleanup()
        except OSError as exc:
            if exc.errno != errno.ENOTEMPTY:
                raise
            time.sleep(_WAIT_S)
        else:
            return
    borrowed.cleanup()
