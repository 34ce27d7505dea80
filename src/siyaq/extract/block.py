"""A page as a flat list of text blocks, and boxes (block-level elements) as ranges of that list.

Blocks stand in document order, so every element is an interval [start, end) of blocks, and the amount of prose or link
text in any element is one subtraction of running sums. All later steps work on these intervals; the tree is walked once.
"""

import re
from dataclasses import dataclass, field
from itertools import accumulate

PROSE_WORDS = 10  # a block of so many words, or of half of them with a sentence mark at its end, is running text
MAX_LINK_SHARE = 0.5  # more link text than that is a list, not running text
SENTENCE_ENDS = tuple('.!؟?…:؛;"»”’)')


_DATE_MAX_WORDS = 14
_YEAR = re.compile("(?:19|20|١٩|٢٠|۱۹|۲۰)[0-9٠-٩۰-۹]{2}")
_INFO_MAX_WORDS = 26
_HOUR = re.compile(r"[0-9٠-٩۰-۹]{1,2}:[0-9٠-٩۰-۹]{2}")
_TIME_CUE = re.compile("(?<![^\\W\\d])(?:نُ?شرت? في|تاريخ النشر|آخر تحديث|اخر تحديث|تم التحديث|تم النشر)")
_WEEKDAY = re.compile("الأحد|الاحد|الاثنين|الإثنين|الثلاثاء|الأربعاء|الاربعاء|الخميس|الجمعة|السبت")

Shape = tuple[str, str, str, str]  # tag and class of a box and of the box around it


@dataclass(slots=True)
class Block:
    """A stretch of text between two block boundaries."""

    text: str
    words: int
    link_words: int
    box: int  # index of the nearest Box around it
    tag: str  # of that box
    bold: bool  # all of it is emphasised
    label: int  # of inline elements that hold most of it
    hrefs: tuple[str, ...] = ()
    broken: bool = False  # ended by <br>
    spaced: str = ""  # a short text with spaces between its inline elements, where it has none there
    heading: int = 0  # 1 to 6 for h1 to h6
    sentence: bool = False  # long enough for running text, or a whole sentence
    prose: bool = False  # running text: a sentence, not a heading, not mostly links, not a date line

    def __post_init__(self) -> None:
        tag, words = self.tag, self.words
        self.heading = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0
        self.sentence = words >= PROSE_WORDS or (words * 2 >= PROSE_WORDS and self.text.endswith(SENTENCE_ENDS))
        few_links = self.link_words <= words * MAX_LINK_SHARE
        self.prose = self.sentence and few_links and not self.heading and not is_timestamp(self.line, words)

    @property
    def line(self) -> str:
        """The text as a line of date, writer and tools: what stands in elements of its own is set apart."""
        return self.spaced or self.text


def is_timestamp(text: str, words: int) -> bool:
    """True for a short line that is a day with its year and an hour, a weekday or a cue, and no sentence.

    A longer line that has two of these is the line under a headline: date, writer and tools in one.
    """
    if words > _INFO_MAX_WORDS or text.endswith(".") or not _YEAR.search(text):
        return False
    marks = bool(_HOUR.search(text)) + bool(_WEEKDAY.search(text)) + bool(_TIME_CUE.search(text))
    return marks > 1 or (marks == 1 and words <= _DATE_MAX_WORDS)


@dataclass(slots=True)
class Box:
    """A block-level element."""

    parent: int  # index, -1 for the outermost
    depth: int
    tag: str
    label: int
    names: str  # class and id
    start: int  # first block
    end: int = 0  # after the last block
    itemprop: str = ""
    role: str = ""
    style: str = ""  # class without numbers: equal for boxes of one kind
    images: int = 0  # pictures inside


@dataclass(slots=True)
class Anchor:
    """A link: the block that it stands in, its words, address and rel."""

    block: int
    text: str
    href: str
    rel: str


@dataclass(slots=True)
class Layout:
    """All blocks and boxes of a page in document order, with its links and <time> elements."""

    blocks: list[Block] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    images: list[tuple[int, str]] = field(default_factory=list)  # (block, address)
    times: list[tuple[int, str]] = field(default_factory=list)  # (block, datetime attribute)
    body_box: int | None = None  # the first box with prose that microdata mark as the article's text
    body_at: int = -1  # its first block
    _prose: list[int] = field(default_factory=list)
    _links: list[int] = field(default_factory=list)
    _words: list[int] = field(default_factory=list)

    def close(self) -> None:
        """Make the running sums and find the marked text; blocks do not change after this."""
        if not any(block.prose for block in self.blocks):  # some pages set whole paragraphs as headings
            for block in self.blocks:
                block.prose = block.heading > 1 and block.words >= PROSE_WORDS and block.text.endswith(SENTENCE_ENDS)
        self._prose = list(accumulate((b.words if b.prose else 0 for b in self.blocks), initial=0))
        self._links = list(accumulate((b.link_words for b in self.blocks), initial=0))
        self._words = list(accumulate((b.words for b in self.blocks), initial=0))
        for at, box in enumerate(self.boxes):
            if "articleBody" in box.itemprop and self.prose(box.start, box.end):
                self.body_box, self.body_at = at, box.start
                break

    def prose(self, start: int, end: int) -> int:
        """Words of running text in blocks [start, end)."""
        return self._prose[end] - self._prose[start]

    def links(self, start: int, end: int) -> int:
        """Words inside links in blocks [start, end)."""
        return self._links[end] - self._links[start]

    def words(self, start: int, end: int) -> int:
        """All words in blocks [start, end)."""
        return self._words[end] - self._words[start]

    def shape(self, at: int) -> Shape:
        """Shape of a block's box: paragraphs of one body share it."""
        box = self.boxes[self.blocks[at].box]
        outer = self.boxes[box.parent] if box.parent >= 0 else box
        return box.tag, box.style, outer.tag, outer.style

    def wrappers(self, at: int) -> int:
        """Labels of a block and of all boxes that hold nothing else."""
        label = self.blocks[at].label
        for index in self.ancestors(self.blocks[at].box):
            box = self.boxes[index]
            if box.end - box.start != 1:
                break
            label |= box.label
        return label

    def ancestors(self, box: int) -> list[int]:
        """The box and those around it, innermost first."""
        chain = []
        while box >= 0:
            chain.append(box)
            box = self.boxes[box].parent
        return chain
