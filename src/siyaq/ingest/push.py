"""WebSub as small state of the store: which hubs to ask, what they confirmed, and deliveries that wait to be read.

The web server and the worker may be two processes over one database. The server answers hubs and keeps deliveries
(`PushBook.verify`, `PushBook.deliver`); the worker asks hubs and reads deliveries (`PushBook.ask`, `PushBook.deliveries`).
"""

import hashlib
import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import msgspec

from siyaq.errors import FetchError
from siyaq.fetch import FormPoster, Mode, Subscription, Verdict, answer_verification, is_signed, secret_for, subscribe
from siyaq.ports import Store

PUSH_PATH: Final = "/push/"
_STATES: Final = "push/feed/"
_INBOX: Final = "push/inbox/"
_RENEW_SHARE: Final = 0.2  # of the lease left: then it is renewed, with time for several tries before it ends
_FIRST_RETRY: Final = timedelta(minutes=10)  # a hub may take some minutes to call back
_LAST_RETRY: Final = timedelta(days=1)
_FAREWELL: Final = timedelta(days=1)  # after so long a hub that did not confirm the end of a subscription is let be
_MAX_WAITING: Final = 20  # deliveries of one feed kept; beyond that it is polled instead


@dataclass(frozen=True, slots=True, kw_only=True)
class PushState:
    """A feed's subscription.

    Attributes:
        feed: its address, as polled.
        hub, topic: where to subscribe, and to what.
        mode: what we want of the hub.
        asked: when the hub was last asked; None if never.
        confirmed, expires: when the hub last confirmed the subscription, and until when that holds.
        failures: askings since then without a confirmation.
        error: cause of the last failure.
    """

    feed: str
    hub: str
    topic: str
    mode: Mode = "subscribe"
    asked: datetime | None = None
    confirmed: datetime | None = None
    expires: datetime | None = None
    failures: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a hub sent for a feed. An empty body says only that there is something new."""

    key: str
    feed: str
    body: bytes
    content_type: str | None


def is_in_force(state: PushState, now: datetime) -> bool:
    """Whether a hub has promised to push at this time."""
    return state.mode == "subscribe" and state.expires is not None and now < state.expires


def is_ask_due(state: PushState, now: datetime) -> bool:
    """Whether to ask the hub now: never asked, unanswered for some time (which doubles), or the lease is near its end."""
    if state.asked is None:
        return True
    if now < state.asked + min(_FIRST_RETRY * 2 ** min(state.failures, 10), _LAST_RETRY):
        return False
    if state.expires is None or state.confirmed is None or state.mode == "unsubscribe":
        return True
    return state.expires - now <= _RENEW_SHARE * (state.expires - state.confirmed)


class PushBook:
    """Subscriptions and deliveries of one database.

    Args:
        store: where they are kept.
        base_url: public address of the site, under which hubs reach it.
        key: secret of this database; call-back addresses and signature keys are made from it.
    """

    def __init__(self, store: Store, base_url: str, key: bytes) -> None:
        self._store = store
        self._base = base_url.rstrip("/")
        self._key = key

    def token(self, feed: str) -> str:
        """The unguessable last part of a feed's call-back address."""
        return hmac.new(self._key, b"callback " + feed.encode(), hashlib.sha256).hexdigest()[:32]

    # For the worker

    def note_offer(self, feed: str, hub: str | None, topic: str | None) -> None:
        """Remember the hub that a feed names; a feed that names none any more is only polled from then on."""
        known = self._state(self.token(feed))
        if hub is None or topic is None:
            if known:
                self._save(known, gone=True)
        elif known is None or (known.hub, known.topic) != (hub, topic):
            self._save(PushState(feed=feed, hub=hub, topic=topic))

    def is_pushed(self, feed: str, now: datetime) -> bool:
        """Whether a hub pushes this feed."""
        state = self._state(self.token(feed))
        return state is not None and is_in_force(state, now)

    def due(self, feeds: Collection[str], now: datetime) -> tuple[PushState, ...]:
        """Subscriptions to ask for, or to end because their feed is no longer among `feeds`; stale ones are forgotten."""
        found = []
        for data in self._store.states(_STATES).values():
            state = msgspec.json.decode(data, type=PushState)
            if state.feed in feeds:
                state = replace(state, mode="subscribe")
            elif state.mode == "subscribe" and is_in_force(state, now):
                state = replace(state, mode="unsubscribe", asked=None)
            elif state.mode == "subscribe" or now - (state.asked or now) > _FAREWELL:
                self._save(state, gone=True)
                continue
            if is_ask_due(state, now):
                found.append(state)
        return tuple(found)

    async def ask(self, poster: FormPoster, state: PushState, now: datetime) -> str | None:
        """Ask a hub; gives the cause where it could not be asked. What it decides comes later, by `verify`."""
        token = self.token(state.feed)
        self._save(replace(state, asked=now, failures=state.failures + 1))  # before, as some hubs call back at once
        wanted = Subscription(
            hub=state.hub,
            topic=state.topic,
            callback=f"{self._base}{PUSH_PATH}{token}",
            secret=secret_for(self._key, state.topic),
        )
        try:
            await subscribe(poster, wanted, state.mode)
        except FetchError as exc:
            self._save(replace(self._state(token) or state, error=str(exc)))
            return str(exc)
        return None

    def deliveries(self) -> tuple[Delivery, ...]:
        """What waits to be read, oldest first for each feed."""
        return tuple(msgspec.msgpack.decode(data, type=Delivery) for data in self._store.states(_INBOX).values())

    def drop(self, delivery: Delivery) -> None:
        """Forget a delivery that was read."""
        self._store.put_state(delivery.key, None)

    # For the server

    def verify(self, token: str, query: Mapping[str, str], now: datetime) -> Verdict:
        """Answer a hub that asks whether we meant it, and remember what it promises."""
        with self._store.transaction():
            state = self._state(token)
            if state is None:
                return Verdict(status=404)
            verdict = answer_verification(query, state.topic, state.mode)
            if verdict.denied is not None:
                self._save(replace(state, expires=None, error=f"{state.hub} refuses: {verdict.denied}"))
            elif verdict.lease_s is not None:
                until = now + timedelta(seconds=verdict.lease_s)
                self._save(replace(state, confirmed=now, expires=until, failures=0, error=None))
            elif verdict.status == 200:
                self._save(state, gone=True)
        return verdict

    def deliver(self, token: str, body: bytes, content_type: str | None, signature: str | None, now: datetime) -> int:
        """Keep a delivery for the worker.

        Returns:
            The status to answer: 202 where it is kept, also where it is ignored because its signature is wrong (section 7.1.1
            of the specification, so that nobody can try signatures); 410 where nothing is subscribed to.
        """
        state = self._state(token)
        if state is None or state.mode == "unsubscribe":
            return 410
        if not is_signed(body, signature, secret_for(self._key, state.topic)):
            return 202
        folder = f"{_INBOX}{token}/"
        waiting = self._store.states(folder)
        key = f"{folder}{now.isoformat()} {hashlib.blake2b(body, digest_size=8).hexdigest()}"
        if len(waiting) >= _MAX_WAITING:
            key, body = f"{folder}poll", b""
        delivery = Delivery(key=key, feed=state.feed, body=body, content_type=content_type)
        self._store.put_state(key, msgspec.msgpack.encode(delivery))
        return 202

    def _state(self, token: str) -> PushState | None:
        data = self._store.state(_STATES + token)
        return msgspec.json.decode(data, type=PushState) if data else None

    def _save(self, state: PushState, *, gone: bool = False) -> None:
        self._store.put_state(_STATES + self.token(state.feed), None if gone else msgspec.json.encode(state))
