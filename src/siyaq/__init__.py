"""Siyaq (سياق): an Arabic-first news engine.

    import siyaq

    page = siyaq.extract(html, url="https://example.org/a")         # an article from a page
    notes = siyaq.analyze(page.title, page.body, page.published)    # tags, names, who said what
    with siyaq.open("sqlite:///news.db") as engine:                 # everything else
        engine.add(articles)
        for hit in engine.search("بوتين").hits: ...

Names are imported when first used, so that `import siyaq` stays quick.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from siyaq.analyze import analyze
    from siyaq.engine import Engine, open  # noqa: A004
    from siyaq.errors import (
        FetchError,
        NotFoundError,
        ParseError,
        QueryError,
        SettingsError,
        SiyaqError,
        StorageError,
        UsageError,
    )
    from siyaq.extract import extract
    from siyaq.settings import Settings
    from siyaq.types import Analysis, Article, Extracted, Link, Rights, SearchResult, Source, Story

__version__ = "0.1.0"

_HOMES = {
    "analyze": "siyaq.analyze",
    "extract": "siyaq.extract",
    "open": "siyaq.engine",
    "Engine": "siyaq.engine",
    "Settings": "siyaq.settings",
    **dict.fromkeys(("Analysis", "Article", "Extracted", "Link", "Rights", "SearchResult", "Source", "Story"), "siyaq.types"),
    **dict.fromkeys(
        (
            "FetchError",
            "NotFoundError",
            "ParseError",
            "QueryError",
            "SettingsError",
            "SiyaqError",
            "StorageError",
            "UsageError",
        ),
        "siyaq.errors",
    ),
}

__all__ = [
    "Analysis",
    "Article",
    "Engine",
    "Extracted",
    "FetchError",
    "Link",
    "NotFoundError",
    "ParseError",
    "QueryError",
    "Rights",
    "SearchResult",
    "Settings",
    "SettingsError",
    "SiyaqError",
    "Source",
    "StorageError",
    "Story",
    "UsageError",
    "__version__",
    "analyze",
    "extract",
    "open",
]


class _Package(ModuleType):
    """The package itself. A room and its main function may share a name (`siyaq.extract`): the import system would bind the
    room's module here and so replace the function; it is not let."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'siyaq' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


sys.modules[__name__].__class__ = _Package
