"""Database addresses: `memory:`, `sqlite:///path`, `postgresql://...`."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from siyaq.errors import SettingsError

_KNOWN = "memory:, sqlite:///FILE (sqlite:////ABSOLUTE/FILE) or postgresql://..."


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreAddress:
    """A database address in its parts. `path` is a file for SQLite, empty for memory, the whole address otherwise."""

    kind: Literal["memory", "sqlite", "postgresql"]
    path: str = ""


def address_from_url(url: str) -> StoreAddress:
    """Read a database address.

    Raises:
        SettingsError: it is none of the known kinds, or names no file.

    >>> address_from_url("sqlite:///news.db").path
    'news.db'
    >>> address_from_url("sqlite:////var/lib/news.db").path
    '/var/lib/news.db'
    """
    scheme, colon, rest = url.partition(":")
    if scheme == "memory" and colon and not rest.strip("/"):
        return StoreAddress(kind="memory")
    if scheme == "sqlite" and rest.startswith("///"):
        return StoreAddress(kind="sqlite", path=_file_from_rest(url, rest[3:]))
    if scheme in ("postgresql", "postgres") and rest.startswith("//"):
        return StoreAddress(kind="postgresql", path=url)
    raise SettingsError(f"database address {url!r} is not known; use {_KNOWN}")


def _file_from_rest(url: str, rest: str) -> str:
    path = unquote(rest.partition("?")[0])
    if not path or "\0" in path:
        raise SettingsError(f"database address {url!r} names no file; use {_KNOWN}")
    return path
