"""The story page: one happening with every outlet's report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from siyaq.arabic import clean
from siyaq.errors import NotFoundError
from siyaq.site.address import query_href, story_href
from siyaq.site.desk import Card, Desk
from siyaq.site.feed_item import item_from_card
from siyaq.site.page import Page
from siyaq.site.report import reports
from siyaq.site.saying import sayings
from siyaq.survey import Frame, busiest_names, busiest_tags, load, statements
from siyaq.types import Story

MAX_STATEMENTS = 8
MAX_REPORTS = 60  # a story of more is paged
RELATED = 4


def story(desk: Desk, params: Mapping[str, str]) -> Page:
    """A story with its time line, reports, statements, names and what came before and after.

    Raises:
        NotFoundError: no story of that id, or none of its articles is there any more.
    """
    found = desk.engine.story(params["name"])
    if found.id != params["name"]:
        return Page(template="story.html", title="", path=story_href(found.id), moved_to=story_href(found.id))
    all_articles = desk.engine.store.articles(found.articles)
    articles = [all_articles[i] for i in found.articles if i in all_articles]
    if not articles:
        raise NotFoundError(f"story {found.id} has no articles any more")
    shown = articles[-MAX_REPORTS:]
    frame = load(desk.engine, shown)
    title = clean(found.title) or desk.card(articles[0]).title
    return Page(
        template="story.html",
        title=title,
        description=desk.card(articles[0]).lead,
        path=story_href(found.id),
        values=_values(desk, found, frame, hidden=len(articles) - len(shown)) | {"title": title},
        items=tuple(item_from_card(desk, desk.card(a)) for a in reversed(shown)),
    )


def _values(desk: Desk, found: Story, frame: Frame, hidden: int) -> dict[str, Any]:
    told = reports(desk, frame)
    said = statements(frame, leave_out=desk.unquotable(frame.articles), k=MAX_STATEMENTS)
    before, after = related(desk, found, frame)
    return {
        "story": found,
        "reports": told,
        "outlets": tuple(desk.source(s) for s in found.outlets),
        "copies": sum(len(r.copies) for r in told),
        "hidden": hidden,
        "statements": sayings(desk, said, frame),
        "names": busiest_names(frame, k=12),
        "tags": [tag for tag, _ in busiest_tags(frame, k=10)] or list(found.tags),
        "before": before,
        "after": after,
        "search_href": query_href("/search", q=found.title),
    }


def related(desk: Desk, found: Story, frame: Frame) -> tuple[Sequence[Card], Sequence[Card]]:
    """Articles of near stories that were published before this story began and after its newest report, newest first."""
    own = set(found.articles)
    lead = next((a for a in frame.articles if a.id not in frame.copy_of), frame.articles[0])
    context = desk.engine.context(lead.id, k=10)
    near = [link for link in (context.read_also, *context.similar) if link is not None and link.target not in own]
    articles = {link.target: context.articles[link.target] for link in near if link.target in context.articles}
    cards = sorted(
        (desk.card(a, with_lead=False) for a in articles.values() if a.when), key=lambda c: str(c.when), reverse=True
    )
    first, last = found.first or lead.when, found.last or lead.when
    before = [c for c in cards if c.when and first and c.when < first]
    after = [c for c in cards if c.when and last and c.when > last]
    return before[:RELATED], after[:RELATED]
