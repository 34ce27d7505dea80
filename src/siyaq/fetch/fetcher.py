"""The polite fetcher: robots.txt, turns, redirects, repetitions and validators around single exchanges."""

import asyncio
import random
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from siyaq.errors import BlockedError, GoneError, PermanentFetchError, TemporaryFetchError
from siyaq.fetch.guard import AllowList, Resolver
from siyaq.fetch.header import links_of, location_of, max_age_s, retry_after_s
from siyaq.fetch.limit import FetchLimits
from siyaq.fetch.pace import Pace
from siyaq.fetch.robots import Robots, product_token, robots_from_bytes
from siyaq.fetch.transport import Answer, Budget, SlowServerError, Transport
from siyaq.types import Page
from siyaq.web_text import absolute_url

DEFAULT_ACCEPT: Final = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_PERMANENT: Final = frozenset((301, 308))
_TEMPORARY: Final = frozenset((408, 421, 425, 429))
_MAX_SHUT_S: Final = 3_600.0  # a longer Retry-After is passed on to the caller, but not enforced here
_MAX_ORIGINS: Final = 2_000  # robots.txt files kept; the oldest goes first
_ROBOTS_WIRE_FACTOR: Final = 10  # a robots.txt may be this much longer than what is read of it


class HttpFetcher:
    """Fetches pages and feeds; an implementation of `ports.Fetcher` for one event loop.

    Args:
        user_agent: how we present ourselves; its first word is looked for in robots.txt.
        allow_hosts: "host" or "host:port" exempt from the address guard and from per-host delays.
        limits: sizes, times and politeness.
        rng: source of jitter.
        resolve: name look-up, the system's by default.
        clock: current time for Retry-After and Expires.
    """

    def __init__(
        self,
        user_agent: str,
        allow_hosts: Iterable[str] = (),
        *,
        limits: FetchLimits | None = None,
        rng: random.Random | None = None,
        resolve: Resolver | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._limits = limits or FetchLimits()
        self._allowed = AllowList(allow_hosts)
        self._rng = rng or random.Random()  # noqa: S311
        self._clock = clock
        self._token = product_token(user_agent)
        self._pace = Pace(self._limits.connections)
        self._transport = Transport(self._limits, self._allowed, resolve, user_agent)
        self._robots: dict[str, Robots] = {}
        self._robots_locks: dict[str, asyncio.Lock] = {}

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        max_bytes: int | None = None,
        accept: str | None = None,
    ) -> Page:
        """GET a resource politely.

        Args:
            url: http or https; raw Arabic letters are allowed.
            etag, last_modified: what an earlier `Page` of this address had, to be answered with 304.
            max_bytes: limit for this resource, `FetchLimits.max_bytes` if None.
            accept: Accept header.

        Returns:
            A page with status 200 or 304.

        Raises:
            BlockedError: address guard, scheme, user name in the address, or robots.txt.
            TemporaryFetchError: worth trying later; `retry_after_s` where the server said when.
            GoneError: 404 or 410.
            PermanentFetchError: other refusals, redirect loops, over a limit.
        """
        headers = [("Accept", accept or DEFAULT_ACCEPT)]
        headers += [("If-None-Match", etag)] if etag else []
        headers += [("If-Modified-Since", last_modified)] if last_modified else []
        budget = Budget(self._limits.deadline_s)
        limit = self._limits.max_bytes if max_bytes is None else max_bytes
        answer, moved_to = await self._follow(_checked(url, url), headers, limit, budget)
        return self._page(url, answer, moved_to)

    async def post_form(self, url: str, body: bytes) -> int:
        """POST a form (for WebSub) under the same guard, limits and turns.

        Returns:
            The status, whatever it is; no redirect is followed.
        """
        target = _checked(url, url)
        headers = [("Content-Type", "application/x-www-form-urlencoded")]
        async with self._turn(target):
            budget = Budget(self._limits.deadline_s)
            answer = await self._transport.exchange(
                target, budget, self._limits.max_bytes, headers=headers, method="POST", content=body
            )
        return answer.status

    async def close(self) -> None:
        """Close connections."""
        await self._transport.close()

    async def _follow(self, url: str, headers: list[tuple[str, str]], limit: int, budget: Budget) -> tuple[Answer, str | None]:
        """Ask, and ask again where redirects lead. Also where the leading permanent redirects lead, if any."""
        seen, moved_to, still_permanent, current = {url}, None, True, url
        while True:
            await self._obey_robots(current)
            answer = await self._ask_repeatedly(current, headers, limit, budget)
            if answer.status not in _REDIRECTS:
                return answer, moved_to
            current = self._next_hop(answer, seen)
            still_permanent = still_permanent and answer.status in _PERMANENT
            moved_to = current if still_permanent else moved_to

    def _next_hop(self, answer: Answer, seen: set[str]) -> str:
        location = location_of(answer.headers, answer.url)
        if location is None:
            raise PermanentFetchError(f"{answer.url} redirects ({answer.status}) without saying where to")
        target = _checked(location, answer.url)
        if target in seen:
            raise PermanentFetchError(f"{answer.url} redirects in a loop, back to {target}")
        if len(seen) > self._limits.max_redirects:
            raise PermanentFetchError(f"{answer.url} is hop {len(seen)} of a chain of redirects; given up")
        seen.add(target)
        return target

    async def _ask_repeatedly(self, url: str, headers: list[tuple[str, str]], limit: int, budget: Budget) -> Answer:
        for attempt in range(self._limits.retries):
            try:
                return await self._ask(url, headers, limit, budget)
            except SlowServerError:
                raise
            except TemporaryFetchError as error:
                wait = self._backoff_s(attempt) if error.retry_after_s is None else error.retry_after_s
                if wait > self._limits.max_wait_s or budget.left_s <= wait:
                    raise
            await asyncio.sleep(wait)
            budget.left_s -= wait
        return await self._ask(url, headers, limit, budget)

    def _backoff_s(self, attempt: int) -> float:
        return self._limits.backoff_s * 2.0**attempt * (0.5 + self._rng.random())

    async def _ask(self, url: str, headers: list[tuple[str, str]], limit: int, budget: Budget) -> Answer:
        async with self._turn(url):
            answer = await self._transport.exchange(url, budget, limit, headers=headers)
        self._raise_for_status(answer)
        return answer

    def _turn(self, url: str) -> AbstractAsyncContextManager[None]:
        host, exempt = self._host(url)
        if exempt:
            return self._pace.turn(host, 0.0, self._limits.host_connections)
        shut_s = self._pace.shut_for_s(host)
        if shut_s > 0:
            raise TemporaryFetchError(f"{host} asked to be left alone for another {shut_s:.0f} s", retry_after_s=shut_s)
        return self._pace.turn(host, self._delay_s(url))

    def _delay_s(self, url: str) -> float:
        robots = self._robots.get(_origin(url))
        asked = robots.crawl_delay_s(self._token) if robots else None
        return self._limits.host_delay_s if asked is None else min(asked, self._limits.max_crawl_delay_s)

    def _raise_for_status(self, answer: Answer) -> None:
        status = answer.status
        if status in (200, 203, 304) or status in _REDIRECTS:
            return
        line = f"{answer.url} answered {status}"
        if status in (404, 410):
            raise GoneError(line)
        if status in _TEMPORARY or status >= 500 or status < 300:
            retry = retry_after_s(answer.headers, self._clock())
            host, exempt = self._host(answer.url)
            if retry and not exempt and status in (429, 503):
                self._pace.shut(host, min(retry, _MAX_SHUT_S))
            raise TemporaryFetchError(line, retry_after_s=retry)
        raise PermanentFetchError(line)

    async def _obey_robots(self, url: str) -> None:
        robots = await self._robots_of(_origin(url))
        if robots.failed:
            raise TemporaryFetchError(f"robots.txt of {_origin(url)} cannot be read, so nothing is fetched: {robots.failed}")
        if not robots.allows(url, self._token):
            raise BlockedError(f"robots.txt of {_origin(url)} forbids {url}")

    async def _robots_of(self, origin: str) -> Robots:
        known = self._robots.get(origin)
        if known and known.expires > time.monotonic():
            return known
        async with self._robots_locks.setdefault(origin, asyncio.Lock()):
            known = self._robots.get(origin)
            if known is None or known.expires <= time.monotonic():
                known = await self._read_robots(origin)
                self._keep_robots(origin, known)
        self._robots_locks.pop(origin, None)
        return known

    def _keep_robots(self, origin: str, robots: Robots) -> None:
        self._robots.pop(origin, None)
        self._robots[origin] = robots
        if len(self._robots) > _MAX_ORIGINS:
            del self._robots[next(iter(self._robots))]

    async def _read_robots(self, origin: str) -> Robots:
        """RFC 9309, section 2.3.1: absent means allowed, failing means forbidden for now."""
        keep, retry = time.monotonic() + self._limits.robots_keep_s, time.monotonic() + self._limits.robots_retry_s
        url, seen = f"{origin}/robots.txt", {f"{origin}/robots.txt"}
        budget, headers = Budget(self._limits.deadline_s), [("Accept", "text/plain,*/*;q=0.5")]
        limit = self._limits.robots_max_bytes * _ROBOTS_WIRE_FACTOR
        try:
            while True:
                answer = await self._ask_repeatedly(url, headers, limit, budget)
                if answer.status not in _REDIRECTS:
                    return robots_from_bytes(answer.body[: self._limits.robots_max_bytes], keep)
                url = self._next_hop(answer, seen)
        except TemporaryFetchError as error:
            return Robots(failed=str(error).removeprefix(url).lstrip(": "), expires=retry)
        except (GoneError, PermanentFetchError):
            return Robots(expires=keep)

    def _host(self, url: str) -> tuple[str, bool]:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        exempt = (host, port) in self._allowed
        return (f"{host}:{port}" if exempt else host), exempt

    def _page(self, asked: str, answer: Answer, moved_to: str | None) -> Page:
        now, headers = self._clock(), answer.headers
        return Page(
            url=asked,
            final_url=answer.url,
            status=304 if answer.status == 304 else 200,
            body=answer.body,
            content_type=headers.first("content-type"),
            etag=headers.first("etag"),
            last_modified=headers.first("last-modified"),
            max_age_s=max_age_s(headers, now),
            moved_to=moved_to,
            links=links_of(headers, answer.url),
            fetched=now,
            warnings=("shorter than its Content-Length, but whole",) if answer.short else (),
        )


def _checked(url: str, named_by: str) -> str:
    target = absolute_url(url)
    if target is None:
        where = "" if url == named_by else f" (from {named_by})"
        raise BlockedError(f"“{' '.join(url[:200].split())}”{where} is no plain http or https address")
    return target


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
