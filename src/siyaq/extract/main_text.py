"""The article's text: prune, choose the box, its neighbours and its lines, and set the standfirst apart."""

from dataclasses import dataclass, field
from itertools import pairwise

from siyaq import arabic
from siyaq.extract.block import Layout
from siyaq.extract.body import body_shapes, find_body, widen
from siyaq.extract.line import choose_lines
from siyaq.extract.metadata import Metadata
from siyaq.extract.prune import drop_announced_boxes, prune
from siyaq.extract.standfirst import find_standfirst
from siyaq.extract.title import key

_DOUBT_WORDS = 40  # shorter texts get a second opinion, unless microdata mark them as the text
_DOUBT_SHARE = 0.3  # so does a text that leaves more of the page's running text outside


@dataclass(slots=True)
class MainText:
    """The article's text and where it stands in the page."""

    paragraphs: list[str] = field(default_factory=list)
    subheads: tuple[int, ...] = ()
    span: tuple[int, int] = (0, 0)  # blocks of the page
    byline: str | None = None  # a writer's line that stood as the first paragraph
    standfirst: str | None = None
    prose: frozenset[str] = frozenset()  # running text of the page that pruning left
    doubtful: bool = True

    def replace(self, paragraphs: list[str] | None) -> None:
        """Take other paragraphs for the text, if there are any."""
        if paragraphs:
            self.paragraphs, self.subheads = paragraphs, ()


def find_main_text(layout: Layout, meta: Metadata, title: str | None, title_at: int | None) -> MainText:
    """Find the text in the page.

    Args:
        layout: the page.
        meta: its metadata.
        title: the article's title.
        title_at: the block that shows it.

    Returns:
        The text, empty and doubtful where the page has none.
    """
    mask = prune(layout, title_at)
    box = find_body(layout, mask, title_at, meta.known_text)
    if box is None:
        return MainText()
    shapes = body_shapes(layout, mask, box)
    if not shapes:
        return MainText()
    drop_announced_boxes(layout, mask, box, title_at, shapes[0])
    span = widen(layout, mask, box, title_at)
    if title_at is not None and span[0] <= title_at < span[1]:
        span = (title_at + 1, span[1])
    titles = frozenset(arabic.fold(text) for text in (*meta.titles, title) if text)
    lines = choose_lines(layout, mask, span, shapes, titles, meta.host)
    apart = find_standfirst(layout, mask, title_at, span, lines.kept, shapes[0], key(title or ""))
    kept = _without_twins(layout, sorted(set(lines.kept).union(apart.lead) - apart.removed))
    prose = [block for at, block in enumerate(layout.blocks) if mask[at] and block.prose]
    words = sum(layout.blocks[at].words for at in kept)
    return MainText(
        paragraphs=[layout.blocks[at].text for at in kept],
        subheads=tuple(number for number, at in enumerate(kept) if at in lines.subheads),
        span=span,
        byline=lines.byline,
        standfirst=apart.text,
        prose=frozenset(block.text for block in prose),
        doubtful=layout.body_box != box and _is_little(words, sum(block.words for block in prose)),
    )


def _without_twins(layout: Layout, kept: list[int]) -> list[int]:
    """One of two sentences that follow each other word for word: a standfirst that repeats the only paragraph."""
    blocks = layout.blocks
    twins = {at for at, after in pairwise(kept) if blocks[at].sentence and blocks[at].text == blocks[after].text}
    return [at for at in kept if at not in twins]


def _is_little(words: int, total: int) -> bool:
    return words < _DOUBT_WORDS or words < total * _DOUBT_SHARE
