"""From HTML fragments to plain text: nothing executable, hidden or decorative survives, because only text does."""

import re
from typing import Final

from siyaq.web_text.token import Token, tokens_of

MAX_FRAGMENT_CHARS: Final = 4_000_000  # text beyond this is cut; no article comes near
_SKIPPED_TAGS: Final = (
    "script style noscript template iframe object applet svg math canvas audio video select textarea button "
    "head title noembed noframes figcaption map datalist dialog xmp"
)
_SKIPPED: Final = frozenset(_SKIPPED_TAGS.split())
_SUBHEADS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCK_TAGS: Final = (
    "p div section article aside header footer main nav ul ol li dl dt dd table thead tbody tfoot tr td th caption blockquote "
    "pre figure hr address center form fieldset details summary hgroup body html marquee"
)
_BLOCKS: Final = _SUBHEADS | frozenset(_BLOCK_TAGS.split())
_VOID_BLOCKS: Final = frozenset(("hr",))
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
    reader = _ParagraphReader()
    for token in tokens_of(html[:MAX_FRAGMENT_CHARS]):
        reader.read(token)
    reader.flush()
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
    """Collects text between block tags.

    What lies in a skipped element is left out until that is closed, or until a block closes that was opened before it:
    a button that is never closed must not swallow the rest.
    """

    def __init__(self) -> None:
        self.found: list[tuple[str, bool]] = []
        self._parts: list[str] = []
        self._subhead = False
        self._breaks = 0
        self._skipping = ""  # name of the skipped element we are in
        self._nested = 0  # elements of that name open in it
        self._blocks_inside = 0  # blocks open in it

    def read(self, token: Token) -> None:
        """Take the next token."""
        if self._skipping and self._skip(token):
            return
        if not token.name:
            self._add(token.text)
        elif token.name == "br":
            self._break()
        elif token.name in _BLOCKS:
            self.flush()
            self._subhead = token.name in _SUBHEADS and not token.closing
        elif token.name in _SKIPPED and not token.closing and not token.text.endswith("/"):
            self._skipping, self._nested, self._blocks_inside = token.name, 1, 0

    def flush(self) -> None:
        """End the paragraph."""
        text = _SPACE.sub(" ", "".join(self._parts)).strip()
        if text:
            self.found.append((text, self._subhead))
        self._parts.clear()
        self._breaks = 0

    def _skip(self, token: Token) -> bool:
        """True if the token lies in the skipped element or closes it; False where it shows that we have left it."""
        step = -1 if token.closing else 1
        if token.name == self._skipping:
            self._nested += step
            if self._nested == 0:
                self._skipping = ""
        elif token.name in _BLOCKS - _VOID_BLOCKS:
            self._blocks_inside += step
            if self._blocks_inside < 0:
                self._skipping = ""
                return False
        return True

    def _add(self, text: str) -> None:
        self._parts.append(text)
        if not text.isspace():
            self._breaks = 0

    def _break(self) -> None:
        self._breaks += 1
        if self._breaks > 1:
            self.flush()
        self._parts.append(" ")
