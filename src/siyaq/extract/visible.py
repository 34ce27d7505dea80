"""What people read of the metadata: date lines, bylines and tag lists near the article."""

import re
from dataclasses import dataclass, field

from siyaq import arabic
from siyaq.extract.block import Anchor, Layout
from siyaq.extract.label import Label
from siyaq.extract.line import is_dateline
from siyaq.extract.moment import Moment, read_moment
from siyaq.extract.phrase import MAX_HEAD_WORDS, Phrase, head_of

_BEFORE_TITLE = 6  # blocks before the title where its date line may stand, if in one small box with it
_SMALL_BOX_WORDS = 60
_AFTER_TEXT = 6  # blocks after the text where a date line with a cue may stand
_UPDATED = re.compile(
    r"(?<!\w)(?:و?اخر تحديث|اخر تعديل|تاريخ التعديل|تاريخ التحديث|تم التحديث|تحديث|تعديل|محدثه|عدل|updated?|modified)"
)
_PUBLISHED = re.compile(
    r"(?<!\w)(?:نشر|نشرت|نشر في|تاريخ النشر|تم النشر|تم نشره|تم نشرها|اضيف|اضيفت|بتاريخ|حرر|published|posted|publie)"
)
_BYLINE = re.compile(
    r"(?:^|[|،•·-]\s*|[0-9٠-٩]\s+|\s[صم]\s+)(?:بقلم|كتبت?|كتبه|إعداد|اعداد|حوار|تحرير|بواسطة|الكاتب|المحرر|[Bb]y)\s*(?:بواسطة\s*)?(?:[:/]\s*)?([^\d|:،/()\n]{3,60})"
)
_BY = frozenset(map(arabic.fold, ("بواسطة", "بقلم", "كتب", "كتبت", "الكاتب", "المحرر", "المؤلف", "by", "author")))
_NAME_MAX_WORDS = 5
_SECTION_MAX_WORDS = 4
_CRUMBS_MAX_WORDS = 40
_MAX_CRUMBS = 5  # more links in a row are a menu, whose last one is no section
_MAX_LOOSE_CRUMBS = 2  # of a row that does not begin with the home page
_FRONT = re.compile(r"\s*+(?:https?://[^/]*+)?/?\s*+$")
_HOME = frozenset(map(arabic.fold, ("الرئيسية", "الصفحة الرئيسية", "الرئيسيه", "home", "accueil")))
_TAG_MAX_WORDS = 6
_MAX_TAGS = 30


@dataclass(slots=True, kw_only=True)
class Visible:
    """All that is read from the page as people see it."""

    published: Moment | None
    modified: Moment | None
    authors: tuple[str, ...]
    tags: "TagLists"
    section: str | None
    image: str | None


def read_visible(
    layout: Layout, title_at: int | None, span: tuple[int, int], byline: str | None, zone: str | None, names: frozenset[str]
) -> Visible:
    """Read the visible metadata near the article.

    Args:
        layout: the page.
        title_at: block of the title, None if the page shows none.
        span: range of blocks of the text.
        byline: a writer's line that stood as the first paragraph.
        zone: IANA zone for times that name none.
        names: folded titles and site names, which are no sections.
    """
    dates = visible_dates(layout, title_at, span, zone)
    return Visible(
        published=dates.published,
        modified=dates.modified,
        authors=visible_authors(layout, title_at, span, byline),
        tags=visible_tags(layout, title_at, span),
        section=visible_section(layout, title_at, names),
        image=visible_image(layout, title_at, span),
    )


@dataclass(slots=True)
class VisibleDates:
    """Times that the page shows near the article."""

    published: Moment | None = None
    modified: Moment | None = None


def visible_dates(layout: Layout, title_at: int | None, span: tuple[int, int], zone: str | None) -> VisibleDates:
    """Read date lines around the title and after the text.

    A line with an update cue gives `modified` only. After the text, and for lines without any cue before the title, the
    bar is higher: a cue, or one small box shared with the title.

    Args:
        layout: the page.
        title_at: block of the title, None if the page shows none.
        span: range of blocks of the text.
        zone: for lines that name none.
    """
    found = VisibleDates()
    times = _marked_times(layout, zone)
    for at in _date_places(layout, title_at, span, times):
        block = layout.blocks[at]
        norm = arabic.fold(block.line)
        if at >= span[1] and not _PUBLISHED.search(norm):
            continue
        marked = times.get(at) if not span[0] <= at < span[1] else None
        if marked is None:
            _read_line(found, block.line, zone)
        elif _UPDATED.search(norm):
            found.modified = found.modified or marked
        else:
            found.published = found.published or marked
        if found.published is not None and found.modified is not None:
            break
    return found


def _read_line(found: VisibleDates, text: str, zone: str | None) -> None:
    normal = arabic.normalize(text)
    cue = _UPDATED.search(normal.norm)
    cut = normal.span(cue.start(), cue.end())[0] if cue else len(text)
    if found.published is None and cut > 0:
        found.published = read_moment(text[:cut], zone)
    if found.modified is None and cue:
        found.modified = read_moment(text[cut:], zone)


def _marked_times(layout: Layout, zone: str | None) -> dict[int, Moment]:
    """Times of <time datetime>, by block; people may see «منذ ساعتين» there. The first of a block counts."""
    found: dict[int, Moment] = {}
    for at, text in layout.times:
        moment = read_moment(text, zone)
        if moment is not None:
            found.setdefault(at, moment)
    return found


def _date_places(layout: Layout, title_at: int | None, span: tuple[int, int], times: dict[int, Moment]) -> list[int]:
    start = span[0]
    opening = range(start, min(start + 3, span[1]))
    if title_at is None:  # a date at the top of a page is often today's
        above = [at for at in range(start - 1, max(-1, start - 9), -1) if _shares_box(layout, at, start)]
        places = [*opening, *above]
    else:
        above = [
            at for at in range(title_at - 1, max(-1, title_at - 1 - _BEFORE_TITLE), -1) if _shares_box(layout, at, title_at)
        ]
        places = [*range(title_at + 1, start), *above, *opening]
    places += range(span[1], min(span[1] + _AFTER_TEXT, len(layout.blocks)))
    return [at for at in places if is_dateline(layout.blocks[at].line) or (at in times and not span[0] <= at < span[1])]


def _shares_box(layout: Layout, at: int, title_at: int) -> bool:
    around = next(b for b in layout.ancestors(layout.blocks[title_at].box) if layout.boxes[b].start <= at)
    box = layout.boxes[around]
    return layout.words(box.start, min(box.end, title_at)) <= _SMALL_BOX_WORDS


def visible_authors(layout: Layout, title_at: int | None, span: tuple[int, int], byline: str | None) -> tuple[str, ...]:
    """Names after «بقلم», «كتب», ... between the title and the text, or in a box that is labelled as the author's."""
    start = title_at + 1 if title_at is not None else max(0, span[0] - 8)
    places = range(start, min(span[0] + 1, len(layout.blocks)))
    shown = (layout.blocks[at].line for at in places if layout.blocks[at].words <= MAX_HEAD_WORDS * 3)
    for text in ((byline,) if byline else ()) + tuple(shown):
        match = _BYLINE.search(text)
        if match:
            names = split_authors(match[1])
            if names:
                return names
    for at in places:
        block = layout.blocks[at]
        if _is_of_author(layout, at) and block.words <= _NAME_MAX_WORDS and not is_dateline(block.text):
            names = split_authors(block.text)
            if names and arabic.fold(names[0]) not in _BY and any(map(str.isalpha, names[0])):
                return names
    return _author_above(layout, title_at)


def _author_above(layout: Layout, title_at: int | None) -> tuple[str, ...]:
    """The name in an author's box right above the headline, as columns have it."""
    for anchor in _links_above(layout, title_at):
        if (
            _in_box_of_author(layout, anchor.block)
            and 1 < len(anchor.text.split()) <= _NAME_MAX_WORDS
            and not head_of(anchor.text)
        ):
            return split_authors(anchor.text)
    return ()


def _links_above(layout: Layout, title_at: int | None) -> list[Anchor]:
    """Links in a small box with the headline, above it."""
    if title_at is None:
        return []
    near = (a for a in layout.anchors if title_at - _BEFORE_TITLE <= a.block < title_at)
    return [anchor for anchor in near if _shares_box(layout, anchor.block, title_at)]


def _in_box_of_author(layout: Layout, at: int) -> bool:
    return any(layout.boxes[index].label & Label.AUTHOR for index in layout.ancestors(layout.blocks[at].box))


def _is_of_author(layout: Layout, at: int) -> bool:
    """Whether a block stands in a small box that is labelled as the author's."""
    boxes = (layout.boxes[index] for index in layout.ancestors(layout.blocks[at].box))
    small = (box for box in boxes if layout.words(box.start, box.end) <= MAX_HEAD_WORDS)
    return bool(layout.wrappers(at) & Label.AUTHOR) or any(box.label & Label.AUTHOR for box in small)


def split_authors(text: str) -> tuple[str, ...]:
    """Names in a byline: the place after a dash goes, «و» does not split (it begins names, too).

    >>> split_authors("منى أحمد - القاهرة")
    ('منى أحمد',)
    """
    names = (
        re.split(r"\s+[-–—]\s*|\s*[|/(@]|\s(?:في|بتاريخ|يوم|الساعة|منذ)\s", part)[0].strip(" .:-–—،,«»\"'")
        for part in re.split(r"[،,;]", text)
    )
    return tuple(name for name in names if name and len(name.split()) <= _NAME_MAX_WORDS and "http" not in name)


def visible_section(layout: Layout, title_at: int | None, titles: frozenset[str]) -> str | None:
    """The last short link before the title: the end of a bread-crumb trail, or a label above the headline.

    Args:
        layout: the page.
        title_at: block of the title.
        titles: folded titles, which end some trails.
    """
    if title_at is None:
        return None
    for anchor in reversed(_links_above(layout, title_at)):
        norm = arabic.fold(anchor.text).strip(" >»/|")
        crumbs = layout.blocks[anchor.block]
        if (
            len(norm.split()) <= _SECTION_MAX_WORDS
            and norm not in titles
            and norm not in _HOME
            and not _FRONT.match(anchor.href)
            and head_of(anchor.text) is None
            and not _in_box_of_author(layout, anchor.block)
            and crumbs.words <= _CRUMBS_MAX_WORDS
        ):
            return None if _is_in_menu(layout, anchor) else anchor.text.strip(" >»/|")
    return None


def _is_in_menu(layout: Layout, anchor: Anchor) -> bool:
    """Whether a link ends a long row of links; a link to the home page begins a row anew."""
    row, at, home = 0, anchor.block, False
    for link in reversed(layout.anchors[: layout.anchors.index(anchor) + 1]):
        home = arabic.fold(link.text) in _HOME
        if home or not _are_alike(layout, link.block, at):
            break
        row, at = row + 1, link.block
    return row > (_MAX_CRUMBS if home else _MAX_LOOSE_CRUMBS)


def _are_alike(layout: Layout, block: int, next_block: int) -> bool:
    """Whether two blocks are one, or follow each other as items of one list."""
    if block == next_block:
        return True
    one, other = layout.boxes[layout.blocks[block].box], layout.boxes[layout.blocks[next_block].box]
    return block == next_block - 1 and (one.parent, one.tag, one.style) == (other.parent, other.tag, other.style)


def visible_image(layout: Layout, title_at: int | None, span: tuple[int, int]) -> str | None:
    """Address of the first picture between the title and the end of the text."""
    first = title_at if title_at is not None else span[0]
    return next((src for at, src in layout.images if first <= at <= span[1]), None)


@dataclass(slots=True)
class TagLists:
    """Tags that the page shows: links with rel=tag, and links in a labelled or announced list near the article."""

    rel: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)


def visible_tags(layout: Layout, title_at: int | None, span: tuple[int, int]) -> TagLists:
    """Read the tag lists of the article: those after the title; a list in a navigation box is none.

    Args:
        layout: the page.
        title_at: block of the title.
        span: range of blocks of the text.
    """
    first = title_at if title_at is not None else 0
    after = [anchor for anchor in layout.anchors if anchor.block >= first and len(anchor.text.split()) <= _TAG_MAX_WORDS]
    rel = [anchor.text for anchor in after if "tag" in anchor.rel.split()]
    listed = _labelled(layout, after, span) or _announced(layout, after, span) or _hashed(layout, after, span)
    return TagLists(rel=rel[:_MAX_TAGS], listed=[anchor.text for anchor in listed])


def _hashed(layout: Layout, anchors: list[Anchor], span: tuple[int, int]) -> list[Anchor]:
    """Links like «#وسم» that stand together, not in running text."""
    hashed = [a for a in anchors if a.text.startswith("#") and a.block >= span[0] and not layout.blocks[a.block].prose]
    return hashed if len(hashed) <= _MAX_TAGS else []


def _labelled(layout: Layout, anchors: list[Anchor], span: tuple[int, int]) -> list[Anchor]:
    for box in layout.boxes:
        if box.label & Label.TAGS and box.end > span[0] and box.start < box.end:
            inside = [a for a in anchors if box.start <= a.block < box.end]
            if inside and len(inside) <= _MAX_TAGS and _mostly_links(layout, box.start, box.end):
                return inside
    return []


def _announced(layout: Layout, anchors: list[Anchor], span: tuple[int, int]) -> list[Anchor]:
    """Links beside a head like «كلمات دلالية»: those of the smallest box around the head that has any."""
    for at in range(span[0], len(layout.blocks)):
        block = layout.blocks[at]
        if head_of(block.text[:80]) is not Phrase.TAGS or not 0 < block.words - block.link_words <= MAX_HEAD_WORDS:
            continue
        if any(a.block == at and head_of(a.text) is Phrase.TAGS for a in anchors):
            continue  # a link to the page of all tags
        for index in layout.ancestors(block.box):
            box = layout.boxes[index]
            inside = [a for a in anchors if at <= a.block < box.end]
            if inside:
                return inside if len(inside) <= _MAX_TAGS and _mostly_links(layout, at, box.end) else []
    return []


def _mostly_links(layout: Layout, start: int, end: int) -> bool:
    return layout.links(start, end) * 2 >= layout.words(start, end)
