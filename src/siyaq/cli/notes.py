"""`siyaq analyze`."""

from typing import TYPE_CHECKING, Any

import click

from siyaq.cli.option import unused_db_option
from siyaq.cli.output import print_json, print_text, say
from siyaq.errors import RecordError

if TYPE_CHECKING:
    from siyaq.types import Analysis


@click.command("analyze")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of text for people.")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(allow_dash=True))
@unused_db_option
def analyze_records(files: tuple[str, ...], as_json: bool) -> None:
    """Make notes on articles: Article JSONL in (standard input, or FILEs, gzipped or not), notes out. Needs no database.

    \b
    Prints {"id", "language", "tags", "entities", "claims", "sources_cited", "dates"}; offsets count characters of
    title + newline + text. A bad record is reported on stderr and skipped; the exit code is 1 where no record was good.
      siyaq analyze --json < articles.jsonl > notes.jsonl
    """
    from siyaq.cli.record_file import lines_of
    from siyaq.cli.shape import analysis_shape

    good = bad = 0
    for where, line in (item for path in files or ("-",) for item in lines_of(path)):
        try:
            given, analysis = _notes(line)
        except RecordError as exc:
            bad += 1
            say(f"{where}: skipped: {exc}")
            continue
        good += 1
        if as_json:
            print_json({"id": given, **analysis_shape(analysis)})
        else:
            print_text(f"{given}: {'، '.join(tag.tag for tag in analysis.tags)}")
    if bad and not good:
        raise RecordError(f"no good record among {bad}; expected is one JSON object a line")


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
