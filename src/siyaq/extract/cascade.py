"""The cascade, in this order (docs/explanation/extraction.md draws it):

decode -> tame, parse -> metadata -> outlet rule -> layout -> title -> main text (prune -> body -> lines -> standfirst)
-> second opinion -> visible metadata -> sanity checks
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser

from siyaq import arabic, web_text
from siyaq.errors import ExtractError
from siyaq.extract import metadata
from siyaq.extract.block import Layout
from siyaq.extract.jsonld import paragraphs_of
from siyaq.extract.main_text import MainText, find_main_text
from siyaq.extract.metadata import Metadata, read_metadata
from siyaq.extract.moment import Moment, read_moment
from siyaq.extract.page import parse_page, tame
from siyaq.extract.rule import OutletRule, OutletRules, RuleReading, bundled_rules, read_with_rule
from siyaq.extract.second import better_text
from siyaq.extract.tag import split_tags
from siyaq.extract.title import find_title, site_from_title
from siyaq.extract.visible import Visible, read_visible
from siyaq.extract.walk import layout_from_tree
from siyaq.types import Extracted

MIN_WORDS = 12  # a text without a title or with fewer words is no article


@dataclass(slots=True)
class _Reading:
    """What the steps have found, before it is put together."""

    meta: Metadata
    layout: Layout
    title: str | None
    title_at: int | None
    text: MainText
    rule: RuleReading


def extract(
    html: bytes,
    url: str | None = None,
    *,
    content_type: str | None = None,
    zone: str | None = None,
    rules: Sequence[OutletRules] | None = None,
) -> Extracted:
    """Find the article in a page.

    Args:
        html: the page as fetched.
        url: its address, to make links absolute.
        content_type: the header's value, for its charset.
        zone: IANA zone of the outlet, for times without an offset; None: that of the host's country, else UTC.
        rules: rules of single outlets; None: those that come with the package.

    Returns:
        The article. `published` is None unless the page says when it was published.

    Raises:
        ExtractError: no article could be found.
        DecodeError: no character encoding fits.
    """
    page = tame(web_text.decode(html, content_type).text)
    tree = LexborHTMLParser(page)
    meta = read_metadata(tree, url, zone)
    rule = _apply_rule(tree, meta, _bundled() if rules is None else rules)
    layout = layout_from_tree(tree)
    title, title_at = find_title(layout, (rule.title, *meta.titles), meta.site_names)
    meta.site_names += tuple(filter(None, (site_from_title(meta.head.title, title),)))
    text = find_main_text(layout, meta, title, title_at)
    if rule.paragraphs:
        text.paragraphs, text.subheads, text.doubtful = list(rule.paragraphs), rule.subheads, False
    if text.doubtful:
        text.replace(better_text(page, text.paragraphs, text.prose, paragraphs_of(meta.node.get("articleBody"))))
    return _checked(_Reading(meta, layout, title, title_at, text, rule), url)


@lru_cache(maxsize=1)
def _bundled() -> tuple[OutletRules, ...]:
    return bundled_rules()


def rule_of_page(meta: Metadata, rules: Sequence[OutletRules]) -> OutletRule | None:
    """The rule for a page, by its host and the day its metadata give."""
    day = day_of(metadata.published(meta))
    return next((rule for rule in (outlet.rule_for(meta.host, day) for outlet in rules) if rule), None)


def rule_for_page(
    html: bytes, url: str | None = None, *, content_type: str | None = None, rules: Sequence[OutletRules] | None = None
) -> OutletRule | None:
    """The rule that `extract` would read a page with, None where the cascade reads it alone.

    Args:
        html: the page as fetched.
        url: its address.
        content_type: the header's value.
        rules: rules of single outlets; None: those that come with the package.

    Raises:
        DecodeError: no character encoding fits.
    """
    tree = parse_page(web_text.decode(html, content_type).text)
    return rule_of_page(read_metadata(tree, url, None), _bundled() if rules is None else rules)


def _apply_rule(tree: LexborHTMLParser, meta: Metadata, rules: Sequence[OutletRules]) -> RuleReading:
    rule = rule_of_page(meta, rules) if rules else None
    return read_with_rule(tree, rule) if rule else RuleReading()


def day_of(moment: Moment | None) -> date | None:
    """The day of a moment, on the page's own calendar."""
    return moment.date() if isinstance(moment, datetime) else moment


def _checked(found: _Reading, url: str | None) -> Extracted:
    """Put the article together; what contradicts itself is left out."""
    meta, text, rule = found.meta, found.text, found.rule
    cleaned = [arabic.clean(paragraph).replace("\n", " ") for paragraph in text.paragraphs]
    place = {old: new for new, old in enumerate(i for i, paragraph in enumerate(cleaned) if paragraph)}
    body = "\n\n".join(filter(None, cleaned))
    if not body or (len(body.split()) < MIN_WORDS and not found.title):
        raise ExtractError("no article text found in the page; check that the address is an article's own page")
    names = frozenset(arabic.fold(name) for name in (*meta.titles, *meta.site_names) if name)
    shown = read_visible(found.layout, found.title_at, text.span, text.byline, meta.zone, names)
    published = _ruled_moment(rule, meta) or metadata.published(meta) or shown.published
    return Extracted(
        url=url,
        canonical_url=metadata.canonical_url(meta, url),
        title=arabic.clean(found.title) if found.title else None,
        subtitle=rule.subtitle or text.standfirst,
        body=body,
        published=published,
        modified=_not_before(metadata.modified(meta) or shown.modified, published),
        authors=rule.authors or metadata.authors(meta, shown.authors),
        tags=tuple(split_tags(rule.tags)) or metadata.tags(meta, shown.tags, found.title or "", body),
        site_name=meta.site_name,
        image=metadata.image(meta) or meta.head.absolute(shown.image),
        language=metadata.language(meta, body),
        section=metadata.section(meta) or shown.section,
        subheads=tuple(place[i] for i in text.subheads if i in place),
        paywalled=metadata.paywalled(meta),
    )


def _ruled_moment(rule: RuleReading, meta: Metadata) -> Moment | None:
    return read_moment(rule.published, meta.zone) if rule.published else None


def _not_before(modified: Moment | None, published: Moment | None) -> Moment | None:
    """A change before the day of publication is a fault of the page."""
    first, later = day_of(published), day_of(modified)
    return None if later is None or (first is not None and later < first) else modified


__all__ = ["Visible", "day_of", "extract", "rule_of_page"]
