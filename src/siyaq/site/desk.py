"""What a page of one request needs: the engine, the reader's language and zone, and lookups that read each thing once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from siyaq.arabic import clean
from siyaq.site.address import article_href, source_href, web_href
from siyaq.site.clock import ago, day_text, hijri_text, hour_text, moment_text, span
from siyaq.site.reading import lead
from siyaq.site.text import Language, catalogue, country_name, known_section, say
from siyaq.survey import Memo
from siyaq.survey.profile import DAY
from siyaq.types import Article, Rights, Source

if TYPE_CHECKING:
    from siyaq.engine import Engine


_title = lru_cache(maxsize=1 << 13)(clean)
_AHEAD = timedelta(hours=1)  # outlets' clocks differ; what is dated further ahead is told by its date
_RECENT = timedelta(days=7)  # older ones are told by date: "ago" in weeks is vague, in an archive useless


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An article as lists show it, without its text. `lead` obeys the outlet's rights; `out` is the outlet's own page."""

    article: Article
    href: str
    title: str
    source: Source
    source_href: str
    when: datetime | None
    lead: str = ""
    out: str | None = None
    is_copy: bool = False


@dataclass(slots=True, kw_only=True)
class Desk:
    """One request's view of the engine. Not shared between threads."""

    engine: Engine
    memo: Memo
    language: Language
    zone: tzinfo
    zone_name: str
    now: datetime
    base_url: str  # scheme and host, no slash at the end
    sources: dict[str, Source] = field(default_factory=dict)

    def t(self, key: str, **values: object) -> str:
        """A text of the catalogue in the reader's language."""
        return say(self.language, key, **values)

    def source(self, source_id: str) -> Source:
        """An outlet, read once a request, its name fit to be shown."""
        if not self.sources:
            self.sources.update(self.memo.get("sources", lambda: {s.id: _shown(s) for s in self.engine.sources()}))
        known = self.sources.get(source_id)
        if known is None:
            known = self.sources[source_id] = _shown(self.engine.source(source_id))
        return known

    def outlets(self) -> tuple[Source, ...]:
        """All registered outlets, by name, their names fit to be shown."""
        return tuple(self.source(s.id) for s in self.engine.sources())

    def section(self, name: str) -> str:
        """A section's name for readers: the usual ones («sport») in the interface's language, others as they are."""
        return known_section(name, self.language) or clean(name)

    def country(self, code: str) -> str:
        """A country's name for readers, from its ISO code."""
        return country_name(self.language, code)

    def unquotable(self, articles: Iterable[Article]) -> frozenset[str]:
        """Ids of outlets among the articles' that may be shown by headline and link only."""
        return frozenset(a.source for a in articles if self.rights(a) is Rights.LINK)

    def rights(self, article: Article) -> Rights:
        """What may be shown of an article."""
        return self.source(article.source).rights

    def card(self, article: Article, *, with_lead: bool = True, is_copy: bool = False) -> Card:
        """An article as lists show it."""
        source = self.source(article.source)
        return Card(
            article=replace(article, text="", summary=None),  # cards are kept in memory, some thousands of them
            href=article_href(article),
            title=_title(article.title) or self.t("article.untitled"),
            source=source,
            source_href=source_href(source.id),
            when=article.when,
            lead=lead(article, source.rights) if with_lead else "",
            out=web_href(article.url),
            is_copy=is_copy,
        )

    def cards(self, articles: Iterable[Article], *, copies: Sequence[str] = (), with_lead: bool = True) -> tuple[Card, ...]:
        """Cards of articles, in their order."""
        marked = set(copies)
        return tuple(self.card(a, with_lead=with_lead, is_copy=a.id in marked) for a in articles)

    def copies_among(self, articles: Iterable[Article]) -> tuple[str, ...]:
        """Ids of those articles that are copies."""
        ids = {a.id for a in articles}
        return tuple(
            sorted(n.article for n in self.engine.store.copies(sorted(ids)) if n.article in ids and n.article != n.original)
        )

    def ago(self, when: datetime) -> str:
        """«منذ ساعتين»."""
        return ago(when, self.now, self.language)

    def when(self, when: datetime) -> str:
        """The short form for lists: «منذ ساعتين» within a week, else the date."""
        return self.ago(when) if self.is_recent(when) else self.short_day(when)

    def is_recent(self, when: datetime) -> bool:
        """Whether a time is told by how long ago it is."""
        return -_AHEAD < self.now - when < _RECENT

    def soon(self, when: datetime) -> str:
        """A time to come: «بعد 20 دقيقة» within a day, else the date; «الآن» once it is reached."""
        if when <= self.now:
            return self.t("outlets.due")
        return self.t("soon", span=span(when - self.now, self.language)) if when - self.now < DAY else self.short_day(when)

    @property
    def zone_label(self) -> str:
        """«بتوقيت القاهرة»."""
        key = f"zone.{self.zone_name}"
        return self.t(key) if key in catalogue() else self.zone_name

    def moment(self, when: datetime) -> str:
        """Date and hour in the reader's zone."""
        return moment_text(when, self.zone, self.language)

    def day(self, when: datetime) -> str:
        """The date in the reader's zone."""
        return day_text(when, self.zone, self.language)

    def hour(self, when: datetime) -> str:
        """The hour in the reader's zone."""
        return hour_text(when, self.zone)

    def short_day(self, when: datetime) -> str:
        """The date without its weekday and with one month name."""
        return day_text(when, self.zone, self.language, weekday=False, both=False)

    def hour_day(self, when: datetime) -> str:
        """Hour and short date: «14:05، 12 يونيو 2018»."""
        return f"{self.hour(when)}{self.t('list.comma')} {self.short_day(when)}"

    def hijri(self, when: datetime) -> str:
        """The Hijri date."""
        return hijri_text(when, self.zone, self.language)

    def url(self, path: str) -> str:
        """A path of ours as an absolute address."""
        return self.base_url + path


def _shown(source: Source) -> Source:
    return replace(source, name=clean(source.name) or source.id)
