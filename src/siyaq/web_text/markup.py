"""From HTML fragments to plain text: nothing executable, hidden or decorative survives, because only text does."""

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_FRAGMENT_CHARS: Final = 4_000_000  # text beyond this is cut; no article comes near
_SKIPPED_TAGS: Final = (
    "script style noscript template iframe object embed applet svg math canvas audio video select option textarea button form "
    "head title meta link base frameset noembed noframes figcaption map area datalist dialog xmp plaintext"
)
_SKIPPED: Final = frozenset(_SKIPPED_TAGS.split())
_SUBHEADS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCK_TAGS: Final = (
    "p div section article aside header footer main nav ul ol li dl dt dd table thead tbody tfoot tr td th caption blockquote "
    "pre figure hr address center fieldset details summary hgroup body html marquee"
)
_BLOCKS: Final = _SUBHEADS | frozenset(_BLOCK_TAGS.split())
_SPACE: Final = re.compile(r"\s+")
_TAG_OR_ENTITY: Final = re.compile(r"<[A-Za-z/!?]|&#?\w")


def paragraphs(html: str) -> tuple[tuple[str, bool], ...]:
    """The paragraphs of an HTML fragment.

    Args:
        html: fragment or document, foreign and untrusted.

    Returns:
        Pairs (text, is sub-head), in order; white space within a paragraph is single spaces, empty ones are left out.
        Two `br` in a row end a paragraph, one is a space.

    >>> paragraphs("<h2>تمهيد</h2><p>وصل <b>الوفد</b> صباحا.<br>ثم غادر.</p>")
    (('تمهيد', True), ('وصل الوفد صباحا. ثم غادر.', False))
    """
    root = LexborHTMLParser(html[:MAX_FRAGMENT_CHARS]).body
    reader = _ParagraphReader()
    if root is not None:
        reader.read(root)
    return tuple(reader.found)


def plain_text(html: str) -> str:
    """An HTML fragment as plain text, paragraphs separated by a blank line.

    Text without tags and entities is returned with its white space unified.

    >>> plain_text("خبر <script>alert(1)</script>&laquo;عاجل&raquo;")
    'خبر «عاجل»'
    """
    if not _TAG_OR_ENTITY.search(html):
        return _SPACE.sub(" ", html).strip()
    return "\n\n".join(text for text, _ in paragraphs(html))


class _ParagraphReader:
    """Walks a tree without recursion, so that depth costs no stack."""

    def __init__(self) -> None:
        self.found: list[tuple[str, bool]] = []
        self._parts: list[str] = []
        self._subhead = False
        self._breaks = 0

    def read(self, root: LexborNode) -> None:
        node: LexborNode | None = root
        while node is not None:
            below = self._enter(node)
            if below is None:
                below = self._leave(node, root)
            node = below
        self._flush()

    def _enter(self, node: LexborNode) -> LexborNode | None:
        if node.is_text_node:
            self._add(node.text_content or "")
            return None
        tag = node.tag or ""
        if tag == "br":
            self._break()
        elif tag in _BLOCKS:
            self._flush()
            self._subhead = tag in _SUBHEADS
        return None if tag in _SKIPPED or not node.is_element_node else node.child

    def _leave(self, node: LexborNode, root: LexborNode) -> LexborNode | None:
        """The next node in document order after the subtree of `node`, closing blocks on the way up."""
        current: LexborNode | None = node
        while current is not None:
            if current.tag in _BLOCKS:
                self._flush()
                self._subhead = False
            if current.mem_id == root.mem_id:
                return None
            if current.next is not None:
                return current.next
            current = current.parent
        return None

    def _add(self, text: str) -> None:
        self._parts.append(text)
        if not text.isspace():
            self._breaks = 0

    def _break(self) -> None:
        self._breaks += 1
        if self._breaks > 1:
            self._flush()
        self._parts.append(" ")

    def _flush(self) -> None:
        text = _SPACE.sub(" ", "".join(self._parts)).strip()
        if text:
            self.found.append((text, self._subhead))
        self._parts.clear()
        self._breaks = 0
