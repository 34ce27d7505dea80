"""HttpFetcher towards hosts that nobody exempted: turns, back-off, robots.txt and the address guard, over real sockets.

The guard is told that 127.0.0.1 is a public address (and 127.0.0.2 still a private one), and names lead where a test says.
"""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Any

import pytest

from siyaq.errors import BlockedError, TemporaryFetchError
from siyaq.fetch import FetchLimits, HttpFetcher
from siyaq.web_text import forbidden_reason

LIMITS = FetchLimits(host_delay_s=0.0, backoff_s=0.1, deadline_s=5.0)
Route = tuple[int, bytes, dict[str, str]]


class Street:
    """Servers on two loopback addresses that answer alike; what was asked is noted with address, host and time."""

    def __init__(self, routes: dict[str, Route]) -> None:
        self.routes = routes
        self.asked: list[tuple[str, str, str, float]] = []
        self.open_now: dict[str, int] = defaultdict(int)
        self.open_most = 0
        self.slow_s = 0.0
        self.port = 0

    def paths(self, address: str = "127.0.0.1") -> list[str]:
        return [path for where, _, path, _ in self.asked if where == address and path != "/robots.txt"]

    def times(self, path: str) -> list[float]:
        return [when for _, _, asked, when in self.asked if asked == path]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        path = head[0].split(" ")[1]
        host = next(line[6:] for line in head if line.lower().startswith("host: "))
        self.asked.append((writer.get_extra_info("sockname")[0], host, path, time.monotonic()))
        self.open_now[host] += 1
        self.open_most = max(self.open_most, sum(self.open_now.values()))
        await asyncio.sleep(self.slow_s)
        status, body, headers = self.routes.get(f"{host.partition(':')[0]}{path}") or self.routes.get(path, (404, b"", {}))
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()
        writer.close()
        self.open_now[host] -= 1


@asynccontextmanager
async def street(routes: dict[str, Route]) -> AsyncIterator[Street]:
    built = Street(routes)
    first = await asyncio.start_server(built.serve, "127.0.0.1", 0)
    built.port = first.sockets[0].getsockname()[1]
    second = await asyncio.start_server(built.serve, "127.0.0.2", built.port)
    try:
        yield built
    finally:
        first.close()
        second.close()


@pytest.fixture(autouse=True)
def one_public_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "siyaq.fetch.guard.forbidden_reason", lambda address: None if address == "127.0.0.1" else forbidden_reason(address)
    )


def answers(*addresses: str) -> Callable[[str, int], Coroutine[Any, Any, list[str]]]:
    """A resolver that gives these one after the other, the last for ever."""
    left = list(addresses)

    async def resolve(_: str, __: int) -> list[str]:
        return [left.pop(0) if len(left) > 1 else left[0]]

    return resolve


def on_street(
    routes: dict[str, Route],
    use: Callable[[HttpFetcher, Street], Coroutine[Any, Any, None]],
    *,
    limits: FetchLimits = LIMITS,
    names: tuple[str, ...] = ("127.0.0.1",),
    allow: tuple[str, ...] = (),
    seed: int = 1,
) -> None:
    async def run() -> None:
        async with street(routes) as built:
            fetcher = HttpFetcher("Siyaq", allow, limits=limits, resolve=answers(*names), rng=random.Random(seed))
            try:
                await use(fetcher, built)
            finally:
                await fetcher.close()

    asyncio.run(run())


OK: Route = (200, b"ok", {})


def test_hosts_are_asked_at_the_same_time_and_each_one_by_one() -> None:
    async def use(fetcher: HttpFetcher, built: Street) -> None:
        built.slow_s = 0.15
        hosts = [f"{name}.example:{built.port}" for name in "abcd"]
        await asyncio.gather(*(fetcher.get(f"http://{host}/x{n}") for host in hosts for n in range(3)))
        assert built.open_most == 4
        for host in hosts:
            times = [when for _, asked, path, when in built.asked if asked == host and path != "/robots.txt"]
            assert len(times) == 3 and min(later - sooner for sooner, later in pairwise(times)) > 0.14

    on_street({f"/x{n}": OK for n in range(3)}, use)


def test_no_more_than_the_limit_over_all_hosts() -> None:
    async def use(fetcher: HttpFetcher, built: Street) -> None:
        built.slow_s = 0.05
        await asyncio.gather(*(fetcher.get(f"http://h{n}.example:{built.port}/x") for n in range(9)))
        assert built.open_most <= 3

    on_street({"/x": OK}, use, limits=FetchLimits(host_delay_s=0.0, connections=3))


@pytest.mark.parametrize(("asked", "least", "most"), [("0.6", 1.1, 4.0), ("9999", 1.7, 5.0), ("-1", 0.1, 1.0), ("x", 0.1, 1.0)])
def test_crawl_delay_within_reason(asked: str, least: float, most: float) -> None:
    async def use(fetcher: HttpFetcher, built: Street) -> None:
        for n in range(3):
            await fetcher.get(f"http://a.example:{built.port}/x?{n}")
        times = [when for *_, path, when in built.asked if path != "/robots.txt"]
        assert least < times[-1] - times[0] < most

    robots = f"User-agent: *\nCrawl-delay: {asked}\n".encode()
    limits = FetchLimits(host_delay_s=0.1, max_crawl_delay_s=0.9)
    on_street({"/robots.txt": (200, robots, {}), **{f"/x?{n}": OK for n in range(3)}}, use, limits=limits)


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_for_rest_is_not_asked_again_meanwhile(status: int) -> None:
    async def use(fetcher: HttpFetcher, built: Street) -> None:
        with pytest.raises(TemporaryFetchError, match=f"answered {status}") as first:
            await fetcher.get(f"http://a.example:{built.port}/busy")
        assert first.value.retry_after_s == 90.0
        with pytest.raises(TemporaryFetchError, match="left alone for another") as second:
            await fetcher.get(f"http://a.example:{built.port}/x")
        assert second.value.retry_after_s == pytest.approx(90.0, abs=3)
        assert built.paths() == ["/busy"]
        assert (await fetcher.get(f"http://b.example:{built.port}/x")).body == b"ok"

    on_street({"/busy": (status, b"", {"Retry-After": "90"}), "/x": OK}, use)


def test_a_short_rest_is_waited_for() -> None:
    async def use(fetcher: HttpFetcher, built: Street) -> None:
        with pytest.raises(TemporaryFetchError):
            await fetcher.get(f"http://a.example:{built.port}/busy")
        gaps = [later - sooner for sooner, later in pairwise(built.times("/busy"))]
        assert len(gaps) == 2 and min(gaps) > 0.99

    on_street({"/busy": (503, b"", {"Retry-After": "1"})}, use)


def waits(seed: int) -> list[float]:
    """Seconds between the repetitions of a request that fails."""
    found: list[float] = []

    async def use(fetcher: HttpFetcher, built: Street) -> None:
        with pytest.raises(TemporaryFetchError):
            await fetcher.get(f"http://a.example:{built.port}/down")
        found.extend(later - sooner for sooner, later in pairwise(built.times("/down")))

    on_street({"/down": (500, b"", {})}, use, seed=seed)
    return found


def test_back_off_doubles_with_jitter() -> None:
    first, other = waits(1), waits(2)
    for gaps in (first, other):
        assert 0.05 < gaps[0] < 0.15 + 0.4 and 0.1 < gaps[1] < 0.3 + 0.4
    assert max(abs(a - b) for a, b in zip(first, other, strict=True)) > 0.01


def test_robots_txt_behind_redirects_is_obeyed() -> None:
    hops: dict[str, Route] = {"/robots.txt": (301, b"", {"Location": "/r1"})}
    hops |= {f"/r{n}": (302, b"", {"Location": f"/r{n + 1}"}) for n in range(1, 5)}
    rules: Route = (200, b"User-agent: *\nDisallow: /private\n", {})

    async def use(fetcher: HttpFetcher, built: Street) -> None:
        assert (await fetcher.get(f"http://a.example:{built.port}/x")).body == b"ok"
        with pytest.raises(BlockedError, match=r"robots\.txt"):
            await fetcher.get(f"http://a.example:{built.port}/private")
        assert "/private" not in built.paths()

    on_street({**hops, "/r5": rules, "/x": OK}, use)


def test_a_failing_robots_txt_is_asked_for_again_later() -> None:
    async def use(fetcher: HttpFetcher, built: Street) -> None:
        url = f"http://a.example:{built.port}/x"
        for _ in range(2):
            with pytest.raises(TemporaryFetchError, match=r"robots\.txt"):
                await fetcher.get(url)
        assert len(built.times("/robots.txt")) == 3 and built.paths() == []
        built.routes["/robots.txt"] = (404, b"", {})
        await asyncio.sleep(0.6)
        assert (await fetcher.get(url)).body == b"ok"

    limits = FetchLimits(host_delay_s=0.0, backoff_s=0.01, robots_retry_s=0.5)
    on_street({"/robots.txt": (500, b"", {}), "/x": OK}, use, limits=limits)


def test_rules_beyond_the_size_limit_do_not_count() -> None:
    async def use(fetcher: HttpFetcher, built: Street) -> None:
        assert (await fetcher.get(f"http://a.example:{built.port}/late")).body == b"ok"
        with pytest.raises(BlockedError):
            await fetcher.get(f"http://a.example:{built.port}/early")

    robots = b"User-agent: *\nDisallow: /early\n" + b"# x\n" * 150_000 + b"Disallow: /late\n"
    on_street({"/robots.txt": (200, robots, {}), "/early": OK, "/late": OK}, use)


def test_a_name_that_changes_its_address_reaches_nothing_inside() -> None:
    async def use(fetcher: HttpFetcher, built: Street) -> None:
        url = f"http://rebound.example:{built.port}/x"
        assert (await fetcher.get(url)).body == b"ok"
        with pytest.raises(BlockedError, match=r"127\.0\.0\.2 \(loopback\)"):
            await fetcher.get(url)
        assert built.paths("127.0.0.2") == []

    on_street({"/x": OK}, use, names=("127.0.0.1", "127.0.0.1", "127.0.0.2"))


INSIDE = (
    "http://127.0.0.2:{}/x", "http://2130706434:{}/x", "http://0x7f000002:{}/x", "http://0177.0.0.2:{}/x", "http://127.2:{}/x",
    "http://[::ffff:127.0.0.2]:{}/x", "http://[::ffff:7f00:2]:{}/x", "http://[::1]:{}/x", "http://127.0.0.2.:{}/x",
    "http://１２７.0.0.2:{}/x", "http://10.0.0.1:{}/x", "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0:{}/x",
)  # fmt: skip


@pytest.mark.parametrize("target", INSIDE)
def test_no_spelling_of_an_inner_address_gets_through(target: str) -> None:
    """Asked for, redirected to, or posted to."""

    async def use(fetcher: HttpFetcher, built: Street) -> None:
        url = target.format(built.port)
        built.routes["/away"] = (302, b"", {"Location": url.encode().decode("latin-1")})
        for ask in (fetcher.get(url), fetcher.get(f"http://a.example:{built.port}/away"), fetcher.post_form(url, b"a=b")):
            with pytest.raises(BlockedError):
                await ask
        assert built.paths() == ["/away"] and built.paths("127.0.0.2") == []

    async def literal(host: str, _: int) -> list[str]:
        return ["127.0.0.1"] if host == "a.example" else [host]

    async def run() -> None:
        async with street({}) as built:
            fetcher = HttpFetcher("Siyaq", limits=LIMITS, resolve=literal)
            await use(fetcher, built)
            await fetcher.close()

    asyncio.run(run())


def test_the_switch_opens_the_named_host_alone() -> None:
    async def use(fetcher: HttpFetcher, built: Street) -> None:
        assert (await fetcher.get(f"http://inner.example:{built.port}/x")).body == b"ok"
        for other in (f"http://other.example:{built.port}/x", f"http://127.0.0.2:{built.port}/x"):
            with pytest.raises(BlockedError):
                await fetcher.get(other)

    on_street({"/x": OK}, use, names=("127.0.0.2",), allow=("inner.example",))
