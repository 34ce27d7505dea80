"""Which box holds the article's text: the one with the most running text, near the title, as small as possible.

The score is that of Readability (Arc90, 2009) with one change: text is handed up to the outer box with a loss only where
several boxes join, so that chains of wrappers cost nothing and a body cut in chunks is found whole.
"""

from collections import Counter
from itertools import accumulate

from siyaq import arabic
from siyaq.extract.block import Layout, Shape
from siyaq.extract.label import Label

_DECAY = 0.75  # a box that joins the text of several gets this share of their sum, so the smallest box around all wins
_WRAPPER_DECAY = 0.99  # of a chain of wrappers the innermost wins
_BEFORE_TITLE = 0.2  # weight of a box that ends before the title
_MARKED = 3.0  # weight of a box that microdata marks as the text
_NAMED = 1.2  # of one whose class or tag says so
_KNOWN = 2.0  # weight of a block that the metadata quote
_KNOWN_CHARS = 60  # so many characters of a block are compared with what the metadata quote
_MIN_SCORE = 8.0  # words; less is no article
_NEXT_MIN_WORDS = 40  # text this long under the title, and a head between it and the chosen box: that is the next article
_GAP_MAX_WORDS = 30  # chunks of one body have no more foreign words between them
_SHAPE_MIN_SHARE = 0.15  # a shape is one of the body's if it holds so much of its prose


def find_body(layout: Layout, mask: bytearray, title_at: int | None, known: str) -> int | None:
    """The box of the article's text.

    Args:
        layout: the page.
        mask: blocks left by `prune`.
        title_at: block of the title, None if the page shows none.
        known: what the page's metadata quote of the article, folded; may be empty.

    Returns:
        Index of a box, None where no box has running text.
    """
    scores = _weigh(layout, _prose_scores(layout, mask, known), _kept_links(layout, mask), title_at)
    best = max(range(len(scores)), key=scores.__getitem__, default=0)
    if not scores or scores[best] < _MIN_SCORE:
        return None
    return _nearer(layout, mask, scores, best, title_at)


def _prose_scores(layout: Layout, mask: bytearray, known: str) -> list[float]:
    own = [0.0] * len(layout.boxes)
    for at, block in enumerate(layout.blocks):
        if mask[at] and block.prose and not layout.wrappers(at) & Label.STANDFIRST:
            quoted = bool(known) and arabic.fold(block.text[:_KNOWN_CHARS]) in known
            own[block.box] += (block.words - block.link_words) * (_KNOWN if quoted else 1.0)
    return own


def _kept_links(layout: Layout, mask: bytearray) -> list[int]:
    """Running sum of the words in links that are left."""
    return list(accumulate((b.link_words if kept else 0 for b, kept in zip(layout.blocks, mask, strict=True)), initial=0))


def _weigh(layout: Layout, own: list[float], links: list[int], title_at: int | None) -> list[float]:
    """Hand prose up from inner to outer boxes, then weigh each box by what it is and where it stands."""
    sums = list(own)
    parts = [1 if score else 0 for score in own]
    weighted = [0.0] * len(own)
    marked = layout.body_box
    for index in range(len(own) - 1, -1, -1):  # inner boxes stand after their outer ones
        box = layout.boxes[index]
        paragraph = own[index] == sums[index]
        score = sums[index] * (1.0 if paragraph else _DECAY if parts[index] > 1 else _WRAPPER_DECAY)
        if box.parent >= 0 and sums[index]:
            sums[box.parent] += score
            parts[box.parent] += 1
        if title_at is not None and box.end <= title_at:
            score *= _BEFORE_TITLE
        if index == marked:
            score *= _MARKED
        elif box.label & Label.BODY or box.tag in ("article", "main"):
            score *= _NAMED
        weighted[index] = score * sums[index] / (sums[index] + links[box.end] - links[box.start]) if score else 0.0
    return weighted


def _nearer(layout: Layout, mask: bytearray, scores: list[float], best: int, title_at: int | None) -> int:
    """The chosen box, or the text right under the title if a head stands between: then the chosen one is the next article."""
    chosen = layout.boxes[best]
    if title_at is None or chosen.start <= title_at:
        return best
    near = [
        index
        for index, box in enumerate(layout.boxes)
        if title_at < box.start and box.end <= chosen.start and scores[index] >= _NEXT_MIN_WORDS
        if any(mask[at] and 1 <= layout.blocks[at].heading <= 2 for at in range(box.end, chosen.start))
    ]
    return max(near, key=scores.__getitem__, default=best)


def body_shapes(layout: Layout, mask: bytearray, box: int) -> tuple[Shape, ...]:
    """Shapes that hold a good share of a box's prose, the most common first."""
    counts: Counter[Shape] = Counter()
    for at in range(layout.boxes[box].start, layout.boxes[box].end):
        if mask[at] and layout.blocks[at].prose:
            counts[layout.shape(at)] += layout.blocks[at].words
    total = sum(counts.values())
    return tuple(shape for shape, words in counts.most_common() if words >= total * _SHAPE_MIN_SHARE)


def widen(layout: Layout, mask: bytearray, box: int, title_at: int | None) -> tuple[int, int]:
    """The range of blocks of the body: the box and neighbours of the same shape, where little stands between.

    Bodies cut in chunks by advertisements, or a last paragraph outside of the box, are found so.

    Returns:
        (start, end) of the range, at least the box's own.
    """
    start, end = layout.boxes[box].start, layout.boxes[box].end
    outer = _outer_range(layout, box, title_at)
    shapes = body_shapes(layout, mask, box)
    end = _reach(layout, mask, shapes, range(end, outer[1]), end, 1)
    start = _reach(layout, mask, shapes, range(start - 1, outer[0] - 1, -1), start, 0)
    return start, end


def _outer_range(layout: Layout, box: int, title_at: int | None) -> tuple[int, int]:
    """Blocks of the grandparent, after the title."""
    chain = layout.ancestors(box)
    outer = layout.boxes[chain[min(2, len(chain) - 1)]]
    start, end = layout.boxes[box].start, outer.end
    if title_at is not None and outer.start <= title_at:
        return (title_at + 1, end) if title_at < start else (start, end)
    return outer.start, end


def _reach(layout: Layout, mask: bytearray, shapes: tuple[Shape, ...], blocks: range, edge: int, offset: int) -> int:
    gap = 0
    for at in blocks:
        if not mask[at]:
            continue
        block = layout.blocks[at]
        if block.prose and layout.shape(at) in shapes:
            edge, gap = at + offset, 0
            continue
        gap += block.words
        if gap > _GAP_MAX_WORDS or 1 <= block.heading <= 2:
            break
    return edge
