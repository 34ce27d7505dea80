"""The cascade, in this order (docs/explanation/extraction.md draws it):

    decode -> parse -> metadata -> layout -> title -> prune -> main text -> second opinion -> lines of metadata -> sanity checks
"""

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from siyaq import arabic, web_text
from siyaq.errors import ExtractError
from siyaq.extract import metadata, visible
from siyaq.extract.block import Layout
from siyaq.extract.body import body_shapes, find_body, widen
from siyaq.extract.line import Lines, choose_lines
from siyaq.extract.metadata import Metadata, read_metadata
from siyaq.extract.moment import Moment
from siyaq.extract.prune import body_box, drop_announced_boxes, prune
from siyaq.extract.second import agreement, second_opinions
from siyaq.extract.standfirst import Standfirst, find_standfirst
from siyaq.extract.title import find_title, key, site_from_title
from siyaq.extract.walk import layout_from_tree
from siyaq.types import Extracted

MAX_CHARS = 3_000_000  # the rest of a larger page is not read
_DOUBT_WORDS = 40  # shorter texts get a second opinion
_DOUBT_SHARE = 0.3  # so does a text that leaves more of the page's kept prose outside
_MIN_WORDS = 12  # less is no article
_AGREE = 0.5  # a second text replaces the first if it is longer and holds so much of it


@dataclass(slots=True)
class _Text:
    """The article's text and where it stands in the page."""

    paragraphs: list[str]
    subheads: tuple[int, ...]
    span: tuple[int, int]
    byline: str | None
    standfirst: Standfirst
    prose: frozenset[str]  # running text that pruning left
    doubtful: bool


def extract(html: bytes, url: str | None = None, *, content_type: str | None = None, zone: str | None = None) -> Extracted:
    """Find the article in a page.

    Args:
        html: the page as fetched.
        url: its address, to make links absolute.
        content_type: the header's value, for its charset.
        zone: IANA zone of the outlet, for times without an offset; None: that of the host's country, else UTC.

    Returns:
        The article. `published` is None unless the page says when it was published.

    Raises:
        ExtractError: no article could be found.
        DecodeError: no character encoding fits.
    """
    page = web_text.decode(html, content_type).text[:MAX_CHARS]
    tree = LexborHTMLParser(page)
    meta = read_metadata(tree, url, zone)
    layout = layout_from_tree(tree)
    title, title_at = find_title(layout, meta.titles, meta.site_names)
    meta.site_names += tuple(filter(None, (site_from_title(meta.head.title, title),)))
    text = _main_text(layout, meta, title, title_at)
    if text.doubtful:
        _ask_others(text, page, meta)
    return _checked(layout, meta, title, title_at, text, url)


def _main_text(layout: Layout, meta: Metadata, title: str | None, title_at: int | None) -> _Text:
    """Prune, choose the box of the text, its neighbours and its lines."""
    mask = prune(layout, title_at)
    box = find_body(layout, mask, title_at, meta.known_text)
    if box is None:
        return _Text([], (), (0, 0), None, Standfirst(), frozenset(), doubtful=True)
    shapes = body_shapes(layout, mask, box)
    drop_announced_boxes(layout, mask, box, title_at, shapes[0] if shapes else None)
    span = widen(layout, mask, box, title_at)
    if title_at is not None and span[0] <= title_at < span[1]:
        span = (title_at + 1, span[1])
    titles = frozenset(arabic.fold(text) for text in (*meta.titles, title) if text)
    lines = choose_lines(layout, mask, span, shapes, titles, meta.host)
    standfirst = Standfirst()
    if shapes:
        standfirst = find_standfirst(layout, mask, title_at, span, lines.kept, shapes[0], key(title or ""))
    kept = sorted(set(lines.kept).union(standfirst.lead) - standfirst.removed)
    words = sum(layout.blocks[at].words for at in kept)
    prose = [block for at, block in enumerate(layout.blocks) if mask[at] and block.prose]
    return _Text(
        paragraphs=[layout.blocks[at].text for at in kept],
        subheads=tuple(number for number, at in enumerate(kept) if at in lines.subheads),
        span=span,
        byline=lines.byline,
        standfirst=standfirst,
        prose=frozenset(block.text for block in prose),
        doubtful=body_box(layout) != box and _doubts(words, sum(block.words for block in prose)),
    )


def _doubts(words: int, total: int) -> bool:
    return words < _DOUBT_WORDS or words < total * _DOUBT_SHARE


def _ask_others(text: _Text, page: str, meta: Metadata) -> None:
    """Take another extractor's text, or the one in the metadata, where it is clearly the better one.

    Only its paragraphs count that are running text in the page, so that menus and lists do not come back this way.
    """
    own = "\n\n".join(text.paragraphs)
    quoted = metadata.text_of(meta.node.get("articleBody")) or ""
    for other in (*second_opinions(page), quoted):
        paragraphs = [line for line in other.split("\n\n") if line in text.prose or other == quoted]
        words = sum(len(line.split()) for line in paragraphs)
        longer = words > 2 * max(len(own.split()), _MIN_WORDS)
        if longer and (not own or agreement(own, "\n".join(paragraphs)) >= _AGREE):
            text.paragraphs, text.subheads = paragraphs, ()
            return


def _checked(
    layout: Layout, meta: Metadata, title: str | None, title_at: int | None, text: _Text, url: str | None
) -> Extracted:
    """Put the article together; what contradicts itself is left out."""
    body = "\n\n".join(arabic.clean(paragraph).replace("\n", " ") for paragraph in text.paragraphs)
    if len(body.split()) < _MIN_WORDS and not (title and body):
        raise ExtractError("no article text found in the page; check that the address is an article's own page")
    titles = frozenset(arabic.fold(name) for name in (*meta.titles, *meta.site_names) if name)
    shown = visible.visible_dates(layout, title_at, text.span, meta.zone)
    published, modified = metadata.published(meta) or shown.published, metadata.modified(meta) or shown.modified
    tag_lists = visible.visible_tags(layout, title_at, text.span)
    bylines = visible.visible_authors(layout, title_at, text.span, text.byline)
    return Extracted(
        url=url,
        canonical_url=metadata.canonical_url(meta, url),
        title=title,
        subtitle=text.standfirst.text,
        body=body,
        published=published,
        modified=modified if _later(modified, published) else None,
        authors=metadata.authors(meta, bylines),
        tags=metadata.tags(meta, tag_lists, title or "", body),
        site_name=meta.site_name,
        image=metadata.image(meta) or meta.head.absolute(visible.visible_image(layout, title_at, text.span)),
        language=metadata.language(meta, body),
        section=metadata.section(meta) or visible.visible_section(layout, title_at, titles),
        subheads=text.subheads,
        paywalled=metadata.paywalled(meta),
    )


def _later(modified: Moment | None, published: Moment | None) -> bool:
    """A change before the publication is a fault of the page."""
    return modified is not None and (published is None or str(modified)[:10] >= str(published)[:10])


__all__ = ["Lines", "extract"]
