"""The demo's outlets over HTTP: feeds, pages, caching, and the news that comes after the start."""

import gzip
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import quote, urlsplit

import pytest

from siyaq.demo import DemoServer, demo_server, load_outlets, open_demo
from siyaq.extract import extract
from siyaq.feeds import discover_feeds, parse_feed, parse_opml
from siyaq.types import Rights
from siyaq.web_text import canonical_url

NOW = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoServer]:
    with open_demo(now=NOW, moment="all") as server:
        yield server


def _get(url: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def _truth(demo: DemoServer) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(_get(f"{demo.base}/_truth")[1])["articles"]
    return rows


def test_the_list_of_outlets_can_be_imported(demo: DemoServer) -> None:
    sources = parse_opml(_get(demo.outlets)[1], demo.outlets)
    assert [source.id for source in sources] == [outlet.id for outlet in load_outlets()]
    assert all(source.rights is Rights.FULL and source.timezone for source in sources)


def test_every_feed_brings_every_article_of_its_outlet(demo: DemoServer) -> None:
    truth = {canonical_url(str(row["url"])): row for row in _truth(demo)}
    seen: set[str | None] = set()
    for source in parse_opml(_get(demo.outlets)[1], demo.outlets):
        response, body = _get(source.feeds[0])
        feed = parse_feed(body, source.feeds[0], content_type=response.headers["Content-Type"])
        assert feed.warnings == ()
        for entry in feed.entries:
            row = truth[entry.url]
            assert entry.title == row["title"]
            assert entry.published is not None
            assert abs(entry.published - datetime.fromisoformat(str(row["published"]))) < timedelta(minutes=1)
        seen |= {entry.url for entry in feed.entries}
    assert seen == set(truth)


def test_full_text_is_in_the_feed_of_one_kind_only(demo: DemoServer) -> None:
    for outlet in load_outlets():
        feed = parse_feed(_get(demo.base + outlet.feed_path)[1], demo.base + outlet.feed_path)
        full = [entry for entry in feed.entries if entry.content_html and entry.content_html.count("<p>") > 2]
        assert len(full) == (len(feed.entries) if outlet.feed == "rss-full" else 0)


def test_headline_date_and_body_come_out_of_every_page(demo: DemoServer) -> None:
    for row in _truth(demo):
        url = str(row["url"])
        response, body = _get(url)
        assert response.status == 200
        found = extract(body, url, content_type=response.headers["Content-Type"])
        assert found.title == row["title"]
        assert found.body == row["body"]
        assert found.published is not None
        assert set(found.tags) == set(row["tags"])  # type: ignore[call-overload]


def test_one_outlet_speaks_windows_1256(demo: DemoServer) -> None:
    page = next(str(row["url"]) for row in _truth(demo) if row["outlet"] == "sahb")
    for url in (page, f"{demo.base}/sahb/backend.rdf", f"{demo.base}/sahb/"):
        body = _get(url)[1]
        assert "المملكة" in body.decode("windows-1256")
        with pytest.raises(UnicodeDecodeError):
            body.decode("utf-8")


def test_homes_sections_and_news_sitemap(demo: DemoServer) -> None:
    for outlet in load_outlets():
        home = f"{demo.base}/{outlet.id}/"
        _, body = _get(home)
        assert discover_feeds(body, home)[0] == demo.base + outlet.feed_path
        assert _get(demo.base + quote(f"/{outlet.id}/section/{outlet.sections[0]}"))[0].status == 200
    sitemap = parse_feed(_get(f"{demo.base}/daftar/news-sitemap.xml")[1], f"{demo.base}/daftar/news-sitemap.xml")
    assert sitemap.kind == "sitemap"
    assert len(sitemap.entries) >= 10


def test_nothing_is_sent_twice(demo: DemoServer) -> None:
    url = f"{demo.base}/sada/rss.xml"
    first, body = _get(url)
    again, nothing = _get(url, If_None_Match=first.headers["ETag"])
    assert (again.status, nothing) == (304, b"")
    assert _get(url, If_Modified_Since=first.headers["Last-Modified"])[0].status == 304
    assert _get(url, If_None_Match='"other"')[0].status == 200
    head, nothing = _get(url, "HEAD")
    assert (head.headers["Content-Length"], nothing) == (str(len(body)), b"")
    packed = _get(url, Accept_Encoding="gzip")[1]
    assert gzip.decompress(packed) == body


def test_tracking_parameters_do_not_change_the_page(demo: DemoServer) -> None:
    row = next(row for row in _truth(demo) if row["outlet"] == "sahb")
    url = str(row["url"])
    assert _get(f"{url}&utm_source=rss")[1] == _get(url)[1]


def test_robots_pictures_and_missing_pages(demo: DemoServer) -> None:
    assert b"Disallow: /private/" in _get(f"{demo.base}/robots.txt")[1]
    number = next(item.number for item in demo.edition.versions)
    response, picture = _get(f"{demo.base}/img/{number}.svg")
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert picture.startswith(b"<svg ")
    for missing in ("/", "/nobody/", "/sada/nothing", "/img/1.svg", "/img/x.svg", "/private/x", "/sahb/article.php"):
        assert _get(demo.base + missing)[0].status == 404


def test_news_comes_while_one_looks() -> None:
    with open_demo(now=NOW) as server:
        server.set_clock(lambda: NOW)
        before = {row["id"]: row for row in _truth(server)}
        server.set_clock(lambda: NOW + timedelta(minutes=3))
        after = {row["id"]: row for row in _truth(server)}
        assert len(after) - len(before) >= 2
        changed = next(key for key, row in before.items() if after[key]["version"] != row["version"])
        assert after[changed]["url"] == before[changed]["url"]
        assert after[changed]["title"] != before[changed]["title"]


def test_the_short_form_gives_the_address() -> None:
    with demo_server(now=NOW) as base:
        assert _get(f"{base}/outlets.opml")[0].status == 200


def test_the_command_says_where_it_is_and_stops_when_told() -> None:
    process = subprocess.Popen([sys.executable, "-m", "siyaq.demo"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        assert _get(ready["outlets"])[0].status == 200
        port = str(urlsplit(ready["base"]).port)
        second = subprocess.run(
            [sys.executable, "-m", "siyaq.demo", "--port", port], capture_output=True, text=True, timeout=60, check=False
        )
        assert second.returncode == 1
        assert len(second.stderr.splitlines()) == 1
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
    finally:
        process.kill()
        process.communicate()
