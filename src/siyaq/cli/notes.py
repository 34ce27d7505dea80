"""`siyaq analyze`."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from siyaq.cli.option import unused_db_option
from siyaq.cli.output import print_json, print_text, say
from siyaq.errors import RecordError

if TYPE_CHECKING:
    from siyaq.types import Analysis


@click.command("analyze")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of text for people.")
@click.argument("files", nargs=-1, type=click.File("rb"))
@unused_db_option
def analyze_records(files: tuple[BinaryIO, ...], as_json: bool) -> None:
    """Make notes on articles: Article JSONL in (standard input, or FILES), notes out. Needs no database.

    \b
    Prints {"id", "language", "tags", "entities", "claims", "sources_cited", "dates"}; offsets count characters of
    title + newline + text. A bad record is reported on stderr and skipped; the exit code is 1 then.
      siyaq analyze --json < articles.jsonl > notes.jsonl
    """
    from siyaq.cli.shape import analysis_shape

    failed = 0
    for file in files or (sys.stdin.buffer,):
        for number, line in _lines(file):
            try:
                given, analysis = _notes(line)
            except RecordError as exc:
                failed += 1
                say(f"line {number}: skipped: {exc}")
                continue
            if as_json:
                print_json({"id": given, **analysis_shape(analysis)})
            else:
                print_text(f"{given}: {'، '.join(tag.tag for tag in analysis.tags)}")
    if failed:
        sys.stdout.flush()
        raise RecordError(f"{failed} record{'s' if failed > 1 else ''} skipped")


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    return ((number, line) for number, line in enumerate(file, 1) if line.strip())


def _notes(line: bytes) -> "tuple[str, Analysis]":
    from siyaq.analyze import analyze
    from siyaq.cli.record_file import record_from_line
    from siyaq.ingest import article_from_record

    record = record_from_line(line)
    article = article_from_record(record)  # checks it, and reads its time
    title, text = _string(record, "title"), _string(record, "text")
    return article.public_id, analyze(title, text, article.published, article.tags)


def _string(record: dict[str, Any], key: str) -> str:
    """The text as given, so that offsets fit it; half characters, which JSON can smuggle in, are replaced one for one."""
    return str(record.get(key) or "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
