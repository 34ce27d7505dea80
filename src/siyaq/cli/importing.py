"""`siyaq import`."""

import contextlib
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from siyaq.cli.meter import Meter
from siyaq.cli.option import always_json_option, db_option
from siyaq.cli.output import print_json, say
from siyaq.cli.session import load_settings, open_engine
from siyaq.errors import ParseError

if TYPE_CHECKING:
    from siyaq.cli.record_file import Format, RecordFile
    from siyaq.types import Article

_MAX_BAD_LINES = 20  # more bad records are only counted


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@click.option(
    "--format",
    "kind",
    type=click.Choice(["jsonl", "warc", "html"]),
    default=None,
    help="Format of all files.  [default: what each name or content tells]",
)
@click.option("--source", default=None, help="Outlet of records that name none.")
@click.option(
    "--workers", type=click.IntRange(0), default=None, help="Processes that analyse.  [default: one less than the cores]"
)
@db_option
@always_json_option
def import_files(
    files: tuple[str, ...], kind: "Format | None", source: str | None, workers: int | None, db: str | None
) -> None:
    """Import articles from files: Article JSONL, saved pages, web archives; gzipped or not; "-" is standard input.

    A record needs a title or a text only. A record that was imported before changes nothing; one with a changed headline or
    text is a new version. A bad record is reported on stderr and skipped.

    \b
    Prints {"read", "added", "updated", "unchanged", "rejected"}.
      siyaq import articles.jsonl.gz
      zcat *.jsonl.gz | siyaq import -
    """
    from siyaq.cli.record_file import RecordFile
    from siyaq.engine import worker_count

    intake = _Intake()
    with contextlib.ExitStack() as stack:
        opened = [RecordFile(path, kind, source, intake.bad) for path in files]  # a missing file is told before any work
        for file in opened:
            stack.callback(file.close)
        engine = stack.enter_context(open_engine(load_settings(db), make=True))
        meter = stack.enter_context(Meter(opened))
        intake.meter = meter
        count = worker_count(engine.settings.workers) if workers is None else workers
        report = engine.add(intake.articles(opened), progress=meter.advance, workers=count)
    counts = asdict(report)
    print_json({**counts, "read": report.read + intake.rejected, "rejected": report.rejected + intake.rejected})
    intake.close()


class _Intake:
    """Articles of all files one after the other, with a count of what was skipped."""

    def __init__(self) -> None:
        self.rejected = 0
        self.meter: Meter | None = None
        self._damage: ParseError | None = None

    def bad(self, where: str, why: str) -> None:
        """Report a record that is skipped."""
        self.rejected += 1
        if self.rejected <= _MAX_BAD_LINES:
            if self.meter:
                self.meter.clear()
            say(f"{where}: skipped: {why}")

    def articles(self, files: "list[RecordFile]") -> "Iterator[Article]":
        """Drafts of all good records; a file that is damaged half-way is left there."""
        for file in files:
            try:
                for article in file.articles():
                    if self.meter:
                        self.meter.note_read()
                    yield article
            except ParseError as exc:
                self._damage = exc

    def close(self) -> None:
        """Say how many were skipped.

        Raises:
            ParseError: a file was damaged; what came before it is stored.
        """
        if self.rejected > _MAX_BAD_LINES:
            say(f"{self.rejected} records skipped in all")
        if self._damage:
            raise self._damage
