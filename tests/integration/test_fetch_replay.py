"""The whole way from socket to feed entries, against live outlets and every fault that the replay server plays."""

import asyncio
import json
import resource
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from siyaq.errors import FetchError, ParseError
from siyaq.feeds import discover_feeds, parse_feed, parse_opml
from siyaq.fetch import FetchLimits, HttpFetcher
from siyaq.types import Page, ParsedFeed
from siyaq.web_text import canonical_url

pytestmark = pytest.mark.shared

DEADLINE_S = 4.0
LIMITS = FetchLimits(deadline_s=DEADLINE_S, silence_s=2.0, backoff_s=0.05)
NOW = datetime(2018, 6, 14, tzinfo=UTC)
Outcome = ParsedFeed | FetchError | ParseError


@pytest.fixture(scope="module")
def replay(shared: Path) -> Iterator[dict[str, Any]]:
    """A running replay server: what it prints when ready."""
    command = [sys.executable, str(shared / "replay/replay.py"), "--data", str(shared / "gold/dev/stories/w2_june.jsonl")]
    with subprocess.Popen(
        [*command, "--port", "0", "--faults", "all", "--crawl-delay", "0"], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        yield json.loads(server.stdout.readline())
        server.kill()


async def outcome_of(fetcher: HttpFetcher, url: str) -> Outcome:
    try:
        page = await fetcher.get(url)
        return parse_feed(page.body, page.final_url, content_type=page.content_type, now=NOW)
    except (FetchError, ParseError) as error:
        return error


@pytest.fixture(scope="module")
def outcomes(replay: dict[str, Any]) -> dict[str, Outcome]:
    """What became of every outlet and every fault, all at once; `seconds` and memory are checked on the way."""

    async def run() -> dict[str, Outcome]:
        fetcher = HttpFetcher("Siyaq/1.0", [replay["base"].removeprefix("http://")], limits=LIMITS)
        urls = replay["outlets"] | replay["faulty"]
        found = await asyncio.gather(*(outcome_of(fetcher, url) for url in urls.values()))
        await fetcher.close()
        return dict(zip(urls, found, strict=True))

    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    found = asyncio.run(run())
    assert time.monotonic() - started < DEADLINE_S + 8  # parsing of the largest feed runs beside
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kilobytes
    return found


def test_every_article_of_every_outlet_arrives(replay: dict[str, Any], outcomes: dict[str, Outcome]) -> None:
    with urllib.request.urlopen(replay["base"] + "/_gold") as answer:
        gold = {canonical_url(item["url"]): item for item in map(json.loads, answer)}
    for name in replay["outlets"]:
        feed = outcomes[name]
        assert isinstance(feed, ParsedFeed), feed
        assert feed.warnings == ()
        assert len(feed.entries) == 30
        newest = sorted(
            (item for item in gold.values() if item["outlet"] == name and not item["deleted"]),
            key=lambda item: item["published"],
        )
        assert len({entry.url for entry in feed.entries} & {canonical_url(item["url"]) for item in newest[-34:]}) == 30
        for entry in feed.entries:
            item = gold[entry.url]
            assert entry.title == item["title"]
            assert name == "alarabia" or entry.published == datetime.fromisoformat(item["published"])


FAULTS = {
    "slow-drip": "longer than",
    "hang": "fell silent|longer than",
    "http500": "answered 500",
    "http429": "answered 429",
    "http403": "answered 403",
    "reset": "broke|cut off",
    "redirect-loop": "loop",
    "redirect-metadata": "metadata",
    "redirect-file": "no plain http",
    "redirect-loopback": "loopback",
    "gone": "answered 410",
    "gzip-bomb": "unpacks to|bomb",
    "endless": "over the limit|longer than",
    "html-as-feed": "HTML page",
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_end_in_a_declared_error_with_its_cause(name: str, outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes[name]
    assert isinstance(outcome, FetchError | ParseError), outcome
    assert any(cause in str(outcome) for cause in FAULTS[name].split("|")), outcome
    assert "\n" not in str(outcome)


READABLE = {
    "moved": (8, ""),
    "billion-laughs": (3, "document type"),
    "xxe": (2, "document type"),
    "malformed": (8, "broken XML"),
    "wrong-charset": (8, "declared as UTF-8 but written in cp1256"),
    "long-length": (8, ""),
    "big-page": (2, ""),
    "big-feed": (5_000, "more than"),
    "xss": (20, "address"),
    "deep-html": (2, ""),
    "dup-guid": (8, "came before"),
    "no-link": (8, "address"),
    "no-date": (8, ""),
    "future-dates": (8, "future"),
    "epoch-dates": (8, "before 1990"),
    "empty": (0, ""),
    "ssrf-links": (28, "came before"),  # three spellings of 127.0.0.1:1 are one address
    "bad-pages": (15, ""),
}


@pytest.mark.parametrize("name", READABLE)
def test_faulty_feeds_give_what_can_be_read(name: str, outcomes: dict[str, Outcome]) -> None:
    outcome, (count, warning) = outcomes[name], READABLE[name]
    assert isinstance(outcome, ParsedFeed), outcome
    assert len(outcome.entries) == count
    assert bool(outcome.warnings) is bool(warning)
    assert any(warning in line for line in outcome.warnings) or not warning
    for entry in outcome.entries:
        assert "root:" not in f"{entry.title} {entry.summary}"
        assert (entry.image or "http").startswith("http")


def test_every_fault_is_looked_at(replay: dict[str, Any]) -> None:
    assert set(replay["faulty"]) == set(FAULTS) | set(READABLE)


def test_nothing_ran_and_nothing_forbidden_was_fetched(replay: dict[str, Any], outcomes: dict[str, Outcome]) -> None:
    assert outcomes
    with urllib.request.urlopen(replay["base"] + "/_stats") as answer:
        stats = json.load(answer)
    assert stats.get("xxe_hits", 0) == stats.get("xss_hits", 0) == stats.get("disallowed", 0) == 0


def fetched(replay: dict[str, Any], *paths: str, **options: Any) -> list[Page | FetchError]:
    async def run() -> list[Page | FetchError]:
        fetcher = HttpFetcher("Siyaq/1.0", [replay["base"].removeprefix("http://")], limits=LIMITS)
        found = await asyncio.gather(*(fetcher.get(replay["base"] + path, **options) for path in paths), return_exceptions=True)
        await fetcher.close()
        assert all(isinstance(page, Page | FetchError) for page in found), found
        return [page for page in found if isinstance(page, Page | FetchError)]

    return asyncio.run(run())


def test_an_unchanged_feed_costs_no_body(replay: dict[str, Any]) -> None:
    for url in replay["outlets"].values():
        path = url.removeprefix(replay["base"])
        first = fetched(replay, path)[0]
        assert isinstance(first, Page)
        again = fetched(replay, path, etag=first.etag, last_modified=first.last_modified)[0]
        assert isinstance(again, Page)
        assert (again.unchanged, again.body) == (True, b"")


def test_forbidden_pages_are_not_asked_for(replay: dict[str, Any]) -> None:
    assert all("robots.txt" in str(page) for page in fetched(replay, "/private/newsroom", "/alarabia/print/1"))


def test_feeds_are_discovered_and_listed(replay: dict[str, Any]) -> None:
    names = list(replay["outlets"])
    for name, page in zip(names, fetched(replay, *(f"/{name}/" for name in names)), strict=True):
        assert isinstance(page, Page)
        assert discover_feeds(page.body, page.final_url)[0] == replay["outlets"][name]
    listed = fetched(replay, "/outlets.opml")[0]
    assert isinstance(listed, Page)
    assert {feed for source in parse_opml(listed.body, listed.final_url) for feed in source.feeds} == set(
        replay["outlets"].values()
    )


def test_the_news_sitemap_is_read(replay: dict[str, Any]) -> None:
    page = fetched(replay, "/skynews/news-sitemap.xml")[0]
    assert isinstance(page, Page)
    feed = parse_feed(page.body, page.final_url, now=NOW)
    assert feed.kind == "sitemap"
    assert len(feed.entries) > 30
    assert all(entry.title and entry.published and NOW - entry.published < timedelta(days=4) for entry in feed.entries)
