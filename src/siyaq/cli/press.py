"""The demo's outlets for a database: one that was filled before meets them at their old addresses, with their old news."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from siyaq.cli.session import database_exists, open_engine
from siyaq.errors import SettingsError

if TYPE_CHECKING:
    from siyaq.demo import DemoServer
    from siyaq.settings import Settings

_KEPT = "demo/press"  # state: "ADDRESS TIME", where the outlets were served, and when their five days end


@contextmanager
def open_press(settings: "Settings") -> Iterator["DemoServer"]:
    """Serve the demo outlets for a database while the block runs.

    Raises:
        SettingsError: something else listens at the address where the database knows them.
    """
    from siyaq.demo import open_demo

    port, start = _kept(settings)
    with ExitStack() as stack:
        try:
            server = stack.enter_context(open_demo(port=port, now=settings.now, start=start))
        except OSError as exc:
            raise SettingsError(
                f"port {port}, at which {settings.db} knows the demo outlets, is in use; end what listens there, "
                "or name another database"
            ) from exc
        if start is None:
            _keep(settings, server)
        yield server


def _kept(settings: "Settings") -> tuple[int, datetime | None]:
    if not database_exists(settings.db):
        return 0, None
    with open_engine(settings) as engine:
        kept = engine.store.state(_KEPT)
    if kept is None:
        return 0, None
    address, _, time = kept.decode().partition(" ")
    return urlsplit(address).port or 0, datetime.fromisoformat(time)


def _keep(settings: "Settings", server: "DemoServer") -> None:
    with open_engine(settings, make=True) as engine, engine.store.transaction():
        engine.store.put_state(_KEPT, f"{server.base} {server.edition.start.isoformat()}".encode())
