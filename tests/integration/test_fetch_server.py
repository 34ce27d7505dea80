"""HttpFetcher against real sockets on loopback: what it sends, what it follows, what it refuses, and what it costs."""

import asyncio
import gzip
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, TypeVar

import pytest

from siyaq.errors import BlockedError, FetchError, GoneError, PermanentFetchError, TemporaryFetchError
from siyaq.fetch import FetchLimits, HttpFetcher, Subscription, subscribe
from siyaq.types import Page

T = TypeVar("T")
QUICK = FetchLimits(deadline_s=2.0, silence_s=0.5, connect_s=1.0, backoff_s=0.01, max_bytes=1_000_000)
NOW = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
Answer = Callable[["Outlet", asyncio.StreamWriter, dict[str, str]], Awaitable[None]]


@dataclass
class Outlet:
    """A web server whose answers are bytes or functions; unknown paths (robots.txt too) are 404."""

    routes: dict[str, bytes | Answer]
    base: str = ""
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    open_now: int = 0
    open_most: int = 0

    @property
    def host(self) -> str:
        return self.base.removeprefix("http://")

    def pages(self) -> list[str]:
        return [path for path in self.asked if path != "/robots.txt"]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
            self.bodies.append(await reader.readexactly(int(fields.get("content-length", "0"))))
            path = head[0].split(" ")[1]
            self.asked.append(path)
            self.headers.append(fields)
            self.times.append(time.monotonic())
            self.open_now += 1
            self.open_most = max(self.open_most, self.open_now)
            route = self.routes.get(path, reply(404))
            if isinstance(route, bytes):
                writer.write(route)
                await writer.drain()
            else:
                await route(self, writer, fields)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open_now -= 1
            writer.close()


def reply(status: int = 200, body: bytes = b"", **headers: str | bytes) -> bytes:
    """A response; underscores in header names stand for hyphens."""
    lines = [f"HTTP/1.1 {status} X".encode(), b"Connection: close"]
    if "Content_Length" not in headers:
        lines.append(f"Content-Length: {len(body)}".encode())
    for name, value in headers.items():
        lines.append(name.replace("_", "-").encode() + b": " + (value if isinstance(value, bytes) else value.encode()))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def after(seconds: float, data: bytes) -> Answer:
    """An answer that comes late."""

    async def answer(_: Outlet, writer: asyncio.StreamWriter, __: dict[str, str]) -> None:
        await asyncio.sleep(seconds)
        writer.write(data)

    return answer


@asynccontextmanager
async def outlet(routes: dict[str, bytes | Answer]) -> AsyncIterator[Outlet]:
    served = Outlet(routes)
    server = await asyncio.start_server(served.serve, "127.0.0.1", 0)
    served.base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield served
    finally:
        server.close()
        await asyncio.sleep(0)


def with_outlet(
    routes: dict[str, bytes | Answer],
    use: Callable[[HttpFetcher, Outlet], Coroutine[Any, Any, T]],
    limits: FetchLimits = QUICK,
) -> T:
    """Run `use` with a fetcher that may ask the outlet."""

    async def run() -> T:
        async with outlet(routes) as served:
            fetcher = HttpFetcher(
                "Siyaq/1.0 (+https://siyaq.example)", [served.host], limits=limits, rng=random.Random(7), clock=lambda: NOW
            )
            try:
                return await use(fetcher, served)
            finally:
                await fetcher.close()

    return asyncio.run(run())


def get(routes: dict[str, bytes | Answer], path: str = "/a", limits: FetchLimits = QUICK, **options: Any) -> Page:
    return with_outlet(routes, lambda fetcher, served: fetcher.get(served.base + path, **options), limits)


def test_a_page_comes_with_what_is_needed_to_ask_again() -> None:
    answer = reply(
        200,
        "نص".encode(),
        ETag='W/"7"',
        Last_Modified="Wed, 01 May 2024 10:00:00 GMT",
        Content_Type="text/html; charset=utf-8",
        Cache_Control="public, max-age=90",
        Age="30",
        Link='<https://hub.example/>; rel="hub", </feed>; rel=self',
    )
    page = get({"/a": answer})
    assert (page.status, page.body.decode(), page.etag, page.max_age_s) == (200, "نص", 'W/"7"', 60.0)
    assert page.content_type == "text/html; charset=utf-8"
    assert page.fetched == NOW
    assert page.moved_to is None
    assert [rel for rel, _ in page.links] == ["hub", "self"]
    assert page.links[1][1].endswith("/feed")


def test_validators_are_sent_and_304_means_unchanged() -> None:
    async def use(fetcher: HttpFetcher, served: Outlet) -> None:
        page = await fetcher.get(served.base + "/a", etag='"7"', last_modified="Wed, 01 May 2024 10:00:00 GMT")
        assert page.unchanged
        assert served.headers[-1]["if-none-match"] == '"7"'
        assert served.headers[-1]["if-modified-since"] == "Wed, 01 May 2024 10:00:00 GMT"
        assert served.headers[-1]["user-agent"].startswith("Siyaq/1.0")

    with_outlet({"/a": reply(304)}, use)


def test_raw_arabic_in_addresses_and_locations() -> None:
    encoded = "/%D8%AE%D8%A8%D8%B1"
    routes: dict[str, bytes | Answer] = {
        encoded: reply(302, Location="/نبأ?q=ب".encode()),
        "/%D9%86%D8%A8%D8%A3?q=%D8%A8": reply(302, Location="/قديم".encode("cp1256")),
        "/%DE%CF%ED%E3": reply(200, b"ok"),
    }
    assert get(routes, "/خبر").body == b"ok"


def test_permanent_redirects_are_reported_as_far_as_they_lead() -> None:
    page = get(
        {"/a": reply(301, Location="/b"), "/b": reply(308, Location="c"), "/c": reply(302, Location="/d"), "/d": reply()}
    )
    assert page.final_url.endswith("/d")
    assert page.moved_to is not None and page.moved_to.endswith("/c")
    assert get({"/a": reply(302, Location="/b"), "/b": reply(301, Location="/d"), "/d": reply(200)}).moved_to is None


@pytest.mark.parametrize(
    ("location", "error", "cause"),
    [
        ("/a", PermanentFetchError, "loop"),
        (None, PermanentFetchError, "without saying where"),
        ("file:///etc/passwd", BlockedError, "no plain http"),
        ("http://user:pass@127.0.0.1/", BlockedError, "no plain http"),
        ("http://169.254.169.254/latest/meta-data/", BlockedError, "metadata"),
        ("http://127.0.0.1:1/", BlockedError, "loopback"),
        ("http://localhost:1/", BlockedError, "loopback"),
        ("http://2130706433:1/", BlockedError, "loopback"),
        ("http://0x7f000001:1/", BlockedError, "loopback"),
        ("http://[::1]:1/", BlockedError, "loopback"),
        ("http://[::ffff:169.254.169.254]/", BlockedError, "metadata"),
        ("http://[64:ff9b::a00:1]/", BlockedError, "private"),
        ("http://10.0.0.1/", BlockedError, "private"),
        ("http://0.0.0.0:1/", BlockedError, "unspecified"),
    ],
)
def test_redirects_that_lead_nowhere_good(location: str | None, error: type[FetchError], cause: str) -> None:
    with pytest.raises(error, match=cause):
        get({"/a": reply(302, **({"Location": location} if location else {}))})


def test_long_chains_are_given_up() -> None:
    chain: dict[str, bytes | Answer] = {f"/{i}": reply(302, Location=f"/{i + 1}") for i in range(30)}
    with pytest.raises(PermanentFetchError, match="chain of redirects"):
        get(chain, "/0")


def test_codings_are_asked_for_and_undone() -> None:
    packed = gzip.compress("خبر".encode())
    assert get({"/a": reply(200, packed, Content_Encoding="gzip")}).body.decode() == "خبر"


@pytest.mark.parametrize(
    ("response", "cause"),
    [
        (reply(200, b"x" * 100, Content_Encoding="gzip"), "damaged"),
        (reply(200, b"x" * 100, Content_Encoding="zstd"), "not asked for"),
        (reply(200, b"x" * 100, Content_Encoding="gzip,gzip,gzip"), "packed 3 times"),
        (reply(200, b"x", Content_Length="99999999"), "over the limit"),
        (reply(200, b"x" * 1_000_001), "over the limit"),
        (reply(403), "answered 403"),
    ],
)
def test_what_will_not_get_better_is_permanent(response: bytes, cause: str) -> None:
    with pytest.raises(PermanentFetchError, match=cause):
        get({"/a": response})


def test_an_endless_body_ends_at_the_limit() -> None:
    async def endless(_: Outlet, writer: asyncio.StreamWriter, __: dict[str, str]) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"8000\r\n" + b"x" * 0x8000 + b"\r\n")
            await writer.drain()

    with pytest.raises(PermanentFetchError, match="over the limit of 1000000 bytes"):
        get({"/a": endless})


@pytest.mark.parametrize("status", [404, 410])
def test_gone(status: int) -> None:
    with pytest.raises(GoneError, match=f"answered {status}"):
        get({"/a": reply(status)})


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120.0), ("Wed, 01 May 2024 12:01:30 GMT", 90.0), ("Wed, 01 May 2024 11:00:00 GMT", 0.0), ("soon", None)],
)
def test_retry_after_reaches_the_caller(header: str, seconds: float | None) -> None:
    with pytest.raises(TemporaryFetchError) as caught:
        get({"/a": reply(429, Retry_After=header)})
    assert caught.value.retry_after_s == seconds


def test_temporary_failures_are_repeated_and_then_told() -> None:
    async def second_time(served: Outlet, writer: asyncio.StreamWriter, _: dict[str, str]) -> None:
        writer.write(reply(200, b"ok") if len(served.pages()) > 1 else reply(503))

    assert get({"/a": second_time}).body == b"ok"

    async def use(fetcher: HttpFetcher, served: Outlet) -> None:
        with pytest.raises(TemporaryFetchError, match="answered 500"):
            await fetcher.get(served.base + "/a")
        assert served.pages() == ["/a"] * 3

    with_outlet({"/a": reply(500)}, use)


def test_a_reset_connection_is_temporary() -> None:
    async def reset(_: Outlet, writer: asyncio.StreamWriter, __: dict[str, str]) -> None:
        writer.transport.abort()

    with pytest.raises(TemporaryFetchError, match=r"cut off|broke"):
        get({"/a": reset})


def test_no_server_is_temporary() -> None:
    async def run() -> None:
        async with outlet({}) as served:
            base, host = served.base, served.host
        fetcher = HttpFetcher("Siyaq", [host], limits=QUICK)
        try:
            with pytest.raises(TemporaryFetchError, match="no connection"):
                await fetcher.get(base + "/a")
        finally:
            await fetcher.close()

    asyncio.run(run())


def test_silence_and_dripping_end_at_their_limits() -> None:
    async def drip(_: Outlet, writer: asyncio.StreamWriter, __: dict[str, str]) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _n in range(1000):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.1)

    started = time.monotonic()
    with pytest.raises(TemporaryFetchError, match="fell silent"):
        get({"/a": after(30, b"")})
    assert time.monotonic() - started < 5
    with pytest.raises(TemporaryFetchError, match="longer than 2 s"):
        get({"/a": drip})
    assert time.monotonic() - started < 12


def test_a_body_shorter_than_promised_is_kept_only_if_it_is_whole() -> None:
    assert get({"/a": reply(200, b"<html>x</html>\n", Content_Length="900")}).body == b"<html>x</html>\n"
    with pytest.raises(TemporaryFetchError, match="cut off"):
        get({"/a": reply(200, b"<html><p>x", Content_Length="900")})


ROBOTS = b"User-agent: *\nDisallow: /\n\nUser-agent: siyaq\nCrawl-delay: 20\nDisallow: /private/\nAllow: /private/open\n"


def test_robots_txt_is_obeyed_and_read_once() -> None:
    async def use(fetcher: HttpFetcher, served: Outlet) -> None:
        started = time.monotonic()
        for _ in range(3):
            assert (await fetcher.get(served.base + "/a")).body == b"ok"
        assert (await fetcher.get(served.base + "/private/open")).body == b"ok"
        with pytest.raises(BlockedError, match=r"robots\.txt"):
            await fetcher.get(served.base + "/private/x")
        with pytest.raises(BlockedError, match=r"robots\.txt"):
            await fetcher.get(served.base + "/to-private")
        assert served.asked.count("/robots.txt") == 1
        assert "/private/x" not in served.asked
        assert time.monotonic() - started < 5  # Crawl-delay does not bind for allowed hosts

    ok = reply(200, b"ok")
    with_outlet(
        {"/robots.txt": reply(200, ROBOTS), "/a": ok, "/private/open": ok, "/to-private": reply(302, Location="/private/x")},
        use,
    )


@pytest.mark.parametrize(
    ("robots", "error"),
    [
        (reply(403), None),
        (reply(404), None),
        (reply(500), TemporaryFetchError),
        (reply(429), TemporaryFetchError),
        (reply(200, b"<html>Disallow: /</html>"), None),
        (reply(302, Location="/robots.txt"), None),
    ],
)
def test_missing_robots_txt_allows_and_failing_forbids_for_now(robots: bytes, error: type[FetchError] | None) -> None:
    routes: dict[str, bytes | Answer] = {"/robots.txt": robots, "/a": reply(200, b"ok")}
    if error is None:
        assert get(routes).body == b"ok"
    else:
        with pytest.raises(error, match=r"robots\.txt"):
            get(routes)


def test_allowed_hosts_are_asked_in_parallel() -> None:
    async def use(fetcher: HttpFetcher, served: Outlet) -> None:
        await asyncio.gather(*(fetcher.get(f"{served.base}/a") for _ in range(8)))
        assert served.open_most >= 6

    with_outlet({"/a": after(0.3, reply(200))}, use)


def test_other_hosts_are_asked_one_by_one_at_their_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("siyaq.fetch.guard.forbidden_reason", lambda _: None)

    async def loopback(_: str, __: int) -> list[str]:
        return ["127.0.0.1"]

    async def run() -> Outlet:
        async with outlet(
            {"/a": after(0.05, reply(200)), "/robots.txt": reply(200, b"User-agent: *\nCrawl-delay: 0.2\n")}
        ) as served:
            fetcher = HttpFetcher("Siyaq", limits=FetchLimits(host_delay_s=0.05), resolve=loopback)
            base = served.base.replace("127.0.0.1", "sada.example")
            await asyncio.gather(*(fetcher.get(f"{base}/a") for _ in range(4)))
            await fetcher.close()
            return served

    served = asyncio.run(run())
    times = [when for when, path in zip(served.times, served.asked, strict=True) if path == "/a"]
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.18
    assert served.open_most == 1


def test_subscribing_posts_the_form() -> None:
    async def use(fetcher: HttpFetcher, served: Outlet) -> None:
        wanted = Subscription(
            hub=served.base + "/hub", topic="https://sada.example/feed", callback="https://siyaq.example/push/1", secret="s"
        )
        await subscribe(fetcher, wanted)
        assert b"hub.mode=subscribe" in served.bodies[-1]
        assert b"hub.topic=https%3A%2F%2Fsada.example%2Ffeed" in served.bodies[-1]
        with pytest.raises(PermanentFetchError, match="answered 404"):
            await subscribe(fetcher, Subscription(hub=served.base + "/no", topic="t", callback="c", secret="s"))

    with_outlet({"/hub": reply(202)}, use)
