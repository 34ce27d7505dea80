"""An outlet's page: its articles, rhythm, what it reports first and what it copies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from siyaq.arabic import clean
from siyaq.errors import NotFoundError
from siyaq.site.address import query_href, source_href, story_href, web_href
from siyaq.site.chart import Scaled, bars
from siyaq.site.clock import zone_of
from siyaq.site.desk import Desk
from siyaq.site.feed_item import item_from_card
from siyaq.site.page import Page
from siyaq.site.view_home import PAGE_SIZE, page_number, pager
from siyaq.site.view_word import SURVEYED, chart_of
from siyaq.survey import Frame, OutletProfile, busiest_names, load, outlet_profile
from siyaq.survey.memo import TIMELESS_S
from siyaq.types import Source, Story

MAX_FIRST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outlet:
    copies: tuple[str, ...]  # ids of its newest articles that are copies
    chart: Scaled | None
    profile: OutletProfile
    firsts: tuple[Story, ...]
    names: tuple[tuple[str, int], ...]


def _read(desk: Desk, found: Source) -> _Outlet:
    def build() -> _Outlet:
        frame = load(desk.engine, desk.engine.find(source=found.id, limit=SURVEYED))
        stories = _stories(desk, frame)
        originals = desk.engine.store.articles(sorted({n.original for n in frame.copy_of.values()}))
        newest = frame.articles[0].when if frame.articles else None
        profile = outlet_profile(
            frame,
            stories,
            originals,
            until=min(newest or desk.now, desk.now),
            zone=zone_of(found.timezone) or desk.zone,
        )
        firsts = tuple(s for s in stories if s.id in profile.first_in)[:MAX_FIRST]
        return _Outlet(
            copies=tuple(frame.copy_of),
            chart=chart_of(desk, frame, desk.t("source.chart")),
            profile=profile,
            firsts=firsts,
            names=busiest_names(frame, k=12),
        )

    return desk.memo.get(("outlet", found.id, desk.zone_name, desk.language), build, max_age_s=TIMELESS_S)


def _stories(desk: Desk, frame: Frame) -> tuple[Story, ...]:
    """Stories of several outlets that its articles are in, newest first."""
    counts = desk.engine.store.story_outlet_counts(sorted(set(frame.story_of.values())))
    found = (desk.engine.store.story(i) for i, outlets in counts.items() if outlets > 1)
    return tuple(sorted((s for s in found if s is not None), key=lambda s: str(s.first), reverse=True))


def source(desk: Desk, params: Mapping[str, str]) -> Page:
    """An outlet's page.

    Raises:
        NotFoundError: no outlet of that id, and no article names it.
    """
    asked, page = params["name"], page_number(params)
    found = desk.source(asked)
    outlet = _read(desk, found)
    known = {s.id for s in desk.engine.sources()}
    if not outlet.profile.articles and asked not in known:
        raise NotFoundError(f"no outlet {asked!r}")
    start = (page - 1) * PAGE_SIZE
    articles = desk.engine.find(source=found.id, limit=PAGE_SIZE + 1, offset=start)
    copies = outlet.copies if page * PAGE_SIZE <= SURVEYED else desk.copies_among(articles)
    cards = desk.cards(articles[:PAGE_SIZE], copies=copies)
    path = source_href(found.id)
    return Page(
        template="source.html",
        title=found.name,
        path=query_href(path, page=page if page > 1 else None),
        values=_values(desk, found, outlet)
        | {"cards": cards, "pager": pager(path, {}, page, shown=len(cards), more=len(articles) > PAGE_SIZE)},
        items=tuple(item_from_card(desk, c) for c in cards),
    )


def _values(desk: Desk, found: Source, outlet: _Outlet) -> dict[str, Any]:
    profile = outlet.profile
    return {
        "source": found,
        "home": web_href(found.home),
        "profile": profile,
        "names": outlet.names,
        "chart": outlet.chart,
        "rhythm": _rhythm(desk, profile),
        "firsts": [(story_href(s.id), clean(s.title), len(s.outlets), s.first) for s in outlet.firsts],
        "copied_from": [(desk.source(s), n) for s, n in profile.copied_from],
        "feeds": [f for f in desk.engine.feeds() if f.source == found.id],
    }


def _rhythm(desk: Desk, profile: OutletProfile) -> Markup | None:
    if sum(profile.hours) < 12:  # fewer than one every second hour draws no rhythm
        return None
    titles = [f"{hour:02d}:00 · {count}" for hour, count in enumerate(profile.hours)]
    return bars(profile.hours, label=desk.t("source.rhythm"), titles=titles)
