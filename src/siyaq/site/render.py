"""Pages -> bytes: HTML through the templates, or the same list as RSS, Atom or JSON Feed."""

from __future__ import annotations

from functools import lru_cache, partial
from hashlib import blake2b
from importlib.resources import files
from typing import Any, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined

from siyaq.arabic import clean
from siyaq.feeds import Channel, write_atom, write_json_feed, write_rss
from siyaq.site import address
from siyaq.site.clock import iso
from siyaq.site.desk import Desk
from siyaq.site.page import Page
from siyaq.site.piece import Pieces
from siyaq.site.text import LANGUAGES, Language, say

Format = Literal["html", "rss", "atom", "json"]
FORMATS: dict[str, str] = {
    "html": "text/html",  # the charset is added to what is text
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
_WRITERS = {"rss": write_rss, "atom": write_atom, "json": write_json_feed}


@lru_cache(maxsize=len(LANGUAGES))
def environment(language: Language) -> Environment:
    """The templates in one language: everything is escaped, and a missing value is an error instead of a blank.

    Texts are a filter (`{{ 'nav.home'|t }}`): the template compiler works out filters of constants, so that a page's fixed
    texts and addresses are parts of the compiled template and cost nothing when a page is made.
    """
    templates = Environment(
        loader=PackageLoader("siyaq.site", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    templates.filters.update({name: getattr(address, name) for name in _ADDRESSES})
    templates.filters.update(t=partial(say, language), iso=iso, asset=asset_href, web=address.web_href, clean=clean)
    return templates


def compile_templates() -> None:
    """Compile all templates, so that no reader waits for it."""
    for templates in map(environment, LANGUAGES):
        for name in templates.list_templates(extensions=["html"]):
            templates.get_template(name)


_ADDRESSES = ("tag_href", "name_href", "section_href", "in_language", "readable")


@lru_cache(maxsize=64)
def asset_href(name: str) -> str:
    """Address of a static file with a mark of its content, so that it can be kept for a year.

    Fonts go without: the style sheet names them so, and a page must preload the very same address.
    """
    if name.startswith("fonts/"):
        return f"/static/{name}"
    data = (files("siyaq.site") / "static" / name).read_bytes()
    return f"/static/{name}?v={blake2b(data, digest_size=5).hexdigest()}"


def render(desk: Desk, page: Page, form: Format) -> bytes:
    """The page in the form asked for; a feed only of pages that carry a list (`page.items`)."""
    if form == "html":
        return _html(desk, page)
    channel = Channel(
        title=f"{desk.t('site.name')} · {page.title}",
        url=desk.url(page.path),
        self_url=desk.url(feed_path(page.path, form)),
        description=page.description or desk.t("site.tagline"),
        language=desk.language,
    )
    return _WRITERS[form](channel, page.items or ())


def feed_path(path: str, form: str) -> str:
    """Address of a page's list in another form: `/tag/x` -> `/tag/x.rss`, `/` -> `/index.rss`.

    >>> feed_path("/search?q=a", "atom")
    '/search.atom?q=a'
    """
    head, mark, query = path.partition("?")
    return f"{'/index' if head == '/' else head}.{form}{mark}{query}"


def _html(desk: Desk, page: Page) -> bytes:
    values: dict[str, Any] = {
        "desk": desk,
        "pieces": Pieces(desk),
        "page": page,
        "lang": desk.language,
        "feed_links": _feed_links(page),
    }
    return environment(desk.language).get_template(page.template).render(values | page.values).encode("utf-8", "replace")


def _feed_links(page: Page) -> list[tuple[str, str]]:
    if page.items is None:
        return []
    path = address.first_page_href(page.path)  # who subscribes on the third page wants what comes, too
    return [(FORMATS[form].partition(";")[0], feed_path(path, form)) for form in ("rss", "atom", "json")]
