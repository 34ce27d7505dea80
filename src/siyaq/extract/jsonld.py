"""JSON-LD: find the article's node in lists and graphs, also in blocks with the usual damage."""

import html as html_entities
import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from siyaq import web_text

ARTICLE_TYPES = frozenset(
    (
        "NewsArticle",
        "Article",
        "BlogPosting",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "OpinionNewsArticle",
        "BackgroundNewsArticle",
        "ReviewNewsArticle",
        "AskPublicNewsArticle",
        "AdvertiserContentArticle",
        "LiveBlogPosting",
        "TechArticle",
        "SocialMediaPosting",
        "Report",
    )
)
_MAX_NODES = 2000
_MAX_CHARS = 1_000_000
_OPENING = re.compile(r"\s*(?:<!--|<!\[CDATA\[|-->|\]\]>|\*/|/\*|//[^\n]*)")
_CLOSING = re.compile(r"(?:\s++|>--|>\]\]|/\*|;|//)*+")  # of the text from its end; possessive, as nothing follows
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_MISSING_COMMA = re.compile(r'(["\d}\]])([^\S\n]*\n\s*)(")')
_INNER_QUOTE = re.compile(r'(?<![\s:,{\[\\])"(?!\s*[:,}\]])|(?<=[^\s:,{\[\\]\s)"(?!\s*[:,}\]])')
_FIELD = r'"{}"\s*:\s*"((?:[^"\\]|\\.)*)"'


def article_node(tree: LexborHTMLParser, title: str | None = None) -> dict[str, Any]:
    """The JSON-LD node of the page's article, {} if there is none.

    Args:
        tree: the page.
        title: a title of the page; of several articles the one with that headline is taken, else the first that is no
            item of a list.
    """
    found: list[dict[str, Any]] = []
    graph: dict[str, dict[str, Any]] = {}
    for data in documents(tree):
        for node in _nodes(data):
            identity = node.get("@id")
            if isinstance(identity, str) and len(node) > 1:
                graph.setdefault(identity, node)
            if ARTICLE_TYPES.intersection(types_of(node)):
                found.append(node)
    if not found:
        return {}
    named = [node for node in found if title and text_of(node.get("headline")) == title]
    return {name: _resolved(value, graph) for name, value in (named or found)[0].items()}


def site_nodes(tree: LexborHTMLParser) -> list[dict[str, Any]]:
    """Nodes that describe the site or its publisher."""
    kinds = {"WebSite", "Organization", "NewsMediaOrganization"}
    return [node for data in documents(tree) for node in _nodes(data) if kinds.intersection(types_of(node))]


def documents(tree: LexborHTMLParser) -> list[Any]:
    """Every JSON-LD block of the page that can be read, repaired where that is certain."""
    found = []
    for script in tree.css("script[type]"):
        if "ld+json" in (script.attributes.get("type") or "").lower():
            data = read_json(script.text(deep=True))
            if data is not None:
                found.append(data)
    return found


def read_json(text: str) -> Any:
    """Read JSON as pages write it; None if it cannot be repaired.

    Repaired: comments and CDATA around it, raw line ends in strings, trailing and missing commas, unescaped quotation
    marks inside of strings, entities instead of quotation marks. What is still broken is cut down to its plain fields.
    """
    text = _unwrapped(text[:_MAX_CHARS])
    if not text:
        return None
    for attempt in _repairs(text):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return _plain_fields(text)


def _unwrapped(text: str) -> str:
    """The text without the comments, CDATA marks and semicolons around it; in linear time, which one pattern would not be."""
    start, may_close = 0, True
    while (mark := _OPENING.match(text, start)) is not None:
        start = mark.end()
        if may_close and mark[0].endswith("/*"):
            closing = text.find("*/", start)
            may_close = closing >= 0
            start = closing + 2 if may_close else start
    text = text[start:][::-1]
    closing_marks = _CLOSING.match(text)
    return text[closing_marks.end() if closing_marks else 0 :][::-1].strip()


def _repairs(text: str) -> Iterator[str]:
    yield text
    if "&quot;" in text:
        yield html_entities.unescape(text)
    comma = _MISSING_COMMA.sub(r"\1,\2\3", _TRAILING_COMMA.sub(r"\1", text))
    yield comma
    yield _INNER_QUOTE.sub(r'\\"', comma)


def _plain_fields(text: str) -> dict[str, Any] | None:
    """Dates and headline of a block that stays unreadable: each is read only where it stands once."""
    kind = re.search(r'"@type"\s*:\s*"(\w+)"', text)
    if kind is None or kind[1] not in ARTICLE_TYPES:
        return None
    node: dict[str, Any] = {"@type": kind[1]}
    for name in ("headline", "datePublished", "dateModified"):
        values = set(re.findall(_FIELD.format(name), text))
        if len(values) == 1:
            node[name] = values.pop()
    return node


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """All nodes of a document in reading order, but not the items of lists and parts of other pages."""
    stack, seen = [data], 0
    while stack and seen < _MAX_NODES:
        seen += 1
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(reversed(value))
        elif isinstance(value, dict):
            yield value
            inner = [value.get(name) for name in ("@graph", "mainEntity", "mainEntityOfPage", "publisher")]
            stack.extend(part for part in reversed(inner) if isinstance(part, dict | list))


def _resolved(value: Any, graph: dict[str, dict[str, Any]]) -> Any:
    """A reference {"@id": ...} is replaced by the node that it names."""
    if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
        return graph.get(str(value.get("@id")), value)
    if isinstance(value, list):
        return [_resolved(item, graph) for item in value[:50]]
    return value


def types_of(node: dict[str, Any]) -> frozenset[str]:
    """The node's types without their namespace."""
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return frozenset(kind.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for kind in listed if isinstance(kind, str))


def text_of(value: Any) -> str | None:
    """A value as one line of text: entities decoded, None if it holds no text."""
    if isinstance(value, list):
        return next((text for text in map(text_of, value) if text), None)
    if isinstance(value, dict):
        return text_of(value.get("@value") or value.get("name"))
    if isinstance(value, bool) or value is None:
        return None
    text = " ".join(html_entities.unescape(str(value)).split())
    return text or None


def paragraphs_of(value: Any) -> str | None:
    """A long text with its paragraphs, by a blank line; None if it holds none. Some pages write it with mark-up."""
    if not isinstance(value, str):
        return text_of(value)
    text = html_entities.unescape(value)
    if "</" in text or "<br" in text:
        return web_text.plain_text(text) or None
    return "\n\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip()) or None


def names_of(value: Any) -> list[str]:
    """Names in a value that may be a string, a node or a list of both."""
    listed = value if isinstance(value, list) else [value]
    return [name for name in map(text_of, listed) if name]


def url_of(value: Any) -> str | None:
    """The address in a value that may be a string, a node or a list of both."""
    if isinstance(value, list):
        return next((url for url in map(url_of, value) if url), None)
    if isinstance(value, dict):
        return url_of(value.get("url") or value.get("contentUrl") or value.get("@id"))
    return value.strip() or None if isinstance(value, str) else None
