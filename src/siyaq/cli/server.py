"""The web server in this process, and the fetching process beside it."""

import asyncio
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Self

from siyaq.cli.fetching import stop_on_signals, until_stopped
from siyaq.cli.output import say
from siyaq.errors import SettingsError

if TYPE_CHECKING:
    from siyaq.engine import Engine
    from siyaq.settings import Settings

_GRACE_S = 8.0  # a little more than the fetching child takes; service managers kill after 10
_POLL_S = 0.02
_RESTART_AFTER_S = (1.0, 5.0, 30.0, 60.0)


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
    from granian.constants import Interfaces
    from granian.server.embed import Server

    from siyaq.web import create_app

    settings = claim_port(engine.settings)
    server = Server(create_app(engine), address=settings.host, port=settings.port, interface=Interfaces.ASGI, log_enabled=False)
    with stop_on_signals() as stop:
        serving = asyncio.ensure_future(server.serve())
        await _until_listening(settings, stop)
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        say(f"serving http://{host}:{settings.port}")
        await until_stopped(_fetching(engine, stop) if fetch else _waiting(stop), stop, _GRACE_S)
        server.signal_handler_interrupt()  # type: ignore[no-untyped-call]
        await asyncio.wait({serving}, timeout=_GRACE_S)
    say("stopped")


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


class FetchProcess:
    """`siyaq fetch` as a child process, started again when it dies; it ends when this process does, however that ends.

    Args:
        settings: database and all else.
    """

    def __init__(self, settings: "Settings") -> None:
        self._command = [sys.executable, "-m", "siyaq.cli", "fetch", "--with-parent", "--db", settings.db]
        for host in settings.allow_hosts:
            self._command += ["--allow-host", host]
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._watcher = threading.Thread(target=self._watch, name="siyaq-fetch", daemon=True)

    def __enter__(self) -> Self:
        self._watcher.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stopping.set()
        if self._child is not None:
            self._child.terminate()
        self._watcher.join(_GRACE_S)
        if self._child is not None and self._child.poll() is None:
            self._child.kill()

    def _watch(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            # In a session of its own Ctrl-C reaches this process only, which then ends the child.
            self._child = subprocess.Popen(  # noqa: S603
                self._command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True
            )
            code = self._child.wait()
            if self._stopping.is_set():
                return
            pause_s = _RESTART_AFTER_S[min(failures, len(_RESTART_AFTER_S) - 1)]
            failures += 1
            say(f"fetching ended with code {code}; the site stays up, and fetching starts again in {pause_s:g} s")
            self._stopping.wait(pause_s)
