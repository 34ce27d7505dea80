"""The demo's web server: all invented outlets on one loopback port, standard library only."""

import gzip
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from siyaq.demo.art import draw
from siyaq.demo.content import Outlet, load_outlets
from siyaq.demo.edition import Edition, Printed, make_edition
from siyaq.demo.feed import write_feed, write_opml, write_sitemap
from siyaq.demo.page import render_article, render_list
from siyaq.demo.truth import build_truth

_GZIP_FROM_BYTES = 1024
_PATH_QUERY = ("id",)  # query parameters that belong to an address; all others are tracking
_ROBOTS = "User-agent: *\nDisallow: /private/\nAllow: /\n\nSitemap: {base}/daftar/news-sitemap.xml\n"


@dataclass(frozen=True, slots=True)
class _Reply:
    body: bytes
    kind: str
    changed: datetime
    status: int = 200


class DemoServer:
    """The running demo. `base` is its address without a slash at the end.

    Attributes:
        edition: all pieces with their times.
        base: such as http://127.0.0.1:8900.
    """

    def __init__(self, host: str, port: int, edition: Edition, clock: Callable[[], datetime]) -> None:
        self.edition = edition
        self._clock = clock
        self._outlets = {outlet.id: outlet for outlet in load_outlets()}
        self._http = _Server((host, port), self)
        self.base = f"http://{host}:{self._http.server_address[1]}"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    @property
    def outlets(self) -> str:
        """Address of the list of outlets (OPML)."""
        return f"{self.base}/outlets.opml"

    def now(self) -> datetime:
        """The demo's time: what is published later does not exist yet."""
        return self._clock()

    def set_clock(self, clock: Callable[[], datetime]) -> None:
        """Use another clock, for tests that walk through the five days."""
        self._clock = clock

    def start(self) -> None:
        """Serve in a thread of its own."""
        self._thread.start()

    def close(self) -> None:
        """Stop serving and free the port."""
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def reply(self, target: str) -> _Reply | None:
        """What stands at a request target; None where nothing does."""
        parts = urlsplit(target)
        path = unquote(parts.path)
        items = self.edition.at(self.now())
        plain = self._plain(path, items)
        if plain:
            return plain
        outlet = self._outlets.get(path.split("/")[1]) if path.count("/") > 1 else None
        if outlet is None:
            return None
        own = tuple(item for item in items if item.outlet.id == outlet.id)
        return self._listing(outlet, path, own) or self._article(_address(path, parts.query), own)

    def _plain(self, path: str, items: tuple[Printed, ...]) -> _Reply | None:
        start = self.edition.start
        if path == "/outlets.opml":
            return _Reply(write_opml(tuple(self._outlets.values()), self.base), "text/x-opml; charset=utf-8", start)
        if path == "/robots.txt":
            return _Reply(_ROBOTS.format(base=self.base).encode(), "text/plain; charset=utf-8", start)
        if path == "/_truth":
            return _Reply(self._truth(items), "application/json; charset=utf-8", self.now())
        if path.startswith("/img/") and path.endswith(".svg"):
            return self._picture(path.removeprefix("/img/").removesuffix(".svg"))
        return None

    def _picture(self, number: str) -> _Reply | None:
        section = next((item.section for item in self.edition.versions if str(item.number) == number), None)
        if section is None:
            return None
        return _Reply(draw(int(number), section), "image/svg+xml", self.edition.start - timedelta(days=6))

    def _truth(self, items: tuple[Printed, ...]) -> bytes:
        truth = build_truth()
        rows = [
            {
                **_now_true(truth.articles[item.id], f"{item.title}\n{item.body}"),
                "id": item.id,
                "url": self.base + item.path,
                "title": item.title,
                "subtitle": item.subtitle,
                "body": item.body,
                "subheads": [index for index, (_, sub) in enumerate(item.paragraphs) if sub],
                "published": item.published.isoformat(),
                "modified": item.modified.isoformat() if item.modified else None,
                "version": item.version,
            }
            for item in items
        ]
        return json.dumps({"now": self.now().isoformat(), "articles": rows}, ensure_ascii=False).encode()

    def _listing(self, outlet: Outlet, path: str, own: tuple[Printed, ...]) -> _Reply | None:
        changed = max((item.changed for item in own), default=self.edition.start)
        if path == outlet.feed_path:
            return _Reply(*write_feed(outlet, own, self.base), changed)
        if path == f"/{outlet.id}/news-sitemap.xml" and outlet.feed == "rss-sitemap":
            return _Reply(write_sitemap(outlet, own, self.base), "application/xml; charset=utf-8", changed)
        if path == f"/{outlet.id}/":
            return _Reply(*render_list(outlet, own, self.base), changed)
        section = path.removeprefix(f"/{outlet.id}/section/").rstrip("/")
        if section in outlet.sections:
            return _Reply(*render_list(outlet, own, self.base, section), changed)
        return None

    def _article(self, address: str, own: tuple[Printed, ...]) -> _Reply | None:
        item = next((item for item in own if item.path == address), None)
        if item is None:
            return None
        earlier = tuple(other for other in own if other.published < item.published)
        return _Reply(*render_article(item, earlier, self.base), item.changed)


def _now_true(labels: dict[str, Any], text: str) -> dict[str, Any]:
    """The labels without statements that a later version took out."""
    return {**labels, "claims": [claim for claim in labels["claims"] if claim["text"] in text]}


def _address(path: str, query: str) -> str:
    kept = [f"{name}={quote(value)}" for name, value in parse_qsl(query) if name in _PATH_QUERY]
    address = quote(path, safe="/.-_")
    return f"{address}?{'&'.join(kept)}" if kept else address


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], demo: DemoServer) -> None:
        self.demo = demo
        super().__init__(address, _Handler)


_NOT_FOUND = '<!doctype html><html lang="ar" dir="rtl"><title>404</title><h1>الصفحة غير موجودة</h1></html>'


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "siyaq-demo"
    server: _Server

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        demo = self.server.demo
        reply = demo.reply(self.path) or _Reply(_NOT_FOUND.encode(), "text/html; charset=utf-8", demo.edition.start, 404)
        etag = f'"{blake2b(reply.body, digest_size=8).hexdigest()}"'
        stamp = format_datetime(reply.changed.astimezone(UTC).replace(microsecond=0), usegmt=True)
        if reply.status == 200 and self._known(etag, stamp):
            self._send(304, {"ETag": etag, "Last-Modified": stamp}, b"", with_body=False)
            return
        headers = {"Content-Type": reply.kind, "ETag": etag, "Last-Modified": stamp, "Cache-Control": "no-cache"}
        body = reply.body
        if len(body) >= _GZIP_FROM_BYTES and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 5, mtime=0)
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        self._send(reply.status, headers, body, with_body=with_body)

    def _known(self, etag: str, stamp: str) -> bool:
        asked = self.headers.get("If-None-Match")
        return etag in asked if asked else self.headers.get("If-Modified-Since") == stamp

    def _send(self, status: int, headers: dict[str, str], body: bytes, *, with_body: bool) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the base class's
        """Say nothing: the demo's requests are of no interest."""


def _starting_clock(now: datetime | None) -> tuple[datetime, Callable[[], datetime]]:
    """The moment the five days end, and a clock that runs on from there."""
    set_to = os.environ.get("SIYAQ_NOW")
    if now is None and set_to:
        now = datetime.fromisoformat(set_to)
    start = (now or datetime.now(UTC)).astimezone(UTC)
    begun = time.monotonic()
    return start, lambda: start + timedelta(seconds=time.monotonic() - begun)


@contextmanager
def demo_server(
    host: str = "127.0.0.1", port: int = 0, *, now: datetime | None = None, moment: Literal["live", "all"] = "live"
) -> Iterator[str]:
    """Serve the demo outlets while the block runs; like `open_demo`, but yields only the address (http://host:port)."""
    with open_demo(host, port, now=now, moment=moment) as server:
        yield server.base


@contextmanager
def open_demo(
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    now: datetime | None = None,
    moment: Literal["live", "all"] = "live",
    start: datetime | None = None,
) -> Iterator[DemoServer]:
    """Serve the demo outlets while the block runs.

    Args:
        host: address to listen on.
        port: 0 takes a free one.
        now: the demo's time, which runs on from there; default $SIYAQ_NOW or the clock.
        start: the moment the five days end; default now. An earlier one gives the news of an earlier run again.
        moment: "live": a few pieces appear a minute or so after the start; "all": they are there at once.

    Yields:
        The running server; `base` and `outlets` are its addresses.

    Raises:
        OSError: the port is in use.
    """
    begun, clock = _starting_clock(now)
    server = DemoServer(host, port, make_edition(start or begun, moment), clock)
    server.start()
    try:
        yield server
    finally:
        server.close()
