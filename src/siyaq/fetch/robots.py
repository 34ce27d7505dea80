"""robots.txt by RFC 9309: what it allows, how long it is kept, and what its absence or failure means."""

from dataclasses import dataclass
from typing import Final

from protego import Protego

from siyaq.errors import DecodeError
from siyaq.web_text import decode

_MAX_LINE: Final = 2_000  # a longer rule is no rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """A host's rules.

    Attributes:
        rules: parsed file; None where there is none, so that everything is allowed.
        failed: why the file could not be had; then nothing is allowed for now.
        expires: monotonic second from which it is to be read anew.
    """

    rules: Protego | None = None
    failed: str | None = None
    expires: float = 0.0

    def allows(self, url: str, token: str) -> bool:
        """True if a robot with this product token may fetch the address."""
        return self.rules is None or bool(self.rules.can_fetch(url, token))

    def crawl_delay_s(self, token: str) -> float | None:
        """Crawl-delay for this robot in seconds; None if none is asked for."""
        if self.rules is None:
            return None
        delay = self.rules.crawl_delay(token)
        return float(delay) if delay is not None and 0 <= delay < float("inf") else None


def robots_from_bytes(data: bytes, expires: float) -> Robots:
    """Parse a robots.txt of any encoding and quality; an HTML page in its place holds no rules."""
    try:
        text = decode(data, html=False).text
    except DecodeError:
        return Robots(expires=expires)
    if text.lstrip()[:1] == "<":
        return Robots(expires=expires)
    lines = (line for line in text.splitlines() if len(line) <= _MAX_LINE)
    return Robots(rules=Protego.parse("\n".join(lines)), expires=expires)


def product_token(user_agent: str) -> str:
    """The word of a user agent by which robots.txt names it: "Siyaq/1.0 (+...)" -> "Siyaq"."""
    return user_agent.partition("/")[0].strip().partition(" ")[0] or "Siyaq"
