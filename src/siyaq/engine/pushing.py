"""WebSub with the engine: what the web server answers hubs, and the asking of hubs beside the fetching."""

import asyncio
import logging
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from siyaq.errors import StorageError
from siyaq.fetch import FormPoster, Verdict
from siyaq.ingest import PushBook
from siyaq.types import FeedStatus

if TYPE_CHECKING:
    from siyaq.engine.facade import Engine

log = logging.getLogger("siyaq.ingest")

_KEY: Final = "push/key"
_KEY_BYTES: Final = 32
_ASK_EVERY_S: Final = 20.0  # a feed that names a hub is subscribed to within this time


def push_book(engine: "Engine") -> PushBook | None:
    """Subscriptions of a database; None where the setting `base_url` names no address under which hubs could reach us."""
    base = engine.settings.base_url
    if not base.lower().startswith(("http://", "https://")):
        return None
    key = engine.store.state(_KEY)
    if key is None:
        with engine.store.transaction():
            key = engine.store.state(_KEY) or secrets.token_bytes(_KEY_BYTES)
            engine.store.put_state(_KEY, key)
    return PushBook(engine.store, base, key)


def answer_hub(engine: "Engine", token: str, query: Mapping[str, str]) -> Verdict:
    """The answer to a hub that asks, under a call-back address, whether a subscription is meant."""
    book = push_book(engine)
    return book.verify(token, query, engine.now()) if book else Verdict(status=404)


def take_delivery(engine: "Engine", token: str, body: bytes, content_type: str | None, signature: str | None) -> int:
    """Keep what a hub delivered until the fetching process reads it, some seconds later; gives the status to answer."""
    book = push_book(engine)
    return book.deliver(token, body, content_type, signature, engine.now()) if book else 404


async def ask_hubs(engine: "Engine", book: PushBook, poster: FormPoster) -> None:
    """Subscribe at the hubs that feeds name, renew what is about to end, and end what is not wanted any more."""
    feeds = await asyncio.to_thread(engine.store.feeds)
    wanted = {feed.url for feed in feeds if feed.status not in (FeedStatus.GONE, FeedStatus.PAUSED)}
    for state in await asyncio.to_thread(book.due, wanted, engine.now()):
        cause = await book.ask(poster, state, engine.now())
        if cause:
            log.info("%s", cause)


async def keep_subscribed(engine: "Engine", book: PushBook, poster: FormPoster) -> None:
    """`ask_hubs` again and again, until cancelled."""
    while True:
        try:
            await ask_hubs(engine, book, poster)
        except StorageError as exc:
            log.warning("%s", exc)
        await asyncio.sleep(_ASK_EVERY_S)
