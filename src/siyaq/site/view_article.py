"""The article page: the article in its context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from siyaq.arabic import clean, fold, same_spelling_key
from siyaq.site.address import article_href, story_href, web_href
from siyaq.site.desk import Card, Desk
from siyaq.site.page import Page
from siyaq.site.provenance import chain
from siyaq.site.reading import EXCERPT_CHARS, body, lead
from siyaq.site.reason import reason
from siyaq.site.report import fold_copies
from siyaq.site.saying import saying
from siyaq.site.schema_org import article_markup
from siyaq.survey.provenance import provenance
from siyaq.types import Analysis, Link, Rights

if TYPE_CHECKING:
    from siyaq.engine import ArticleContext

SIMILAR = 10
MAX_TAGS = 12
MAX_NAMES = 12
MAX_STATEMENTS = 6
MAX_BOX_REPORTS = 6  # of a story, beside an article; the story's page has all


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A linked article with the reason in words, and how many outlets report its happening."""

    card: Card
    why: str
    outlets: int = 0
    story_href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryBox:
    """Other reports of the same happening, copies under their originals."""

    href: str
    title: str
    outlets: int
    reports: int
    groups: tuple[tuple[Card, tuple[Card, ...]], ...]
    more: int


def distinct_tags(notes: Analysis, publisher: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Tags for display, one spelling of each, best first; the publisher's own where there are no notes."""
    words = [t.tag for t in notes.tags] or list(publisher)
    kept: dict[str, str] = {}
    for word in words:
        kept.setdefault(same_spelling_key(word), clean(word))
    return tuple(tag for key, tag in kept.items() if key and tag)[:MAX_TAGS]


def neighbour(desk: Desk, context: ArticleContext, link: Link) -> Neighbour | None:
    """A link as the page shows it, None when its article is gone."""
    article = context.articles.get(link.target)
    if article is None or article.gone is not None:
        return None
    own_story = context.story.id if context.story else None
    outlets = context.story_outlets.get(link.story, 0) if link.story else 0
    return Neighbour(
        card=desk.card(article, with_lead=link.kind == "read-also"),
        why=reason(
            link,
            desk.language,
            same_story=link.story is not None and link.story == own_story,
            later=article.when - context.article.when if article.when and context.article.when else None,
        ),
        outlets=outlets,
        story_href=story_href(link.story) if link.story and outlets > 1 else None,
    )


def story_box(desk: Desk, context: ArticleContext) -> StoryBox | None:
    """The box of a story that has other reports than this one."""
    story = context.story
    if story is None:
        return None
    reports = [context.articles[i] for i in story.articles if i in context.articles]
    notes = {n.article: n for n in desk.engine.store.copies(story.articles) if n.article != n.original}
    groups = [
        (root, tuple(c for c in copies if c.id != context.article.id))
        for root, copies in fold_copies(reports, notes)
        if root.id != context.article.id or copies
    ]
    if not groups:
        return None
    return StoryBox(
        href=story_href(story.id),
        title=clean(story.title),
        outlets=len(story.outlets),
        reports=len(story.articles) - len(story.copies),
        groups=tuple(
            (desk.card(root, with_lead=False), desk.cards(copies, with_lead=False)) for root, copies in groups[:MAX_BOX_REPORTS]
        ),
        more=max(0, len(groups) - MAX_BOX_REPORTS),
    )


def article(desk: Desk, params: Mapping[str, str]) -> Page:
    """One article with its source, tags, who is quoted, what to read next, similar ones, and its story.

    Raises:
        NotFoundError: no article of that id.
    """
    context = desk.engine.context(params["name"], k=SIMILAR)
    item = context.article
    rights = context.source.rights
    may_index = rights is Rights.FULL and item.gone is None
    return Page(
        template="article.html",
        title=clean(item.title) or desk.t("article.untitled"),
        description=lead(item, rights),
        path=article_href(item),
        indexable=may_index,
        values=_values(desk, context, rights),
    )


def _values(desk: Desk, context: ArticleContext, rights: Rights) -> dict[str, Any]:
    item, notes = context.article, context.analysis
    card = desk.card(item, with_lead=False)
    way = provenance(desk.engine, context.article, context.analysis)
    original = way.original
    tags = distinct_tags(notes, item.tags)
    return {
        "article": card.article,
        "card": card,
        "rights": rights.value,
        "paragraphs": body(item, notes) if rights is Rights.FULL else (),
        "excerpt": lead(item, rights, EXCERPT_CHARS) if rights is Rights.EXCERPT else "",
        "image": web_href(item.image) if rights is Rights.FULL else None,
        "authors": tuple(clean(a) for a in item.authors if a.strip() and fold(a) != fold(context.source.name)),
        "tags": tags,
        "names": _names(notes, leave_out=tags),
        "claims": () if rights is Rights.LINK else tuple(saying(desk, item, c, notes) for c in notes.claims[:MAX_STATEMENTS]),
        "chain": chain(desk, context, way),
        "read_also": neighbour(desk, context, context.read_also) if context.read_also else None,
        "similar": [n for link in context.similar if (n := neighbour(desk, context, link)) is not None],
        "box": story_box(desk, context),
        "original": desk.card(original, with_lead=False) if original else None,
        "share": round(way.share * 100) if way.share is not None else None,
        "versions": tuple((clean(v.title), v.modified or v.published) for v in context.versions),
        "json_ld": article_markup(desk, card, tags, original),
    }


def _names(notes: Analysis, leave_out: tuple[str, ...]) -> tuple[str, ...]:
    """Names most mentioned first, without those that already stand there as tags."""
    tags = {fold(tag) for tag in leave_out}
    people = [e for e in notes.entities if e.type in ("PER", "LOC", "ORG", "EVENT")]
    people.sort(key=lambda e: -len(e.mentions))
    return tuple({key: clean(e.name) for e in people if (key := fold(e.name)) not in tags}.values())[:MAX_NAMES]
