"""The front page and the section pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from siyaq.analyze import excerpt
from siyaq.arabic import clean
from siyaq.errors import NotFoundError
from siyaq.site.address import article_href, query_href, section_href, story_href
from siyaq.site.chart import spark
from siyaq.site.desk import Card, Desk
from siyaq.site.feed_item import item_from_card, item_from_story
from siyaq.site.page import Page
from siyaq.site.saying import Saying, sayings
from siyaq.site.text import known_section
from siyaq.survey import Frame, Front, Rise, SectionBlock, busiest_names, front_page, load, pulse_of, statements
from siyaq.types import Article, Source, Story

PAGE_SIZE = 30
BRIEF_CHARS = 150  # four lines in a column of the front page
SPARK_BARS = 12
SPARK_FROM = 5  # reports; fewer bars draw no rhythm
NAMES_OF_STORY = 3
OTHER_HEADLINES = 3
RISING_ON_HOME = 8
QUOTES_ON_HOME = 4
MAX_QUOTE_CHARS = 160  # longer ones crowd a side column
MAX_SURVEYED_STATEMENTS = 400
MAX_VOICES = 16  # newest reports of a story whose notes are read: on a busy desk's day the largest stories have hundreds


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryBrief:
    """A story as lists show it: its lead report, the independent outlets, and how its reports came in."""

    story: Story
    href: str
    title: str
    card: Card
    lead: str
    outlets: tuple[Source, ...]
    reports: int
    last: datetime | None
    spark: Markup | None
    names: tuple[str, ...] = ()
    others: tuple[Card, ...] = ()  # the headlines of other outlets


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """The front page as it is shown, but for times."""

    front: Front
    briefs: tuple[StoryBrief, ...]
    sections: tuple[tuple[SectionBlock, tuple[Card, ...]], ...]
    said: tuple[Saying, ...]


def story_brief(desk: Desk, story: Story, front: Front, names: Sequence[str]) -> StoryBrief | None:
    """A story's brief, None when none of its articles is there any more."""
    articles = front.articles
    reports = [articles[i] for i in story.articles if i in articles and articles[i].gone is None]
    if not reports:
        return None
    copies = set(story.copies)
    lead_report = _lead_report(story, [a for a in reports if a.id not in copies]) or reports[0]
    card = desk.card(lead_report)
    single = len(reports) == 1
    return StoryBrief(
        story=story,
        href=article_href(lead_report) if single else story_href(story.id),
        title=clean(story.title) or card.title,
        card=card,
        lead=excerpt(card.lead, max_chars=BRIEF_CHARS),
        outlets=tuple(desk.source(s) for s in story.outlets),
        reports=len(reports),
        last=story.last or card.when,
        spark=None if len(reports) < SPARK_FROM else _spark(desk, [a.when for a in reports if a.when]),
        names=() if single else tuple(names),
        others=_others(desk, lead_report, [a for a in reversed(reports) if a.id not in copies]),
    )


def _others(desk: Desk, lead_report: Article, own: Sequence[Article]) -> tuple[Card, ...]:
    """The newest headline of each other outlet."""
    newest: dict[str, Article] = {}
    for article in own:
        if article.source != lead_report.source and article.title:
            newest.setdefault(article.source, article)
    return desk.cards(tuple(newest.values())[:OTHER_HEADLINES], with_lead=False)


def _lead_report(story: Story, own: list[Article]) -> Article | None:
    """The report whose headline the story carries, else the first with a text."""
    titled = next((a for a in own if a.title == story.title), None)
    return titled or next((a for a in own if a.text or a.summary), None)


def _spark(desk: Desk, times: list[datetime]) -> Markup | None:
    first, last = min(times), max(times)
    if first == last:
        return None
    counts = [0] * SPARK_BARS
    for when in times:
        counts[min(SPARK_BARS - 1, int((when - first) / (last - first) * SPARK_BARS))] += 1
    return spark(counts, label=desk.t("story.pace"))


def read_trends(desk: Desk) -> tuple[tuple[Rise, ...], datetime, bool]:
    """Rising names and topics, the moment at which the last 24 hours end, and whether that is now."""
    return desk.memo.get("trends", pulse_of(desk.engine).rises)


def home(desk: Desk, params: Mapping[str, str]) -> Page:
    """The day's stories, biggest by independent outlets; or what to do when there is no article yet."""
    if not desk.engine.find(limit=1):
        return Page(template="empty.html", title=desk.t("empty.title"), path="/", items=(), indexable=False)
    told: _Told = desk.memo.get(("home", desk.language), lambda: _read_home(desk))
    return Page(
        template="home.html",
        title=desk.t("home.title"),
        description=desk.t("site.tagline"),
        path="/",
        values={
            "front": told.front,
            "briefs": told.briefs,
            "sections": told.sections,
            "rising": read_trends(desk)[0][:RISING_ON_HOME],
            "said": told.said,
        },
        items=tuple(item_from_story(desk, b.story, b.title, b.card, b.href) for b in told.briefs),
    )


def front_of(desk: Desk) -> Front:
    """The day's stories and sections."""
    return desk.memo.get("front", lambda: front_page(desk.engine))


def _read_home(desk: Desk) -> _Told:
    front = front_of(desk)
    said, names = _read_voices(desk, front)
    return _Told(
        front=front,
        briefs=tuple(b for s in front.stories if (b := story_brief(desk, s, front, names[s.id])) is not None),
        sections=tuple((block, desk.cards(block.articles, with_lead=False)) for block in front.sections),
        said=said,
    )


def _read_voices(desk: Desk, front: Front) -> tuple[tuple[Saying, ...], dict[str, tuple[str, ...]]]:
    """What people are quoted with in the day's stories, once a story at most, and the names that each story turns on."""
    own = ([i for i in s.articles if i in front.articles and i not in s.copies] for s in front.stories)
    ids = dict.fromkeys(i for reports in own for i in reports[-MAX_VOICES:])
    leads = [front.articles[i] for i in ids]
    frame = load(desk.engine, leads)
    found = statements(frame, leave_out=desk.unquotable(leads), k=MAX_SURVEYED_STATEMENTS)
    quotes = (s for s in found if s.claim.kind == "direct" and len(s.claim.text) <= MAX_QUOTE_CHARS)
    by_story = {frame.story_of.get(s.article.id, s.article.id): s for s in quotes}
    names = {s.id: _names(frame, [front.articles[i] for i in s.articles if i in ids]) for s in front.stories}
    return sayings(desk, list(by_story.values())[:QUOTES_ON_HOME], frame), names


def _names(frame: Frame, reports: Sequence[Article]) -> tuple[str, ...]:
    """The names that most of a story's reports have."""
    part = replace(frame, articles=tuple(reports))
    return tuple(name for name, n in busiest_names(part, k=NAMES_OF_STORY) if n > 1)


def page_number(params: Mapping[str, str]) -> int:
    """The page asked for, from 1; anything that is no such number is the first."""
    try:
        return min(max(1, int(params.get("page", "1"))), 10_000)
    except ValueError:
        return 1


def section(desk: Desk, params: Mapping[str, str]) -> Page:
    """A section's newest articles.

    Raises:
        NotFoundError: no article has that section.
    """
    asked, page = params["name"], page_number(params)
    found = desk.engine.find(section=asked, limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
    if not found and page == 1:
        raise NotFoundError(f"no article in section {asked!r}")
    name, status = _section_address(asked, found if page == 1 else desk.engine.find(section=asked, limit=PAGE_SIZE))
    if name != asked:
        place = query_href(section_href(name), page=page if page > 1 else None)
        return Page(template="list.html", title=name, path=place, items=(), status=status, moved_to=place)
    frame = load(desk.engine, found[:PAGE_SIZE])
    cards = desk.cards(frame.articles, copies=tuple(frame.copy_of))
    path = section_href(name)
    return Page(
        template="list.html",
        title=desk.section(name),
        path=query_href(path, page=page if page > 1 else None),
        values={
            "kind": desk.t("section.kind"),
            "heading": desk.section(name),
            "cards": cards,
            "pager": pager(path, {}, page, shown=len(cards), more=len(found) > PAGE_SIZE),
        },
        items=tuple(item_from_card(desk, c) for c in cards),
    )


def _section_address(asked: str, found: Sequence[Article]) -> tuple[str, int]:
    """The one name under which a section's page stands, and how lasting that is (301 or 302).

    A section that most outlets have stands under its Arabic name, another one under the spelling that most of its newest
    articles have, which may change.
    """
    if known := known_section(asked, "ar"):
        return known, 301
    spellings = Counter(clean(article.section) for article in found if article.section)
    return (spellings.most_common(1)[0][0] if spellings else asked), 302


def pager(path: str, params: Mapping[str, object], page: int, *, shown: int, more: bool) -> dict[str, str | int | None]:
    """Addresses of the pages before and after.

    Args:
        shown: entries on this page.
        more: whether others follow.

    Raises:
        NotFoundError: the page lies beyond the last one.
    """
    if page > 1 and not shown:
        raise NotFoundError(f"{path} has no page {page}")
    return {
        "page": page,
        "newer": query_href(path, **params, page=page - 1 if page > 2 else None) if page > 1 else None,
        "older": query_href(path, **params, page=page + 1) if more else None,
    }
