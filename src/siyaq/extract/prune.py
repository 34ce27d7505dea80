"""Which blocks of a page are surely not the article: boxes that their tag, role, label or head give away.

Nothing is deleted from the tree; a mask says what is left. A label never decides alone: a box that holds the title or
most of the page's running text is forgiven, since page builders name wrappers `has-sidebar` or `comments-open` too.
"""

from collections import Counter
from itertools import accumulate

from siyaq.extract.block import Box, Layout, Shape
from siyaq.extract.label import BAD, Label
from siyaq.extract.phrase import MAX_HEAD_WORDS, MAX_NOTICE_WORDS, Phrase, head_of, notice_in

_NOTICES = (Phrase.NEWSLETTER, Phrase.NOTICE)
_BAD_TAGS = frozenset(("nav", "footer", "aside", "form", "figcaption", "figure", "menu", "fieldset", "address"))
_BAD_ROLES = frozenset(
    ("navigation", "complementary", "contentinfo", "search", "dialog", "alertdialog", "banner", "menu", "menubar", "tablist")
)
_MOST = 0.5  # share of the page's prose that no box of menus, ads or notices holds
_MAX_LINK_SHARE = 0.2  # of the words of a box of real text that has a misleading label
_WEAK_PROSE_WORDS = 60  # weak words (more, side, info, ...) name wrappers of text as well; small boxes of text they name fall
_OTHER_PROSE_WORDS = 40  # a text this long beside a bigger box of related items or comments is the article
_HEAD_FIRST_WORDS = 3  # a head announces a box only if no more words stand before it there
_RELATED_LINK_SHARE = 0.1  # of the words of a box of related items, which may hold abstracts too
_LINKS_PER_PROSE = 0.7  # in a list of abstracts most have a link of their own
_BOX_PROSE_WORDS = 25  # boxes of tags, tools and advertisements hold hardly any running text
_NOTICE_HEAD_WORDS = 10  # a newsletter's name may stand above its notice, if the box holds nothing else
_HEAD_ALONE_WORDS = 4  # a longer head without links is a line of the text
_SMALL_BOX_WORDS = 12  # a shell around a head: «شارك» and a number
_COMMON_BLOCKS = 3
_CARD_TAGS = frozenset(("div", "li", "article", "section", "tr", "td"))
_MIN_CARDS = 3
_CARD_HEAD_WORDS = 3
_CARD_PROSE_WORDS = 60  # of an abstract
_CARDS_OTHER_WORDS = 20  # running text that the page must have besides
_NOTICE_BOX_WORDS = 90  # a box of a newsletter, paywall or cookie notice


def prune(layout: Layout, title_at: int | None) -> bytearray:
    """Mask of the blocks that may belong to the article.

    Args:
        layout: the page.
        title_at: block of the page's title, None if it shows none.

    Returns:
        One byte for each block, 1 where it stays.
    """
    mask = bytearray(b"\x01") * len(layout.blocks)
    _drop_next_articles(layout, mask, title_at)
    _drop_lists_of_cards(layout, mask, title_at)
    _drop_labelled_boxes(layout, mask, title_at)
    for at, block in enumerate(layout.blocks):
        if mask[at] and block.label & BAD & ~Label.WEAK:
            mask[at] = 0
    drop_announced_boxes(layout, mask, 0, title_at)
    return mask


def _drop_next_articles(layout: Layout, mask: bytearray, title_at: int | None) -> None:
    """Drop what endless pages load below: boxes like the title's own, with a headline like it."""
    if title_at is None or not layout.blocks[title_at].heading:
        return
    own = layout.boxes[layout.blocks[title_at].box]
    around = layout.boxes[own.parent] if own.parent >= 0 else own
    for at in range(around.end, len(layout.blocks)):
        head = layout.boxes[layout.blocks[at].box]
        box = layout.boxes[head.parent] if head.parent >= 0 else head
        alike = (head.tag, head.style, box.tag, box.style, box.depth) == (
            own.tag,
            own.style,
            around.tag,
            around.style,
            around.depth,
        )
        if alike and layout.prose(around.start, around.end) and layout.prose(box.start, box.end):
            mask[box.start : box.end] = bytes(box.end - box.start)


def _drop_lists_of_cards(layout: Layout, mask: bytearray, title_at: int | None) -> None:
    """Drop lists of other articles with abstracts: boxes of one kind side by side, each a linked headline and a few words."""
    groups: dict[tuple[int, str, str], list[Box]] = {}
    for box in layout.boxes:
        if box.parent >= 0 and box.start < box.end and box.tag in _CARD_TAGS:
            groups.setdefault((box.parent, box.tag, box.style), []).append(box)
    total = layout.prose(title_at or 0, len(layout.blocks))
    for boxes in groups.values():
        prose = sum(layout.prose(box.start, box.end) for box in boxes)
        if len(boxes) < _MIN_CARDS or not prose or total - prose < _CARDS_OTHER_WORDS:
            continue
        if all(_is_card(layout, box) for box in boxes):
            for box in boxes:
                mask[box.start : box.end] = bytes(box.end - box.start)


def _is_card(layout: Layout, box: Box) -> bool:
    """A linked headline that comes before the prose, and at most an abstract."""
    if layout.prose(box.start, box.end) > _CARD_PROSE_WORDS:
        return False
    for block in layout.blocks[box.start : box.end]:
        if block.prose:
            return False
        if block.link_words * 2 > block.words and block.words >= _CARD_HEAD_WORDS:
            return True
    return False


def _drop_labelled_boxes(layout: Layout, mask: bytearray, title_at: int | None) -> None:
    marked = layout.body_box
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
        if not _is_forgiven(layout, box, label, bad_shape, total):
            mask[box.start : box.end] = bytes(box.end - box.start)


def _is_forgiven(layout: Layout, box: Box, label: int, bad_shape: bool, total: int) -> bool:
    start, end, tag = box.start, box.end, box.tag
    prose = layout.prose(start, end)
    if tag == "form" and prose > total * _MOST:
        return True  # some page builders wrap the whole page in one
    if label & (Label.COMMENTS | Label.RELATED) and total - prose >= _OTHER_PROSE_WORDS:
        return False
    few_links = layout.links(start, end) < layout.words(start, end) * _MAX_LINK_SHARE
    if label == Label.WEAK and not bad_shape and prose >= _WEAK_PROSE_WORDS:
        return few_links
    return prose > total * _MOST and few_links


def drop_announced_boxes(
    layout: Layout, mask: bytearray, inside: int, title_at: int | None, shape: Shape | None = None
) -> None:
    """Drop the boxes that a head announces («مواضيع ذات صلة», «التعليقات») and notices to the reader in boxes of their own.

    Args:
        layout: the page.
        mask: what is left; changed.
        inside: only boxes strictly inside of this one are dropped.
        title_at: block of the title; no box around it is dropped.
        shape: that of most of the text's paragraphs, where the text is known: a notice of another shape is none of them.
    """
    outer = layout.boxes[inside]
    common = _common_shapes(layout, outer)
    before = list(accumulate((b.words if kept else 0 for b, kept in zip(layout.blocks, mask, strict=True)), initial=0))
    for at in range(outer.start, outer.end):
        block = layout.blocks[at]
        if not mask[at] or block.words > MAX_NOTICE_WORDS:
            continue
        link_line = block.link_words * 2 >= block.words
        phrase = head_of(block.text) if block.words <= MAX_HEAD_WORDS or link_line else None
        notice = notice_in(block.text) if phrase is None else None
        own = layout.shape(at)
        apart = own not in common and own != shape and (shape is not None or _is_lone(layout, at))
        if phrase is None and (notice is None or not apart):
            continue
        start, end = _announced_range(layout, before, at, phrase or Phrase.NOTICE, inside, title_at)
        short = block.words <= _HEAD_ALONE_WORDS and (_is_lone(layout, at) or (apart and phrase in _NOTICES))
        if end - start > 1 or link_line or short or (apart and phrase is None):
            mask[start:end] = bytes(end - start)


def _common_shapes(layout: Layout, box: Box) -> frozenset[Shape]:
    """Shapes that several paragraphs have: what has one of them is a paragraph, not a notice apart from the text."""
    counts = Counter(layout.shape(at) for at in range(box.start, box.end) if layout.blocks[at].prose)
    return frozenset(shape for shape, count in counts.items() if count >= _COMMON_BLOCKS)


def _is_lone(layout: Layout, at: int) -> bool:
    """True if the block has its box for itself and is no paragraph of a text."""
    box = layout.boxes[layout.blocks[at].box]
    return box.end - box.start == 1 and box.tag not in ("p", "li")


def _announced_range(
    layout: Layout, before: list[int], at: int, phrase: Phrase, inside: int, title_at: int | None
) -> tuple[int, int]:
    """The largest box that begins with the head and holds what the head announces."""
    start, end = at, at + 1
    for index in layout.ancestors(layout.blocks[at].box):
        box = layout.boxes[index]
        if (
            index == inside
            or (title_at is not None and box.start <= title_at < box.end)
            or box.start <= layout.body_at < box.end
        ):
            break
        only = phrase in _NOTICES and layout.prose(box.start, box.end) == layout.prose(at, at + 1)
        if before[at] - before[box.start] > (_NOTICE_HEAD_WORDS if only else _HEAD_FIRST_WORDS):
            break
        if _is_announced(layout, at, box.start, box.end, phrase, title_at):
            start, end = box.start, box.end
    return start, end


def _is_announced(layout: Layout, at: int, start: int, end: int, phrase: Phrase, title_at: int | None) -> bool:
    words = layout.words(start, end)
    if phrase is Phrase.COMMENTS:
        return layout.prose(title_at + 1 if title_at is not None else 0, at) > 0
    if phrase in _NOTICES:
        return words <= _NOTICE_BOX_WORDS
    if words <= _SMALL_BOX_WORDS:
        return True
    if layout.links(start, end) < words * _RELATED_LINK_SHARE:
        return False
    if phrase is not Phrase.RELATED:
        return layout.prose(start, end) <= _BOX_PROSE_WORDS
    links = sum(1 for block in layout.blocks[start:end] if block.link_words * 2 > block.words)
    return links >= sum(1 for block in layout.blocks[start:end] if block.prose) * _LINKS_PER_PROSE
