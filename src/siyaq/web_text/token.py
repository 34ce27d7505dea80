"""HTML as a flat run of tags and texts, in time linear in its length.

Tree builders that follow the HTML standard take quadratic time for deep nesting and multiply formatting elements into
gigabytes; fragments of feeds need no tree. Tokens follow the standard's tokenizer (section 13.2.5) where pages live:
quoted attributes, comments, raw-text elements, documents cut off inside a tag.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final, NamedTuple

_TAG: Final = re.compile(r"<(/?)([A-Za-z][^\s/>]{0,60})((?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+)>")
_ATTRIBUTE: Final = re.compile(r"([^\s=\"'<>/]{1,60})(?:\s*=\s*(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>]{0,4000})))?")
_RAW: Final = frozenset(("script", "style", "textarea", "title", "iframe", "noembed", "noframes", "noscript", "xmp"))
_MAX_ATTRIBUTES: Final = 100


class Token(NamedTuple):
    """A piece of HTML. `name` is the tag's in lower case, "" for text; `text` is decoded text or a tag's raw attributes."""

    name: str
    closing: bool
    text: str


def tokens_of(html: str) -> Iterator[Token]:
    """Tags and texts in order; comments, declarations and the insides of scripts, styles and the like left out."""
    at, end = 0, len(html)
    while at < end:
        less = html.find("<", at)
        if less != at:
            yield Token("", False, unescape(html[at : less if less >= 0 else end]))
        if less < 0:
            return
        match = _TAG.match(html, less)
        if match is None:
            at = _after_odd(html, less)
            if at == less + 1:
                yield Token("", False, "<")
            continue
        name, closing = match[2].lower(), bool(match[1])
        yield Token(name, closing, match[3])
        at = match.end()
        if name in _RAW and not closing:
            at = _raw_end(html, at, name)


def elements_of(html: str, names: frozenset[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Start tags of these names with their attributes."""
    for token in tokens_of(html):
        if token.name in names and not token.closing:
            yield token.name, attributes_of(token.text)


def attributes_of(raw: str) -> dict[str, str]:
    """Attributes of a start tag by lower-case name, decoded; of repeated ones the first, as the standard says."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(raw):
        found.setdefault(match[1].lower(), unescape(match[2] or match[3] or match[4] or "").strip())
        if len(found) >= _MAX_ATTRIBUTES:
            break
    return found


def _after_odd(html: str, less: int) -> int:
    """Where to go on after a "<" that begins no tag: behind a comment or declaration, else behind the character."""
    if html.startswith("<!--", less):
        end = html.find("-->", less + 4)
        return end + 3 if end >= 0 else len(html)
    if html[less + 1 : less + 2] in ("!", "?", "/"):
        end = html.find(">", less)
        return end + 1 if end >= 0 else len(html)
    if html[less + 1 : less + 2].isalpha() and html[less + 1 : less + 2].isascii():
        return len(html)  # a tag that is never closed: nothing follows it
    return less + 1


def _raw_end(html: str, at: int, name: str) -> int:
    """Start of the end tag of a raw-text element; the end of the document without one."""
    match = re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE).search(html, at)
    return match.start() if match else len(html)
