"""`siyaq names`: which spellings are one name."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from siyaq.cli.meter import Meter
from siyaq.cli.option import batch_option, db_option, json_option
from siyaq.cli.output import print_json, print_text
from siyaq.cli.pair_file import pairs_from_file
from siyaq.cli.session import database_exists, load_settings, open_engine

if TYPE_CHECKING:
    from siyaq.arabic import NameLedger


@click.group()
def names() -> None:
    """Spelling variants of names: ask, list, correct, undo."""


@contextmanager
def _ledger(db: str | None) -> Iterator["NameLedger"]:
    """The ledger of the database, or the bundled one where there is no database."""
    settings = load_settings(db)
    if not database_exists(settings.db):
        from siyaq.arabic import default_ledger

        yield default_ledger()
        return
    with open_engine(settings) as engine:
        yield engine.ledger()


@names.command()
@click.argument("a", required=False)
@click.argument("b", required=False)
@batch_option('File of lines "a<tab>b", or "-"; one answer for each.')
@db_option
@json_option
def same(a: str | None, b: str | None, batch: str | None, db: str | None, as_json: bool) -> None:
    """Say whether A and B are spellings of one name, and why.

    \b
    Prints {"a", "b", "same", "why"}.
      siyaq names same البنتاغون البنتاجون --json
    """
    if (b is None) == (batch is None) or (batch is not None and a is not None):
        raise click.UsageError("give either two names or --batch FILE")
    pairs = [(a or "", b or "")] if batch is None else list(pairs_from_file(batch))
    with _ledger(db) as ledger:
        for first, second in pairs:
            verdict = ledger.same(first, second)
            if as_json or batch:
                print_json({"a": first, "b": second, "same": verdict.same, "why": verdict.why})
            else:
                print_text(f"{'same' if verdict.same else 'different'}: {verdict.why}")


@names.command("list")
@click.argument("name", required=False)
@db_option
@json_option
def list_groups(name: str | None, db: str | None, as_json: bool) -> None:
    """List groups of spellings; with NAME only its group."""
    with _ledger(db) as ledger:
        groups = ledger.groups if name is None else tuple(filter(None, [ledger.group(name)]))
        for group in groups:
            if as_json:
                print_json({"name": group.canonical, "variants": group.names, "origin": group.origin})
            else:
                print_text(f"{group.canonical}: {'، '.join(group.names)} ({group.origin})")


@names.command()
@click.argument("a")
@click.argument("b")
@db_option
def join(a: str, b: str, db: str | None) -> None:
    """Note that A and B are one name; A's spelling is preferred. Articles that hold them are read again."""
    with open_engine(load_settings(db), make=True) as engine, Meter() as meter:
        group = engine.join_names(a, b, meter.advance)
        print_text(f"{group.canonical}: {'، '.join(group.names)}")


@names.command()
@click.argument("a")
@click.argument("b")
@db_option
def split(a: str, b: str, db: str | None) -> None:
    """Note that B does not name what A names. Articles that hold them are read again."""
    with open_engine(load_settings(db), make=True) as engine, Meter() as meter:
        engine.split_names(a, b, meter.advance)
        print_text(f"{a} | {b}")


@names.command()
@db_option
def undo(db: str | None) -> None:
    """Take back the last correction. Articles that hold its names are read again."""
    with open_engine(load_settings(db)) as engine, Meter() as meter:
        print_text(engine.undo_names(meter.advance))
