"""`siyaq fetch`."""

import asyncio
from typing import TYPE_CHECKING

import click

from siyaq.cli.fetching import add_list, stop_on_signals, stop_with_parent, until_stopped
from siyaq.cli.option import allow_host_option, db_option, json_option, outlets_option
from siyaq.cli.output import flush, print_json, print_text, say
from siyaq.cli.session import load_settings, open_engine

if TYPE_CHECKING:
    from siyaq.engine import Engine
    from siyaq.ingest import VisitReport

_GRACE_S = 6.0  # visits under way may end within this time after a signal; service managers kill after 10


@click.command()
@click.option("--once", is_flag=True, help="Visit every due feed once, then exit (0 even if some outlets failed).")
@click.option("--all", "everything", is_flag=True, help="With --once: also feeds that are not due yet.")
@click.option("--with-parent", is_flag=True, hidden=True, help="End when standard input is closed.")
@outlets_option
@allow_host_option
@db_option
@json_option
def fetch(
    once: bool,
    everything: bool,
    with_parent: bool,
    outlets_at: str | None,
    allow_hosts: tuple[str, ...],
    db: str | None,
    as_json: bool,
) -> None:
    """Read outlets' feeds and the pages of new and changed articles.

    Without --once it goes on, visiting each feed as it becomes due, until SIGINT or SIGTERM.

    \b
    Prints for each feed {"outlet", "feed", "status", "new", "updated", "unchanged", "gone", "failed", "error",
    "warnings"}.
    status: ok, unchanged (the server said so), failed, gone, or waiting (failed before; its pause has not passed).
    warnings: what was wrong with the feed and was mended or left out, and the causes of failed items.
      siyaq fetch --once --json
      siyaq fetch --outlets my-outlets.opml
    """
    if everything and not once:
        raise click.UsageError("--all goes with --once")
    with open_engine(load_settings(db, allow_hosts), make=True) as engine:
        where = outlets_at or engine.settings.outlets
        if where:
            asyncio.run(add_list(engine, where))
        asyncio.run(_once(engine, everything, as_json) if once else _forever(engine, as_json, with_parent))


async def _once(engine: "Engine", everything: bool, as_json: bool) -> None:
    from siyaq.engine.fetching import fetch_once

    reports = await fetch_once(engine, everything=everything, on_report=lambda report: print_report(report, as_json))
    if reports and all(report.status in ("failed", "waiting", "gone") for report in reports):
        say("no outlet could be read; is this machine online?")


async def _forever(engine: "Engine", as_json: bool, with_parent: bool) -> None:
    from siyaq.cli.round import Rounds
    from siyaq.engine.fetching import fetch_forever

    rounds = Rounds(lambda: len(engine.feeds()))

    def tell(report: "VisitReport") -> None:
        print_report(report, as_json)
        rounds.note(report)

    with stop_on_signals() as stop:
        if with_parent:
            stop_with_parent(stop)
        work = fetch_forever(engine, stop, on_report=tell)
        await until_stopped(work, stop, _GRACE_S)


def print_report(report: "VisitReport", as_json: bool) -> None:
    """One feed's line."""
    if as_json:
        print_json(report)
    else:
        counts = f"{report.new} new, {report.updated} updated, {report.unchanged} unchanged, {report.gone} gone"
        trouble = f", {report.failed} failed" if report.failed else ""
        print_text(f"{report.status:<9} {report.outlet}: {counts}{trouble}{f' ({report.error})' if report.error else ''}")
    flush()
