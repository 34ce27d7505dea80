"""One HTTP exchange: guarded connection, bounded body, the client library's errors in our words."""

import asyncio
import re
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import httpcore

from siyaq.errors import FetchError, PermanentFetchError, TemporaryFetchError
from siyaq.fetch.guard import AllowList, GuardedBackend, Resolver
from siyaq.fetch.header import Headers
from siyaq.fetch.inflate import ACCEPT_ENCODING, Inflater
from siyaq.fetch.limit import FetchLimits

# A document that ends with its root's closing tag is whole although Content-Length promised more.
_WHOLE: Final = re.compile(rb"</(?:html|rss|feed|rdf:rdf|urlset|opml)>\s*\Z", re.IGNORECASE)
_KEEP_ALIVE_S: Final = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response; `body` is inflated, and empty unless the status is 200 or 203; `short` if less of it came than promised."""

    url: str
    status: int
    headers: Headers
    body: bytes = b""
    short: bool = False


class SlowServerError(TemporaryFetchError):
    """Time ran out; asking again at once would only take the same time again."""


class Budget:
    """Seconds that the exchanges of one `get` may take together."""

    def __init__(self, seconds: float) -> None:
        self.left_s = seconds


class Transport:
    """Sends requests over a pool of guarded connections."""

    def __init__(self, limits: FetchLimits, allowed: AllowList, resolve: Resolver | None, user_agent: str) -> None:
        self._limits = limits
        self._user_agent = user_agent
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=None,
            max_connections=limits.connections * 2,
            max_keepalive_connections=limits.connections,
            keepalive_expiry=_KEEP_ALIVE_S,
            network_backend=GuardedBackend(allowed, resolve),
        )

    async def exchange(
        self,
        url: str,
        budget: Budget,
        max_bytes: int,
        *,
        headers: Sequence[tuple[str, str]] = (),
        method: str = "GET",
        content: bytes | None = None,
    ) -> Answer:
        """Send a request and read the response within the budget.

        Raises:
            BlockedError: the address guard refused.
            TemporaryFetchError: no connection, cut off, or too slow.
            PermanentFetchError: over a limit of size or inflation, or no HTTP.
        """
        if budget.left_s <= 0:
            raise SlowServerError(f"{url} took longer than {self._limits.deadline_s:g} s")
        started = time.monotonic()
        try:
            async with asyncio.timeout(budget.left_s):
                return await self._exchange(url, max_bytes, [*self._own_headers(url), *headers], method, content)
        except TimeoutError as error:
            raise SlowServerError(f"{url} took longer than {self._limits.deadline_s:g} s") from error
        except httpcore.LocalProtocolError as error:
            raise PermanentFetchError(f"{url} cannot be asked for: {_cause(error)}") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, ssl.SSLError, OSError) as error:
            raise _foreign(url, error) from error
        finally:
            budget.left_s -= time.monotonic() - started

    async def close(self) -> None:
        """Close all connections."""
        await self._pool.aclose()

    async def _exchange(
        self, url: str, max_bytes: int, headers: list[tuple[str, str]], method: str, content: bytes | None
    ) -> Answer:
        wait = {
            "connect": self._limits.connect_s,
            "read": self._limits.silence_s,
            "write": self._limits.silence_s,
            "pool": None,
        }
        raw = [(name.encode("ascii"), value.encode("latin-1", "replace")) for name, value in headers]
        async with self._pool.stream(
            method, url.encode("ascii"), headers=raw, content=content, extensions={"timeout": wait}
        ) as response:
            answer_headers = Headers(response.headers)
            body, short = b"", False
            if response.status in (200, 203) and method != "HEAD":
                body, short = await self._read(response, answer_headers, url, max_bytes)
            elif response.status == 304 or answer_headers.first("content-length") == "0":
                await response.aread()  # nothing to come: the connection can be used again
            return Answer(url=url, status=response.status, headers=answer_headers, body=body, short=short)

    async def _read(self, response: httpcore.Response, headers: Headers, url: str, max_bytes: int) -> tuple[bytes, bool]:
        """The body, and whether less of it came than was promised."""
        length = headers.first("content-length") or ""
        if length.isascii() and length.isdigit() and len(length) < 20 and int(length) > max_bytes:
            raise PermanentFetchError(f"{url} has {length} bytes, over the limit of {max_bytes}")
        inflater = Inflater(headers.joined("content-encoding"), url, max_bytes, self._limits.max_inflation)
        try:
            async for chunk in response.aiter_stream():
                inflater.feed(chunk)
        except httpcore.RemoteProtocolError:
            if not _WHOLE.search(inflater.body()[-200:]):
                raise
            return inflater.body(), True
        return inflater.body(), False

    def _own_headers(self, url: str) -> list[tuple[str, str]]:
        return [
            ("Host", urlsplit(url).netloc),
            ("User-Agent", self._user_agent),
            ("Accept-Encoding", ACCEPT_ENCODING),
            ("Accept-Language", "ar,en;q=0.5"),
        ]


def _foreign(url: str, error: Exception) -> FetchError:
    """The library's error as one of ours, with its cause in a few words."""
    if isinstance(error, httpcore.ConnectTimeout):
        return SlowServerError(f"{url}: no connection in time")
    if isinstance(error, httpcore.TimeoutException):
        return SlowServerError(f"{url}: the server fell silent")
    if isinstance(error, httpcore.ConnectError):
        return TemporaryFetchError(f"{url}: no connection: {_cause(error)}")
    if isinstance(error, httpcore.RemoteProtocolError):
        return TemporaryFetchError(f"{url}: the response was cut off or is no HTTP: {_cause(error)}")
    return TemporaryFetchError(f"{url}: the connection broke: {_cause(error)}")


def _cause(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
