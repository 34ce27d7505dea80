"""Pages about the archive as a whole: trends, outlets, and the reader's preferences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from siyaq.feeds import Item
from siyaq.site.address import name_href, source_href, tag_href
from siyaq.site.chart import bars, spark
from siyaq.site.clock import ZONES
from siyaq.site.desk import Desk
from siyaq.site.page import Page
from siyaq.site.text import say
from siyaq.site.view_home import read_trends
from siyaq.survey import pulse_of
from siyaq.types import Feed, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow:
    """An outlet with the state of its feeds."""

    source: Source
    href: str
    feeds: tuple[Feed, ...]
    today: int  # articles of the last 24 hours
    spark: Markup | None  # articles a day, two weeks


def trends(desk: Desk, params: Mapping[str, str]) -> Page:
    """Rising names and topics against their usual level."""
    rises, until, is_today = read_trends(desk)
    rows = [
        (
            r,
            name_href(r.name) if r.kind == "name" else tag_href(r.name),
            bars(r.days, label=desk.t("trends.chart", name=r.name), height=36, step=10),
            usual_text(r.usual),
        )
        for r in rises
    ]
    items = tuple(
        Item(
            id=desk.url(href),
            url=desk.url(href),
            title=r.name,
            summary=desk.t("trends.line", n=r.count, usual=usual),
            published=until,
        )
        for r, href, _, usual in rows
    )
    return Page(
        template="trends.html",
        title=desk.t("trends.title"),
        path="/trends",
        values={"rows": rows, "until": until, "is_today": is_today},
        items=items,
    )


def usual_text(usual: float) -> str:
    """A usual number a day: a whole one from ten on, else with a tenth; what rounds to none is none.

    >>> usual_text(0.04), usual_text(0.31), usual_text(12.6)
    ('0', '0.3', '13')
    """
    return f"{usual:.0f}" if usual >= 10 or usual < 0.05 else f"{usual:.1f}"


def outlets(desk: Desk, params: Mapping[str, str]) -> Page:
    """All outlets with the health of their feeds."""
    rows = _outlet_rows(desk)
    failing = sum(any(f.failures for f in row.feeds) for row in rows)
    items = tuple(
        Item(id=desk.url(row.href), url=desk.url(row.href), title=row.source.name, source_url=row.source.home) for row in rows
    )
    return Page(
        template="outlets.html",
        title=desk.t("outlets.title"),
        path="/outlets",
        values={"rows": rows, "failing": failing},
        items=items,
    )


def _outlet_rows(desk: Desk) -> list[OutletRow]:
    """Registered outlets, and after them those that only an import named, as far as they published lately."""
    days = desk.memo.get("outlet days", pulse_of(desk.engine).outlet_days)
    feeds: dict[str, list[Feed]] = defaultdict(list)
    for feed in desk.engine.feeds():
        feeds[feed.source].append(feed)
    registered = desk.outlets()
    others = sorted(set(days) - {s.id for s in registered} - {""})
    return [
        OutletRow(
            source=source,
            href=source_href(source.id),
            feeds=tuple(feeds[source.id]),
            today=days.get(source.id, (0,))[-1],
            spark=spark(days[source.id], label=desk.t("outlets.days", name=source.name)) if source.id in days else None,
        )
        for source in (*registered, *map(desk.source, others))
    ]


def preferences(desk: Desk, params: Mapping[str, str]) -> Page:
    """Language and time zone, for readers without scripts."""
    return Page(
        template="preferences.html",
        title=desk.t("preferences.title"),
        path="/preferences",
        indexable=False,
        values={"zones": [(name, say(desk.language, f"zone.{name}")) for name in ZONES]},
    )
