"""One SQLite file: connections, transactions, migrations, and the translation of its errors."""

import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from siyaq.arabic import section_key
from siyaq.errors import BusyError, StorageError, StoreError
from siyaq.store.statement import migrations

Parameters = Sequence[Any] | Mapping[str, Any]

APPLICATION_ID: Final = 0x53697961  # "Siya" in the file's header tells our databases from those of other programs
BUSY_TIMEOUT_S: Final = 30.0
SIDE_FILES: Final = ("-wal", "-shm", "-journal")  # what SQLite may keep beside a database, added to its name
_WAL_WAITS_S: Final = tuple(0.01 * 2**turn for turn in range(9))  # five seconds in all
_WRITER_CACHE_KIB: Final = 64 * 1024
_READER_CACHE_KIB: Final = 8 * 1024
_MMAP_BYTES: Final = 256 * 1024 * 1024
_LOG_PAGES: Final = 16_000  # of 4 KiB, from which the log goes into the file; at the usual 1,000 each batch of articles waits


class _Reader:
    """A thread's read connection; closed when its thread ends."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        weakref.finalize(self, connection.close)


class SqliteDatabase:
    """Connections to one file: one writer behind a lock, one reader a thread.

    Args:
        path: the file; it is made where it does not exist.
        busy_timeout_s: how long a writer waits for another one, in this process or another.
        references: False lets rows refer to what is not there.

    Raises:
        StoreError: the file cannot be opened, is no database of ours, or is of a newer version.
    """

    def __init__(self, path: str, *, busy_timeout_s: float = BUSY_TIMEOUT_S, references: bool = True) -> None:
        self.path = path
        self._references = references
        self._timeout_s = busy_timeout_s
        self._lock = threading.RLock()
        self._local = threading.local()
        self._readers: weakref.WeakSet[_Reader] = weakref.WeakSet()
        self._owner: int | None = None
        self._depth = 0
        self._closed = False
        self._name = self.path
        self._writer = self._open()

    def _open(self) -> sqlite3.Connection:
        if not Path(self.path).absolute().parent.is_dir():
            raise StoreError(f"database {self.path} cannot be opened: its folder does not exist")
        self._name = _name_to_open(self.path)
        connection = self._connect(_WRITER_CACHE_KIB)
        try:
            _prepare(connection, self.path)
        except sqlite3.Error as exc:
            connection.close()
            raise self._translated(exc) from exc
        except StorageError:
            connection.close()
            raise
        return connection

    def _connect(self, cache_kib: int) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(
                self._name,
                timeout=self._timeout_s,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=256,
                uri=self._name != self.path,
            )
            connection.execute(f"PRAGMA foreign_keys = {int(self._references)}")
            connection.execute(f"PRAGMA cache_size = -{cache_kib}")
            connection.execute(f"PRAGMA mmap_size = {_MMAP_BYTES}")
            connection.execute("PRAGMA temp_store = MEMORY")
        except sqlite3.Error as exc:
            raise self._translated(exc) from exc
        return connection

    def _translated(self, exc: sqlite3.Error) -> StorageError:
        name = getattr(exc, "sqlite_errorname", "") or ""
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return BusyError(f"database {self.path} is held by another writer; try again")
        if name.startswith("SQLITE_NOTADB"):
            return StoreError(f"{self.path} is not a database; name another file with --db")
        if name.startswith("SQLITE_READONLY"):
            return StoreError(f"database {self.path} may only be read; give this user the right to write it and its folder")
        return StoreError(f"database {self.path}: {exc}")

    def _reading(self) -> sqlite3.Connection:
        if self._closed:
            raise StoreError(f"database {self.path} is closed")
        if self._owner == threading.get_ident():
            return self._writer  # inside its own transaction a thread sees what it wrote
        reader: _Reader | None = getattr(self._local, "reader", None)
        if reader is None:
            reader = _Reader(self._connect(_READER_CACHE_KIB))
            self._local.reader = reader
            self._readers.add(reader)
        return reader.connection

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Any]:
        """All rows of a reading statement."""
        try:
            return self._reading().execute(sql, parameters).fetchall()
        except sqlite3.Error as exc:
            raise self._translated(exc) from exc

    def row(self, sql: str, parameters: Parameters = ()) -> Any:
        """First row of a reading statement, or None."""
        try:
            return self._reading().execute(sql, parameters).fetchone()
        except sqlite3.Error as exc:
            raise self._translated(exc) from exc

    def write(self, sql: str, parameters: Parameters = ()) -> sqlite3.Cursor:
        """Run a writing statement; only inside `transaction`."""
        try:
            return self._writer.execute(sql, parameters)
        except sqlite3.Error as exc:
            raise self._translated(exc) from exc

    def write_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a writing statement for every row; only inside `transaction`."""
        try:
            self._writer.executemany(sql, rows)
        except sqlite3.Error as exc:
            raise self._translated(exc) from exc

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; an inner one may fail alone (it is a savepoint of the outer one).

        Raises:
            BusyError: another thread or process held the writer's place for longer than the time-out.
        """
        if not self._lock.acquire(timeout=self._timeout_s):
            raise BusyError(f"database {self.path} is held by another writer; try again")
        try:
            with self._level():
                yield
        finally:
            self._lock.release()

    @contextmanager
    def _level(self) -> Iterator[None]:
        if self._closed:
            raise StoreError(f"database {self.path} is closed")
        begin, commit, rollback = _LEVELS[self._depth > 0]
        self.write(begin)
        self._depth += 1
        self._owner = threading.get_ident()
        try:
            yield
            self.write(commit)
        except BaseException:
            # A full disk rolls back by itself; then there is nothing left to take back.
            if self._writer.in_transaction:
                for statement in rollback:
                    self.write(statement)
            raise
        finally:
            self._depth -= 1
            if self._depth == 0:
                self._owner = None

    def backup(self, path: str) -> None:
        """Copy the whole database into a new file while others read and write."""
        if Path(path).exists():
            raise StoreError(f"{path} exists already; choose a new file for the backup")
        try:
            target = sqlite3.connect(path)
            try:
                self._reading().backup(target)
            finally:
                target.close()
        except sqlite3.Error as exc:
            Path(path).unlink(missing_ok=True)  # half a backup would only stand in the way of the next one
            raise StoreError(f"backup to {path} failed: {exc}") from exc

    def close(self) -> None:
        """Close all connections. Closing twice is allowed."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            for reader in list(self._readers):
                reader.connection.close()
            self._writer.close()


_LEVELS: Final = (
    ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",)),
    ("SAVEPOINT inner", "RELEASE inner", ("ROLLBACK TO inner", "RELEASE inner")),
)


def _name_to_open(path: str) -> str:
    """The path; of a database that may only be read an address that says so, since a log is a file to write beside it."""
    file = Path(path).absolute()
    if not file.is_file() or (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)):
        return path
    has_log = any(file.with_name(file.name + ending).exists() for ending in ("-wal", "-shm"))
    return f"{file.as_uri()}?mode=ro{'' if has_log else '&immutable=1'}"


def _prepare(connection: sqlite3.Connection, path: str) -> None:
    """Check whose file it is, switch it to WAL, and bring its tables to the newest version."""
    foreign = _is_foreign(connection)
    # asked again: another one of ours may have made its tables between the two questions
    if foreign and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] and _is_foreign(connection):
        raise StoreError(f"{path} is a database of another program; name another file with --db")
    if not connection.execute("PRAGMA query_only").fetchone()[0]:
        _use_wal(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
    if foreign or _version(connection, path) < migrations()[-1][0]:
        _migrate(connection, path)


def _is_foreign(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID)


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL, again where another one opens the file at this moment: for this lock SQLite asks no busy handler."""
    for wait_s in (*_WAL_WAITS_S, None):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as exc:
            if wait_s is None or exc.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(wait_s)


def _version(connection: sqlite3.Connection, path: str) -> int:
    newest = migrations()[-1][0]
    version = int(connection.execute("SELECT coalesce(max(version), 0) FROM schema_version").fetchone()[0])
    if version > newest:
        raise StoreError(f"database {path} has schema version {version}, this Siyaq knows {newest}; use a newer Siyaq")
    return version


def _migrate(connection: sqlite3.Connection, path: str) -> None:
    connection.create_function("section_key", 1, section_key, deterministic=True)
    connection.execute("BEGIN IMMEDIATE")  # the second of two processes that open a new file waits here
    try:
        connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, applied TEXT NOT NULL)")
        have = _version(connection, path)
        for version, script in migrations():
            if version > have:
                for statement in _split(script):
                    connection.execute(statement)
                connection.execute("INSERT INTO schema_version VALUES (?, ?)", (version, datetime.now(UTC).isoformat()))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
    except (sqlite3.Error, StorageError):
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _split(script: str) -> Iterator[str]:
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
