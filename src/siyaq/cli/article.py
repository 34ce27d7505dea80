"""Commands on one article: `show`, `copies`, `similar`, `read-also`."""

from typing import Any

import click

from siyaq.cli.option import db_option, json_option
from siyaq.cli.output import print_json, print_text, short_time
from siyaq.cli.session import load_settings, open_engine

_id_argument = click.argument("article_id", metavar="ID")


@click.command()
@_id_argument
@db_option
@json_option
def show(article_id: str, db: str | None, as_json: bool) -> None:
    """Show an article with its notes, story and links.

    ID is Siyaq's own, a given id, or the article's address. With --json: Article JSONL with "analysis", "story", "read_also",
    "similar", "copies" and "versions" beside.
    """
    from siyaq.cli.shape import Shapes, analysis_shape, article_shape

    with open_engine(load_settings(db)) as engine:
        article, shapes = engine.resolve(article_id), Shapes(engine)
        if not as_json:
            for line in (
                article.title,
                f"{shapes.outlet(article.source)}  {short_time(article.published)}  {article.url or ''}",
            ):
                print_text(line)
            print_text("\n" + article.text)
            return
        context = engine.context(article.id)
        print_json(
            {
                **article_shape(article),
                "analysis": analysis_shape(context.analysis),
                "story": context.story.id if context.story else None,
                "read_also": next(iter(shapes.links([context.read_also])), None) if context.read_also else None,
                "similar": shapes.links(context.similar),
                "copies": shapes.copies(article),
                "versions": [article_shape(version) for version in context.versions],
            }
        )


@click.command()
@_id_argument
@db_option
@json_option
def copies(article_id: str, db: str | None, as_json: bool) -> None:
    """List an article's group of copies, the article itself among them; nothing where it has none.

    Prints {"id", "source", "published", "share": 0..1, "original": bool}, oldest first.
    """
    from siyaq.cli.shape import Shapes

    with open_engine(load_settings(db)) as engine:
        for row in Shapes(engine).copies(engine.resolve(article_id)):
            if as_json:
                print_json(row)
            else:
                kind = "original" if row["original"] else f"{row['share']:.0%} copied"
                print_text(f"{short_time(row['published'])}  {kind}  {row['source']}  [{row['id']}]")


@click.command()
@_id_argument
@click.option("-k", type=click.IntRange(1, 100), default=10, show_default=True, help="At most so many.")
@db_option
@json_option
def similar(article_id: str, k: int, db: str | None, as_json: bool) -> None:
    """List similar articles, nearest first, one for each happening, each with its reasons.

    Prints {"id", "title", "source", "published", "score", "story", "why": [{"kind", "text", "weight"}]}.
    """
    from siyaq.cli.shape import Shapes

    with open_engine(load_settings(db)) as engine:
        for row in Shapes(engine).links(engine.similar(article_id, k=k)):
            _print_link(row, as_json)


@click.command("read-also")
@_id_argument
@db_option
@json_option
def read_also(article_id: str, db: str | None, as_json: bool) -> None:
    """Name the one article to read next, or nothing.

    Prints one object as `siyaq similar` does.
    """
    from siyaq.cli.shape import Shapes

    with open_engine(load_settings(db)) as engine:
        link = engine.read_also(article_id)
        for row in Shapes(engine).links([link] if link else []):
            _print_link(row, as_json)


def _print_link(row: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(row)
        return
    why = "، ".join(evidence.text for evidence in row["why"] if evidence.kind not in ("time", "copy"))
    print_text(
        f"{row['score']:.2f}  {short_time(row['published'])}  {row['source']}  {row['title']}  [{row['id']}]\n      {why}"
    )
