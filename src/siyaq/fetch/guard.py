"""No request to an address inside a network: checked after name look-up, and the checked address is the one connected to.

A host name may answer with another address between check and connect (DNS rebinding), and a redirect may lead anywhere,
so the check sits where the connection is made: every connection of every hop passes `GuardedBackend.connect_tcp`.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final

import httpcore

from siyaq.errors import BlockedError
from siyaq.web_text import forbidden_reason

Resolver = Callable[[str, int], Awaitable[list[str]]]

_MAX_ADDRESSES: Final = 4  # tried one after the other
_FIRST_TRY_S: Final = 3.0  # for an address that others stand behind: a dead IPv6 route must not use up the time


class AllowList:
    """Hosts that are exempt from the guard and from per-host delays: "host" (every port) or "host:port"."""

    def __init__(self, entries: Iterable[str] = ()) -> None:
        self._entries = frozenset(entry.strip().lower() for entry in entries if entry.strip())

    def __contains__(self, host_port: tuple[str, int]) -> bool:
        host, port = host_port[0].strip("[]").lower(), host_port[1]
        return bool(self._entries & {host, f"{host}:{port}", f"[{host}]", f"[{host}]:{port}"})


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a host, checks every address of it, and connects to exactly the checked ones."""

    def __init__(self, allowed: AllowList, resolve: Resolver | None = None, inner: httpcore.AsyncNetworkBackend | None = None):
        self._allowed = allowed
        self._resolve = resolve or resolve_host
        self._inner = inner or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a checked address of `host`.

        Raises:
            BlockedError: one of the host's addresses lies inside a network.
            httpcore.ConnectError: no address, or none that accepts.
        """
        addresses = await self._checked(host, port)
        for address in addresses[:-1]:
            first_s = min(timeout, _FIRST_TRY_S) if timeout else _FIRST_TRY_S
            try:
                return await self._inner.connect_tcp(address, port, first_s, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._inner.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Refused: no outlet lives on a socket file."""
        raise BlockedError(f"socket file {path} refused")

    async def sleep(self, seconds: float) -> None:
        """Sleep."""
        await asyncio.sleep(seconds)

    async def _checked(self, host: str, port: int) -> list[str]:
        try:
            addresses = (await self._resolve(host.strip("[]"), port))[:_MAX_ADDRESSES]
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"host name {host} cannot be resolved: {error}") from error
        if not addresses:
            raise httpcore.ConnectError(f"host name {host} has no address")
        if (host, port) not in self._allowed:
            for address in addresses:
                reason = forbidden_reason(address)
                if reason:
                    raise BlockedError(f"{host} leads to {address} ({reason}); name the host in allow_hosts if that is meant")
        return addresses


async def resolve_host(host: str, port: int) -> list[str]:
    """All addresses of a host by the system's resolver, in its order, without repeats."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))
