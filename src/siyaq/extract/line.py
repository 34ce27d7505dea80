"""Which lines inside of the body's range are the article's: paragraphs, sub-heads and lists, not captions and calls."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from siyaq import arabic
from siyaq.extract.block import Block, Layout, Shape, is_timestamp
from siyaq.extract.label import Label
from siyaq.extract.phrase import MAX_HEAD_WORDS, Phrase, head_of, is_call, is_closing

_LISTED = frozenset(("li", "dd", "dt", "blockquote", "pre", "td", "th"))
_MAX_LINK_SHARE = 0.8  # a sentence of the body may be mostly a link, but not all
_CAPTION_MAX_WORDS = 45
_SUBHEAD_MAX_WORDS = 15
_BYLINE = re.compile(r"(?:بقلم|كتب|كتبت|كتبه|اعداد|حوار|تحرير|ترجمه|متابعه|تغطيه|تقرير|by)\s*(?:/|:|-|–)\s*\S+(?:\s+\S+){0,6}$")
_DATELIKE = re.compile(r"(?:19|20)\d\d|\d{1,2}:\d\d")
_DATE_MAX_WORDS = 16
_COMMENTS = re.compile(r"\W*(?:ال)?(?:تعليقات|اراء|ردود|comments)(?: القراء| الزوار)?[\W\d]*$")
_ASIDE_MAX_WORDS = 25
_POSTED = re.compile(r"[—–-]\s.*\(@\w{1,20}\)")  # under a post that is embedded: «— اسم (@name) May 4, 2021»
_READ_ALSO = re.compile(
    r"\W*(?:(?:اقرا|اقراي|اقراوا|طالع|طالعوا|شاهد|شاهدوا|انظر|تابع) (?:ايضا|كذلك|المزيد)|قد يهمك(?: ايضا)?"
    r"|(?:مواضيع|موضوعات|اخبار|مقالات) (?:ذات صله|متعلقه|مرتبطه))\s*(?:[:|.…\-–—«\"]|$)"
)
_END_MAX_WORDS = 4  # «مواضيع ذات صلة»; a longer line with such a beginning is a reference inside of the text
_CREDIT = re.compile(
    r"^\W*(?:صدر الصوره|مصدر الصوره|التعليق علي الصوره|خدمه الصور|تصوير\b|عدسه\b|صوره\s*[:/]|صوره ارشيفيه|ارشيفيه\b|©)"
    r"|(?:\(ارشيفيه?\)|\(ارشيف\)|getty images\)?|gettyimages|shutterstock)\W*$"
)


@dataclass(slots=True)
class Lines:
    """The chosen lines: block indices in order, and which of them are sub-heads."""

    kept: list[int] = field(default_factory=list)
    subheads: set[int] = field(default_factory=set)
    byline: str | None = None  # a writer's line that stood as the first paragraph


def choose_lines(
    layout: Layout,
    mask: bytearray,
    span: tuple[int, int],
    shapes: tuple[Shape, ...],
    titles: frozenset[str],
    host: str,
) -> Lines:
    """Choose the article's lines.

    Args:
        layout: the page.
        mask: blocks that are left.
        span: range of blocks of the body.
        shapes: shapes of its paragraphs (`body.body_shapes`).
        titles: folded spellings of the title, left out of the text.
        host: the page's host; lines that only link to it are teasers, other links are references.
    """
    blocks = layout.blocks
    proses = [at for at in range(*span) if mask[at] and blocks[at].prose]
    lines = Lines()
    if not proses:
        return lines
    captions = caption_boxes(layout, span, shapes)
    for at in range(*span):
        block = blocks[at]
        if not mask[at] and at > proses[len(proses) // 2] and _is_head_of_comments(block):
            break
        if not mask[at] or block.box in captions or arabic.fold(block.text) in titles:
            continue
        if is_aside(block):
            continue
        if is_credit(block.text) or is_timestamp(block.text, block.words) or (not lines.kept and is_dateline(block.text)):
            continue
        if not lines.kept and _is_byline(block):
            lines.byline = block.text
            continue
        if _ends_text(block, at, proses):
            break
        in_shape = _has_shape(layout.shape(at), shapes)
        if block.prose or _belongs(block, at, proses, in_shape=in_shape, host=host):
            lines.kept.append(at)
    _trim(lines, blocks)
    lines.subheads = {at for at in lines.kept if is_subhead_block(blocks[at], at in (lines.kept[0], lines.kept[-1]))}
    return lines


def _has_shape(shape: Shape, shapes: tuple[Shape, ...]) -> bool:
    """One of the body's shapes, or one with another class beside its main paragraphs."""
    return shape in shapes or any(shape[0] == known[0] and shape[2:] == known[2:] for known in shapes[:1])


def _host_of(href: str) -> str:
    """Host of a link as written; "" for one within the site, and for what is no address."""
    try:
        return urlsplit(href).netloc
    except ValueError:
        return ""


def _belongs(block: Block, at: int, proses: list[int], *, in_shape: bool, host: str) -> bool:
    """Whether a line that is no running text is part of the article."""
    if block.link_words * 2 > block.words:
        foreign = bool(block.hrefs) and all(_host_of(href) not in ("", host) for href in block.hrefs)
        if not (foreign and (in_shape or block.tag in _LISTED)) and not (in_shape and block.sentence and _few_links(block)):
            return False
    if at < proses[0]:
        return bool(block.heading > 1) or (in_shape and not is_dateline(block.text) and not block.broken)
    if at > proses[-1]:
        return in_shape or (block.tag in _LISTED and block.words > 1) or block.heading > 1
    return in_shape or bool(block.heading) or block.bold or block.tag in _LISTED or block.words > 1


def _few_links(block: Block) -> bool:
    return block.link_words <= block.words * _MAX_LINK_SHARE


def _is_byline(block: Block) -> bool:
    return block.words <= MAX_HEAD_WORDS and bool(_BYLINE.match(arabic.fold(block.text)))


def is_dateline(text: str) -> bool:
    """True for a short line that is a date, like «نشر الأحد 10 يونيو 2018 - 14:05»."""
    words = text.count(" ") + 1
    if words > MAX_HEAD_WORDS and text.endswith("."):
        return False  # a sentence that names a year
    return is_timestamp(text, words) or (words <= _DATE_MAX_WORDS and bool(_DATELIKE.search(arabic.fold(text))))


def is_credit(text: str) -> bool:
    """True for a short line that names a picture or who took it."""
    return text.count(" ") < _CAPTION_MAX_WORDS and bool(_CREDIT.search(arabic.fold(text)))


def is_aside(block: Block) -> bool:
    """True for a line amid the text that is none of it: «اقرأ أيضا: ...», a call to the reader, the signature of a post."""
    if block.words > _ASIDE_MAX_WORDS:
        return False
    if is_call(block.text) or _POSTED.match(block.text):
        return True
    return bool(block.link_words) and (is_closing(block.text) or bool(_READ_ALSO.match(arabic.fold(block.text))))


def _is_head_of_comments(block: Block) -> bool:
    """«التعليقات (3)» as a heading, in bold, or in a cell of its own."""
    marked = block.heading or block.bold or block.tag in ("td", "th", "dt")
    return bool(marked) and bool(_COMMENTS.match(arabic.fold(block.text)))


def _ends_text(block: Block, at: int, proses: list[int]) -> bool:
    """A head of comments or related items after most of the text, in the same box as the text."""
    if at < proses[0] or block.words > MAX_HEAD_WORDS or block.text.endswith("."):
        return False
    phrase = head_of(block.text)
    after = len(proses) - bisect_right(proses, at)
    if phrase is Phrase.COMMENTS:
        return bool(block.heading or block.bold) or after == 0
    headlike = bool(block.heading or block.bold or not after) and block.words <= _END_MAX_WORDS
    return phrase in (Phrase.RELATED, Phrase.TAGS) and headlike and after * 2 <= len(proses)


def caption_boxes(layout: Layout, span: tuple[int, int], shapes: tuple[Shape, ...]) -> set[int]:
    """Boxes strictly inside of the range that hold a picture and a few words: picture and caption."""
    found: set[int] = set()
    for index, box in enumerate(layout.boxes):
        if not box.images or box.start >= box.end or not (span[0] <= box.start and box.end <= span[1]):
            continue
        if (box.start, box.end) == span or layout.words(box.start, box.end) > _CAPTION_MAX_WORDS:
            continue
        if not any((box.tag, box.style) == shape[:2] for shape in shapes):
            found.update(inner.box for inner in layout.blocks[box.start : box.end])
            found.add(index)
    return found


def is_subhead_block(block: Block, edge: bool) -> bool:
    """A heading, or a short line in bold that is neither the first nor the last of the text (`edge`)."""
    return bool(block.heading) or (block.bold and not edge and block.words <= _SUBHEAD_MAX_WORDS and not block.link_words)


def _trim(lines: Lines, blocks: list[Block]) -> None:
    """No sub-head stands last, no head of a box, no disclaimer and no call to the reader."""
    while len(lines.kept) > 1:
        block = blocks[lines.kept[-1]]
        head = block.heading or (block.words <= MAX_HEAD_WORDS and head_of(block.text))
        if not head and not is_closing(block.text):
            return
        lines.kept.pop()


__all__ = ["Label", "Lines", "choose_lines", "is_dateline"]
