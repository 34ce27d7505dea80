"""The subscriber's side of WebSub: proof of intent and signed deliveries."""

import hashlib
import hmac
from urllib.parse import parse_qs

import pytest

from siyaq.fetch import Subscription, Verdict, answer_verification, is_signed, offer_of, secret_for
from siyaq.fetch.websub import DEFAULT_LEASE_S, form_of
from siyaq.types import Page, ParsedFeed

TOPIC = "https://sada.example/feed"
WANTED = Subscription(hub="https://hub.example/", topic=TOPIC, callback="https://siyaq.example/push/1", secret="سر")


def query(**values: str) -> dict[str, str]:
    return {"hub." + name: value for name, value in values.items()}


def test_the_request_says_what_is_wanted() -> None:
    fields = parse_qs(form_of(WANTED).decode())
    assert fields == {
        "hub.callback": [WANTED.callback],
        "hub.mode": ["subscribe"],
        "hub.topic": [TOPIC],
        "hub.lease_seconds": ["864000"],
        "hub.secret": ["سر"],
    }
    assert b"secret" not in form_of(WANTED, "unsubscribe")


def test_the_hub_gets_its_challenge_back_only_for_what_was_asked() -> None:
    asked = query(mode="subscribe", topic=TOPIC, challenge="abc", lease_seconds="3600")
    assert answer_verification(asked, TOPIC, "subscribe") == Verdict(status=200, body="abc", lease_s=3600)
    assert answer_verification(asked, TOPIC, None).status == 404
    assert answer_verification(asked, TOPIC, "unsubscribe").status == 404
    assert answer_verification(asked, TOPIC + "2", "subscribe").status == 404
    assert answer_verification({**asked, "hub.challenge": ""}, TOPIC, "subscribe").status == 404


@pytest.mark.parametrize(
    ("lease", "seconds"), [("x", DEFAULT_LEASE_S), ("1", 300), ("99999999999", 31_536_000), ("-5", DEFAULT_LEASE_S)]
)
def test_a_lease_is_kept_sensible(lease: str, seconds: int) -> None:
    asked = query(mode="subscribe", topic=TOPIC, challenge="abc", lease_seconds=lease)
    assert answer_verification(asked, TOPIC, "subscribe").lease_s == seconds


def test_a_refusal_is_told() -> None:
    assert answer_verification(query(mode="denied", topic=TOPIC, reason="no\nspace"), TOPIC, "subscribe").denied == "no space"


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_signatures(method: str) -> None:
    body = "<rss>خبر</rss>".encode()
    good = f"{method}={hmac.new('سر'.encode(), body, method).hexdigest()}"
    assert is_signed(body, good, "سر")
    assert is_signed(body, good.upper().replace(method.upper(), method), "سر")
    assert not is_signed(body + b" ", good, "سر")
    assert not is_signed(body, good, "other")


@pytest.mark.parametrize(
    "header", [None, "", "sha256=", "md5=" + hashlib.md5(b"x").hexdigest(), "sha256", "sha1=" + "0" * 40, "sha256=é" + "0" * 63]
)
def test_other_signatures_are_none(header: str | None) -> None:
    assert not is_signed(b"x", header, "سر")


def test_the_hub_is_found_in_headers_before_the_feed() -> None:
    feed = ParsedFeed(kind="rss", hub="https://old.example/", self_url=TOPIC)
    page = Page(
        url="https://a.example/",
        final_url="https://b.example/",
        status=200,
        links=(("hub", "https://one.example/"), ("hub", "https://two.example/")),
    )
    assert offer_of(page, feed) == ("https://one.example/", TOPIC)
    bare = Page(url="https://a.example/", final_url="https://b.example/", status=200)
    assert offer_of(bare, feed) == ("https://old.example/", TOPIC)
    assert offer_of(bare, ParsedFeed(kind="rss")) is None


def test_secrets_differ_by_topic_and_key() -> None:
    assert len({secret_for(b"1", "a"), secret_for(b"1", "b"), secret_for(b"2", "a")}) == 3
    assert len(secret_for(b"1", "a")) < 200
