"""Which IP addresses lie inside a network, and which web addresses name one of them."""

import ipaddress
from typing import Final
from urllib.parse import urlsplit

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_LOCAL_NAMES: Final = ("localhost", "local", "internal", "localdomain", "lan", "home.arpa")  # RFC 6761, 6762, 8375 and custom
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


def leads_inside(url: str) -> bool:
    """True if a canonical web address itself names a host inside a network: an IP address that is not public, or a local name.

    What other names lead to is only known when they are looked up; `fetch` checks that.

    >>> leads_inside("http://169.254.169.254/latest"), leads_inside("https://sada.example/a")
    (True, False)
    """
    host = urlsplit(url).hostname or ""
    if ":" in host or host.rpartition(".")[2].isdigit():
        return forbidden_reason(host) is not None
    return any(host == name or host.endswith("." + name) for name in _LOCAL_NAMES)
