"""The address guard: which addresses are forbidden, and that the checked one is the one connected to."""

import asyncio
from collections.abc import Iterable
from typing import Any

import httpcore
import pytest

from siyaq.errors import BlockedError
from siyaq.fetch.guard import AllowList, GuardedBackend
from siyaq.web_text import forbidden_reason

FORBIDDEN = """
127.0.0.1 127.8.9.10 0.0.0.0 0.1.2.3 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 192.0.0.8
192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.7 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 192.88.99.1
:: ::1 fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 fec0::1 ff02::1 100::1 2001:db8::1 2001:2::1 5f00::1
::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b:1::a9fe:a9fe 2002:7f00:1:: 2002:a00:1::1
2002:a9fe:a9fe:: 2001:0:4136:e378:8000:63bf:80ff:fffe ::127.0.0.1 ::ffff:0:7f00:1 2a00:1450::5efe:10.0.0.1 nonsense
"""


@pytest.mark.parametrize("address", [*FORBIDDEN.split(), ""])
def test_addresses_inside_networks_are_forbidden(address: str) -> None:
    assert forbidden_reason(address)


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "93.184.216.34",
        "2606:2800:220:1::1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2a00:1450:4001::200e",
        "172.32.0.1",
    ],
)
def test_public_addresses_are_allowed(address: str) -> None:
    assert forbidden_reason(address) is None


@pytest.mark.parametrize(
    ("entry", "host", "port", "inside"),
    [
        ("127.0.0.1:8900", "127.0.0.1", 8900, True),
        ("127.0.0.1:8900", "127.0.0.1", 80, False),
        ("127.0.0.1", "127.0.0.1", 80, True),
        ("Intranet", "intranet", 443, True),
        ("intranet", "intranet.example", 443, False),
        ("[::1]:80", "::1", 80, True),
        ("", "", 80, False),
    ],
)
def test_allow_list(entry: str, host: str, port: int, inside: bool) -> None:
    assert ((host, port) in AllowList([entry])) is inside


class Recorder(httpcore.AsyncNetworkBackend):
    """Connects nowhere; remembers where to, and refuses some addresses."""

    def __init__(self, refuse: Iterable[str] = ()) -> None:
        self.connected: list[tuple[str, int]] = []
        self.refuse = set(refuse)

    async def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None, socket_options: Any = None
    ) -> httpcore.AsyncNetworkStream:
        self.connected.append((host, port))
        if host in self.refuse:
            raise httpcore.ConnectError("refused")
        return httpcore.AsyncMockStream([])


def names(*answers: list[str]) -> Any:
    """A resolver that gives another answer each time."""
    left = list(answers)

    async def resolve(_: str, __: int) -> list[str]:
        return left.pop(0)

    return resolve


def connect(backend: GuardedBackend, host: str = "sada.example", times: int = 1) -> None:
    async def run() -> None:
        for _ in range(times):
            await backend.connect_tcp(host, 443)

    asyncio.run(run())


def test_the_checked_address_is_connected_to_and_a_rebound_name_is_refused() -> None:
    inner = Recorder()
    backend = GuardedBackend(AllowList(), names(["8.8.8.8"], ["127.0.0.1"]), inner)
    with pytest.raises(BlockedError, match=r"127\.0\.0\.1 \(loopback\)"):
        connect(backend, times=2)
    assert inner.connected == [("8.8.8.8", 443)]


def test_one_forbidden_address_among_good_ones_is_enough() -> None:
    inner = Recorder()
    with pytest.raises(BlockedError, match="private"):
        connect(GuardedBackend(AllowList(), names(["8.8.8.8", "10.0.0.1"]), inner))
    assert inner.connected == []


def test_the_next_address_is_tried_where_one_refuses() -> None:
    inner = Recorder(refuse=["8.8.8.8"])
    connect(GuardedBackend(AllowList(), names(["8.8.8.8", "8.8.4.4"]), inner))
    assert inner.connected == [("8.8.8.8", 443), ("8.8.4.4", 443)]


def test_a_name_without_addresses_cannot_be_connected() -> None:
    async def unknown(_: str, __: int) -> list[str]:
        raise OSError("unknown name")

    for resolver in (names([]), unknown):
        with pytest.raises(httpcore.ConnectError, match="host name sada"):
            connect(GuardedBackend(AllowList(), resolver, Recorder()))


def test_socket_files_are_refused() -> None:
    with pytest.raises(BlockedError):
        asyncio.run(GuardedBackend(AllowList()).connect_unix_socket("/run/x.sock"))
