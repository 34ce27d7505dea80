"""Opening what a command works on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from siyaq.cli.output import say
from siyaq.errors import SearchIndexError, StoreError
from siyaq.settings import Settings

if TYPE_CHECKING:
    from siyaq.engine import Engine


def load_settings(db: str | None, allow_hosts: Sequence[str] = (), **overrides: Any) -> Settings:
    """Settings from the environment, with what the command line says."""
    settings = Settings.load(db=db, **overrides)
    if not allow_hosts:
        return settings
    return Settings.load(db=db, allow_hosts=(*settings.allow_hosts, *allow_hosts), **overrides)


@contextmanager
def open_engine(settings: Settings, *, make: bool = False) -> Iterator["Engine"]:
    """An engine for the time of a command.

    Args:
        settings: which database, and all else.
        make: the database may be new, and a search index that cannot be used (of an older Siyaq, say) is built anew. Commands
            that only read complain instead.

    Raises:
        SearchIndexError: the search index cannot be used.
        StoreError: there is no such database, or it cannot be opened.
    """
    if not make:
        require_database(settings.db)
    from siyaq import engine

    try:
        opened = engine.open(settings.db, settings=settings)
    except SearchIndexError as exc:
        if not make:
            raise
        opened = _with_new_index(settings, str(exc))
    with opened:
        yield opened


def _with_new_index(settings: Settings, why: str) -> "Engine":
    from siyaq import engine
    from siyaq.cli.meter import Meter

    say(f"{why}; that is done now")
    engine.drop_damaged_index(settings.db)
    opened = engine.open(settings.db, settings=settings)
    with Meter(what="changes") as meter:
        opened.sync(meter.advance)
    return opened


def require_database(url: str) -> None:
    """Complain where a database file does not exist.

    Raises:
        StoreError: it does not.
    """
    if not database_exists(url):
        raise StoreError(f"no database at {url}; make one with `siyaq fetch` or `siyaq import FILE`, or name another with --db")


def database_exists(url: str) -> bool:
    """Whether a database is there already."""
    from siyaq.store import address_from_url

    address = address_from_url(url)
    return address.kind != "sqlite" or Path(address.path).exists()
