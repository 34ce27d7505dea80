"""A press of our own for visits: pages and feeds in a dictionary, and an engine that only decides and stores."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from siyaq.errors import FetchError, GoneError
from siyaq.ingest import IntentKind, VisitLimits, VisitPorts, VisitReport, Worker, decide
from siyaq.store import MemoryStore
from siyaq.types import Article, ChangeKind, Page, Source

FEED = "https://a.example/feed"


@dataclass
class Counts:
    """What became of drafts."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0


class PaperFetcher:
    """Serves what it was given; everything else is gone. Validators are made of the content."""

    def __init__(self) -> None:
        self.pages: dict[str, str | FetchError] = {}
        self.moved: dict[str, str] = {}
        self.redirects: dict[str, str] = {}
        self.asked: list[str] = []
        self.delay_s: dict[str, float] = {}

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        max_bytes: int | None = None,
        accept: str | None = None,
    ) -> Page:
        self.asked.append(url)
        await asyncio.sleep(self.delay_s.get(url, 0))
        final = self.moved.get(url) or self.redirects.get(url) or url
        found = self.pages.get(final, GoneError(f"{final} answered 404"))
        if isinstance(found, FetchError):
            raise found
        mark = f'"{hash(found)}"'
        return Page(
            url=url,
            final_url=final,
            status=304 if etag == mark else 200,
            body=b"" if etag == mark else found.encode(),
            content_type="text/html; charset=utf-8" if "<html" in found else "application/xml",
            etag=mark,
            moved_to=self.moved.get(url),
        )

    async def close(self) -> None:
        """Nothing to close."""


@dataclass
class World:
    """An outlet, its pages, and a database."""

    web: PaperFetcher = field(default_factory=PaperFetcher)
    store: MemoryStore = field(default_factory=MemoryStore)
    now: datetime = datetime(2024, 3, 1, 12, tzinfo=UTC)
    limits: VisitLimits = field(default_factory=VisitLimits)
    ours: bool = True

    def __post_init__(self) -> None:
        self.store.put_source(Source(id="alpha", name="ألفا", home="https://a.example/", feeds=(FEED,)))

    def apply(self, drafts: Sequence[Article]) -> Counts:
        """Decide and store, as the engine does."""
        counts = Counts()
        with self.store.transaction():
            for draft in drafts:
                existing = self.store.article(draft.id) or (self.store.article(draft.url) if draft.url else None)
                intent = decide(existing, draft, self.now)
                for alias in intent.aliases:
                    self.store.add_alias(alias, intent.article.id)
                if intent.kind is IntentKind.UNCHANGED:
                    counts.unchanged += 1
                    continue
                new = intent.kind is IntentKind.NEW
                self.store.put_article(intent.article, kind=ChangeKind.ADDED if new else ChangeKind.UPDATED, at=self.now)
                counts.added += new
                counts.updated += not new
        return counts

    def mark_gone(self, article_id: str) -> bool:
        """As the engine does."""
        article = self.store.article(article_id)
        if article is None or article.gone:
            return False
        self.store.put_article(replace(article, gone=self.now), kind=ChangeKind.GONE, at=self.now)
        return True

    def visit(self, hours: float = 1, *, everything: bool = False) -> VisitReport:
        """Let time pass, visit once, and give the report of the one feed."""
        self.now += timedelta(hours=hours)
        self.web.asked.clear()

        async def run() -> tuple[VisitReport, ...]:
            ports = VisitPorts(store=self.store, fetcher=self.web, apply=self.apply, mark_gone=self.mark_gone, rng=Random(1))
            hosts = ("a.example",) if self.ours else ()
            return await Worker(ports, lambda: self.now, limits=self.limits, allow_hosts=hosts).run_once(everything=everything)

        (report,) = asyncio.run(run())
        return report

    def articles(self) -> dict[str, Article]:
        """Stored articles by the last part of their address."""
        return {(a.url or a.id).rpartition("/")[2]: a for a in self.store.all_articles()}

    def publish(self, *names: str, feed: str | None = None) -> None:
        """Put these pages' entries into the feed (newest first), and plain pages where there are none yet."""
        for name in names:
            self.web.pages.setdefault(f"https://a.example/{name}", page_of(name))
        self.web.pages[FEED] = feed or feed_of(*(entry_of(name) for name in names))


def page_of(name: str, *, title: str | None = None, head: str = "", more: str = "") -> str:
    """A page with an article of its own."""
    text = "".join(
        f"<p>فقرة رقم {n} من الخبر {name} عن مدينة الواحة ونهر الزيتون وأهلها الكرام في هذا اليوم.</p>" for n in range(5)
    )
    title = title or f"عنوان الخبر {name} في مدينة الواحة"
    body = f"<article><h1>{title}</h1>{text}{more}</article>"
    return f"<html lang=ar><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def entry_of(name: str, *, title: str | None = None, guid: str | None = None, date: str = "", extra: str = "") -> str:
    """An RSS item that leads to a page."""
    date = date or "Fri, 01 Mar 2024 10:00:00 GMT"
    link = f"<link>https://a.example/{name}</link>" if name else ""
    title = title or f"عنوان الخبر {name} في مدينة الواحة"
    mark = f'<guid isPermaLink="false">{guid}</guid>' if guid else ""
    return (
        f"<item><title>{title}</title>{link}{mark}<pubDate>{date}</pubDate><description>ملخص {name}</description>{extra}</item>"
    )


def feed_of(*items: str) -> str:
    """An RSS feed."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>ألفا</title>{"".join(items)}</channel></rss>'
    )


@pytest.fixture
def world() -> World:
    """A fresh world."""
    return World()


@pytest.fixture
def make() -> dict[str, Callable[..., str]]:
    """Makers of pages, entries and feeds."""
    return {"page": page_of, "entry": entry_of, "feed": feed_of}
