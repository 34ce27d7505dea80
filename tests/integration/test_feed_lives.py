"""What becomes of a feed over its life, against a real server: unchanged, moved, gone, busy, fresh, failing."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from siyaq.engine import Engine
from siyaq.engine.fetching import fetch_once
from siyaq.engine.outlets import register
from siyaq.ingest import VisitReport
from siyaq.settings import Settings
from siyaq.types import Feed, FeedStatus, Source

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)
Reply = tuple[int, str, dict[str, str]]
SENTENCE = "<p>افتتحت مدينة الصنوبر مكتبتها الجديدة قرب النهر، وقال مديرها سامي الحداد إن أبوابها مفتوحة لكل قارئ.</p>"


def feed_of(*titles: str) -> str:
    items = "".join(
        f"<item><title>{title}</title><link>/{n}</link><pubDate>Fri, 01 Mar 2024 11:0{n}:00 GMT</pubDate></item>"
        for n, title in enumerate(titles)
    )
    return f"<rss version='2.0'><channel><title>ص</title>{items}</channel></rss>"


def page_of(title: str) -> str:
    return f"<article><h1>{title}</h1>{SENTENCE * 4}</article>"


class Server(ThreadingHTTPServer):
    """Answers by path; a path may have a sequence of answers, of which the last stays."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server_address[1]}"
        self.base = f"http://{self.host}"
        self.replies: dict[str, Reply] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []


class Handler(BaseHTTPRequestHandler):
    """See `Server`. Sends 304 where the validator fits."""

    server: Server

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append((self.path, headers))
        status, text, more = self.server.replies.get(self.path, (404, "", {}))
        if "ETag" in more and headers.get("if-none-match") == more["ETag"]:
            status, text = 304, ""
        self.send_response_only(status)  # without a Date of its own
        for name, value in more.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class World:
    """An outlet with one feed, and an engine whose clock we set."""

    def __init__(self, server: Server, engine: Engine) -> None:
        self.server, self.engine = server, engine
        register(engine.store, (Source(id="s", name="ص", feeds=(f"{server.base}/feed",)),))

    def visit(self, after: timedelta = timedelta(0), *, everything: bool = False) -> VisitReport:
        """Let time pass, visit, and give the report of the one feed."""
        now = (self.engine.settings.now or NOW) + after
        self.engine.settings = replace(self.engine.settings, now=now)
        self.server.asked.clear()
        (report,) = asyncio.run(fetch_once(self.engine, everything=everything))
        return report

    def feed(self) -> Feed:
        (feed,) = self.engine.feeds()
        return feed

    def pause(self) -> timedelta:
        """Until the next visit."""
        feed = self.feed()
        assert feed.next_visit is not None and feed.last_visit is not None
        return feed.next_visit - feed.last_visit

    def paths(self) -> list[str]:
        return [path for path, _ in self.server.asked if path != "/robots.txt"]


@pytest.fixture
def world() -> Iterator[World]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        settings = Settings(db="memory:", now=NOW, allow_hosts=(server.host,))
        with Engine("memory:", settings) as engine:
            made = World(server, engine)
            for n, title in enumerate(("خبر المكتبة", "خبر الجسر")):
                server.replies[f"/{n}"] = (200, page_of(title), {"Content-Type": "text/html; charset=utf-8"})
            server.replies["/feed"] = (200, feed_of("خبر المكتبة", "خبر الجسر"), {})
            yield made
        server.shutdown()
        thread.join()


def test_an_unchanged_feed_is_answered_with_304(world: World) -> None:
    stamp = {"ETag": '"v1"', "Last-Modified": "Fri, 01 Mar 2024 11:30:00 GMT"}
    world.server.replies["/feed"] = (200, feed_of("خبر المكتبة", "خبر الجسر"), stamp)
    assert world.visit().new == 2
    world.engine.settings = replace(world.engine.settings, now=NOW + timedelta(days=3))  # pages are left in peace by then
    assert world.visit().status == "unchanged"
    ((path, headers),) = [asked for asked in world.server.asked if asked[0] != "/robots.txt"]
    assert path == "/feed"
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"v1"', "Fri, 01 Mar 2024 11:30:00 GMT")


def test_a_changed_title_is_an_update_of_the_same_item(world: World) -> None:
    assert world.visit().new == 2
    world.server.replies["/0"] = (200, page_of("خبر المكتبة الكبيرة"), {"Content-Type": "text/html; charset=utf-8"})
    world.server.replies["/feed"] = (200, feed_of("خبر المكتبة الكبيرة", "خبر الجسر"), {})
    report = world.visit(timedelta(hours=1))
    assert (report.new, report.updated) == (0, 1)
    (changed,) = [article for article in world.engine.find() if article.version == 2]
    assert changed.title == "خبر المكتبة الكبيرة" and len(world.engine.store.versions(changed.id)) == 2


def test_a_feed_that_moved_for_good_is_asked_for_there(world: World) -> None:
    world.server.replies["/new"] = world.server.replies["/feed"]
    world.server.replies["/feed"] = (301, "", {"Location": "/new"})
    report = world.visit()
    assert report.new == 2 and "moved for good" in report.warnings[0]
    assert world.feed().url == f"{world.server.base}/new"
    world.visit(timedelta(hours=1))
    assert "/new" in world.paths() and "/feed" not in world.paths()


def test_a_feed_that_moved_for_a_time_keeps_its_address(world: World) -> None:
    world.server.replies["/new"] = world.server.replies["/feed"]
    world.server.replies["/feed"] = (302, "", {"Location": "/new"})
    assert (world.visit().new, world.feed().url) == (2, f"{world.server.base}/feed")


def test_a_feed_that_is_gone_is_given_up(world: World) -> None:
    world.server.replies["/feed"] = (410, "", {})
    for _ in range(5):
        report = world.visit(timedelta(days=2))
        assert report.status == "gone" and "answered 410" in (report.error or "")
        assert world.paths() == ["/feed"]
    assert world.feed().status is FeedStatus.GONE
    assert world.visit(timedelta(days=90), everything=True).status == "gone"
    assert world.paths() == []


def test_a_busy_server_is_left_alone_as_long_as_it_asks(world: World) -> None:
    world.server.replies["/feed"] = (503, "", {"Retry-After": "7200"})
    assert world.visit().status == "failed"
    assert world.pause() >= timedelta(hours=2)
    world.server.replies["/feed"] = (200, feed_of("خبر المكتبة"), {})
    assert (world.visit(timedelta(hours=1)).status, world.paths()) == ("waiting", [])
    assert world.visit(timedelta(hours=1, minutes=30)).new == 1


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"Cache-Control": "max-age=10800"}, 180, 220),
        ({"Cache-Control": "no-cache"}, 10, 60),
        ({"Expires": "Fri, 01 Mar 2024 16:00:00 GMT", "Date": "Fri, 01 Mar 2024 12:00:00 GMT"}, 240, 290),
        ({"Cache-Control": "max-age=31536000"}, 24 * 60, 29 * 60),
        ({}, 10, 60),
    ],
)
def test_a_fresh_answer_is_not_asked_for_again(world: World, headers: dict[str, str], least: int, most: int) -> None:
    world.server.replies["/feed"] = (200, feed_of("خبر المكتبة", "خبر الجسر"), headers)
    world.visit()
    assert timedelta(minutes=least) <= world.pause() <= timedelta(minutes=most)


def test_a_failing_feed_is_tried_ever_more_seldom_with_jitter(world: World) -> None:
    world.server.replies["/feed"] = (404, "", {})
    pauses = []
    for _ in range(4):
        world.visit(timedelta(days=2))
        pauses.append(world.pause() / timedelta(minutes=10))
    for pause, base in zip(pauses, (1, 2, 4, 8), strict=True):
        assert base <= pause <= base * 1.2
    assert len({pause / base for pause, base in zip(pauses, (1, 2, 4, 8), strict=True)}) == 4
    world.server.replies["/feed"] = (200, feed_of("خبر المكتبة"), {})
    assert world.visit(timedelta(days=2)).new == 1
    assert (world.feed().failures, world.feed().error) == (0, None)


def test_what_asks_for_a_pause_is_never_visited_by_mistake(world: World) -> None:
    visits: list[Callable[[], VisitReport]] = [world.visit, lambda: world.visit(timedelta(minutes=5))]
    world.server.replies["/feed"] = (500, "", {})
    assert [visit().status for visit in visits] == ["failed", "waiting"]
