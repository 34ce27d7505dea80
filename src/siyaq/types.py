"""The values that travel through the rooms: frozen, slotted, keyword-only.

Times are aware `datetime`s in UTC, except in `Extracted`, which keeps the offset the page wrote. Sequences are tuples.
Text that people read is the outlet's own, never folded; index forms are made in `arabic` and never stored here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal


class Rights(StrEnum):
    """What may be shown of an outlet's article.

    EXCERPT: headline, a short excerpt, source and link, and the page asks not to be indexed. FULL: the whole text.
    LINK: headline, source and link only.
    """

    EXCERPT = "excerpt"
    FULL = "full"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An outlet. `id` is a short stable word of [a-z0-9-] (or the given source name where an import names no outlet)."""

    id: str
    name: str
    home: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2, upper case
    language: str = "ar"  # BCP 47
    rights: Rights = Rights.EXCERPT
    timezone: str | None = None  # IANA name, for dates without an offset
    feeds: tuple[str, ...] = ()  # addresses of its feeds


class FeedStatus(StrEnum):
    """ACTIVE: polled. FAILING: polled with back-off. GONE: 410, or dead for weeks; not polled. PAUSED: by the operator."""

    ACTIVE = "active"
    FAILING = "failing"
    GONE = "gone"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed of an outlet with what is remembered between visits."""

    url: str
    source: str  # Source.id
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None  # as the server wrote it
    status: FeedStatus = FeedStatus.ACTIVE
    last_visit: datetime | None = None
    last_success: datetime | None = None
    next_visit: datetime | None = None  # None: at once
    failures: int = 0  # in a row
    error: str | None = None  # one line, cause of the last failure
    hub: str | None = None  # WebSub hub
    interval_s: float | None = None  # current polling interval


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One item of a feed as read: links absolute, tracking removed, text plain, dates aware UTC."""

    guid: str | None = None
    url: str | None = None
    title: str | None = None
    summary: str | None = None  # plain text
    content_html: str | None = None  # full text where the feed carries it, as the feed wrote it (untrusted)
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """A feed as read: what it says of itself, and its entries in the order given."""

    kind: Literal["rss", "rdf", "atom", "json", "sitemap"]
    title: str | None = None
    home: str | None = None
    self_url: str | None = None
    next_url: str | None = None
    hub: str | None = None
    language: str | None = None
    ttl_s: float | None = None
    entries: tuple[FeedEntry, ...] = ()
    warnings: tuple[str, ...] = ()  # one line each: what was wrong with the feed and skipped or repaired
    sitemaps: tuple[str, ...] = ()  # of a sitemap index: addresses of the sitemaps it names


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A fetched resource. `body` is inflated and within the limits; nothing else about it is trusted."""

    url: str  # as asked for
    final_url: str  # after redirects
    status: int  # 200 or 304
    body: bytes = b""
    content_type: str | None = None  # header value, with charset
    etag: str | None = None
    last_modified: str | None = None
    max_age_s: float | None = None  # from Cache-Control or Expires
    moved_to: str | None = None  # where a permanent redirect (301, 308) leads, if the first hop was one
    links: tuple[tuple[str, str], ...] = ()  # (rel, absolute url) from Link headers
    fetched: datetime | None = None
    warnings: tuple[str, ...] = ()  # one line each: what was wrong with the response and did no harm

    @property
    def unchanged(self) -> bool:
        """True for 304: the copy we have is still good."""
        return self.status == 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """An article as found in a page. Paragraphs of `body` are separated by a blank line."""

    url: str | None = None
    canonical_url: str | None = None
    title: str | None = None
    subtitle: str | None = None
    body: str = ""
    published: datetime | date | None = None  # with the page's own offset; a date where no hour is given; None if unknown
    modified: datetime | date | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()  # the publisher's own, as written
    site_name: str | None = None
    image: str | None = None
    language: str | None = None
    section: str | None = None
    subheads: tuple[int, ...] = ()  # which paragraphs of `body` (0-based) are sub-heads
    paywalled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag as an editor would print it. `origin`: from the publisher, the text, or knowledge (ledger, gazetteer, archive)."""

    tag: str
    score: float = 1.0  # 0..1, higher is better
    variants: tuple[str, ...] = ()  # other spellings seen
    origin: Literal["publisher", "text", "knowledge"] = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A stretch of title + "\n" + text: characters [start, end)."""

    text: str
    start: int
    end: int


EntityType = Literal["PER", "LOC", "ORG", "EVENT", "MISC"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A name with all its mentions in the article, in order."""

    name: str  # canonical
    type: EntityType
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who said what. `start`, `end` are of `text` in title + "\n" + text."""

    speaker: str  # canonical name or description
    speaker_mention: str  # as written
    cue: str  # the reporting word
    kind: Literal["direct", "indirect"]
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSource:
    """An agency, paper, channel or statement named as the origin of information."""

    name: str  # canonical
    mention: str
    cue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date in the text. `resolved`: YYYY-MM-DD, YYYY-MM, YYYY, or a range with a slash (ISO 8601)."""

    mention: str
    resolved: str
    relative: bool = False
    start: int | None = None  # in the text given; None where not known
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """All notes on one article. Offsets count characters of title + "\n" + text."""

    language: str | None = None
    tags: tuple[Tag, ...] = ()
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
    sources_cited: tuple[CitedSource, ...] = ()
    dates: tuple[DateMention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article in the store. One item keeps its `id` through all its versions.

    `id` is Siyaq's own (ids.article_id); `external_id` the one given on import. Output shows `public_id`. A draft without an id
    gets one when it is added.
    """

    id: str = ""
    external_id: str | None = None
    url: str | None = None  # canonical
    source: str = ""  # Source.id, or the name given on import
    title: str = ""
    subtitle: str | None = None
    text: str = ""  # paragraphs separated by a blank line
    subheads: tuple[int, ...] = ()  # 0-based paragraph numbers
    summary: str | None = None
    published: datetime | None = None  # aware UTC; never later than first_seen
    modified: datetime | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()  # the publisher's own
    section: str | None = None
    language: str | None = None
    image: str | None = None
    version: int = 1  # grows by one with each change of headline or text
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    gone: datetime | None = None  # when we learned that the outlet removed it
    paywalled: bool = False

    @property
    def public_id(self) -> str:
        """The given id where there was one, else Siyaq's own."""
        return self.external_id or self.id

    @property
    def when(self) -> datetime | None:
        """Publication time, or when we first saw it."""
        return self.published or self.first_seen


EvidenceKind = Literal["entity", "term", "phrase", "vector", "time", "copy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reason of a link. The weights of a link's evidence add up to its score."""

    kind: EvidenceKind
    text: str  # for readers, in the article's own spelling; for time an ISO 8601 duration, for copy and vector a share 0..1
    weight: float


LinkKind = Literal["similar", "read-also", "copy", "update", "follow-up", "background", "reaction"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A directed link between two articles (Article.id), with its evidence, strongest first."""

    kind: LinkKind
    source: str  # the article that is shown
    target: str  # the article that it points to
    score: float
    why: tuple[Evidence, ...] = ()
    story: str | None = None  # story of the target


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyNote:
    """An article's place in a group of copies: it took `share` (0..1) of its sentences from `original`."""

    article: str
    original: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Reports of one happening, in order of publication. `outlets` counts independent ones first: those with a report
    that is not a copy."""

    id: str
    title: str = ""
    first: datetime | None = None
    last: datetime | None = None
    articles: tuple[str, ...] = ()  # Article.id, oldest first
    outlets: tuple[str, ...] = ()  # Source.id of outlets with at least one report of their own
    copies: tuple[str, ...] = ()  # Article.id of those articles that are copies
    tags: tuple[str, ...] = ()
    moved_to: str | None = None  # merged into this story: the old address leads there


class ChangeKind(StrEnum):
    """ADDED, UPDATED: article content. LINKED: story or copy notes only. GONE: removed by the outlet."""

    ADDED = "added"
    UPDATED = "updated"
    LINKED = "linked"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of the store's change feed. `seq` grows strictly."""

    seq: int
    kind: ChangeKind
    article: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """One search result. `highlights` are spans [start, end) in `snippet`."""

    article: str
    score: float
    snippet: str = ""
    highlights: tuple[tuple[int, int], ...] = ()
    story: str | None = None
    others: tuple[str, ...] = ()  # when collapsed: other reports of the story that match


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a search marks in a text: lemmas in a row -> their weight, and the exact forms of quoted phrases, word by word."""

    words: Mapping[tuple[str, ...], float] = field(default_factory=dict)
    phrases: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """Hits in order, with the number of all matches and facet counts, largest first."""

    hits: tuple[SearchHit, ...] = ()
    total: int = 0
    facets: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)  # facet name -> (value, count)
    suggestion: str | None = None  # did you mean
    sought: Sought = field(default_factory=Sought)
