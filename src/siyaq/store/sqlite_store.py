"""The SQLite store: one file, write-ahead log, one writer, many readers."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from siyaq.store.sqlite_articles import SqliteArticles
from siyaq.store.sqlite_database import BUSY_TIMEOUT_S, SIDE_FILES, SqliteDatabase
from siyaq.store.sqlite_feeds import SqliteFeeds
from siyaq.store.sqlite_stories import SqliteStories
from siyaq.store.statement import statements

_CHECKS: Final = statements("check")
_DRAFT: Final = ".relink"  # added to the database's file name


class SqliteDraft(SqliteStories):
    """A `ports.LinkDraft` in a file beside the database."""

    def __init__(self, path: str, *, busy_timeout_s: float) -> None:
        self._db = SqliteDatabase(path, busy_timeout_s=busy_timeout_s, references=False)

    def transaction(self) -> AbstractContextManager[None]:
        """See `ports.LinkDraft`."""
        return self._db.transaction()

    def close(self) -> None:
        """See `ports.LinkDraft`."""
        self._db.close()


class SqliteStore(SqliteFeeds, SqliteArticles, SqliteStories):
    """A `ports.Store` in one SQLite file.

    Args:
        path: the file; made where it does not exist (its folder must).
        busy_timeout_s: how long a writer waits for another before `BusyError`.

    Raises:
        StoreError: the file cannot be opened, is no database of ours, or is of a newer version.
    """

    def __init__(self, path: str, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> None:
        self._db = SqliteDatabase(path, busy_timeout_s=busy_timeout_s)
        self._busy_timeout_s = busy_timeout_s

    def draft(self) -> SqliteDraft:
        """See `ports.Store`."""
        return SqliteDraft(self._db.path + _DRAFT, busy_timeout_s=self._busy_timeout_s)

    def drop_draft(self) -> None:
        """See `ports.Store`."""
        for side in ("", *SIDE_FILES):
            Path(self._db.path + _DRAFT + side).unlink(missing_ok=True)

    def transaction(self) -> AbstractContextManager[None]:
        """See `ports.Store`. An inner transaction that fails takes back its own writes only."""
        return self._db.transaction()

    def backup(self, path: str) -> None:
        """See `ports.Store`."""
        self._db.backup(path)

    def check(self) -> tuple[str, ...]:
        """See `ports.Store`: the file's pages, references between tables, and what must agree."""
        pages = [row[0] for row in self._db.rows("PRAGMA integrity_check(20)") if row[0] != "ok"]
        references = [
            f"table {table}: row {row} refers to a {parent} that does not exist"
            for table, row, parent, _ in self._db.rows("PRAGMA foreign_key_check")
        ]
        faults = [row[0] for sql in _CHECKS.values() for row in self._db.rows(sql)]
        return (*pages, *references, *faults)

    def close(self) -> None:
        """See `ports.Store`."""
        self._db.close()
