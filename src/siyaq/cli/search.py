"""`siyaq search`."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from siyaq.cli.option import SINCE, UNTIL, batch_option, db_option, json_option
from siyaq.cli.output import print_json, print_text, say, short_time
from siyaq.cli.pair_file import pairs_from_file
from siyaq.cli.session import load_settings, open_engine
from siyaq.errors import QueryError

if TYPE_CHECKING:
    from siyaq.engine import Engine


@click.command()
@click.argument("words", nargs=-1, metavar="QUERY")
@click.option("-k", type=click.IntRange(1, 1000), default=10, show_default=True, help="At most so many results.")
@click.option("--from", "since", type=SINCE, default=None, help="Published at or after this time.")
@click.option("--to", "until", type=UNTIL, default=None, help="Published before this time (a date: up to its end).")
@click.option("--source", default=None, help="Only this outlet.")
@click.option("--sort", type=click.Choice(["nearness", "time"]), default="nearness", show_default=True, help="Order.")
@click.option("--collapse", is_flag=True, help="One result for each story, with its other reports under it.")
@batch_option('File of lines "qid<tab>query", or "-"; prints {"qid", "ids": [...]} for each.')
@db_option
@json_option
def search(
    words: tuple[str, ...],
    k: int,
    since: datetime | None,
    until: datetime | None,
    source: str | None,
    sort: str,
    collapse: bool,
    batch: str | None,
    db: str | None,
    as_json: bool,
) -> None:
    """Search articles.

    QUERY: words, "exact phrases", -not, OR, source: tag: name: section: from: to:. Spelling variants are found; quotes ask for
    the exact form.

    \b
    Prints {"id", "title", "source", "published", "score", "snippet", "highlights": [[start, end]]}.
      siyaq search 'بوتين "كوريا الشمالية" -رياضة' --from 2018-06-01 --json
      siyaq search --batch queries.tsv -k 10 --json
    """
    if bool(words) == (batch is not None):
        raise click.UsageError("give either QUERY or --batch FILE")
    wanted: dict[str, Any] = {"k": k, "since": since, "until": until, "source": source, "sort": sort, "collapse": collapse}
    with open_engine(load_settings(db)) as engine:
        engine.sync()
        if batch is not None:
            _search_batch(engine, batch, wanted)
        else:
            _search_one(engine, " ".join(words), wanted, as_json)


def _search_one(engine: "Engine", query: str, wanted: dict[str, Any], as_json: bool) -> None:
    from siyaq.cli.shape import Shapes

    result = engine.search(query, **wanted)
    if not (result.hits or as_json):
        say("nothing found")
    if result.suggestion and not as_json:
        say(f"did you mean: {result.suggestion}")
    for row in Shapes(engine).hits(result.hits):
        if as_json:
            print_json(row)
        else:
            print_text(
                f"{short_time(row['published'])}  {row['source']}  {row['title']}  [{row['id']}]\n      {row['snippet']}"
            )


def _search_batch(engine: "Engine", path: str, wanted: dict[str, Any]) -> None:
    from siyaq.cli.shape import Shapes

    shapes = Shapes(engine)
    for qid, query in pairs_from_file(path):
        try:
            hits = engine.search(query, **wanted).hits
        except QueryError as exc:
            say(f"{qid}: {exc}")
            hits = ()
        print_json({"qid": qid, "ids": shapes.public_ids(hit.article for hit in hits)})
