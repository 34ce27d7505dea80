"""The group of all commands."""

import logging

import click

from siyaq import __version__
from siyaq.cli import article, importing, name, notes, outlet, page, search, serving, story, upkeep, visiting

COMMANDS = (
    serving.up,
    serving.demo,
    serving.serve,
    visiting.fetch,
    outlet.outlets,
    importing.import_files,
    page.extract_page,
    notes.analyze_records,
    story.stories,
    story.story,
    article.show,
    article.copies,
    article.similar,
    article.read_also,
    search.search,
    name.names,
    upkeep.export,
    upkeep.backup,
    upkeep.restore,
    upkeep.check,
    upkeep.relink,
    upkeep.doctor,
)


# Libraries that report what is no news to an operator: every request, every page without an article.
_CHATTY = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "trafilatura": logging.CRITICAL}


class HangUp(Exception):  # noqa: N818
    """Whoever read our output has closed it. click would end with exit code 1 for a BrokenPipeError itself."""


class _InOrder(click.Group):
    """Lists commands in the order in which a new user meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as exc:
            raise HangUp from exc


@click.group(cls=_InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="siyaq")
@click.option("-v", "--verbose", is_flag=True, help="Say more on stderr.")
def root(verbose: bool) -> None:
    """Siyaq: an Arabic-first news engine.

    Reads outlets' feeds and pages, recognises copies, groups reports of one happening into stories, and shows every article
    in its context. Data goes to stdout, messages to stderr. Exit codes: 0 done, 1 failed, 2 wrong usage.

    \b
    First steps:
      siyaq up                           read the bundled list of outlets and serve http://127.0.0.1:8000
      siyaq import articles.jsonl.gz     bring in an archive
      siyaq search "مجلس الأمن" --json   ask

    Every command takes --db (default: $SIYAQ_DB, else sqlite:///siyaq.db). $SIYAQ_NOW sets the current time.
    """
    level = logging.INFO if verbose else logging.WARNING
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s")
    for chatty, least in _CHATTY.items():
        logging.getLogger(chatty).setLevel(least)


for _command in COMMANDS:
    root.add_command(_command)
