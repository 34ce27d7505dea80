"""schema.org NewsArticle as JSON-LD that is safe inside a script element."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from siyaq.site.address import web_href
from siyaq.site.clock import iso
from siyaq.site.desk import Card, Desk
from siyaq.types import Article, Source

# Inside <script> only these could end the element or open a comment; U+2028/9 break older script readers.
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def safe_json(value: Any) -> Markup:
    """JSON that may stand in a script element.

    >>> safe_json({"a": "</script>"})
    Markup('{"a": "\\\\u003c/script\\\\u003e"}')
    """
    text = json.dumps(value, ensure_ascii=False)
    for char, escaped in _ESCAPES.items():
        text = text.replace(char, escaped)
    return Markup(text)  # noqa: S704  # escaped above


def _organisation(source: Source) -> dict[str, Any]:
    named: dict[str, Any] = {"@type": "NewsMediaOrganization", "name": source.name}
    home = web_href(source.home)
    return named | ({"url": home} if home else {})


def article_markup(desk: Desk, card: Card, tags: Sequence[str], original: Article | None) -> Markup:
    """The article's description: what it is, who published it, and what it is based on."""
    article = card.article
    based_on = web_href(original.url) if original is not None else None
    fields: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": card.title[:110],  # the length that search engines show
        "mainEntityOfPage": desk.url(card.href),
        "url": card.out,
        "isBasedOn": based_on or card.out,
        "datePublished": iso(article.published) if article.published else None,
        "dateModified": iso(article.modified) if article.modified else None,
        "inLanguage": article.language or card.source.language,
        "author": [{"@type": "Person", "name": a} for a in article.authors] or [_organisation(card.source)],
        "publisher": _organisation(card.source),
        "sourceOrganization": _organisation(desk.source(original.source) if original is not None else card.source),
        "keywords": list(tags),
        "isAccessibleForFree": not article.paywalled,
    }
    return safe_json({key: value for key, value in fields.items() if value not in (None, [], "")})
