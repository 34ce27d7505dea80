"""From decoded text to a tree, in bounded time whatever the page."""

import re

from selectolax.lexbor import LexborHTMLParser

from siyaq.web_text import tame_markup

MAX_CHARS = 3_000_000  # the rest of a larger page is not read
MAX_OPEN = 400  # elements open at once; real pages stay under 60, and a parser's time grows with the square of the depth
_MANY_TAGS = 8_000  # pages with fewer tags are parsed in some milliseconds at any depth
_MAX_TAG_CHARS = 20_000  # longer tags are looked at: their time grows with the square of the number of attributes
_MAX_ATTRIBUTES = 200
_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9:-]*)(?:[^<>"']|"[^"]*"|'[^']*')*+(?:>|\Z)""")
_QUOTED = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")
_VOID = "area base br col embed hr img input link meta param source track wbr"
_CLOSED_BY_SIBLINGS = "p li td tr th dt dd option thead tbody tfoot html head body"
_NOT_NESTED = frozenset(f"{_VOID} {_CLOSED_BY_SIBLINGS}".split())


def tame(text: str) -> str:
    """The page cut and trimmed so that every parser reads it in bounded time.

    Tags nested deeper than `MAX_OPEN` are dropped (their text stays), and so are hundreds of attributes of one tag, and those
    of formatting tags that a tree builder would open again in every paragraph (`web_text.tame_markup`).

    Args:
        text: the decoded page.
    """
    text = tame_markup(text[:MAX_CHARS])
    if any(len(part) > _MAX_TAG_CHARS and part.find(">", 0, _MAX_TAG_CHARS) < 0 for part in text.split("<")):
        text = _TAG.sub(_without_attributes, text)
    return limit_depth(text) if text.count("<") > _MANY_TAGS else text


def parse_page(text: str) -> LexborHTMLParser:
    """Parse a page of any origin: `tame` it first."""
    return LexborHTMLParser(tame(text))


def _without_attributes(match: re.Match[str]) -> str:
    """A tag as it is, or bare if it has too many attributes."""
    tag = match[0]
    many = len(tag) > _MAX_TAG_CHARS and len(_QUOTED.sub("", tag).split(None, _MAX_ATTRIBUTES)) > _MAX_ATTRIBUTES
    return f"<{match[1]}{match[2]}>" if many else tag


def limit_depth(text: str) -> str:
    """The page without the tags that stand deeper than `MAX_OPEN` open elements, and without options of selections."""
    parts: list[str] = []
    start = depth = 0
    for match in _TAG.finditer(text):
        name = match[2].lower()
        if name in _NOT_NESTED and name != "option":
            continue
        closing = bool(match[1])
        before = depth
        if name != "option":
            depth = max(depth - 1, 0) if closing else depth + 1
        deep = name == "option" or max(before, depth) > MAX_OPEN
        if deep:
            parts.append(text[start : match.start()])
            parts.append(" ")
            start = match.end()
    return "".join(parts) + text[start:] if parts else text
