"""No request to an address inside a network: checked after name look-up, and the checked address is the one connected to.

A host name may answer with another address between check and connect (DNS rebinding), and a redirect may lead anywhere,
so the check sits where the connection is made: every connection of every hop passes `GuardedBackend.connect_tcp`.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final

import httpcore

from siyaq.errors import BlockedError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Awaitable[list[str]]]

_MAX_ADDRESSES: Final = 4  # tried one after the other
# Prefixes that carry an IPv4 address in their last 32 bits: NAT64 (RFC 6052), its local form (RFC 8215), IPv4-translated
# (RFC 2765) and IPv4-compatible (RFC 4291).
_EMBEDDING: Final = tuple(
    ipaddress.IPv6Network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "::ffff:0:0:0/96", "::/96")
)
# Beyond what `is_global` knows in every Python: IETF protocol assignments (RFC 6890), 6to4 relays (RFC 7526), discard
# (RFC 6666), site-local (RFC 3879), segment routing (RFC 9602), local NAT64 (RFC 8215).
_ALSO_FORBIDDEN_TEXT: Final = "192.0.0.0/24 192.88.99.0/24 100::/64 2001::/23 fec0::/10 5f00::/16 64:ff9b:1::/48"
_ALSO_FORBIDDEN: Final = tuple(ipaddress.ip_network(text) for text in _ALSO_FORBIDDEN_TEXT.split())


def forbidden_reason(address: str) -> str | None:
    """Why an IP address must not be connected to; None if it is a public unicast address.

    >>> forbidden_reason("169.254.169.254")
    'link-local or metadata'
    >>> forbidden_reason("::ffff:10.0.0.1")
    'private'
    """
    try:
        ip: IPAddress = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "not an IP address"
    inner = _embedded(ip)
    if inner is not None:
        reason = _reason(inner)
        return reason or (None if ip.is_global else "reserved")
    return _reason(ip)


def _reason(ip: IPAddress) -> str | None:
    checks = (
        (ip.is_loopback, "loopback"),
        (ip.is_link_local, "link-local or metadata"),
        (ip.is_multicast, "multicast"),
        (ip.is_unspecified, "unspecified"),
        (ip.is_private, "private"),
        (ip.is_reserved or not ip.is_global, "reserved"),
        (any(ip in network for network in _ALSO_FORBIDDEN if network.version == ip.version), "reserved"),
    )
    return next((reason for hit, reason in checks if hit), None)


def _embedded(ip: IPAddress) -> IPAddress | None:
    """The IPv4 address that an IPv6 one stands for: mapped, 6to4, Teredo, NAT64, ISATAP."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip.ipv4_mapped or ip.sixtofour:
        return ip.ipv4_mapped or ip.sixtofour
    if ip.teredo:
        return ip.teredo[1]
    last = int(ip) & 0xFFFFFFFF
    isatap = (int(ip) >> 32) & 0xFDFFFFFF == 0x00005EFE
    if isatap or (last > 1 and any(ip in network for network in _EMBEDDING)):
        return ipaddress.IPv4Address(last)
    return None


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
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
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
