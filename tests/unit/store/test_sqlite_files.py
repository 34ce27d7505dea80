"""What a database file may be, and what is said when it is something else."""

import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from siyaq.errors import SettingsError, StorageError, StoreError
from siyaq.store import SqliteStore, address_from_url, open_store, restore_backup
from siyaq.store.statement import migrations
from siyaq.types import Article, ChangeKind, Story

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def filled(path: Path) -> SqliteStore:
    store = SqliteStore(str(path))
    store.put_article(Article(id="a", title="عنوان"), kind=ChangeKind.ADDED, at=NOON)
    return store


@pytest.mark.parametrize("url", ["", "sqlite:", "sqlite://", "sqlite:///", "mysql://x", "news.db", "sqlite://x.db", "memory"])
def test_unknown_addresses(url: str) -> None:
    with pytest.raises(SettingsError, match="database address"):
        open_store(url)


def test_postgresql_needs_an_extra() -> None:
    with pytest.raises(SettingsError, match="extra"):
        open_store("postgresql://localhost/news")


def test_absolute_and_escaped_paths() -> None:
    assert address_from_url("sqlite:////tmp/a%20b.db").path == "/tmp/a b.db"
    assert address_from_url("sqlite:///a.db?mode=rw").path == "a.db"
    assert address_from_url("memory://").kind == "memory"


@pytest.mark.parametrize("content", [b"hello, I am a text\n" * 100, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "news.db"
    path.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        open_store(f"sqlite:///{path}")
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)
    assert path.read_bytes() == content


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE t (x)")
    other.close()
    with pytest.raises(StoreError, match="another program"):
        SqliteStore(str(path))


def test_a_folder_that_does_not_exist_or_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="folder"):
        SqliteStore(str(tmp_path / "none" / "news.db"))
    with pytest.raises(StoreError, match=r"^database "):
        SqliteStore(str(tmp_path))


def test_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    filled(path).close()
    raw = sqlite3.connect(path)
    raw.execute("INSERT INTO schema_version VALUES (?, '')", (migrations()[-1][0] + 1,))
    raw.commit()
    raw.close()
    with pytest.raises(StoreError, match="newer"):
        SqliteStore(str(path))


def test_sections_of_an_older_version_are_found_by_any_name(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    store = filled(path)
    store.put_article(Article(id="a9", source="s", title="خبر", section="الثقافة"), kind=ChangeKind.ADDED, at=datetime.now(UTC))
    store.close()
    raw = sqlite3.connect(path)
    raw.execute("UPDATE article SET section = 'الثقافة' WHERE id = 'a9'")  # as version 2 kept it
    raw.execute("DELETE FROM schema_version WHERE version >= 3")
    raw.commit()
    raw.close()
    again = SqliteStore(str(path))
    assert [a.section for a in again.find(section="culture")] == ["الثقافة"]
    again.close()


def test_content_outlives_the_process(tmp_path: Path) -> None:
    filled(tmp_path / "news.db").close()
    again = SqliteStore(str(tmp_path / "news.db"))
    assert again.count() == 1
    again.close()


def test_two_stores_of_one_file_at_once(tmp_path: Path) -> None:
    path = str(tmp_path / "news.db")
    opened: list[SqliteStore] = []
    together = threading.Barrier(4)

    def open_one() -> None:
        together.wait()
        opened.append(SqliteStore(path))

    threads = [threading.Thread(target=open_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 4
    opened[0].put_state("k", b"v")
    assert opened[3].state("k") == b"v"
    for store in opened:
        store.close()


def test_another_process_that_writes_makes_it_busy(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    store = SqliteStore(str(path), busy_timeout_s=0.1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="another writer"):
        store.put_state("k", b"v")
    other.execute("ROLLBACK")
    other.close()
    store.put_state("k", b"v")
    store.close()


def test_check_finds_broken_references_and_counts(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    store = filled(path)
    store.put_story(Story(id="s", articles=("a",)))
    store.close()
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("DELETE FROM article")
    raw.execute("DELETE FROM story_article")
    raw.commit()
    raw.close()
    store = SqliteStore(str(path))
    faults = "\n".join(store.check())
    store.close()
    assert "table change" in faults and "story s counts 1" in faults


def test_restore_replaces_only_when_told_and_only_with_sound_files(tmp_path: Path) -> None:
    store = filled(tmp_path / "news.db")
    store.backup(str(tmp_path / "backup.db"))
    store.close()
    target = tmp_path / "restored.db"
    assert restore_backup(str(tmp_path / "backup.db"), str(target)) == 1
    with pytest.raises(StoreError, match="exists"):
        restore_backup(str(tmp_path / "backup.db"), str(target))
    assert restore_backup(str(tmp_path / "backup.db"), str(target), replace=True) == 1
    (tmp_path / "bad.db").write_bytes(b"x" * 5000)
    with pytest.raises(StoreError):
        restore_backup(str(tmp_path / "bad.db"), str(target), replace=True)
    with pytest.raises(StoreError, match="no backup"):
        restore_backup(str(tmp_path / "none.db"), str(target), replace=True)
    again = SqliteStore(str(target))
    assert again.count() == 1
    again.close()
    assert sorted(p.name for p in tmp_path.iterdir() if "restoring" in p.name) == []
