"""The story page: one happening with every outlet's report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from siyaq.arabic import clean
from siyaq.errors import NotFoundError
from siyaq.site.address import article_href, query_href, story_href
from siyaq.site.chart import Scaled, timeline
from siyaq.site.coverage import Panel, nearest_to_title, panels
from siyaq.site.desk import Card, Desk
from siyaq.site.feed_item import item_from_card
from siyaq.site.page import Page
from siyaq.site.report import Report, reports
from siyaq.site.saying import Saying, sayings
from siyaq.site.view_home import page_number, pager
from siyaq.survey import busiest_names, busiest_tags, load, statements
from siyaq.survey.exclusive import names_by_outlet, shared_names
from siyaq.survey.memo import TIMELESS_S
from siyaq.types import Article, Story

MAX_STATEMENTS = 8
SIDE_WORDS = 12
MAX_SURVEYED = 240  # reports of one happening that are compared with each other
PAGE_REPORTS = 60  # of the time line
CHART_FROM = 5  # reports; fewer bars draw no rhythm
RELATED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Affair:
    """Another happening of the same affair: a story of several reports, or a single article."""

    href: str
    title: str
    when: datetime
    outlets: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Coverage:
    """What is shown of a story. Kept in memory: cards instead of articles."""

    lead: Card
    reports: tuple[Report, ...]
    newest: tuple[Card, ...]
    times: tuple[datetime, ...]
    panels: tuple[Panel, ...]
    shared: tuple[str, ...]
    said: tuple[Saying, ...]
    names: tuple[tuple[str, int], ...]
    tags: tuple[str, ...]
    before: tuple[Affair, ...]
    after: tuple[Affair, ...]


def story(desk: Desk, params: Mapping[str, str]) -> Page:
    """A story: its outlets side by side, time line, statements, names, and what came before and after.

    Raises:
        NotFoundError: no story of that id, or none of its articles is there any more.
    """
    found, page = desk.engine.story(params["name"]), page_number(params)
    if found.id != params["name"]:
        return Page(template="story.html", title="", path=story_href(found.id), moved_to=story_href(found.id))
    coverage = desk.memo.get(("story", found.id, desk.language), lambda: _read(desk, found), max_age_s=TIMELESS_S)
    title = clean(found.title) or coverage.lead.title
    return Page(
        template="story.html",
        title=title,
        description=coverage.lead.lead,
        path=query_href(story_href(found.id), page=page if page > 1 else None),
        values=_values(desk, found, coverage, page) | {"title": title},
        items=tuple(item_from_card(desk, card) for card in coverage.newest),
    )


def _read(desk: Desk, found: Story) -> _Coverage:
    known = desk.engine.store.articles(found.articles[-MAX_SURVEYED:])
    articles = [known[i] for i in found.articles if i in known and known[i].gone is None]
    if not articles:
        raise NotFoundError(f"story {found.id} has no articles any more")
    frame = load(desk.engine, articles)
    own = [a for a in articles if a.id not in frame.copy_of] or articles
    before, after = related(desk, found, own[0])
    shared = shared_names(names_by_outlet(frame))
    names = busiest_names(frame, leave_out=shared, k=SIDE_WORDS)
    said = statements(frame, leave_out=desk.unquotable(articles), k=MAX_STATEMENTS)
    return _Coverage(
        lead=desk.card(nearest_to_title(own, found.title)),
        reports=reports(desk, frame),
        newest=desk.cards(reversed(articles[-PAGE_REPORTS:]), copies=tuple(frame.copy_of)),
        times=tuple(a.when for a in articles if a.when),
        panels=panels(desk, frame, found.title),
        shared=shared,
        said=sayings(desk, said, frame),
        names=names,
        tags=tuple(t for t, _ in busiest_tags(frame, leave_out=[*shared, *(n for n, _ in names)], k=SIDE_WORDS)),
        before=before,
        after=after,
    )


def _values(desk: Desk, found: Story, coverage: _Coverage, page: int) -> dict[str, Any]:
    copies = sum(len(r.copies) for r in coverage.reports)
    shown, more = _paged(coverage.reports, page)
    return {
        "story": found,
        "lead": coverage.lead,
        "days": by_day(desk, shown),
        "first": coverage.reports[0].card.article.id,
        "panels": coverage.panels,
        "shared": coverage.shared,
        "outlets": tuple(desk.source(s) for s in found.outlets),
        "reports": len(coverage.reports),
        "copies": copies,
        "chart": pace(desk, coverage.times),
        "statements": coverage.said,
        "names": coverage.names,
        "tags": coverage.tags,
        "before": coverage.before,
        "after": coverage.after,
        "search_href": query_href("/search", q=found.title),
        "pager": pager(story_href(found.id), {}, page, more=more),
    }


def _paged(told: Sequence[Report], page: int) -> tuple[Sequence[Report], bool]:
    """The newest reports on the first page, oldest first within a page, and whether older ones follow."""
    end = len(told) - (page - 1) * PAGE_REPORTS
    start = max(0, end - PAGE_REPORTS)
    return told[start : max(0, end)], start > 0


def by_day(desk: Desk, told: Sequence[Report]) -> list[tuple[str, str, list[Report]]]:
    """Reports under their day: (date, Hijri date, reports)."""

    def day(report: Report) -> tuple[str, str]:
        when = report.card.when
        return (desk.day(when), desk.hijri(when)) if when else ("", "")

    return [(date, hijri, list(group)) for (date, hijri), group in groupby(told, day)]


def pace(desk: Desk, times: Sequence[datetime]) -> Scaled | None:
    """Reports over the time of the coverage, None where they are too few to draw."""
    return timeline(desk, times, label=desk.t("story.pace")) if len(times) >= CHART_FROM else None


def related(desk: Desk, found: Story, lead: Article) -> tuple[tuple[Affair, ...], tuple[Affair, ...]]:
    """Happenings of the same affair that began before this one and after it, newest first."""
    own = set(found.articles)
    context = desk.context(lead.id)
    near = [link for link in (context.read_also, *context.similar) if link is not None and link.target not in own]
    affairs: dict[str, Affair] = {}
    for link in near:
        article = context.articles.get(link.target)
        if article is not None and article.gone is None and article.when is not None:
            affair = _affair(desk, article, link.story, context.story_outlets.get(link.story or "", 1))
            affairs.setdefault(affair.href, affair)
    newest = sorted(affairs.values(), key=lambda a: a.when, reverse=True)
    first, last = found.first or lead.when, found.last or lead.when
    before = tuple(a for a in newest if first and a.when < first)
    after = tuple(a for a in newest if last and a.when > last)
    return before[:RELATED], after[:RELATED]


def _affair(desk: Desk, article: Article, story_id: str | None, outlets: int) -> Affair:
    found = desk.engine.store.story(story_id) if story_id and outlets > 1 else None
    if found is None or found.moved_to:
        href, title, when = article_href(article), article.title, article.when
    else:
        href, title, when = story_href(found.id), found.title or article.title, found.first or article.when
    assert when is not None  # the caller asks for articles with a time only
    return Affair(href=href, title=clean(title), when=when, outlets=outlets, source=desk.source(article.source).name)
