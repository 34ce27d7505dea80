"""What a page says of itself in its head: meta elements of all vocabularies, links, and microdata."""

import html as html_entities
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser

from siyaq import web_text

_MAX_VALUES = 64  # of one name


@dataclass(slots=True)
class Head:
    """Meta values by lower-case name, link addresses by rel, and the base address."""

    base: str | None
    title: str | None = None
    language: str | None = None
    meta: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)

    def first(self, *names: str) -> str | None:
        """The first value of the first of the names that has one."""
        return next((self.meta[name][0] for name in names if name in self.meta), None)

    def all(self, *names: str) -> list[str]:
        """All values of all the names, in that order."""
        return [value for name in names for value in self.meta.get(name, ())]

    def absolute(self, href: str | None) -> str | None:
        """A canonical absolute address of a link of the page, None if it is none."""
        return web_text.canonical_url(href, self.base) if href and href.strip() else None


def read_head(tree: LexborHTMLParser, url: str | None) -> Head:
    """Read meta, link, base and title elements and microdata anywhere in the page (pages put them in the body, too).

    Args:
        tree: the page.
        url: its address; <base href> is resolved against it.
    """
    base = tree.css_first("base[href]")
    href = (base.attributes.get("href") or "").strip() if base is not None else ""
    address = web_text.canonical_url(href, url) if href else None
    head = Head(base=(href if address and "://" in href else address) or url)
    title = tree.css_first("head > title") or tree.css_first("title")
    head.title = _line(title.text(deep=True)) if title is not None else None
    root = tree.css_first("html")
    if root is not None:
        head.language = root.attributes.get("lang") or root.attributes.get("xml:lang")
    _read_metas(tree, head)
    _read_microdata(tree, head)
    for link in tree.css("link[rel][href]"):
        for rel in (link.attributes.get("rel") or "").lower().split():
            head.links.setdefault(rel, []).append((link.attributes.get("href") or "").strip())
    return head


def _read_metas(tree: LexborHTMLParser, head: Head) -> None:
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        value = _line(attributes.get("content") or "")
        if not value:
            continue
        for source in ("property", "name", "itemprop", "http-equiv"):
            for name in (attributes.get(source) or "").lower().split():
                values = head.meta.setdefault(f"itemprop:{name}" if source == "itemprop" else name, [])
                if len(values) < _MAX_VALUES and value not in values:
                    values.append(value)


def _read_microdata(tree: LexborHTMLParser, head: Head) -> None:
    """Visible microdata of the first article: dates, headline, author, section."""
    for name in ("datePublished", "dateModified", "headline", "author", "articleSection"):
        node = tree.css_first(f'[itemprop~="{name}"]')
        if node is None or node.tag == "meta":
            continue
        inner = node.css_first('[itemprop~="name"]') if name == "author" else None
        attributes = node.attributes
        marked = attributes.get("datetime") or attributes.get("content")
        if name.startswith("date"):  # <abbr title="2021-05-04T10:30:00+03:00">, the microformats' way
            marked = marked or attributes.get("title")
        value = marked or (inner or node).text(deep=True, separator=" ")
        if _line(value):
            head.meta.setdefault(f"itemprop:{name.lower()}", []).append(_line(value))


def _line(text: str) -> str:
    return " ".join(html_entities.unescape(text).split())
