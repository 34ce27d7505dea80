"""Databases behind `ports.Store`: memory and SQLite, held to one contract suite."""

from siyaq.errors import SettingsError
from siyaq.ports import Store
from siyaq.store.address import StoreAddress, address_from_url
from siyaq.store.memory_store import MemoryStore
from siyaq.store.restore import restore_backup
from siyaq.store.sqlite_store import SqliteStore

__all__ = ["MemoryStore", "SqliteStore", "StoreAddress", "address_from_url", "open_store", "restore_backup"]


def open_store(url: str) -> Store:
    """Open a database, making it where it does not exist.

    Args:
        url: `memory:`, `sqlite:///path/to/file.db` (four slashes for an absolute path), or `postgresql://...`.

    Raises:
        SettingsError: the address is not known, or needs an extra that is not installed.
        StoreError: the database cannot be opened, or is of a newer version.
    """
    address = address_from_url(url)
    if address.kind == "memory":
        return MemoryStore()
    if address.kind == "sqlite":
        return SqliteStore(address.path)
    raise SettingsError("a postgresql:// database needs the extra 'siyaq[postgresql]'; use sqlite:///FILE instead")
