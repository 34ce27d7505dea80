"""WebSub as state: when hubs are asked, what they confirm, which deliveries are kept, and how they are read."""

import asyncio
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import parse_qs

import pytest

from siyaq.fetch import secret_for
from siyaq.ingest import PushBook, PushState, VisitPorts, VisitReport, Worker
from siyaq.ingest.push import is_ask_due, is_in_force
from siyaq.store import MemoryStore

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)
FEED = "https://a.example/feed"
HUB = "https://hub.example/"
KEY = b"k" * 32
STATE = PushState(feed=FEED, hub=HUB, topic=FEED)
Make = dict[str, Callable[..., str]]


class Hub:
    """Takes forms and answers with a status."""

    def __init__(self, status: int = 202) -> None:
        self.status = status
        self.forms: list[dict[str, list[str]]] = []

    async def post_form(self, url: str, body: bytes) -> int:
        assert url == HUB
        self.forms.append(parse_qs(body.decode()))
        return self.status


def book_of(store: MemoryStore) -> PushBook:
    return PushBook(store, "https://siyaq.example/", KEY)


def ask_all(book: PushBook, hub: Hub, now: datetime = NOW, feeds: tuple[str, ...] = (FEED,)) -> int:
    async def run() -> int:
        due = book.due(feeds, now)
        for state in due:
            await book.ask(hub, state, now)
        return len(due)

    return asyncio.run(run())


def confirmation(form: dict[str, list[str]], lease_s: int = 864_000) -> dict[str, str]:
    return {
        "hub.mode": form["hub.mode"][0],
        "hub.topic": form["hub.topic"][0],
        "hub.challenge": "c7",
        "hub.lease_seconds": str(lease_s),
    }


def signed(body: bytes, topic: str = FEED) -> str:
    return "sha256=" + hmac.new(secret_for(KEY, topic).encode(), body, hashlib.sha256).hexdigest()


@pytest.fixture
def book() -> PushBook:
    book = book_of(MemoryStore())
    book.note_offer(FEED, HUB, FEED)
    return book


def test_a_subscription_comes_into_force_when_the_hub_confirms_it(book: PushBook) -> None:
    hub = Hub()
    assert ask_all(book, hub) == 1
    token = hub.forms[0]["hub.callback"][0].removeprefix("https://siyaq.example/push/")
    assert token == book.token(FEED) and len(token) == 32
    assert not book.is_pushed(FEED, NOW)
    query = confirmation(hub.forms[0])
    assert book.verify("another", query, NOW).status == 404
    assert book.verify(token, {**query, "hub.topic": "https://b.example/"}, NOW).status == 404
    assert book.verify(token, query, NOW).body == "c7"
    assert book.is_pushed(FEED, NOW + timedelta(days=9)) and not book.is_pushed(FEED, NOW + timedelta(days=11))
    assert ask_all(book, hub, NOW + timedelta(days=1)) == 0


def test_a_lease_is_renewed_before_it_ends(book: PushBook) -> None:
    hub = Hub()
    ask_all(book, hub)
    book.verify(book.token(FEED), confirmation(hub.forms[0]), NOW)
    assert ask_all(book, hub, NOW + timedelta(days=7)) == 0
    later = NOW + timedelta(days=8, hours=1)
    assert ask_all(book, hub, later) == 1
    assert hub.forms[1] == hub.forms[0]
    book.verify(book.token(FEED), confirmation(hub.forms[1]), later)
    assert book.is_pushed(FEED, NOW + timedelta(days=17))


def test_an_unanswering_hub_is_asked_ever_more_seldom() -> None:
    waits = [timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=2), timedelta(hours=23)]
    due = [is_ask_due(replace(STATE, asked=NOW, failures=failures), NOW + wait) for failures in (0, 1, 4, 30) for wait in waits]
    assert due == [False, True, True, True] + [False, False, True, True] + [False, False, False, True] + [False] * 4
    assert is_ask_due(STATE, NOW)


def test_a_hub_that_fails_or_refuses_is_remembered(book: PushBook) -> None:
    ask_all(book, Hub(500))
    (state,) = book.due((FEED,), NOW + timedelta(days=2))
    assert (state.failures, "answered 500" in (state.error or "")) == (1, True)
    denied = {"hub.mode": "denied", "hub.topic": FEED, "hub.reason": "no"}
    assert book.verify(book.token(FEED), denied, NOW).status == 200
    (state,) = book.due((FEED,), NOW + timedelta(days=2))
    assert (state.expires, state.error) == (None, f"{HUB} refuses: no")


def test_feeds_that_go_are_unsubscribed_from(book: PushBook) -> None:
    hub = Hub()
    ask_all(book, hub)
    token = book.token(FEED)
    book.verify(token, confirmation(hub.forms[0]), NOW)
    assert ask_all(book, hub, feeds=()) == 1
    assert hub.forms[1]["hub.mode"] == ["unsubscribe"]
    assert book.deliver(token, b"x", None, signed(b"x"), NOW) == 410
    assert book.verify(token, confirmation(hub.forms[0]), NOW).status == 404
    assert book.verify(token, confirmation(hub.forms[1]), NOW).status == 200
    assert ask_all(book, hub, NOW + timedelta(days=9), feeds=()) == 0


def test_a_feed_that_names_no_hub_any_more_is_forgotten(book: PushBook) -> None:
    book.note_offer(FEED, None, None)
    assert ask_all(book, Hub()) == 0
    assert book.deliver(book.token(FEED), b"x", None, signed(b"x"), NOW) == 410


def test_another_hub_is_asked_at_once(book: PushBook) -> None:
    hub = Hub()
    ask_all(book, hub)
    book.verify(book.token(FEED), confirmation(hub.forms[0]), NOW)
    book.note_offer(FEED, HUB, FEED)
    assert book.is_pushed(FEED, NOW)
    book.note_offer(FEED, HUB, FEED + "?new")
    assert not book.is_pushed(FEED, NOW) and ask_all(book, hub) == 1


def test_only_signed_deliveries_are_kept(book: PushBook) -> None:
    token = book.token(FEED)
    for signature in (None, "", signed(b"other"), "sha256=" + "0" * 64):
        assert book.deliver(token, b"body", "text/xml", signature, NOW) == 202
    assert book.deliver("0" * 32, b"body", "text/xml", signed(b"body"), NOW) == 410
    assert book.deliveries() == ()
    for _ in range(2):
        assert book.deliver(token, b"body", "text/xml", signed(b"body"), NOW) == 202
    (delivery,) = book.deliveries()
    assert (delivery.feed, delivery.body, delivery.content_type) == (FEED, b"body", "text/xml")
    book.drop(delivery)
    assert book.deliveries() == ()


def test_a_flood_of_deliveries_ends_in_one_poll(book: PushBook) -> None:
    for number in range(60):
        body = b"%d" % number
        book.deliver(book.token(FEED), body, None, signed(body), NOW + timedelta(seconds=number))
    kept = book.deliveries()
    assert len(kept) == 21 and [delivery.body for delivery in kept].count(b"") == 1


@pytest.mark.parametrize(
    ("mode", "expires", "force"), [("subscribe", 1, True), ("subscribe", 0, False), ("unsubscribe", 1, False)]
)
def test_in_force(mode: Any, expires: int, force: bool) -> None:
    assert is_in_force(replace(STATE, mode=mode, expires=NOW + timedelta(seconds=expires)), NOW) is force


def read_inbox(world: Any, book: PushBook) -> list[VisitReport]:
    async def run() -> list[VisitReport]:
        ports = VisitPorts(
            store=world.store, fetcher=world.web, apply=world.apply, mark_gone=world.mark_gone, rng=Random(1), push=book
        )
        return list(await Worker(ports, lambda: world.now).read_inbox())

    world.web.asked.clear()
    return asyncio.run(run())


def test_a_delivery_is_read_in_place_of_the_feed(world: Any, make: Make) -> None:
    world.publish("b", "a")
    world.visit()
    before = world.store.feeds()
    book = book_of(world.store)
    book.note_offer(FEED, HUB, FEED)
    world.web.pages["https://a.example/c"] = make["page"]("c")
    body = make["feed"](make["entry"]("c")).encode()
    book.deliver(book.token(FEED), body, "application/rss+xml", signed(body), NOW)
    (report,) = read_inbox(world, book)
    assert (report.status, report.new, report.failed, report.gone) == ("ok", 1, 0, 0)
    assert world.web.asked == ["https://a.example/c"]
    assert world.store.feeds() == before
    assert read_inbox(world, book) == []
    assert world.visit().new == 0


def test_what_is_no_feed_is_reported_and_let_go(world: Any) -> None:
    book = book_of(world.store)
    book.note_offer(FEED, HUB, FEED)
    book.deliver(book.token(FEED), b"%PDF-1.4", None, signed(b"%PDF-1.4"), NOW)
    (report,) = read_inbox(world, book)
    assert report.status == "failed" and "delivery of the hub" in (report.error or "")
    assert world.store.feeds()[0].failures == 0
    assert read_inbox(world, book) == []


def test_a_delivery_without_content_makes_the_feed_be_read(world: Any) -> None:
    world.publish("a")
    book = book_of(world.store)
    book.note_offer(FEED, HUB, FEED)
    book.deliver(book.token(FEED), b"", None, signed(b""), NOW)
    (report,) = read_inbox(world, book)
    assert report.new == 1 and world.web.asked[0] == FEED


def test_deliveries_for_feeds_that_went_are_dropped(world: Any) -> None:
    book = book_of(world.store)
    book.note_offer(FEED, HUB, FEED)
    book.deliver(book.token(FEED), b"x", None, signed(b"x"), NOW)
    world.store.remove_source("alpha")
    assert read_inbox(world, book) == [] == list(book.deliveries())


def test_a_visit_learns_of_the_hub_and_polls_more_slowly_once_it_pushes(world: Any, make: Make) -> None:
    name = "xmlns:a='http://www.w3.org/2005/Atom'"
    links = f"<a:link {name} rel='hub' href='{HUB}'/><a:link {name} rel='self' href='{FEED}?all'/>"
    world.publish("a", feed=make["feed"](links, make["entry"]("a")))
    book = book_of(world.store)

    def visit() -> timedelta:
        async def run() -> None:
            ports = VisitPorts(
                store=world.store, fetcher=world.web, apply=world.apply, mark_gone=world.mark_gone, rng=Random(1), push=book
            )
            await Worker(ports, lambda: world.now).run_once(everything=True)

        asyncio.run(run())
        (feed,) = world.store.feeds()
        assert feed.hub == HUB and feed.next_visit is not None
        pause: timedelta = feed.next_visit - world.now
        return pause

    assert visit() < timedelta(minutes=30)
    hub = Hub()
    assert ask_all(book, hub) == 1
    assert hub.forms[0]["hub.topic"] == [FEED + "?all"]
    book.verify(book.token(FEED), confirmation(hub.forms[0]), world.now)
    assert timedelta(hours=1) <= visit() <= timedelta(hours=1.3)
