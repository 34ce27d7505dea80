"""What is done once before the first request, so that no reader waits for it."""

from __future__ import annotations

import gc
from contextlib import suppress

from siyaq.arabic import lemmas
from siyaq.errors import NotFoundError
from siyaq.site.render import compile_templates
from siyaq.site.serve import Server
from siyaq.site.text import LANGUAGES, plural_form

# Objects made since the last collection, and collections of the younger ones, before there is one: a page makes ten thousand
# objects, most of which go with it, so with Python's 700 every page is looked through a dozen times.
_THRESHOLDS = (20_000, 20, 20)


def warm_up(server: Server) -> None:
    """Compile the templates, count the last two weeks and read the front page: a second at most."""
    compile_templates()
    for language in LANGUAGES:
        plural_form(language, 3)
    server.warm_up()
    set_aside()


def warm_up_more(server: Server) -> None:
    """Read what takes seconds and first readers can do without: dictionaries, and the tables that links are made with."""
    lemmas("كتاب")
    server.engine.ledger().variants("كتاب")
    for story in server.engine.stories(min_articles=2, limit=1):
        with suppress(NotFoundError):  # taken away meanwhile
            server.engine.context(story.articles[0])
            server.engine.chains.chain(story)


def set_aside() -> None:
    """Leave all objects that there are out of further garbage collections.

    Dictionaries and tables are a million objects that stay; looking them through took a page in a hundred some 200 ms. What is
    set aside and needed no more is freed as before, unless it refers to itself; `gc.unfreeze` takes all back.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
