"""The demo's content files as values: outlets, and pieces with their labels.

A content file is TOML with `[[piece]]` tables. `text` has one paragraph a line; a line that begins with `## ` is a sub-head.
Words said are marked `⟦...⟧` in the order of `says`, whose items read `speaker; mention; cue; d|i`. Dates are written as
placeholders (`{اليوم}`, `{تاريخ-2}`, see `siyaq.demo.calendar`) because the five days move with the clock.

`story` names the happening: reports of it and its direct developments, statements and reactions share one. Another happening of
the same running matter has a story of its own and the same `topic`; background, opinion and features stand alone.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

SUBHEAD = "## "
_SAID = re.compile("⟦(.*?)⟧")
DAYS = 5
"""The demo covers this many days; day 5 is the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An invented outlet and its habits. `months`: levant, egypt or both; `path`: pattern of article addresses."""

    id: str
    name: str
    slogan: str
    timezone: str
    months: Literal["levant", "egypt", "both"]
    feed: Literal["rss", "rss-full", "atom", "rdf", "json", "rss-sitemap"]
    feed_path: str
    path: str
    template: str
    sections: tuple[str, ...]
    encoding: str = "utf-8"
    colour: str = "#234"
    tracking: str = ""  # query string that the feed adds to links


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who said what in a piece. `text` stands in the text as it is."""

    speaker: str
    mention: str
    cue: str
    kind: Literal["direct", "indirect"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A later version: at day and minute (or `live_s` seconds after the start), another headline, lead or more paragraphs."""

    day: int = DAYS
    minute: int = 0
    live_s: int | None = None
    title: str | None = None
    lead: str | None = None
    add: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One article as written, with its labels. Times: `day` and `minute` of the demo's calendar; `fresh_min` minutes before the
    start; `live_s` seconds after it."""

    id: str
    outlet: str
    story: str
    topic: str | None = None
    kind: Literal["report", "follow-up", "reaction", "background", "opinion", "feature"] = "report"
    day: int
    minute: int
    fresh_min: int | None = None
    live_s: int | None = None
    section: str
    title: str
    subtitle: str | None = None
    author: str | None = None
    paragraphs: tuple[str, ...]  # sub-heads keep their mark, claims are unmarked
    claims: tuple[Claim, ...] = ()
    cites: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    about: tuple[str, ...] = ()  # ids of pieces that this one follows up, answers or explains
    copy_of: str | None = None
    credit: str | None = None
    caption: str | None = None
    update: Update | None = None


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("siyaq.demo").joinpath(name).read_text(encoding="utf-8"))


@cache
def load_outlets() -> tuple[Outlet, ...]:
    """The invented outlets, in the order of their file."""
    rows = _read("outlets.toml")["outlet"]
    return tuple(Outlet(**{**row, "sections": tuple(row["sections"])}) for row in rows)


def _clock(text: str) -> tuple[int, int]:
    day, time = text.split()
    hour, minute = time.split(":")
    return int(day), int(hour) * 60 + int(minute)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _claims(says: list[str], text: str, piece: str) -> tuple[Claim, ...]:
    said = _SAID.findall(text)
    if len(said) != len(says):
        raise ValueError(f"demo piece {piece}: {len(says)} speakers for {len(said)} marked statements")
    claims = []
    for line, words in zip(says, said, strict=True):
        speaker, mention, cue, kind = (part.strip() for part in line.split(";"))
        claims.append(
            Claim(speaker=speaker, mention=mention, cue=cue, kind="direct" if kind == "d" else "indirect", text=words)
        )
    return tuple(claims)


def _update(row: dict[str, Any] | None) -> Update | None:
    if row is None:
        return None
    day, minute = _clock(row["at"]) if "at" in row else (DAYS, 0)
    return Update(
        day=day,
        minute=minute,
        live_s=row.get("live"),
        title=row.get("title"),
        lead=row.get("lead"),
        add=_paragraphs(row.get("add", "")),
    )


def _unmark(text: str) -> str:
    return text.replace("⟦", "").replace("⟧", "")


def _own(row: dict[str, Any]) -> Piece:
    """A piece that brings its own text."""
    day, minute = _clock(row["at"])
    return Piece(
        id=row["id"],
        outlet=row["outlet"],
        story=row.get("story", row["id"]),
        topic=row.get("topic"),
        kind=row.get("kind", "report"),
        day=day,
        minute=minute,
        fresh_min=row.get("fresh"),
        live_s=row.get("live"),
        section=row["section"],
        title=row["title"],
        subtitle=row.get("subtitle"),
        author=row.get("author"),
        paragraphs=_paragraphs(_unmark(row["text"])),
        claims=_claims(row.get("says", []), row["text"], row["id"]),
        cites=tuple(row.get("cites", ())),
        tags=tuple(row.get("tags", ())),
        about=tuple(row.get("about", ())),
        caption=row.get("caption"),
        update=_update(row.get("update")),
    )


def _copy(row: dict[str, Any], original: Piece) -> Piece:
    """A wire copy: the original's text, perhaps cut at the end or with a word changed, and a line that names the source."""
    keep = original.paragraphs[: len(original.paragraphs) - row.get("drop", 0)]
    while keep[-1].startswith(SUBHEAD):  # what stood below it was cut
        keep = keep[:-1]
    text = "\n".join(keep)
    for old, new in row.get("edits", []):
        if old not in text:
            raise ValueError(f"demo piece {row['id']}: «{old}» is not in the original {original.id}")
        text = text.replace(old, new)
    day, minute = _clock(row["at"])
    return Piece(
        id=row["id"],
        outlet=row["outlet"],
        story=original.story,
        topic=original.topic,
        kind=original.kind,
        day=day,
        minute=minute,
        fresh_min=row.get("fresh"),
        live_s=row.get("live"),
        section=row["section"],
        title=row.get("title", original.title),
        subtitle=row.get("subtitle"),
        paragraphs=(*_paragraphs(text), row["credit"]),
        claims=tuple(claim for claim in original.claims if claim.text in text),
        cites=tuple(row["cites"]),
        tags=tuple(row.get("tags", original.tags)),
        about=original.about,
        copy_of=original.id,
        credit=row["credit"],
    )


@cache
def load_pieces() -> tuple[Piece, ...]:
    """All pieces in the order of their time on the demo's calendar.

    Raises:
        ValueError: a content file contradicts itself (a bug in the content, found by the tests).
    """
    folder = files("siyaq.demo").joinpath("content")
    rows: list[dict[str, Any]] = []
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".toml"):
            rows.extend(tomllib.loads(entry.read_text(encoding="utf-8"))["piece"])
    own = {row["id"]: _own(row) for row in rows if "copy_of" not in row}
    copies = [_copy(row, own[row["copy_of"]]) for row in rows if "copy_of" in row]
    if len(own) + len(copies) != len({row["id"] for row in rows}):
        raise ValueError("demo pieces: an id stands twice")
    return tuple(sorted((*own.values(), *copies), key=lambda piece: (piece.day, piece.minute, piece.id)))
