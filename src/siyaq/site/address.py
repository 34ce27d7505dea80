"""Addresses of our own pages, and the check that an outlet's address may stand in a link."""

from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from siyaq.arabic import clean
from siyaq.site.text import known_section
from siyaq.types import Article

_KEPT = 1 << 14  # the same pages are named on many others


@lru_cache(maxsize=_KEPT)
def _path(kind: str, name: str) -> str:
    return f"/{kind}/{quote(name, safe='')}"


def article_href(article: Article) -> str:
    """Path of an article's page, by Siyaq's own id: two outlets may have given the same one."""
    return _path("article", article.id)


def story_href(story_id: str) -> str:
    """Path of a story's page."""
    return _path("story", story_id)


def tag_href(tag: str) -> str:
    """Path of a tag's page.

    >>> tag_href("بوتين")
    '/tag/%D8%A8%D9%88%D8%AA%D9%8A%D9%86'
    """
    return _path("tag", tag)


def name_href(name: str) -> str:
    """Path of a name's page."""
    return _path("name", name)


def source_href(source_id: str) -> str:
    """Path of an outlet's page."""
    return _path("source", source_id)


def section_href(section: str) -> str:
    """Path of a section's page, under its Arabic name where it is one that most outlets have.

    >>> section_href("sport") == section_href("الرياضة") == section_href("رياضة")
    True
    """
    return _path("section", known_section(section, "ar") or section)


def query_href(path: str, **params: object) -> str:
    """A path with those parameters that have a value.

    >>> query_href("/search", q="a b", page=None)
    '/search?q=a+b'
    """
    given = {key: value for key, value in params.items() if value not in (None, "", False)}
    return f"{path}?{urlencode(given)}" if given else path


def readable(url: str) -> str:
    """An address as paper shows it, without scheme and percent signs.

    >>> readable("https://x.example/%D8%B3%D8%AF/1")
    'x.example/سد/1'
    """
    return clean(unquote(url.partition("://")[2], errors="replace"))


def first_page_href(path: str) -> str:
    """The address of a list's first page.

    >>> first_page_href("/tag/x?page=3"), first_page_href("/search?q=a&page=2&sort=time")
    ('/tag/x', '/search?q=a&sort=time')
    """
    head, mark, query = path.partition("?")
    return query_href(head, **{k: v for k, v in parse_qsl(query) if k != "page"}) if mark else path


def in_language(path: str, language: str) -> str:
    """The same page with the interface in a language.

    >>> in_language("/search?q=a", "en"), in_language("/", "ar")
    ('/search?q=a&lang=en', '/?lang=ar')
    """
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


@lru_cache(maxsize=_KEPT)
def web_href(url: str | None) -> str | None:
    """The address if it is an absolute http(s) one, else None: nothing else may stand in a link of a page.

    >>> web_href("javascript:alert(1)") is None
    True
    """
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None
