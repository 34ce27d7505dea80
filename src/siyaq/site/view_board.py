"""Pages about the archive as a whole: trends, outlets, and the reader's preferences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from siyaq.feeds import Item
from siyaq.site.address import name_href, source_href, tag_href
from siyaq.site.chart import bars
from siyaq.site.clock import ZONES
from siyaq.site.desk import Desk
from siyaq.site.page import Page
from siyaq.site.text import say
from siyaq.site.view_home import read_trends
from siyaq.types import Feed, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow:
    """An outlet with the state of its feeds."""

    source: Source
    href: str
    feeds: tuple[Feed, ...]


def trends(desk: Desk, params: Mapping[str, str]) -> Page:
    """Rising names and topics against their usual level."""
    rises, until, is_today = read_trends(desk)
    rows = [
        (
            r,
            name_href(r.name) if r.kind == "name" else tag_href(r.name),
            bars(r.days, label=desk.t("trends.chart", name=r.name), height=36, step=10),
        )
        for r in rises
    ]
    items = tuple(
        Item(
            id=desk.url(href),
            url=desk.url(href),
            title=r.name,
            summary=desk.t("trends.line", n=r.count, usual=f"{r.usual:.1f}"),
            published=until,
        )
        for r, href, _ in rows
    )
    return Page(
        template="trends.html",
        title=desk.t("trends.title"),
        path="/trends",
        values={"rows": rows, "until": until, "is_today": is_today},
        items=items,
    )


def outlets(desk: Desk, params: Mapping[str, str]) -> Page:
    """All outlets with the health of their feeds."""
    feeds = desk.engine.feeds()
    rows = [
        OutletRow(source=s, href=source_href(s.id), feeds=tuple(f for f in feeds if f.source == s.id))
        for s in desk.engine.sources()
    ]
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


def preferences(desk: Desk, params: Mapping[str, str]) -> Page:
    """Language and time zone, for readers without scripts."""
    return Page(
        template="preferences.html",
        title=desk.t("preferences.title"),
        path="/preferences",
        indexable=False,
        values={"zones": [(name, say(desk.language, f"zone.{name}")) for name in ZONES]},
    )
