"""The five days set against a clock: every piece gets its time, its dates in words and its address.

Days 1 to 4 keep their hours. Day 5 is today from noon on (its hours drawn together so that they end now) and yesterday before
noon. Pieces marked `fresh` are minutes old at the start, pieces marked `live` appear after it.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal
from urllib.parse import quote
from zlib import crc32
from zoneinfo import ZoneInfo

from siyaq.demo.calendar import fill_dates
from siyaq.demo.content import DAYS, SUBHEAD, Outlet, Piece, Update, load_outlets, load_pieces

WORLD_ZONE = timezone(timedelta(hours=3))
"""The zone in which the content's hours are written."""
_DAY_OPENS_MIN = 6 * 60
_DAY_CLOSES_MIN = 22 * 60
_NOON_H = 12
_QUIET_MIN = 90  # day 5 ends this long before now; the fresh pieces fill the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A piece in one version, ready to be served. Texts hold no marks any more; `path` begins with a slash, percent-encoded."""

    id: str
    outlet: Outlet
    number: int
    path: str
    section: str
    title: str
    subtitle: str | None
    author: str | None
    paragraphs: tuple[tuple[str, bool], ...]  # (text, is a sub-head)
    tags: tuple[str, ...]
    caption: str | None
    published: datetime
    modified: datetime | None
    version: int

    @property
    def changed(self) -> datetime:
        """Time of the last change."""
        return self.modified or self.published

    @property
    def body(self) -> str:
        """Paragraphs separated by a blank line."""
        return "\n\n".join(text for text, _ in self.paragraphs)

    @property
    def summary(self) -> str:
        """What the feed says: the sub-headline and the first sentence of the lead."""
        lead = self.paragraphs[0][0]
        return f"{self.subtitle}. {lead}" if self.subtitle and len(lead) < 160 else lead


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """All versions of all pieces. `start` is the moment the five days end at (aware UTC)."""

    start: datetime
    versions: tuple[Printed, ...]  # by time of change

    def at(self, now: datetime) -> tuple[Printed, ...]:
        """What is out at `now`: every piece once in its latest version, newest first."""
        latest: dict[str, Printed] = {}
        for item in self.versions:
            if item.changed <= now:
                latest[item.id] = item
        return tuple(sorted(latest.values(), key=lambda item: (item.published, item.id), reverse=True))


def _last_day(start: datetime) -> date:
    local = start.astimezone(WORLD_ZONE)
    return local.date() if local.hour >= _NOON_H else local.date() - timedelta(days=1)


def _moment(day: int, minute: int, start: datetime) -> datetime:
    last = _last_day(start)
    midnight = datetime(last.year, last.month, last.day, tzinfo=WORLD_ZONE) - timedelta(days=DAYS - day)
    if day == DAYS:
        closes = min(_DAY_CLOSES_MIN, (start - midnight).total_seconds() / 60 - _QUIET_MIN)
        share = (minute - _DAY_OPENS_MIN) / (_DAY_CLOSES_MIN - _DAY_OPENS_MIN)
        minute = round(_DAY_OPENS_MIN + share * (closes - _DAY_OPENS_MIN))
    return midnight + timedelta(minutes=minute)


def _published(piece: Piece, start: datetime) -> datetime:
    if piece.live_s is not None:
        return start + timedelta(seconds=piece.live_s)
    if piece.fresh_min is not None:
        return start - timedelta(minutes=piece.fresh_min)
    return _moment(piece.day, piece.minute, start)


def _updated(update: Update, start: datetime) -> datetime:
    if update.live_s is not None:
        return start + timedelta(seconds=update.live_s)
    return _moment(update.day, update.minute, start)


def _slug(title: str) -> str:
    return "-".join(re.findall(r"\w+", title)[:7])


def _path(outlet: Outlet, piece: Piece, number: int, published: datetime, title: str) -> str:
    local = published.astimezone(ZoneInfo(outlet.timezone))
    path = outlet.path.format(
        id=outlet.id,
        n=number,
        slug=_slug(title),
        section=piece.section,
        y=local.year,
        m=f"{local.month:02}",
        d=f"{local.day:02}",
    )
    return quote(path, safe="/?=&.-_")


def _split(line: str) -> tuple[str, bool]:
    return (line.removeprefix(SUBHEAD), line.startswith(SUBHEAD))


def _first(piece: Piece, outlet: Outlet, start: datetime) -> Printed:
    published = _published(piece, start).astimezone(UTC)
    own = _last_day(start) - timedelta(days=DAYS - piece.day)
    printed = published.astimezone(ZoneInfo(outlet.timezone)).date()

    def fill(text: str) -> str:
        return fill_dates(text, own, printed, outlet.months)

    number = 10_000 + crc32(piece.id.encode()) % 90_000
    title = fill(piece.title)
    return Printed(
        id=piece.id,
        outlet=outlet,
        number=number,
        path=_path(outlet, piece, number, published, title),
        section=piece.section,
        title=title,
        subtitle=fill(piece.subtitle) if piece.subtitle else None,
        author=piece.author,
        paragraphs=tuple(_split(fill(line)) for line in piece.paragraphs),
        tags=piece.tags,
        caption=piece.caption,
        published=published,
        modified=None,
        version=1,
    )


def _second(first: Printed, update: Update, piece: Piece, start: datetime) -> Printed:
    own = _last_day(start) - timedelta(days=DAYS - piece.day)
    modified = _updated(update, start).astimezone(UTC)
    printed = modified.astimezone(ZoneInfo(first.outlet.timezone)).date()

    def fill(text: str) -> str:
        return fill_dates(text, own, printed, first.outlet.months)

    lead = ((fill(update.lead), False),) if update.lead else first.paragraphs[:1]
    added = tuple(_split(fill(line)) for line in update.add)
    return replace(
        first,
        title=fill(update.title) if update.title else first.title,
        paragraphs=(*lead, *first.paragraphs[1:], *added),
        modified=modified,
        version=2,
    )


def make_edition(start: datetime, moment: Literal["live", "all"] = "live") -> Edition:
    """Set the five days so that they end at `start`.

    Args:
        start: aware time.
        moment: "live": the pieces and updates marked so come after the start; "all": they came in the minute before it.
    """
    outlets = {outlet.id: outlet for outlet in load_outlets()}
    start = start.astimezone(UTC)
    shift = timedelta(0) if moment == "live" else timedelta(minutes=3)
    versions = []
    for piece in load_pieces():
        begin = start - shift if piece.live_s is not None else start
        first = _first(piece, outlets[piece.outlet], begin)
        versions.append(first)
        if piece.update:
            begin = start - shift if piece.update.live_s is not None else start
            versions.append(_second(first, piece.update, piece, begin))
    return Edition(start=start, versions=tuple(sorted(versions, key=lambda item: (item.changed, item.id))))
