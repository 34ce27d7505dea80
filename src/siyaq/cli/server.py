"""The web server in this process, and the processes that serve and fetch beside it."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from siyaq.cli.child import GRACE_S, ChildProcess
from siyaq.cli.fetching import stop_on_signals, stop_with_parent, until_stopped
from siyaq.cli.output import say
from siyaq.errors import SettingsError

if TYPE_CHECKING:
    from siyaq.engine import Engine
    from siyaq.settings import Settings

_POLL_S = 0.02
_BACKLOG = 1024
_DEFAULT_WORKERS = 2  # some 250 MB each; fetching has a process of its own beside them


def claim_port(settings: "Settings") -> "Settings":
    """The settings with a port that can be listened on, a free one in place of 0.

    Raises:
        SettingsError: the port is in use, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
            probe.listen(1)
        except (OSError, UnicodeError) as exc:
            reason = exc.strerror if isinstance(exc, OSError) and exc.strerror else str(exc)
            raise SettingsError(f"cannot listen on {settings.host}:{settings.port}: {reason}; choose another --port") from exc
        return replace(settings, port=probe.getsockname()[1])


async def serve_until_stopped(engine: "Engine", fetch: bool = False) -> None:
    """Serve an engine until SIGINT or SIGTERM; with `fetch` also visit outlets in this process."""
    settings = claim_port(engine.settings)
    with stop_on_signals() as stop, serving_beside(settings):
        async with serving(engine, settings, stop):
            await _until_listening(settings, stop)
            host = f"[{settings.host}]" if ":" in settings.host else settings.host
            say(f"serving http://{host}:{settings.port}")
            await until_stopped(_fetching(engine, stop) if fetch else _waiting(stop), stop, GRACE_S)
    say("stopped")


async def serve_as_worker(engine: "Engine", meter: str) -> None:
    """Serve beside the process that started this one, on the port that it holds, until it ends.

    Args:
        meter: `SLOT:FILE` that requests are counted in.
    """
    from siyaq.api import METER

    slot, _, path = meter.partition(":")
    METER.share(path, int(slot))
    with stop_on_signals() as stop:
        stop_with_parent(stop)
        async with serving(engine, engine.settings, stop):
            await stop.wait()


@asynccontextmanager
async def serving(engine: "Engine", settings: "Settings", stop: asyncio.Event) -> AsyncIterator[None]:
    """The application warmed up, and its server for the time of the context. A server that ends by itself sets `stop`."""
    from granian.constants import Interfaces
    from granian.server.embed import Server

    from siyaq.web import create_app

    app = create_app(engine)
    # The lifespan is ours: what fails in it ends the command, with its own error.
    server = Server(app, settings.host, settings.port, interface=Interfaces.ASGINL, log_enabled=False, backlog=_BACKLOG)
    try:
        async with app.lifespan():
            task = asyncio.ensure_future(server.serve())
            task.add_done_callback(lambda _: stop.set())
            yield
            server.signal_handler_interrupt()  # type: ignore[no-untyped-call]
            done, _ = await asyncio.wait({task}, timeout=GRACE_S)  # requests that are being answered are given a while
            for ended in done:
                ended.result()
    except ExceptionGroup as group:
        raise group.exceptions[0] from None


@contextmanager
def serving_beside(settings: "Settings") -> Iterator[None]:
    """The other processes that serve: the kernel gives each new connection to one of them. They count requests together."""
    from siyaq.api import METER, SLOT_BYTES

    total = workers_of(settings)
    with ExitStack() as stack:
        if total > 1:
            folder = stack.enter_context(TemporaryDirectory(prefix="siyaq-", ignore_cleanup_errors=True))
            meter = Path(folder) / "meter"
            meter.write_bytes(bytes(SLOT_BYTES * total))
            METER.share(str(meter), 0)
            address = ("--host", settings.host, "--port", str(settings.port), "--db", settings.db)
            for slot in range(1, total):
                stack.enter_context(ChildProcess(("serve", "--beside", f"{slot}:{meter}", *address), "serving"))
        yield


def workers_of(settings: "Settings") -> int:
    """How many processes serve; a database in memory cannot be shared between several."""
    if settings.db.startswith("memory:"):
        return 1
    return settings.web_workers or min(_DEFAULT_WORKERS, os.cpu_count() or 1)


def fetch_process(settings: "Settings") -> ChildProcess:
    """The process that fetches."""
    arguments = ["fetch", "--with-parent", "--db", settings.db]
    for host in settings.allow_hosts:
        arguments += ["--allow-host", host]
    return ChildProcess(arguments, "fetching")


async def _until_listening(settings: "Settings", stop: asyncio.Event) -> None:
    """Wait until the port answers: what we say then is true."""
    while not stop.is_set():
        try:
            _, writer = await asyncio.open_connection(settings.host, settings.port)
        except OSError:
            await asyncio.sleep(_POLL_S)
            continue
        writer.close()
        return


async def _fetching(engine: "Engine", stop: asyncio.Event) -> None:
    from siyaq.cli.round import Rounds
    from siyaq.engine.fetching import fetch_forever

    await fetch_forever(engine, stop, on_report=Rounds(lambda: len(engine.feeds())).note)


async def _waiting(stop: asyncio.Event) -> None:
    await stop.wait()
