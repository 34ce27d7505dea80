"""The story page: one happening with every outlet's report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from siyaq.arabic import clean
from siyaq.errors import NotFoundError
from siyaq.site.address import query_href, story_href
from siyaq.site.chart import Scaled, timeline
from siyaq.site.coverage import AffairLine, Panel, affair_line, panels, relation_labels
from siyaq.site.desk import Card, Desk
from siyaq.site.feed_item import item_from_card
from siyaq.site.page import Page
from siyaq.site.report import Report, reports
from siyaq.site.saying import Saying, sayings
from siyaq.site.view_home import page_number, pager
from siyaq.survey import busiest_names, busiest_tags, load, statements
from siyaq.survey.coverage import MAX_SURVEYED, nearest_to_title
from siyaq.survey.exclusive import names_by_outlet, shared_names
from siyaq.survey.memo import TIMELESS_S
from siyaq.types import Story

MAX_STATEMENTS = 8
SIDE_WORDS = 12
PAGE_REPORTS = 60  # of the time line
CHART_FROM = 5  # reports; fewer bars draw no rhythm


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
    relations: Mapping[str, str]
    before: tuple[AffairLine, ...]
    after: tuple[AffairLine, ...]


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
    chain = desk.engine.chains.chain(found)
    shared = shared_names(names_by_outlet(frame))
    names = busiest_names(frame, leave_out=shared, k=SIDE_WORDS)
    told = reports(desk, frame)
    cards = {report.card.article.id: report.card for report in told}
    said = statements(frame, leave_out=desk.unquotable(articles), k=MAX_STATEMENTS)
    return _Coverage(
        lead=desk.card(nearest_to_title(own, found.title)),
        reports=told,
        newest=tuple(cards.get(a.id) or desk.card(a) for a in reversed(articles[-PAGE_REPORTS:])),
        times=tuple(a.when for a in articles if a.when),
        panels=panels(desk, frame, found.title),
        shared=shared,
        said=sayings(desk, said, frame),
        names=names,
        tags=tuple(t for t, _ in busiest_tags(frame, leave_out=[*shared, *(n for n, _ in names)], k=SIDE_WORDS)),
        relations=relation_labels(desk, desk.engine.chains.report_relations(found)),
        before=tuple(affair_line(desk, step, earlier=True) for step in chain.before),
        after=tuple(affair_line(desk, step, earlier=False) for step in chain.after),
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
        "relations": coverage.relations,
        "before": coverage.before,
        "after": coverage.after,
        "search_href": query_href("/search", q=found.title),
        "pager": pager(story_href(found.id), {}, page, shown=len(shown), more=more),
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
