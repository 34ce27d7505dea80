"""Turns at hosts, and robots.txt as values."""

import asyncio
import time
from itertools import pairwise

import pytest

from siyaq.fetch.pace import Pace
from siyaq.fetch.robots import Robots, product_token, robots_from_bytes


def test_starts_are_spaced_and_hosts_do_not_wait_for_each_other() -> None:
    async def run() -> tuple[list[float], float]:
        pace, starts, begun = Pace(10), list[float](), time.monotonic()

        async def ask(host: str) -> None:
            async with pace.turn(host, 0.1):
                if host == "a":
                    starts.append(time.monotonic() - begun)

        await asyncio.gather(*(ask(host) for host in "aaabc"))
        return starts, time.monotonic() - begun

    starts, total = asyncio.run(run())
    assert min(later - earlier for earlier, later in pairwise(starts)) > 0.09
    assert len(starts) == 3
    assert total < 2.0


def test_no_more_than_the_limit_run_together() -> None:
    async def run() -> int:
        pace, running, most = Pace(3), 0, 0

        async def ask(host: str) -> None:
            nonlocal running, most
            async with pace.turn(host, 0.0):
                running += 1
                most = max(most, running)
                await asyncio.sleep(0.01)
                running -= 1

        await asyncio.gather(*(ask(str(number)) for number in range(12)))
        return most

    assert asyncio.run(run()) == 3


def test_a_cancelled_turn_is_given_back() -> None:
    async def run() -> None:
        pace = Pace(1)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02), pace.turn("a", 0.0):
                await asyncio.sleep(1)
        async with asyncio.timeout(1), pace.turn("a", 0.0):
            pass

    asyncio.run(run())


def test_a_host_that_asked_for_rest_gets_it() -> None:
    now = 100.0
    pace = Pace(1, clock=lambda: now)
    assert pace.shut_for_s("a") == 0.0
    pace.shut("a", 30.0)
    pace.shut("a", 10.0)
    assert pace.shut_for_s("a") == 30.0
    now += 31.0
    assert pace.shut_for_s("a") == 0.0


RULES = """# تعليق
User-agent: *
Disallow: /

User-agent: Siyaq
User-agent: Other
Disallow: /private/
Disallow: /*.pdf$
Allow: /private/open
Disallow: /أرشيف
Crawl-delay: 2.5
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/private/x", False),
        ("/private/open", True),
        ("/a.pdf", False),
        ("/a.pdf?x", True),
        ("/%D8%A3%D8%B1%D8%B4%D9%8A%D9%81", False),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256"])
def test_rules_of_our_group_hold(path: str, allowed: bool, encoding: str) -> None:
    robots = robots_from_bytes(RULES.encode(encoding), 0.0)
    assert robots.allows(f"https://sada.example{path}", "Siyaq") is allowed
    assert robots.allows(f"https://sada.example{path}", "Nobody") is False
    assert robots.crawl_delay_s("Siyaq") == 2.5


@pytest.mark.parametrize("data", [b"", b"<html>Disallow: /</html>", bytes(range(256)) * 4, b"\x00" * 1000, b"Disallow: /"])
def test_what_holds_no_rules_forbids_nothing(data: bytes) -> None:
    assert robots_from_bytes(data, 0.0).allows("https://sada.example/a", "Siyaq")


def test_many_wildcards_take_no_time() -> None:
    robots = robots_from_bytes(b"User-agent: *\nDisallow: /" + b"a*" * 900 + b"b\n", 0.0)
    started = time.process_time()
    assert robots.allows("https://sada.example/" + "a" * 8_000, "Siyaq")
    assert time.process_time() - started < 0.5


def test_no_file_means_no_rules() -> None:
    assert Robots().allows("https://sada.example/a", "Siyaq")
    assert Robots().crawl_delay_s("Siyaq") is None


@pytest.mark.parametrize(
    ("agent", "token"), [("Siyaq/1.0 (+x)", "Siyaq"), ("Siyaq", "Siyaq"), ("My Bot/2", "My"), ("", "Siyaq")]
)
def test_product_token(agent: str, token: str) -> None:
    assert product_token(agent) == token
