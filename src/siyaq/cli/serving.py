"""`siyaq up`, `siyaq demo` and `siyaq serve`."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from siyaq.cli.fetching import add_list
from siyaq.cli.option import allow_host_option, db_option, outlets_option
from siyaq.cli.session import load_settings, open_engine

if TYPE_CHECKING:
    from siyaq.settings import Settings


def _address_options(command: Callable[..., Any]) -> Callable[..., Any]:
    host = click.option("--host", default=None, help="Address to listen on.  [default: $SIYAQ_HOST, else 127.0.0.1]")
    port = click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=None,
        help="Port; 0 takes a free one.  [default: $SIYAQ_PORT, else 8000]",
    )
    return host(port(command))


_workers_option = click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=None,
    help="Processes that serve.  [default: $SIYAQ_WEB_WORKERS, else two where the machine has several cores]",
)


@click.command()
@_address_options
@_workers_option
@outlets_option
@allow_host_option
@db_option
def up(
    host: str | None,
    port: int | None,
    workers: int | None,
    outlets_at: str | None,
    allow_hosts: tuple[str, ...],
    db: str | None,
) -> None:
    """Read outlets, process, and serve the site, until SIGINT or SIGTERM.

    \b
      siyaq up
      siyaq up --outlets my-outlets.toml --port 8080
    """
    _run_up(load_settings(db, allow_hosts, host=host, port=port, web_workers=workers), outlets_at)


@click.command()
@_address_options
@click.option("--db", metavar="URL", default=None, help="Database.  [default: a temporary one, removed at the end]")
def demo(host: str | None, port: int | None, db: str | None) -> None:
    """The same as `siyaq up` with invented outlets, served on loopback: needs no internet.

    With --db the news stays: the next run on that database finds it as it was.
    """
    from siyaq.cli.press import open_press
    from siyaq.cli.server import claim_port

    with TemporaryDirectory(prefix="siyaq-demo-", ignore_cleanup_errors=True) as folder:
        url = db or f"sqlite:///{folder}/demo.db"
        settings = claim_port(load_settings(url, host=host, port=port))
        with open_press(settings) as press:
            address = press.base.removeprefix("http://")
            _run_up(load_settings(url, (address,), host=settings.host, port=settings.port, web_workers=1), press.outlets)


@click.command()
@_address_options
@_workers_option
@click.option("--beside", hidden=True, default=None, help="Serve beside the process that started this one.")
@db_option
def serve(host: str | None, port: int | None, workers: int | None, beside: str | None, db: str | None) -> None:
    """Serve the site and the API only; another process may fetch meanwhile."""
    from siyaq.cli.server import serve_as_worker, serve_until_stopped

    settings = load_settings(db, host=host, port=port, web_workers=workers)
    with open_engine(settings, make=True) as engine:
        asyncio.run(serve_as_worker(engine, beside) if beside else serve_until_stopped(engine))


def _run_up(settings: "Settings", outlets_at: str | None) -> None:
    """Serve here and fetch in a process of its own, so that pages are quick while articles are analysed.

    A database in memory cannot be shared between processes: then both run here.
    """
    from siyaq.cli.server import claim_port, fetch_process, serve_until_stopped

    settings = claim_port(settings)
    in_memory = settings.db.startswith("memory:")
    with open_engine(settings, make=True) as engine:
        where = outlets_at or settings.outlets
        if where:
            asyncio.run(add_list(engine, where))
        apart: AbstractContextManager[object] = nullcontext() if in_memory else fetch_process(settings)
        with apart:
            asyncio.run(serve_until_stopped(engine, fetch=in_memory))
