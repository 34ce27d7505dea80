"""What servers send beside bodies: headers, robots.txt, packed bytes, and whole responses that may be no HTTP at all.

`SIYAQ_FUZZ`: see test_feeds_fuzz.py.
"""

import asyncio
import os
import random
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siyaq.errors import FetchError, PermanentFetchError
from siyaq.fetch import FetchLimits, HttpFetcher, answer_verification, is_signed
from siyaq.fetch.header import Headers, links_of, location_of, max_age_s, retry_after_s
from siyaq.fetch.inflate import Inflater
from siyaq.fetch.robots import robots_from_bytes
from siyaq.web_text import forbidden_reason

FUZZ_TOTAL = int(os.environ.get("SIYAQ_FUZZ", "0"))
EXAMPLES = max(60, FUZZ_TOTAL // 200)
FUZZ = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NOW = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
YEAR_S = 31_536_000.0
PARTS = (
    b"<",
    b">",
    b";",
    b",",
    b'rel="',
    b"rel=",
    b"hub",
    b"=",
    b'"',
    b"max-age",
    b"no-cache",
    b"0",
    b"-1",
    b"Wed, 01 May 2024 12:00:00 GMT",
)
values = st.binary(max_size=60) | st.lists(st.sampled_from(PARTS), max_size=20).map(b" ".join)


@FUZZ
@given(values)
def test_any_header_value_has_a_meaning_or_none(value: bytes) -> None:
    names = (b"Retry-After", b"Cache-Control", b"Expires", b"Date", b"Age", b"Link", b"Location", b"Content-Type")
    headers = Headers([(name, value) for name in names])
    for seconds in (retry_after_s(headers, NOW), max_age_s(headers, NOW)):
        assert seconds is None or 0.0 <= seconds <= YEAR_S
    assert all(url.startswith(("http://", "https://")) for _, url in links_of(headers, "https://sada.example/"))
    target = location_of(headers, "https://sada.example/")
    assert target is None or target.isascii()


@FUZZ
@given(
    st.binary(max_size=300)
    | st.lists(
        st.sampled_from([b"User-agent: *", b"Disallow: /a*b$", b"Allow:", b"Crawl-delay: -1", b"Crawl-delay: 1e999", b"\xff"]),
        max_size=20,
    ).map(b"\n".join)
)
def test_any_robots_txt_gives_an_answer(data: bytes) -> None:
    robots = robots_from_bytes(data, 0.0)
    assert robots.allows("https://sada.example/a%D8%A3?b", "Siyaq") in (True, False)
    delay = robots.crawl_delay_s("Siyaq")
    assert delay is None or 0.0 <= delay < float("inf")


@FUZZ
@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "gzip, br", "identity", "x"]), st.integers(1, 50))
def test_any_packed_bytes_are_undone_or_refused(data: bytes, coding: str, piece: int) -> None:
    try:
        inflater = Inflater(coding, "https://sada.example/", 1_000, 100.0)
        for at in range(0, len(data), piece):
            inflater.feed(data[at : at + piece])
        assert len(inflater.body()) <= 1_000
    except PermanentFetchError:
        return


@FUZZ
@given(
    st.binary(max_size=50),
    st.text(max_size=80),
    st.text(max_size=20),
    st.dictionaries(st.sampled_from(["hub.mode", "hub.topic", "hub.challenge", "hub.lease_seconds"]), st.text(max_size=20)),
)
def test_any_push_is_answered(body: bytes, signature: str, secret: str, query: dict[str, str]) -> None:
    assert not is_signed(body, signature, secret)
    assert answer_verification(query, "topic", "subscribe").status in (200, 404)


@FUZZ
@given(st.text(max_size=40) | st.ip_addresses().map(str))
def test_any_text_is_forbidden_unless_a_public_address(text: str) -> None:
    reason = forbidden_reason(text)
    assert reason is None or reason.isprintable()


def test_any_response_is_a_page_or_a_fetch_error() -> None:
    rng = random.Random(11)
    good = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    good += b"5\r\nhello\r\n0\r\n\r\n"

    def response() -> bytes:
        data = bytearray(good)
        for _ in range(rng.randrange(6)):
            at = rng.randrange(len(data))
            data[at : at + rng.randrange(9)] = rng.choice(
                [rng.randbytes(rng.randrange(9)), b"\r\n", b"302", b"Location: //x\r\n", b"Content-Length: 9\r\n"]
            )
        return bytes(data[: rng.choice([len(data), rng.randrange(len(data))])])

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n" if b"robots.txt" in head else response())
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        limits = FetchLimits(deadline_s=1.0, silence_s=0.3, backoff_s=0.001, retries=1)
        fetcher = HttpFetcher("Siyaq", [host], limits=limits, rng=rng)
        found = await asyncio.gather(
            *(fetcher.get(f"http://{host}/{i}") for i in range(150 + FUZZ_TOTAL // 200)), return_exceptions=True
        )
        await fetcher.close()
        server.close()
        wrong = [error for error in found if isinstance(error, BaseException) and not isinstance(error, FetchError)]
        assert wrong == []

    asyncio.run(run())
