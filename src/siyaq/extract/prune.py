"""Which blocks of a page are surely not the article: boxes that their tag, role, label or head give away.

Nothing is deleted from the tree; a mask says what is left. A label never decides alone: a box that holds the title or
most of the page's running text is forgiven, since page builders name wrappers `has-sidebar` or `comments-open` too.
"""

from siyaq.extract.block import Layout
from siyaq.extract.label import BAD, Label
from siyaq.extract.phrase import MAX_HEAD_WORDS, MAX_NOTICE_WORDS, Phrase, head_of, notice_in

_BAD_TAGS = frozenset("nav footer aside form figcaption figure menu fieldset address".split())
_BAD_ROLES = frozenset("navigation complementary contentinfo search dialog alertdialog banner menu menubar tablist".split())
_MOST = 0.5  # share of the page's prose that no box of links, ads or notices holds
_WEAK_PROSE_WORDS = 60  # weak words (more, side, info, ...) name wrappers of text as well; small boxes of text they name fall
_WEAK_MAX_LINK_SHARE = 0.2
_OTHER_PROSE_WORDS = 40  # a post this long beside a bigger box of comments is the article
_BOX_MAX_PROSE_SHARE = 0.35  # a box that a head announces (related, comments) never holds more of the page's prose
_BOX_MAX_PROSE_WORDS = 60  # or so few words


def prune(layout: Layout, title_at: int | None) -> bytearray:
    """Mask of the blocks that may belong to the article.

    Args:
        layout: the page.
        title_at: block of the page's title, None if it shows none.

    Returns:
        One byte for each block, 1 where it stays.
    """
    mask = bytearray(b"\x01") * len(layout.blocks)
    _drop_labelled_boxes(layout, mask, title_at)
    for at, block in enumerate(layout.blocks):
        if mask[at] and block.label & BAD & ~Label.WEAK:
            mask[at] = 0
    drop_announced_boxes(layout, mask, 0, title_at)
    return mask


def body_box(layout: Layout) -> int | None:
    """The box that microdata marks as the article's text: the first with prose, None if there is none."""
    for at, box in enumerate(layout.boxes):
        if "articleBody" in box.itemprop and layout.prose(box.start, box.end):
            return at
    return None


def _drop_labelled_boxes(layout: Layout, mask: bytearray, title_at: int | None) -> None:
    marked = body_box(layout)
    body = layout.boxes[marked] if marked is not None else None
    total = layout.prose(0, len(layout.blocks))
    for box in layout.boxes:
        if box.start >= box.end or not mask[box.start] or box.parent < 0:
            continue
        label = box.label & BAD
        bad_shape = box.tag in _BAD_TAGS or box.role in _BAD_ROLES
        if not label and not bad_shape:
            continue
        if title_at is not None and box.start <= title_at < box.end and layout.prose(box.start, box.end):
            continue
        if body is not None and box.start <= body.start and body.end <= box.end and not box.label & Label.COMMENTS:
            continue
        if not _is_forgiven(layout, box.start, box.end, label, bad_shape, total):
            mask[box.start : box.end] = bytes(box.end - box.start)


def _is_forgiven(layout: Layout, start: int, end: int, label: Label, bad_shape: bool, total: int) -> bool:
    prose = layout.prose(start, end)
    links = layout.links(start, end)
    if label & Label.COMMENTS and total - prose >= _OTHER_PROSE_WORDS:
        return False
    if label == Label.WEAK and not bad_shape and prose >= _WEAK_PROSE_WORDS:
        return links < layout.words(start, end) * _WEAK_MAX_LINK_SHARE
    return prose > total * _MOST and links < layout.words(start, end) * _MOST


def drop_announced_boxes(layout: Layout, mask: bytearray, inside: int, title_at: int | None) -> None:
    """Drop the boxes that a head announces («مواضيع ذات صلة», «التعليقات») and lines that are notices in boxes of their own.

    Args:
        layout: the page.
        mask: what is left; changed.
        inside: only boxes strictly inside of this one are dropped.
        title_at: block of the title; no box around it is dropped.
    """
    outer = layout.boxes[inside]
    for at in range(outer.start, outer.end):
        block = layout.blocks[at]
        if not mask[at] or block.words > MAX_NOTICE_WORDS:
            continue
        link_line = block.link_words * 2 >= block.words
        phrase = head_of(block.text) if block.words <= MAX_HEAD_WORDS or link_line else None
        if phrase is None and not block.prose:
            continue
        start, end = _climb(layout, mask, at, inside, title_at) if phrase is not None else (at, at)
        if phrase is None and notice_in(block.text) is not None:
            start, end = _notice_box(layout, at)
        if end - start > 1 or (phrase is not None and (link_line or _is_lone(layout, at))):
            mask[start:end] = bytes(end - start)


def _is_lone(layout: Layout, at: int) -> bool:
    """True if the block has its box for itself and is no paragraph."""
    box = layout.boxes[layout.blocks[at].box]
    return box.end - box.start == 1 and box.tag not in ("p", "li")


def _notice_box(layout: Layout, at: int) -> tuple[int, int]:
    """A notice falls with the labelled or non-paragraph box that it has for itself."""
    return (at, at + 1) if _is_lone(layout, at) else (at, at)


def _climb(layout: Layout, mask: bytearray, at: int, inside: int, title_at: int | None) -> tuple[int, int]:
    """The largest box around a head that is not the article's: it holds neither the title nor much of the prose."""
    outer = layout.boxes[inside]
    total = _kept_prose(layout, mask, outer.start, outer.end)
    limit = max(total * _BOX_MAX_PROSE_SHARE, min(_BOX_MAX_PROSE_WORDS, total / 2))
    start, end = at, at + 1
    for index in layout.ancestors(layout.blocks[at].box):
        box = layout.boxes[index]
        if index == inside or (title_at is not None and box.start <= title_at < box.end):
            break
        if _kept_prose(layout, mask, box.start, box.end) > limit:
            break
        start, end = box.start, box.end
    return start, end


def _kept_prose(layout: Layout, mask: bytearray, start: int, end: int) -> int:
    if end - start > 2000:  # rare; the running sum is near enough there
        return layout.prose(start, end)
    return sum(b.words for b, kept in zip(layout.blocks[start:end], mask[start:end], strict=True) if kept and b.prose)


__all__ = ["Phrase", "body_box", "drop_announced_boxes", "prune"]
