"""One walk over the tree: from elements to blocks and boxes."""

import re
from collections.abc import Iterable
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from siyaq.extract.block import SENTENCE_ENDS, Anchor, Block, Box, Layout
from siyaq.extract.label import Label, label_from_names

MAX_DEPTH = 150  # real pages stay under 60; deeper elements are read as plain text
MAX_BLOCKS = 40_000  # a page of 1 MB of real news has some thousands

# never readable text
SKIPPED = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "svg",
        "math",
        "iframe",
        "frame",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "map",
        "input",
        "select",
        "option",
        "optgroup",
        "textarea",
        "button",
        "datalist",
        "progress",
        "meter",
        "applet",
        "link",
        "meta",
        "title",
        "rp",
        "rt",
        "-comment",
        "-undef",
        "marquee",
        "dialog",
        "amp-sidebar",
        "amp-ad",
        "amp-consent",
        "amp-lightbox",
        "amp-user-notification",
    )
)
INLINE = frozenset(
    (
        "a",
        "abbr",
        "amp-img",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "picture",
        "q",
        "ruby",
        "s",
        "samp",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "o:p",
    )
)
_BOLD = frozenset(("b", "strong", "mark"))
_LINE_WORDS = 6  # a line of so many words that ends in a sentence mark is a paragraph even before a single <br>
_MAX_WORDS = 1500  # of one block: a paragraph that never ends is cut at a <br>
_BAD_SHARE = 0.8  # of a block's text must lie in a labelled inline element for the label to hold for the block
_DIGITS = re.compile(r"[\d\s]+")
_APART = Label.DATE | Label.AUTHOR | Label.SHARE  # inline elements with these labels are lines of their own,
_APART_MAX_CHARS = 60  # unless they stand after so much text
_SEAM = "\ufdd0"  # between two inline elements that no white space parts: a non-character, so in no page's text
_SEAM_MAX_WORDS = 26  # only lines of dates and names are read with such seams as spaces
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_MIN_IMAGE_PX = 120  # smaller pictures are icons and faces
_HIDDEN_STYLES = ("display:none", "visibility:hidden")


def layout_from_tree(tree: LexborHTMLParser) -> Layout:
    """Blocks and boxes of a page.

    Args:
        tree: the page; it is not changed.

    Returns:
        The layout with its sums made; empty where the page has no body.
    """
    return layout_from_nodes([tree.body] if tree.body is not None else [])


def layout_from_nodes(nodes: Iterable[LexborNode]) -> Layout:
    """Blocks and boxes of some elements, one after the other."""
    walker = _Walker()
    for node in nodes:
        walker.enter(node, 0)
    walker.layout.close()
    return walker.layout


class _Walker:
    """State of the walk: the line being collected, and the boxes that are open."""

    def __init__(self) -> None:
        self.layout = Layout()
        self.box = -1
        self.parts: list[str] = []
        self.link = 0  # words in links of the current line
        self.strong = 0
        self.labelled = 0
        self.label = Label.NONE
        self.hrefs: list[str] = []
        self.in_link = self.in_bold = self.in_label = 0
        self.breaks = 0
        self.words = 0  # of the current line, and of what the last <br> began
        self.since_break = 0

    def enter(self, node: LexborNode, depth: int) -> None:
        """Read a block-level element."""
        self.flush()
        box = self._box(node, node.tag or "")
        outer, self.box = self.box, len(self.layout.boxes)
        self.layout.boxes.append(box)
        if depth >= MAX_DEPTH:
            self._text(node.text(deep=True, separator=" "))
        else:
            self.children(node, depth + 1)
        self.flush()
        box.end = len(self.layout.blocks)
        self.box = outer

    def children(self, node: LexborNode, depth: int) -> None:
        """Read what is inside an element."""
        if len(self.layout.blocks) > MAX_BLOCKS:
            return
        child = node.first_child
        while child is not None:
            tag = child.tag
            if tag == "-text":
                self._text(child.text_content or "")
            elif tag == "br":
                self._break()
            elif tag in INLINE:
                self._inline(child, tag or "", depth)
            elif tag == "nav" and _is_menu(child):
                self.flush()
            elif tag not in SKIPPED and tag is not None and not tag.startswith(("-", "!", "_")):
                self.enter(child, depth)
            child = child.next

    def _box(self, node: LexborNode, tag: str) -> Box:
        outer = self.layout.boxes[self.box].depth + 1 if self.box >= 0 else 0
        box = Box(parent=self.box, depth=outer, tag=tag, label=Label.NONE, names="", start=len(self.layout.blocks))
        attributes = node.attributes
        if not attributes:
            return box
        classes = attributes.get("class") or ""
        box.names = " ".join(filter(None, (classes, attributes.get("id"))))
        if box.names and tag != "body":
            box.label = label_from_names(box.names)
        if is_hidden(attributes):
            box.label |= Label.HIDDEN
        box.itemprop = f"{attributes.get('itemprop') or ''} {attributes.get('property') or ''}".strip()
        box.role = attributes.get("role") or ""
        box.style = _style(classes) if classes else ""
        return box

    def _inline(self, node: LexborNode, tag: str, depth: int) -> None:
        if tag in ("img", "picture", "amp-img"):
            self._image(node.css_first("img") if tag == "picture" else node)
            return
        attributes = node.attributes
        names = attributes.get("class")
        label = label_from_names(names) if names else Label.NONE
        if is_hidden(attributes) or label & Label.HIDDEN:
            return
        link = tag == "a" and bool(attributes.get("href"))
        if link:
            self.hrefs.append(attributes.get("href") or "")
        elif tag == "time" and attributes.get("datetime"):
            self.layout.times.append((len(self.layout.blocks), attributes.get("datetime") or ""))
        bold = tag in _BOLD or "bold" in (attributes.get("style") or "")
        apart = tag != "a" and bool(label & _APART) and sum(map(len, self.parts)) < _APART_MAX_CHARS
        if apart:
            self.flush()
        if self.parts and not self.parts[-1][-1:].isspace():
            self.parts.append(_SEAM)
        before = len(self.parts)
        self.in_link += link
        self.in_bold += bold
        self.in_label += bool(label)
        self.label |= label
        if depth < MAX_DEPTH:
            self.children(node, depth + 1)
        else:
            self._text(node.text(deep=True, separator=" "))
        if link:
            self._anchor(before, attributes)
        self.in_link -= link
        self.in_bold -= bold
        self.in_label -= bool(label)
        if apart:
            self.flush()

    def _anchor(self, before: int, attributes: dict[str, str | None]) -> None:
        text = " ".join("".join(self.parts[before:]).replace(_SEAM, "").split())
        if text:
            place, href, rel = len(self.layout.blocks), attributes.get("href") or "", attributes.get("rel") or ""
            self.layout.anchors.append(Anchor(block=place, text=text, href=href, rel=rel))

    def _image(self, node: LexborNode | None) -> None:
        box = self.box
        while box >= 0:
            self.layout.boxes[box].images += 1
            box = self.layout.boxes[box].parent
        attributes = node.attributes if node is not None else {}
        src = attributes.get("data-src") or attributes.get("src") or ""
        size = attributes.get("width") or attributes.get("height") or ""
        if src and not src.startswith("data:") and not (size.isdigit() and int(size) < _MIN_IMAGE_PX):
            self.layout.images.append((len(self.layout.blocks), src))

    def _text(self, text: str) -> None:
        if not text or text.isspace():
            if self.parts:
                self.parts.append(" ")
            return
        self._end_breaks()
        self.parts.append(text)
        count = len(text.split())
        self.words += count
        self.since_break += count
        if self.in_link or self.in_bold or self.in_label:
            self.link += count if self.in_link else 0
            self.strong += count if self.in_bold else 0
            self.labelled += count if self.in_label else 0

    def _break(self) -> None:
        self.breaks += 1
        if self.parts:
            self.parts.append("\n")

    def _end_breaks(self) -> None:
        """Text follows <br>: two of them end a paragraph, one does so after a full sentence or a bold line."""
        breaks, self.breaks = self.breaks, 0
        if not breaks or not self.parts:
            return
        line, words = self.since_break, self.words
        self.since_break = 0
        ended = line >= _LINE_WORDS and self._last_text().endswith(SENTENCE_ENDS)
        if breaks > 1 or ended or self.strong >= words or self.link >= words or words >= _MAX_WORDS:
            self.flush(broken=True)

    def _last_text(self) -> str:
        return next((part.rstrip() for part in reversed(self.parts) if not part.isspace() and part != _SEAM), "")

    def flush(self, *, broken: bool = False) -> None:
        """End the current line and make a block of it if it has text."""
        self.breaks = 0
        if not self.parts:
            self.hrefs.clear()
            self.label = Label.NONE
            return
        raw = "".join(self.parts)
        seamed = _SEAM in raw
        text = " ".join((raw.replace(_SEAM, "") if seamed else raw).split())
        if text.strip(_INVISIBLE) and self.box >= 0:
            words = text.count(" ") + 1
            self.layout.blocks.append(
                Block(
                    text=text,
                    words=words,
                    link_words=min(self.link, words),
                    box=self.box,
                    tag=self.layout.boxes[self.box].tag,
                    bold=self.strong >= words,
                    label=self.label if self.labelled >= words * _BAD_SHARE else Label.NONE,
                    hrefs=tuple(self.hrefs),
                    broken=broken,
                    spaced=" ".join(raw.replace(_SEAM, " ").split()) if seamed and words <= _SEAM_MAX_WORDS else "",
                )
            )
        self.parts.clear()
        self.hrefs.clear()
        self.link = self.strong = self.labelled = self.words = self.since_break = 0
        self.label = Label.NONE


def _is_menu(node: LexborNode) -> bool:
    """True for a <nav> that is neither a bread-crumb trail nor holds running text: half of the elements of some pages."""
    attributes = node.attributes
    names = " ".join(filter(None, (attributes.get("class"), attributes.get("id"), attributes.get("aria-label"))))
    crumbs = "crumb" in names.lower() or "مسار" in names
    return not crumbs and node.css_first("h1, h2, p") is None


@lru_cache(maxsize=20_000)
def _style(classes: str) -> str:
    return _DIGITS.sub("", classes).strip()


def is_hidden(attributes: dict[str, str | None]) -> bool:
    """True if an element's own attributes keep it from being shown."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style) and any(sign in style.replace(" ", "").lower() for sign in _HIDDEN_STYLES)  # type: ignore[union-attr]
