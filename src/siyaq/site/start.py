"""What is done once before the first request, so that no reader waits for it."""

from __future__ import annotations

import gc
from contextlib import suppress
from itertools import islice

from siyaq.arabic import terms, words
from siyaq.engine import collect_rarely
from siyaq.errors import NotFoundError
from siyaq.site.render import compile_templates
from siyaq.site.serve import Server
from siyaq.site.text import LANGUAGES, plural_form
from siyaq.site.view_article import article
from siyaq.site.view_home import front_of
from siyaq.site.view_story import story

_REPORTS_READ, _READ_CHARS = 600, 2500  # some 20,000 different words
_ARTICLES_SHOWN = 5  # the tables that pages of articles need are read with them, on days without news too


def warm_up(server: Server) -> None:
    """Compile the templates, count the last two weeks and read the front page: a second at most."""
    compile_templates()
    for language in LANGUAGES:
        plural_form(language, 3)
    server.warm_up()
    set_aside()


def warm_up_more(server: Server) -> None:
    """Read what takes seconds and first readers can do without: dictionaries, tables of links, and the words of the day.

    A word that was never met takes up to a tenth of a millisecond; a story's page compares the words of its reports.
    """
    server.engine.ledger().variants("كتاب")
    terms("ظغثخذ")  # a word that no table has needs the stemmer
    desk = server.own_desk()
    front = front_of(desk)
    for report in islice(front.articles.values(), _REPORTS_READ):
        terms(report.title)
        words(report.text[:_READ_CHARS])
    with suppress(NotFoundError):  # taken away meanwhile
        for first in front.stories[:1]:
            story(desk, {"name": first.id})
        for newest in server.engine.find(limit=_ARTICLES_SHOWN):
            article(desk, {"name": newest.id})


def set_aside() -> None:
    """Leave all objects that there are out of further garbage collections.

    Dictionaries and tables are a million objects that stay; looking them through took a page in a hundred some 200 ms. What is
    set aside and needed no more is freed as before, unless it refers to itself; `gc.unfreeze` takes all back. A page makes ten
    thousand objects, most of which go with it: with Python's own thresholds every page is looked through a dozen times.
    """
    gc.collect()
    gc.freeze()
    collect_rarely()
