"""Text between the title and the body: a standfirst that stands apart, or the body's first paragraph in a box of its own."""

import re
from dataclasses import dataclass, field

from siyaq import arabic
from siyaq.extract.block import Layout, Shape
from siyaq.extract.label import Label
from siyaq.extract.line import caption_boxes, is_credit, is_dateline
from siyaq.extract.phrase import goes_on
from siyaq.extract.title import key

_MIN_WORDS = 4
_MAX_WORDS = 90
_LEAD_ENDS = (".", "!", "؟", "?", ":", "…", '"', "»")  # the first paragraph is a sentence, captions seldom are
# «المدينة/ 4 أيار/ وكالة المثال- ...», «المدينة (رويترز) - ...»: agencies begin their texts so
_DATELINE = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,2}\s*(?:[(/].{0,50}?[-–—]|,.{0,40}?\)\s*[-–—])")
_SAME_CHARS = 50  # two texts that begin with so many equal characters are one


@dataclass(slots=True)
class Standfirst:
    """The standfirst's text, and lead paragraphs that belong to the body though they stand before it."""

    text: str | None = None
    lead: list[int] = field(default_factory=list)
    removed: set[int] = field(default_factory=set)  # lines of the body that are the standfirst


def find_standfirst(
    layout: Layout,
    mask: bytearray,
    title_at: int | None,
    span: tuple[int, int],
    kept: list[int],
    shape: Shape,
    title_key: str,
) -> Standfirst:
    """Look at the lines between title and body.

    A line is the standfirst if its label or heading says so, if the body repeats it, or if it stands before the date and
    author lines. Running text after those is the first paragraph, and so are a line without a label from which the body goes
    on («وأوضح ...»), and one that begins with place and agency.

    Args:
        layout: the page.
        mask: blocks that are left.
        title_at: block of the title; without one there is no standfirst.
        span: range of blocks of the body.
        kept: lines of the body.
        shape: shape of most paragraphs of the body.
        title_key: `title.key` of the title.
    """
    found = Standfirst()
    if title_at is None:
        return found
    start = next((at for at in kept if layout.shape(at) == shape or layout.shape(at)[2:] == shape[2:]), span[0])
    body = " ".join(arabic.fold(layout.blocks[at].text) for at in kept if at >= start)
    continued = any(goes_on(layout.blocks[at].text) for at in kept[:1])
    captions = caption_boxes(layout, (title_at + 1, span[1]), (shape,))
    for at in range(title_at + 1, start):
        if layout.blocks[at].box not in captions and _is_candidate(layout, mask, at, title_key):
            _place(layout, found, at, title_at, start, body, continued=continued)
    return found


def _is_candidate(layout: Layout, mask: bytearray, at: int, title_key: str) -> bool:
    block = layout.blocks[at]
    label = layout.wrappers(at)
    if not mask[at] and not label & Label.STANDFIRST:
        return False
    if not _MIN_WORDS <= block.words <= _MAX_WORDS or block.link_words * 2 > block.words or is_dateline(block.text):
        return False
    if is_credit(block.text):
        return False
    return bool(block.sentence or label & Label.STANDFIRST or block.heading) and key(block.text) != title_key


def _place(layout: Layout, found: Standfirst, at: int, title_at: int, start: int, body: str, *, continued: bool) -> None:
    block = layout.blocks[at]
    repeated = arabic.fold(block.text)[:_SAME_CHARS] in body
    labelled = bool(layout.wrappers(at) & Label.STANDFIRST)
    lead = block.prose and not block.heading and (bool(_DATELINE.match(block.text)) if labelled else continued)
    apart = bool(labelled or block.heading or block.bold) or _before_info(layout, at, title_at, start)
    if repeated or (apart and not lead) or not block.prose:
        found.text = found.text or block.text
        found.removed.add(at)
    elif block.text.endswith(_LEAD_ENDS):
        before = layout.blocks[at - 1]
        found.lead += [at - 1, at] if before.heading > 1 and before.box != block.box and at - 1 > title_at else [at]


def _before_info(layout: Layout, at: int, title_at: int, start: int) -> bool:
    """Date or author lines stand after the line and none before it."""
    info = [
        i
        for i in range(title_at + 1, start)
        if is_dateline(layout.blocks[i].text) or layout.wrappers(i) & (Label.DATE | Label.META)
    ]
    return bool(info) and at < info[0]
