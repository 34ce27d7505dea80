"""`siyaq stories` and `siyaq story`."""

from datetime import datetime

import click

from siyaq.cli.option import SINCE, UNTIL, db_option, json_option
from siyaq.cli.output import print_json, print_text, short_time
from siyaq.cli.session import load_settings, open_engine


@click.command()
@click.option("--since", type=SINCE, default=None, help="Only stories with a report at or after this time.")
@click.option("--until", type=UNTIL, default=None, help="Only stories with a report before this time (a date: up to its end).")
@click.option("--min-articles", type=click.IntRange(1), default=1, show_default=True, help="At least so many reports.")
@click.option(
    "--min-outlets", type=click.IntRange(0), default=0, show_default=True, help="At least so many independent outlets."
)
@click.option("--limit", type=click.IntRange(1), default=None, help="At most so many stories.  [default: all]")
@db_option
@json_option
def stories(
    since: datetime | None,
    until: datetime | None,
    min_articles: int,
    min_outlets: int,
    limit: int | None,
    db: str | None,
    as_json: bool,
) -> None:
    """List stories, most independent outlets first.

    \b
    Prints {"story", "title", "first", "last", "articles": [ids], "outlets": [names], "copies": [ids], "tags": []}.
      siyaq stories --since 2018-06-12 --min-outlets 2 --json
    """
    from siyaq.cli.shape import Shapes

    with open_engine(load_settings(db)) as engine:
        shapes = Shapes(engine)
        found = engine.stories(since=since, until=until, min_articles=min_articles, min_outlets=min_outlets, limit=limit)
        for item in found:
            if as_json:
                print_json(shapes.story(item))
            else:
                print_text(f"{item.id}  {short_time(item.first)}  {len(item.outlets)}/{len(item.articles)}  {item.title}")


@click.command()
@click.argument("story_id", metavar="ID")
@db_option
@json_option
def story(story_id: str, db: str | None, as_json: bool) -> None:
    """Show one story with its reports, oldest first, and the same affair before and after it.

    With --json also "relations" (how each report stands to the first one: copy, update, follow-up, background or reaction)
    and the happenings "before" and "after". The ID of a story that was merged into another one leads there.
    """
    from siyaq.cli.shape import Shapes

    with open_engine(load_settings(db)) as engine:
        found, shapes = engine.story(story_id), Shapes(engine)
        if as_json:
            print_json({**shapes.story(found), **shapes.affair(found)})
            return
        print_text(found.title)
        relations = engine.chains.report_relations(found)
        articles = engine.store.articles(found.articles)
        for article in (articles[i] for i in found.articles if i in articles):
            mark = relations[article.id].kind if article.id in relations else ""
            told = f"{shapes.outlet(article.source)}  {article.title}  [{article.public_id}]"
            print_text(f"{short_time(article.when)}  {mark:10}  {told}")
        chain = engine.chains.chain(found)
        for name, steps in (("before", chain.before), ("after", chain.after)):
            for step in steps:
                title = (step.story.title if step.story else "") or step.article.title
                print_text(f"{name}: {short_time(step.when)}  {step.link.kind:10}  {title}  [{step.article.public_id}]")
