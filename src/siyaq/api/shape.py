"""The JSON shapes of the API. Text obeys the outlet's rights: whole for full, an excerpt, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from siyaq.analyze import excerpt
from siyaq.survey import Statement
from siyaq.survey.provenance import Provenance
from siyaq.types import Analysis, Article, CopyNote, Evidence, Feed, Link, Rights, Source, Story

EXCERPT_CHARS = 420
LEAD_CHARS = 220


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleBrief:
    """An article as lists give it."""

    id: str
    title: str
    source: str
    url: str | None
    published: datetime | None
    lead: str
    section: str | None = None
    story: str | None = None
    copy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """Articles with the cursor of the next page, null on the last one."""

    items: list[ArticleBrief]
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenanceOut:
    """The way of a report: cited agencies and papers, the article that it is a copy of, other outlets' copies of it."""

    cited: list[str]
    original: str | None
    share: float | None
    copies: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFull:
    """An article with its notes. `text` is whole only where `rights` is full, else an excerpt or empty."""

    id: str
    title: str
    subtitle: str | None
    source: str
    url: str | None
    rights: Rights
    text: str
    published: datetime | None
    modified: datetime | None
    gone: datetime | None
    version: int
    authors: list[str]
    section: str | None
    language: str | None
    image: str | None
    story: str | None
    analysis: Analysis
    provenance: ProvenanceOut | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOut:
    """A linked article with the evidence of the link."""

    id: str
    title: str
    source: str
    published: datetime | None
    score: float
    story: str | None
    why: list[Evidence]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyOut:
    """A member of a group of copies."""

    id: str
    source: str
    published: datetime | None
    share: float
    original: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryBrief:
    """A story: ids of its articles, and outlets with a report of their own."""

    story: str
    title: str
    first: datetime | None
    last: datetime | None
    articles: list[str]
    outlets: list[str]
    copies: list[str]
    tags: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """Stories with the cursor of the next page."""

    items: list[StoryBrief]
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A word with its number of articles."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchItem:
    """A result; `highlights` are spans [start, end) in `snippet`, `others` reports of the same story that match too."""

    id: str
    title: str
    source: str
    published: datetime | None
    score: float
    story: str | None
    snippet: str
    highlights: list[tuple[int, int]]
    others: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """Results with the number of all matches, facets, and another spelling where one is likely meant."""

    total: int
    items: list[SearchItem]
    facets: dict[str, list[Count]] = field(default_factory=dict)
    suggestion: str | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementOut:
    """Who said what, with the article that reports it."""

    speaker: str
    text: str
    kind: str
    cue: str
    article: str
    source: str
    published: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPage:
    """Statements with the cursor of the next page."""

    items: list[StatementOut]
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WordProfile:
    """A tag or name: newest articles, articles a day (oldest first), and what it occurs with, over the newest articles."""

    value: str
    variants: list[str]
    surveyed: int
    days: list[int]
    names: list[Count]
    tags: list[Count]
    articles: list[ArticleBrief]
    statements: list[StatementOut]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendOut:
    """A rising name or topic: articles in the last 24 hours, the usual number a day, and the days (oldest first)."""

    name: str
    kind: str
    count: int
    usual: float
    score: float
    days: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFull:
    """An outlet with its feeds' state and figures over its newest articles."""

    source: Source
    feeds: list[Feed]
    articles: int
    copies: int
    days: list[int]
    hours: list[int]
    copied_from: list[Count]
    first_in: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """The day's stories, biggest by independent outlets first; `today` is false where the latest day is an older one."""

    since: datetime
    until: datetime
    today: bool
    articles: int
    stories: list[StoryBrief]
    sections: list[Count]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameVerdictOut:
    """Whether two spellings are one name, and why."""

    a: str
    b: str
    same: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOut:
    """A line of the change feed."""

    seq: int
    kind: str
    article: str
    at: datetime


def article_brief(article: Article, rights: Rights, *, story: str | None = None, is_copy: bool = False) -> ArticleBrief:
    """An article as lists give it."""
    return ArticleBrief(
        id=article.public_id,
        title=article.title,
        source=article.source,
        url=article.url,
        published=article.when,
        lead="" if rights is Rights.LINK else excerpt(article.summary or article.text, max_chars=LEAD_CHARS),
        section=article.section,
        story=story,
        copy=is_copy,
    )


def article_full(
    article: Article, source: Source, analysis: Analysis, story: str | None, way: Provenance | None = None
) -> ArticleFull:
    """An article with its notes, its text within the outlet's rights."""
    allowed = {Rights.FULL: article.text, Rights.LINK: "", Rights.EXCERPT: excerpt(article.text, max_chars=EXCERPT_CHARS)}
    return ArticleFull(
        id=article.public_id,
        title=article.title,
        subtitle=article.subtitle,
        source=article.source,
        url=article.url,
        rights=source.rights,
        text=allowed[source.rights],
        published=article.published,
        modified=article.modified,
        gone=article.gone,
        version=article.version,
        authors=list(article.authors),
        section=article.section,
        language=article.language,
        image=article.image if source.rights is Rights.FULL else None,
        story=story,
        analysis=analysis,
        provenance=provenance_out(way) if way else None,
    )


def provenance_out(way: Provenance) -> ProvenanceOut:
    """The way of a report with public ids."""
    return ProvenanceOut(
        cited=list(way.cited),
        original=way.original.public_id if way.original else None,
        share=way.share,
        copies=[article.public_id for article in way.copies],
    )


def statement_out(said: Statement) -> StatementOut:
    """A statement with the public id of its article."""
    return StatementOut(
        speaker=said.claim.speaker,
        text=said.claim.text,
        kind=said.claim.kind,
        cue=said.claim.cue,
        article=said.article.public_id,
        source=said.article.source,
        published=said.article.when,
    )


def counts_out(pairs: Iterable[tuple[str, int]]) -> list[Count]:
    """Words with their numbers."""
    return [Count(value=value, count=count) for value, count in pairs]


def link_out(link: Link, articles: Mapping[str, Article]) -> LinkOut:
    """A link whose target is among the articles."""
    target = articles[link.target]
    return LinkOut(
        id=target.public_id,
        title=target.title,
        source=target.source,
        published=target.when,
        score=link.score,
        story=link.story,
        why=list(link.why),
    )


def copies_out(notes: Iterable[CopyNote], articles: Mapping[str, Article]) -> list[CopyOut]:
    """A group of copies: the originals first, then the copies by time."""
    notes = [n for n in notes if n.article != n.original]
    shares = {n.original: 1.0 for n in notes} | {n.article: n.share for n in notes}
    copied = {n.article for n in notes}
    members = sorted((i for i in shares if i in articles), key=lambda i: (i in copied, str(articles[i].when)))
    return [
        CopyOut(
            id=articles[i].public_id,
            source=articles[i].source,
            published=articles[i].when,
            share=shares[i],
            original=i not in copied,
        )
        for i in members
    ]


def story_brief(story: Story, public: Mapping[str, str]) -> StoryBrief:
    """A story with the public ids of its articles; those not in `public` keep Siyaq's own."""
    return StoryBrief(
        story=story.id,
        title=story.title,
        first=story.first,
        last=story.last,
        articles=[public.get(i, i) for i in story.articles],
        outlets=list(story.outlets),
        copies=[public.get(i, i) for i in story.copies],
        tags=list(story.tags),
    )
