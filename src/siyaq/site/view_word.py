"""Pages of a tag and of a name: its articles, what it occurs with, how often it was in the news, who said what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from siyaq.arabic import clean, fold, same_spelling_key, words
from siyaq.errors import NotFoundError
from siyaq.site.address import name_href, query_href, tag_href
from siyaq.site.chart import Scaled, timeline
from siyaq.site.desk import Desk
from siyaq.site.feed_item import item_from_card
from siyaq.site.page import Page
from siyaq.site.saying import Saying, sayings
from siyaq.site.view_home import PAGE_SIZE, page_number, pager
from siyaq.survey import Frame, busiest_names, busiest_tags, load, statements
from siyaq.survey.memo import TIMELESS_S
from siyaq.survey.profile import DAY, key_of

SURVEYED = 240  # newest articles that the side boxes and the chart count; a page states the number
CHART_FROM = 4  # articles; fewer bars draw no rhythm
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
SIDE_WORDS = 14
STATEMENTS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What the newest articles of a tag or name tell about it. Kept in memory: no articles, only what is shown."""

    heading: str
    surveyed: int
    copies: tuple[str, ...]  # ids of those articles that are copies
    said: tuple[Saying, ...]
    chart: Scaled | None
    names: tuple[tuple[str, int], ...]
    tags: tuple[tuple[str, int], ...]
    type: str  # of a name: PER, LOC, ORG, ...; empty for a tag


def chart_of(desk: Desk, frame: Frame, label: str) -> Scaled | None:
    """Articles over the time that the frame spans, by the day if that is a week or more; None where too few to draw."""
    times = [a.when for a in frame.articles if a.when and a.when <= desk.now]
    if len(times) < CHART_FROM:
        return None
    return timeline(desk, times, label=label, least=DAY if max(times) - min(times) >= WEEK else HOUR)


def _read(desk: Desk, kind: str, asked: str) -> Word:
    def build() -> Word:
        frame = load(desk.engine, desk.engine.find(**{kind: asked}, limit=SURVEYED))
        names = busiest_names(frame, leave_out=(asked,), k=SIDE_WORDS)
        return Word(
            heading=(heading := _heading(frame, kind, asked)),
            surveyed=len(frame.articles),
            copies=tuple(frame.copy_of),
            said=_said(desk, frame, heading) if kind == "name" else (),
            chart=chart_of(desk, frame, desk.t("word.chart")),
            names=names,
            tags=busiest_tags(frame, leave_out=(asked, *(n for n, _ in names)), k=SIDE_WORDS),
            type=_type(frame, kind, asked),
        )

    word = desk.memo.get((kind, asked, desk.language, desk.zone_name), build, max_age_s=TIMELESS_S)
    if not word.surveyed:
        raise NotFoundError(f"no article has the {kind} {asked!r}")
    return word


def _said(desk: Desk, frame: Frame, name: str) -> tuple[Saying, ...]:
    said = statements(frame, speaker=name, leave_out=desk.unquotable(frame.articles), k=STATEMENTS)
    return sayings(desk, said, frame)


def _type(frame: Frame, kind: str, asked: str) -> str:
    """What most articles take the name for."""
    key = fold(asked)
    types = Counter(e.type for a in frame.articles for e in frame.notes(a.id).entities if key_of(e.name) == key)
    return types.most_common(1)[0][0] if kind == "name" and types else ""


def _heading(frame: Frame, kind: str, asked: str) -> str:
    key = same_spelling_key(asked)
    for article in frame.articles:
        notes = frame.notes(article.id)
        words = [t.tag for t in notes.tags] if kind == "tag" else [e.name for e in notes.entities]
        for word in words:
            if same_spelling_key(word) == key:
                return clean(word)
    return clean(asked)


def _page(desk: Desk, kind: str, params: Mapping[str, str]) -> tuple[Word, Page]:
    asked, page = params["name"], page_number(params)
    word = _read(desk, kind, asked)
    found = desk.engine.find(**{kind: asked}, limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
    copies = word.copies if page * PAGE_SIZE <= SURVEYED else desk.copies_among(found)
    cards = desk.cards(found[:PAGE_SIZE], copies=copies)
    path = tag_href(word.heading) if kind == "tag" else name_href(word.heading)
    values: dict[str, Any] = {
        "kind": desk.t(f"name.type-{word.type.lower()}") if word.type else desk.t(f"{kind}.kind"),
        "heading": word.heading,
        "cards": cards,
        "chart": word.chart,
        "surveyed": word.surveyed,
        "names": word.names,
        "tags": word.tags,
        "pager": pager(path, {}, page, shown=len(cards), more=len(found) > PAGE_SIZE),
    }
    return word, Page(
        template="list.html",
        title=word.heading,
        path=query_href(path, page=page if page > 1 else None),
        values=values,
        items=tuple(item_from_card(desk, c) for c in cards),
    )


def _known_name(desk: Desk, asked: str) -> str | None:
    """The name that is meant where no article has the one asked for: its canonical spelling, or a fuller form of it."""
    if desk.engine.find(name=asked, limit=1):
        return None
    canonical = desk.engine.ledger().canonical(asked)
    if canonical and desk.engine.find(name=canonical, limit=1):
        return canonical
    asked_words = set(words(asked))
    if not asked_words:
        return None
    found = desk.engine.search(f'"{" ".join(words(asked))}"', k=1, facets=True).facets.get("name", ())
    return next((name for name, _ in found if asked_words <= set(words(name))), None)


def tag(desk: Desk, params: Mapping[str, str]) -> Page:
    """A tag's articles.

    Raises:
        NotFoundError: no article carries it.
    """
    return _page(desk, "tag", params)[1]


def name(desk: Desk, params: Mapping[str, str]) -> Page:
    """A name's articles, its other spellings, and what it is reported to have said.

    Another spelling of a known name leads to that name's page.

    Raises:
        NotFoundError: no article mentions it.
    """
    asked = params["name"]
    known = _known_name(desk, asked)
    if known is not None:
        return Page(template="list.html", title=known, path=name_href(known), items=(), status=302, moved_to=name_href(known))
    word, page = _page(desk, "name", params)
    variants = [
        v for v in desk.engine.ledger().variants(word.heading) if same_spelling_key(v) != same_spelling_key(word.heading)
    ]
    page.values["statements"] = word.said
    page.values["variants"] = variants[:12]
    page.values["more_statements"] = query_href("/statements", speaker=word.heading)
    return page
