"""One spelling for each web address: canonical URLs (RFC 3986, the URL Standard, IDNA 2008 with UTS 46 mapping)."""

import ipaddress
import re
from functools import lru_cache
from typing import Final
from urllib.parse import quote, unquote_plus, urljoin, urlsplit

import idna

MAX_URL_CHARS: Final = 8_192  # browsers and proxies refuse longer ones
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
# Parameters that say where a reader came from and never which page is meant: campaign tags of Google Analytics, Matomo,
# AT Internet (BBC, France 24), Comscore, Deutsche Welle and HubSpot, and click ids of advertising networks.
_TRACKING_PREFIXES: Final = ("utm_", "at_", "pk_", "mtm_", "matomo_", "piwik_", "__twitter_", "guce_")
_TRACKING_NAMES: Final = (
    "fbclid gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid msclkid yclid ysclid twclid ttclid li_fat_id igshid "
    "igsh mc_cid mc_eid _ga _gl xtor ocid icid ncid cmpid cmp s_cid wt_mc wt.mc_id smid smtyp soc_src soc_trk guccounter "
    "traffic_source maca mbid mkt_tok vero_id oly_enc_id oly_anon_id s_kwcid srsltid spm ref_src ref_url echobox "
    "hsctatracking _hsenc _hsmi nr_email_referer __cft__ __tn__ rss_source feed_source feedname fb_ref fb_source "
    "fb_action_ids fb_action_types ns_mchannel ns_source ns_campaign ns_linkname ns_fee"
)
_TRACKING: Final = frozenset(_TRACKING_NAMES.split())
_CONTROL: Final = re.compile("[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HOST: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")
_NUMBER: Final = re.compile(r"[0-9]{1,20}|0x[0-9a-f]{1,20}")
_BARE_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE: Final = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
_PATH_SAFE: Final = _UNRESERVED + "!$&'()*+,;=:@/%"
_QUERY_SAFE: Final = _PATH_SAFE + "?"
_CACHED: Final = 8_192  # a page's navigation names the same addresses as the page before it


@lru_cache(maxsize=_CACHED)
def canonical_url(url: str, base: str | None = None) -> str | None:
    """The one spelling of a web address.

    Host in lower case and ASCII, default port, tracking parameters and fragment gone, dot segments resolved, letters
    beyond ASCII percent-encoded as UTF-8, needless percent-encoding undone. Two addresses that a server may tell apart
    (trailing slash, order of parameters, http and https, AMP and print editions) stay apart.

    Args:
        url: absolute, or relative to `base`; white space around it and line breaks in it are dropped.
        base: absolute address of the document that names `url`.

    Returns:
        An absolute http(s) address, or None where it is no web address: another scheme, no host, a user name in it,
        or over `MAX_URL_CHARS`.

    >>> canonical_url("HTTP://Example.org:80/خبر?utm_source=x&id=3#top")
    'http://example.org/%D8%AE%D8%A8%D8%B1?id=3'
    """
    return _unified(url, base, tracking=False)


def absolute_url(url: str, base: str | None = None) -> str | None:
    """An address as it is to be asked for: like `canonical_url`, but with all its parameters."""
    return _unified(url, base, tracking=True)


def _unified(url: str, base: str | None, *, tracking: bool) -> str | None:
    text = _CONTROL.sub("", url.strip()) if url else ""
    if not text or len(text) > MAX_URL_CHARS:
        return None
    try:
        parts = urlsplit(_absolute(text, base))
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    host = _host(parts.hostname)
    if scheme not in _DEFAULT_PORTS or host is None or "@" in parts.netloc:
        return None
    suffix = "" if port in (None, _DEFAULT_PORTS[scheme]) else f":{port}"
    query = _query(parts.query, tracking)
    result = f"{scheme}://{host}{suffix}{_path(parts.path)}{'?' + query if query else ''}"
    return result if len(result) <= MAX_URL_CHARS else None


def _absolute(text: str, base: str | None) -> str:
    """Joined with the base; backslashes count as slashes, as in browsers."""
    if "\\" in text:
        head, mark, tail = text.partition("?")
        text = head.replace("\\", "/") + mark + tail
    if base and not re.match(r"https?://", text, re.IGNORECASE):
        if _SCHEME.match(text) and not re.match(r"https?:", text, re.IGNORECASE):
            return text
        return urljoin(base.strip(), text)
    return text


def _host(name: str | None) -> str | None:
    if not name or len(name) > 253 * 2:
        return None
    if ":" in name:
        try:
            return f"[{ipaddress.IPv6Address(name)}]"
        except ValueError:
            return None
    name = name.rstrip(".").lower()
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        return _ipv4(name)
    if not name.isascii() or "xn--" in name:
        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return None
    return name if len(name) <= 253 and ".." not in name and _HOST.fullmatch(name) else None


def _ipv4(name: str) -> str | None:
    """The dotted form of an IPv4 address written in one to four numbers, decimal, octal or hexadecimal (URL Standard, 3.5)."""
    parts = name.split(".")
    try:
        numbers = [int(part, 16 if part[:2] == "0x" else 8 if part[:1] == "0" and len(part) > 1 else 10) for part in parts]
    except ValueError:
        return None
    if len(numbers) > 4 or any(number > 255 for number in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        return None
    value = numbers[-1] + sum(number << 8 * (3 - i) for i, number in enumerate(numbers[:-1]))
    return str(ipaddress.IPv4Address(value))


def _encode(text: str, safe: str) -> str:
    """Percent-encode what is not safe, decode what needs no encoding, write escapes in upper case."""

    def unify(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if char in _UNRESERVED else match[0].upper()

    if "%" in text:
        text = _ESCAPE.sub(unify, _BARE_PERCENT.sub("%25", text))
    return quote(text, safe=safe, errors="replace")


def _path(path: str) -> str:
    encoded = _encode(path, _PATH_SAFE)
    if "/." not in encoded:
        return encoded or "/"
    kept: list[str] = []
    segments = encoded.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _query(query: str, tracking: bool) -> str:
    if tracking:
        return _encode(query, _QUERY_SAFE)
    fields = (field.removeprefix("amp;") for field in query.split("&"))
    return "&".join(_encode(field, _QUERY_SAFE) for field in fields if field and not _is_tracking(field))


def _is_tracking(field: str) -> bool:
    key = unquote_plus(field.partition("=")[0]).lower()
    return key in _TRACKING or key.startswith(_TRACKING_PREFIXES)
