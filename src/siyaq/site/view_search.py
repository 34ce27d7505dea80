"""The search page: one entry per story, filters, facets, and the words found marked in the original letters."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from markupsafe import Markup, escape

from siyaq.arabic import clean, fold, parse_date, section_key
from siyaq.index import marks_in
from siyaq.site.address import query_href, story_href
from siyaq.site.clock import month_text
from siyaq.site.desk import Card, Desk
from siyaq.site.feed_item import item_from_card
from siyaq.site.page import Page
from siyaq.site.reading import clean_piece, lead
from siyaq.site.view_home import page_number, pager
from siyaq.types import Article, Rights, SearchHit, SearchResult, Sought

RESULTS = 15
MAX_QUERY_CHARS = 400  # a pasted headline fits; longer texts are no queries
MAX_OTHERS = 3
FACET_VALUES = 8
FACETS = ("source", "month", "section", "name", "tag")
_MONTH = re.compile(r"(\d{4})-(\d\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One result with its snippet, and other reports of its story that match too."""

    card: Card
    title: Markup
    snippet: Markup
    others: tuple[Card, ...]
    more: int
    story_href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search as the address asks for it."""

    q: str
    source: str
    section: str
    since: str
    until: str
    sort: str

    def params(self) -> dict[str, str]:
        """Its parameters as they stand in an address; empty ones are left out there."""
        return {
            "q": self.q,
            "source": self.source,
            "section": self.section,
            "from": self.since,
            "to": self.until,
            "sort": "" if self.sort == "nearness" else self.sort,
        }


def asked_from_params(params: Mapping[str, str]) -> Asked:
    """Read the form's fields; unknown values are taken as not given."""
    return Asked(
        q=" ".join(params.get("q", "").split())[:MAX_QUERY_CHARS],
        source=params.get("source", "").strip(),
        section=params.get("section", "").strip(),
        since=params.get("from", "").strip()[:40],
        until=params.get("to", "").strip()[:40],
        sort="time" if params.get("sort") == "time" else "nearness",
    )


def day_from_text(text: str, zone: tzinfo, *, end: bool = False) -> datetime | None:
    """A day of the form (2018-06-12 or an Arabic date) as the moment it begins, or with `end` the one at which it is over."""
    if not text:
        return None
    try:
        day: date | datetime | None = date.fromisoformat(text)
    except ValueError:
        day = parse_date(text)
    if day is None:
        return None
    if isinstance(day, datetime):
        return day.astimezone(UTC)
    start = datetime(day.year, day.month, day.day, tzinfo=zone)
    try:
        return (start + timedelta(days=1) if end else start).astimezone(UTC)
    except OverflowError:  # the first or the last day that there is
        return (datetime.min if day.year == 1 else datetime.max).replace(tzinfo=UTC)


def marked(text: str, spans: Sequence[tuple[int, int]]) -> Markup:
    """Escaped text with <mark> around the spans.

    >>> marked("a <b>", ((0, 1),))
    Markup('<mark>a</mark> &lt;b&gt;')
    """
    parts: list[Markup] = []
    at = 0
    for start, end in sorted(spans):
        if at <= start < end <= len(text):
            parts += [escape(clean_piece(text[at:start])), Markup("<mark>{}</mark>").format(clean_piece(text[start:end]))]
            at = end
    return Markup("").join([*parts, escape(clean_piece(text[at:]))])


def search(desk: Desk, params: Mapping[str, str]) -> Page:
    """The search page; without words it shows the form and how to ask.

    Raises:
        QueryError: the words cannot be read as a query.
    """
    asked, page = asked_from_params(params), page_number(params)
    result = _run(desk, asked, page) if asked.q else SearchResult()
    found = _found(desk, result.hits, result.sought)
    more = len(result.hits) == RESULTS and page * RESULTS < result.total  # one may be left out in between, see `_found`
    path = query_href("/search", **asked.params(), page=page if page > 1 else None)
    shown_params: dict[str, object] = dict(asked.params())
    return Page(
        template="search.html",
        title=desk.t("search.title-for", q=asked.q) if asked.q else desk.t("search.title"),
        path=path,
        indexable=False,
        values={
            "asked": asked,
            "total": result.total,
            "found": found,
            "facets": _facets(desk, asked, result),
            "filters": _filters(desk, asked),
            "suggestion": _suggestion(asked, result),
            "outlets": desk.outlets(),
            "pager": pager("/search", shown_params, page, shown=len(found), more=more),
        },
        items=tuple(item_from_card(desk, f.card) for f in found),
    )


def _run(desk: Desk, asked: Asked, page: int) -> SearchResult:
    words = _restricted(asked.q, "section", asked.section) if asked.section else asked.q
    return desk.engine.search(
        words,
        k=RESULTS,
        offset=(page - 1) * RESULTS,
        since=day_from_text(asked.since, desk.zone),
        until=day_from_text(asked.until, desk.zone, end=True),
        source=asked.source or None,
        sort=asked.sort,
        collapse=True,
        facets=True,
    )


def _found(desk: Desk, hits: Sequence[SearchHit], sought: Sought) -> tuple[Found, ...]:
    ids = list(dict.fromkeys(i for hit in hits for i in (hit.article, *hit.others)))
    articles = desk.engine.store.articles(ids)
    copies = frozenset(desk.copies_among(articles.values()))
    # an article may be missing: it was removed since the index was brought up to date
    return tuple(_entry(desk, hit, articles, copies, sought) for hit in hits if hit.article in articles)


def _entry(desk: Desk, hit: SearchHit, articles: Mapping[str, Article], copies: frozenset[str], sought: Sought) -> Found:
    """A result; where the best hit of a story is a copy, a report of its own leads and the copy stands under it."""
    reports = [articles[i] for i in (hit.article, *hit.others) if i in articles]
    shown = next((a for a in reports if a.id not in copies), reports[0])
    others = [a for a in reports if a is not shown]
    may_quote = desk.rights(shown) is not Rights.LINK
    snippet, spans = hit.snippet, hit.highlights
    if shown.id != hit.article:
        snippet = lead(shown, desk.rights(shown))
        spans = marks_in(snippet, sought)
    card = desk.card(shown, with_lead=False, is_copy=shown.id in copies)
    return Found(
        card=card,
        title=marked(card.title, marks_in(card.title, sought)),
        snippet=marked(snippet, spans) if may_quote else Markup(""),
        others=desk.cards(others[:MAX_OTHERS], copies=tuple(copies), with_lead=False),
        more=max(0, len(others) - MAX_OTHERS),
        story_href=story_href(hit.story) if hit.story and hit.others else None,
    )


def _facets(desk: Desk, asked: Asked, result: SearchResult) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """(heading, [(text, count, address)]) of each facet that can narrow the search further."""
    shown: list[tuple[str, list[tuple[str, int, str]]]] = []
    for facet in FACETS:
        named = {fold(value) for value, _ in result.facets.get("name", ())} if facet == "tag" else set()
        counted = result.facets.get(facet, ())
        merged = _one_a_section(counted) if facet == "section" else counted
        values = [(v, n) for v, n in merged if v and fold(v) not in named][:FACET_VALUES]
        if len(values) > 1:
            lines = [(_facet_text(desk, facet, value), count, _narrowed(asked, facet, value)) for value, count in values]
            shown.append((desk.t(f"facet.{facet}"), lines))
    return shown


def _one_a_section(values: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Sections with their counts, one for all names of each."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for name, count in values:
        counts[section_key(name)] += count
        names.setdefault(section_key(name), name)
    return [(names[key], count) for key, count in counts.most_common()]


def _facet_text(desk: Desk, facet: str, value: str) -> str:
    if facet == "source":
        return desk.source(value).name
    if facet == "month" and (match := _MONTH.fullmatch(value)):
        return month_text(int(match[1]), int(match[2]), desk.language)
    return desk.section(value) if facet == "section" else clean(value)


def _narrowed(asked: Asked, facet: str, value: str) -> str:
    params = asked.params()
    if facet in ("source", "section"):
        params[facet] = value
    elif facet == "month" and (match := _MONTH.fullmatch(value)):
        year, month = int(match[1]), int(match[2])
        params |= {"from": f"{value}-01", "to": f"{value}-{monthrange(year, month)[1]:02d}"}
    else:
        params["q"] = _restricted(asked.q, facet, value)
    return query_href("/search", **params)


def _restricted(q: str, field: str, value: str) -> str:
    """A query with one restriction more; a quotation mark that was left open is closed before it."""
    closed = q + '"' if q.count('"') % 2 else q
    quoted = value.replace('"', " ")
    return f'{closed} {field}:"{quoted}"'


def _filters(desk: Desk, asked: Asked) -> list[tuple[str, str]]:
    """(text, address without it) of the restrictions in force."""
    params = asked.params()
    texts: dict[str, Any] = {
        "source": desk.source(asked.source).name if asked.source else "",
        "section": desk.section(asked.section) if asked.section else "",
        "from": desk.t("search.since", day=_day_text(desk, asked.since)),
        "to": desk.t("search.until", day=_day_text(desk, asked.until)),
    }
    return [(texts[key], query_href("/search", **(params | {key: ""}))) for key in texts if params[key]]


def _day_text(desk: Desk, text: str) -> str:
    """A day as readers write it: figures with hyphens turn round in a line of Arabic. What is no day stays as it is."""
    day = day_from_text(text, desk.zone)
    return desk.short_day(day) if day else text


def _suggestion(asked: Asked, result: SearchResult) -> tuple[str, str] | None:
    if not result.suggestion or result.suggestion == asked.q:
        return None
    return result.suggestion, query_href("/search", **(asked.params() | {"q": result.suggestion}))
