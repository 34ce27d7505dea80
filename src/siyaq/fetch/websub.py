"""WebSub (https://www.w3.org/TR/websub/), the subscriber's side: ask a hub to push, prove that we asked, check deliveries.

The logic is pure; `subscribe` alone talks to a hub. Polling goes on beside it at a longer interval, since hubs lose
subscriptions without a word.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, Protocol
from urllib.parse import urlencode

from siyaq.errors import FetchError, PermanentFetchError, TemporaryFetchError
from siyaq.types import Page, ParsedFeed

Mode = Literal["subscribe", "unsubscribe"]

DEFAULT_LEASE_S: Final = 864_000  # ten days, what the specification suggests
_MAX_CHALLENGE: Final = 2_000
_METHODS: Final = frozenset(("sha1", "sha256", "sha384", "sha512"))
_SIGNATURE: Final = re.compile(r"\s*([A-Za-z0-9]{4,6})\s*=\s*([0-9A-Fa-f]{40,128})\s*")
_MIN_LEASE_S: Final = 300
_MAX_LEASE_S: Final = 31_536_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What we ask a hub for.

    Attributes:
        hub: address of the hub.
        topic: address of the feed, its `rel=self` where it names one.
        callback: our public address for this topic; hard to guess, one for each topic.
        secret: key of the deliveries' signatures, under 200 bytes.
        lease_s: how long the subscription is wanted.
    """

    hub: str
    topic: str
    callback: str
    secret: str
    lease_s: int = DEFAULT_LEASE_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Answer to a hub that calls back: the status and body to reply with, and what it means.

    `lease_s` is set when a subscription came into force; `denied` when the hub refused it.
    """

    status: int
    body: str = ""
    lease_s: int | None = None
    denied: str | None = None


class FormPoster(Protocol):
    """What `subscribe` needs of a fetcher."""

    async def post_form(self, url: str, body: bytes) -> int:
        """POST a form and return the status."""
        ...


def offer_of(page: Page, feed: ParsedFeed) -> tuple[str, str] | None:
    """Hub and topic of a fetched feed, Link headers before the feed's own links; None where no hub is named."""
    links = dict(reversed(page.links))
    hub = links.get("hub") or feed.hub
    return (hub, links.get("self") or feed.self_url or page.final_url) if hub else None


def secret_for(key: bytes, topic: str) -> str:
    """A secret for a topic's signatures, made from our own key so that none need be stored."""
    return hmac.new(key, topic.encode(), hashlib.sha256).hexdigest()


def form_of(subscription: Subscription, mode: Mode = "subscribe") -> bytes:
    """The body of a (un)subscription request (section 5.1)."""
    fields = {
        "hub.callback": subscription.callback,
        "hub.mode": mode,
        "hub.topic": subscription.topic,
        "hub.lease_seconds": str(subscription.lease_s),
        "hub.secret": subscription.secret,
    }
    if mode == "unsubscribe":
        del fields["hub.lease_seconds"], fields["hub.secret"]
    return urlencode(fields).encode("ascii")


def answer_verification(query: Mapping[str, str], topic: str, wanted: Mode | None) -> Verdict:
    """Answer a hub's GET to our callback (sections 5.2 and 5.3).

    Args:
        query: parameters of the request.
        topic: the topic that this callback belongs to.
        wanted: what we have asked the hub for; None if nothing.

    Returns:
        200 with the challenge where the hub repeats what we want, else 404, so that nobody can subscribe us.
    """
    mode = query.get("hub.mode", "")
    if query.get("hub.topic") != topic:
        return Verdict(status=404)
    if mode == "denied":
        reason = query.get("hub.reason", "without a reason").encode("utf-8", "replace").decode()
        return Verdict(status=200, denied=" ".join(reason.split())[:300])
    challenge = query.get("hub.challenge", "")
    if mode != wanted or not challenge or len(challenge) > _MAX_CHALLENGE:
        return Verdict(status=404)
    return Verdict(status=200, body=challenge, lease_s=_lease(query) if mode == "subscribe" else None)


def is_signed(body: bytes, signature: str | None, secret: str) -> bool:
    """Whether a delivery carries the right `X-Hub-Signature` (section 7.1.1).

    Args:
        body: the delivery, byte for byte.
        signature: the header, "sha256=hex"; sha1, sha256, sha384 and sha512 are known.
        secret: what the subscription was made with.
    """
    found = _SIGNATURE.fullmatch(signature) if signature else None
    if found is None or found[1].lower() not in _METHODS:
        return False
    digest = hmac.new(secret.encode(), body, found[1].lower()).hexdigest()
    return hmac.compare_digest(digest, found[2].lower())


async def subscribe(poster: FormPoster, subscription: Subscription, mode: Mode = "subscribe") -> None:
    """Ask the hub; it confirms later by a call to our callback.

    Raises:
        FetchError: the hub could not be reached or refused.
    """
    status = await poster.post_form(subscription.hub, form_of(subscription, mode))
    if 200 <= status < 300:
        return
    kind: type[FetchError] = TemporaryFetchError if status >= 500 or status == 429 else PermanentFetchError
    raise kind(f"hub {subscription.hub} answered {status} to {mode} {subscription.topic}")


def _lease(query: Mapping[str, str]) -> int:
    text = query.get("hub.lease_seconds", "")
    seconds = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else DEFAULT_LEASE_S
    return min(max(seconds, _MIN_LEASE_S), _MAX_LEASE_S)
