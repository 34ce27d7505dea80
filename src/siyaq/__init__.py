"""Siyaq (سياق): an Arabic-first news engine.

    import siyaq

    page = siyaq.extract(html, url="https://example.org/a")         # an article from a page
    notes = siyaq.analyze(page.title, page.body, page.published)    # tags, names, who said what
    with siyaq.open("sqlite:///news.db") as engine:                 # everything else
        engine.add(articles)
        for hit in engine.search("بوتين").hits: ...

Names are imported when first used, so that `import siyaq` stays quick.
"""

from importlib import import_module
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


def __getattr__(name: str) -> Any:
    # A room and the function it is named after share one name (siyaq.extract): once the room has been imported, the import
    # system has set the module as our attribute, so the function replaces it here for good.
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'siyaq' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value
