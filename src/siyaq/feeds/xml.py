"""Foreign XML as a tree, without entities, network or unbounded growth (OWASP XXE and billion-laughs rules).

Well-formed feeds are read strictly. Others are mended as text in the few ways that Arabic feeds need and read again in
recovery mode; what was wrong is reported.
"""

import re
from html.entities import html5
from typing import Final

from lxml import etree

from siyaq.errors import FeedError

Element = etree._Element

_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARATION: Final = re.compile(r"\s*<\?xml\b[^>]{0,500}\?>", re.IGNORECASE)
_CDATA: Final = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
_ENTITY: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(?:([A-Za-z][A-Za-z0-9]{1,31});|(?!#))")
_CHARACTER: Final = re.compile(r"&#(?:[xX]([0-9A-Fa-f]{1,8})|([0-9]{1,9}));|&#")
_BARE_LESS: Final = re.compile(r"<(?![A-Za-z_/!?])")
_INLINE_HTML: Final = re.compile(
    r"<(/?(?:b|i|u|br|p|a|em|strong|span|div|font|center|ul|ol|li|h[1-6]|hr|img|small|sup|sub|blockquote|table|tbody|tr|td|th"
    r"|iframe|script|style|svg|form|object|video|audio|figure)(?:\s[^<>]{0,2000})?/?)>",
    re.IGNORECASE,
)
_BARE_ATTRIBUTE: Final = re.compile(r"(<[A-Za-z][\w:.-]{0,60}\s[^<>\"']{0,300}?[\w:-]{1,60}=)([^\s\"'<>]{1,300})(?=[\s/>])")
_NAMESPACES: Final = {
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/terms": "dcterms",
    "http://search.yahoo.com/mrss": "media",
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns": "atom",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.google.com/schemas/sitemap-news/0.9": "news",
    "http://www.google.com/schemas/sitemap-image/1.1": "image",
    "http://purl.org/rss/1.0/modules/syndication": "sy",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns": "rdf",
    "http://www.w3.org/xml/1998/namespace": "xml",
    "http://purl.org/rss/1.0": "",
    "http://my.netscape.com/rdf/simple/0.9": "",
    "http://channel.netscape.com/rdf/simple/0.9": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://www.sitemaps.org/schemas/sitemap/0.9": "",
    "http://www.google.com/schemas/sitemap/0.84": "",
}


def tree_from_text(text: str, url: str) -> tuple[Element, tuple[str, ...]]:
    """Parse XML that may be broken.

    Args:
        text: decoded document.
        url: its address, the base of `xml:base`.

    Returns:
        The root element, and what was wrong, one line each.

    Raises:
        FeedError: nothing can be read.
    """
    prepared, warnings = _prepare(text)
    try:
        return etree.fromstring(prepared.encode(), _parser(recover=False), base_url=url), warnings
    except (etree.XMLSyntaxError, ValueError) as error:
        cause = f"broken XML: {_one_line(str(error))}"
    try:
        root = etree.fromstring(_mend(prepared).encode(), _parser(recover=True), base_url=url)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise FeedError(f"{url} is not XML that can be read ({cause})")
    return root, (*warnings, cause)


def key_of(tag: object) -> str:
    """The name of an element or attribute with its usual prefix, in lower case: "dc:date", "title"; "" for comments."""
    if not isinstance(tag, str):
        return ""
    if not tag.startswith("{"):
        return tag.lower()
    space, _, local = tag[1:].partition("}")
    prefix = _NAMESPACES.get(space.lower().rstrip("/#"), "?")
    return f"{prefix}:{local}".lower() if prefix else local.lower()


def fields_of(element: Element) -> dict[str, list[Element]]:
    """The children of an element by `key_of`, in order."""
    fields: dict[str, list[Element]] = {}
    for child in element:
        fields.setdefault(key_of(child.tag), []).append(child)
    return fields


def text_of(element: Element) -> str:
    """All text in an element, or its mark-up as HTML where it has child elements."""
    if len(element) == 0:
        return element.text or ""
    inner = [element.text or ""]
    inner += [etree.tostring(child, encoding="unicode", method="html", with_tail=True) for child in element]
    return "".join(inner)


def attribute(element: Element, name: str) -> str | None:
    """An attribute's value whatever its namespace or case; None if absent or blank."""
    for key, value in element.attrib.items():
        if key_of(key).rpartition(":")[2] == name and str(value).strip():
            return str(value).strip()
    return None


def texts(fields: dict[str, list[Element]], *keys: str) -> list[str]:
    """Texts of the fields named, in the order of the names, blank ones left out."""
    found = (text_of(element) for key in keys for element in fields.get(key, ()))
    return [text for text in found if text.strip()]


def first_text(fields: dict[str, list[Element]], *keys: str) -> str | None:
    """First of `texts`, or None."""
    return next(iter(texts(fields, *keys)), None)


def is_cut_off(text: str, root: Element) -> bool:
    """True where a document ends before its root element is closed."""
    name = root.tag.rpartition("}")[2] if isinstance(root.tag, str) else ""
    return re.search(rf"</(?:[\w.-]{{1,40}}:)?{re.escape(name)}\s*>", text[-2_000:]) is None and not _closes_itself(text)


def _closes_itself(text: str) -> bool:
    return text.rstrip().endswith("/>") and text.count("<") <= 3


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True, strip_cdata=True, encoding="utf-8",
    )  # fmt: skip


def _prepare(text: str) -> tuple[str, tuple[str, ...]]:
    """Cut what no feed needs and no reader should trust: declaration, document type, characters XML cannot hold."""
    warnings = []
    declaration = _DECLARATION.match(text)
    body = text[declaration.end() :] if declaration else text
    clean = _ILLEGAL.sub("", body)
    if clean != body:
        warnings.append("characters that XML cannot hold left out")
    without, had_subset = _without_doctype(clean)
    if had_subset:
        warnings.append("document type with entities left out")
    parts = _CDATA.split(without)
    parts[::2] = [_CHARACTER.sub(_character, _ENTITY.sub(_entity, part)) for part in parts[::2]]
    return "".join(parts).lstrip(), tuple(warnings)


def _without_doctype(text: str) -> tuple[str, bool]:
    start = text[:10_000].upper().find("<!DOCTYPE")
    root = re.search(r"<[A-Za-z]", text[:10_000])
    if start < 0 or (root and root.start() < start):
        return text, False
    bracket, close = text.find("[", start), text.find(">", start)
    if close < 0:
        return "", False
    if bracket < 0 or close < bracket:
        return text[:start] + text[close + 1 :], False
    end = re.compile(r"\]\s*>").search(text, bracket)
    return (text[:start] + text[end.end() :], True) if end else (text[:start], True)


def _entity(match: re.Match[str]) -> str:
    """HTML's named characters; an unknown name or a bare ampersand stays as readable text."""
    if not match[1]:
        return "&amp;"
    return html5.get(match[1] + ";", f"&amp;{match[1]};")


def _character(match: re.Match[str]) -> str:
    """Keep numbered characters that XML allows, drop the others."""
    if not match[1] and not match[2]:
        return "&amp;#"
    number = int(match[1], 16) if match[1] else int(match[2])
    if number > 0x10FFFF or _ILLEGAL.match(chr(number)) or number == 0:
        return ""
    return match[0].replace("X", "x", 1)


def _mend(text: str) -> str:
    parts = _CDATA.split(text)
    keep_html = 'xmlns="http://www.w3.org/2005/Atom"' in text[:4_000]  # XHTML is at home in Atom
    for i in range(0, len(parts), 2):
        part = _BARE_ATTRIBUTE.sub(r'\1"\2"', _BARE_LESS.sub("&lt;", parts[i]))
        parts[i] = part if keep_html else _INLINE_HTML.sub(r"&lt;\1&gt;", part)
    return "".join(parts)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:160]
