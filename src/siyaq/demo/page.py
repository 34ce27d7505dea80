"""The demo outlets' pages: every outlet has a template of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from siyaq.demo.calendar import WEEKDAYS, day_and_month
from siyaq.demo.content import Outlet
from siyaq.demo.edition import Printed
from siyaq.demo.feed import feed_type

_RELATED = 6
_MOST_READ = 10
_HOME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A time as the outlet shows it: ISO with offset, in words, and the clock."""

    iso: str
    words: str
    clock: str


def _stamp(time: datetime, outlet: Outlet) -> Stamp:
    local = time.astimezone(ZoneInfo(outlet.timezone))
    day = f"{WEEKDAYS[local.weekday()]} {day_and_month(local.date(), outlet.months)} {local.year}"
    return Stamp(iso=local.isoformat(timespec="seconds"), words=day, clock=f"{local:%H:%M}")


@cache
def _environment() -> Environment:
    loader = PackageLoader("siyaq.demo", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _encode(html: str, outlet: Outlet) -> tuple[bytes, str]:
    return html.encode(outlet.encoding, "xmlcharrefreplace"), f"text/html; charset={outlet.encoding}"


def render_article(item: Printed, earlier: Sequence[Printed], base: str) -> tuple[bytes, str]:
    """An article's page.

    Args:
        item: the piece.
        earlier: the outlet's pieces that came before it, newest first; the boxes are filled from them.
        base: scheme, host and port.

    Returns:
        The bytes in the outlet's encoding, and the Content-Type.
    """
    related = [other for other in earlier if other.section == item.section][:_RELATED] or list(earlier[:_RELATED])
    html = (
        _environment()
        .get_template(item.outlet.template)
        .render(
            page="article",
            outlet=item.outlet,
            item=item,
            base=base,
            published=_stamp(item.published, item.outlet),
            modified=_stamp(item.modified, item.outlet) if item.modified else None,
            related=related,
            popular=[other for other in earlier if other not in related][:_MOST_READ],
            feed_type=feed_type(item.outlet),
        )
    )
    return _encode(html, item.outlet)


def render_list(outlet: Outlet, items: Sequence[Printed], base: str, section: str | None = None) -> tuple[bytes, str]:
    """The outlet's home page, or the page of one section."""
    shown = [item for item in items if section is None or item.section == section][:_HOME]
    html = (
        _environment()
        .get_template("home.html")
        .render(
            page="list",
            outlet=outlet,
            items=shown,
            stamps={item.id: _stamp(item.published, outlet) for item in shown},
            base=base,
            section=section,
            feed_type=feed_type(outlet),
        )
    )
    return _encode(html, outlet)
