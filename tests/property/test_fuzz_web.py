"""Every parser of what the web sends beside pages: 200,000 damaged inputs each in `make test-all`, and hostile megabytes.

Only the declared errors come out, what comes out keeps its promises, and nothing takes over two seconds.
"""

import asyncio
import gzip
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import brotli  # type: ignore[import-untyped]
import httpcore
import pytest

from siyaq.errors import DecodeError, FeedError, FetchError, PermanentFetchError
from siyaq.feeds import date_from_feed, discover_feeds, parse_feed, parse_opml, parse_outlets_toml
from siyaq.fetch import FetchLimits, HttpFetcher, is_signed
from siyaq.fetch.header import Headers, links_of, location_of, max_age_s, retry_after_s
from siyaq.fetch.inflate import Inflater
from siyaq.fetch.robots import robots_from_bytes
from siyaq.ingest import PushBook
from siyaq.ingest.fill import news_sitemaps
from siyaq.store import MemoryStore
from siyaq.web_text import canonical_url, decode, paragraphs, plain_text, repair_mojibake, tame_markup

NOW = datetime(2024, 5, 1, tzinfo=UTC)
URL = "https://sada.example/d/feed.xml"
HOME = "https://sada.example/"


@dataclass(frozen=True)
class Case:
    """A parser with good input for it and the errors that it declares."""

    run: Callable[[bytes, Random], object]
    seeds: Sequence[str | bytes]
    errors: tuple[type[Exception], ...] = ()
    limit: int | None = None  # bytes that it ever gets, where its caller cuts

    def good(self) -> list[bytes]:
        """The seeds as bytes."""
        return [seed.encode() if isinstance(seed, str) else seed for seed in self.seeds]

    def take(self, data: bytes, rng: Random) -> object:
        """Run the parser on as much of the input as it would get."""
        return self.run(data[: self.limit], rng)


def text_of(data: bytes) -> str:
    """Any text, lone surrogates too."""
    return data.decode("utf-8", "surrogatepass" if data.isascii() else "surrogateescape")


def is_web(url: str | None) -> bool:
    return url is None or (url.startswith(("http://", "https://")) and url.isascii())


def read_feed(data: bytes, _: Random) -> None:
    feed = parse_feed(data, URL, content_type="text/xml; charset=utf-8", zone="Asia/Riyadh", now=NOW)
    for entry in feed.entries:
        assert is_web(entry.url) and is_web(entry.image) and (entry.url or entry.title)
        for moment in (entry.published, entry.updated):
            assert moment is None or (moment.utcoffset() is not None and 1990 <= moment.year <= 2024)
    assert all("\n" not in line for line in feed.warnings)


def read_bytes(data: bytes, rng: Random) -> None:
    declared = rng.choice((None, "utf-8", "text/html; charset=windows-1256", "iso-8859-6", data[:20].decode("latin-1")))
    decoded = decode(data, declared, html=rng.random() < 0.5)
    assert "\x00" not in decoded.text
    decoded.text.encode("utf-8", "surrogatepass")


def read_url(data: bytes, rng: Random) -> None:
    text, base = text_of(data), rng.choice((None, HOME + "a/b", text_of(data[::-1])[:50]))
    url = canonical_url(text, base)
    assert is_web(url)
    if url:
        assert canonical_url(url) == url and "@" not in urlsplit(url).netloc


def read_markup(data: bytes, _: Random) -> None:
    text = text_of(data)
    for paragraph, _subhead in paragraphs(text):
        assert paragraph == " ".join(paragraph.split()) != ""
    plain_text(text)
    tame_markup(text)


def read_robots(data: bytes, rng: Random) -> None:
    robots = robots_from_bytes(data, 0.0)
    robots.allows(HOME + rng.choice(("", "a", "%D8%A3", "private/x?y=1#z")), "Siyaq")
    delay = robots.crawl_delay_s("Siyaq")
    assert delay is None or delay >= 0
    assert all(is_web(url) for url in news_sitemaps(data, HOME))


def read_headers(data: bytes, _: Random) -> None:
    lines = [line.partition(b":")[::2] for line in data.split(b"\n")]
    headers = Headers([(name.strip(), value) for name, value in lines])
    for seconds in (retry_after_s(headers, NOW), max_age_s(headers, NOW)):
        assert seconds is None or 0.0 <= seconds <= 31_536_000.0
    assert all(is_web(url) for _, url in links_of(headers, HOME))
    target = location_of(headers, HOME)
    assert target is None or target.isascii()


def unpack(data: bytes, rng: Random) -> None:
    inflater = Inflater(rng.choice(("gzip", "deflate", "br", "x-gzip, br", "identity")), URL, 100_000, 200.0)
    for at in range(0, len(data), 700):
        inflater.feed(data[at : at + 700])
    assert len(inflater.body()) <= 100_000


def call_back(data: bytes, rng: Random) -> None:
    book = PushBook(MemoryStore(), HOME, b"k")
    book.note_offer(URL, HOME + "hub", URL)
    query = dict(parse_qsl(text_of(data), keep_blank_values=True, errors="replace"))
    verdict = book.verify(book.token(URL), query, NOW)
    assert verdict.status in (200, 404) and len(verdict.body) <= 2_000
    if verdict.body:
        assert query["hub.topic"] == URL and query["hub.mode"] == "subscribe"
    assert not is_signed(data, text_of(data), "secret")
    assert book.deliver(book.token(URL), data, text_of(data), text_of(rng.randbytes(9)), NOW) == 202
    assert book.deliveries() == ()


class Wire(httpcore.AsyncNetworkBackend):
    """A network on which the first connection has no robots.txt and every other one says the same."""

    def __init__(self, *said: bytes) -> None:
        self.said = list(said)

    async def connect_tcp(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        data = self.said.pop(0) if len(self.said) > 1 else self.said[0]
        return httpcore.AsyncMockStream([data[at : at + 500] for at in range(0, len(data), 500)])

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


ABSENT = b"HTTP/1.1 404 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
LIMITS = FetchLimits(retries=0, max_bytes=100_000, host_delay_s=0.0)
RUNNER = asyncio.Runner()


def fetch(data: bytes, _: Random) -> None:
    async def get() -> None:
        fetcher = HttpFetcher("Siyaq", ["sada.example"], limits=LIMITS)
        fetcher._transport._pool._network_backend = Wire(ABSENT, data)
        try:
            page = await fetcher.get("http://sada.example/d/feed.xml")
            assert page.status in (200, 304) and len(page.body) <= 100_000
        finally:
            await fetcher.close()

    RUNNER.run(get())


RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>صدى</title>
<link>https://sada.example/</link><ttl>15</ttl><item><title>خبر &amp; نبأ</title><link>/a?utm_source=x</link>
<guid isPermaLink="false">7</guid><pubDate>Sun, 10 Jun 2018 16:05:00 +0400</pubDate><dc:creator>ليلى</dc:creator>
<content:encoded><![CDATA[<p>نص <img src="/i.png"></p>]]></content:encoded>
<media:content url="b.jpg" type="image/jpeg"/></item></channel></rss>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="x"><title>صدى</title></channel><item rdf:about="https://sada.example/2"><title>نبأ</title><description>&lt;b&gt;قصير</description>
</item></rdf:RDF>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://sada.example/a/">
<title type="html">&lt;b&gt;صدى&lt;/b&gt;</title><link rel="hub" href="https://hub.example/"/>
<entry><id>tag:1</id><title>خبر</title><link href="1"/><updated>2018-06-10T12:05:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>نص</p></div></content></entry></feed>"""
JSON = (
    '{"version":"https://jsonfeed.org/version/1.1","title":"صدى","items":[{"id":"1","url":"/1","title":"خبر","content_text":"أ\\nب",'
    '"date_published":"2018-06-10T12:05:00+04:00","authors":[{"name":"ليلى"}],"tags":["سياسة"],"hubs":[{"type":"WebSub"}]}]}'
)
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://sada.example/1</loc><lastmod>2018-06-10</lastmod><news:news>
<news:publication_date>2018-06-10</news:publication_date>
<news:title>خبر</news:title></news:news></url></urlset>"""
OPML = """<opml version="2.0"><body><outline text="صدى">
<outline type="rss" text="صدى" xmlUrl="https://s.example/f" htmlUrl="/"/></outline></body></opml>"""
TOML = """[[outlet]]
id = "sada"
name = "صدى"
country = "EG"
rights = "full"
timezone = "Africa/Cairo"
feeds = ["https://s.example/f"]
"""
PAGE = """<html><head><base href="/x/"><meta charset="windows-1256"><title>صدى</title>
<link rel="alternate" type="application/rss+xml" title="تعليقات" href="/comments/feed"></head>
<body><h2>عنوان</h2><p>نص <b>قوي</b><br><br>ثم &laquo;قول&raquo;</p><a href='/rss.xml'>RSS</a></body></html>"""
PROSE = "وصل الوفد إلى العاصمة مساء أمس بعد رحلة طويلة، وقال الوزير إن المحادثات كانت مفيدة."
DATES = [
    "Sun, 10 Jun 2018 16:05:00 +0400",
    "2018-06-10T16:05:00.123+04:00",
    "الأحد 10 حزيران/يونيو 2018 - 15:05",
    "1528632300000",
]
URLS = [
    "https://sada.example/خبر?utm_source=x&id=3#top",
    "http://user@[::1]:80/../a",
    "//0x7f.1/%D8",
    "HTTP://Bücher.example:8080",
]
ROBOTS = "User-agent: *\nDisallow: /\n\nUser-agent: siyaq\nCrawl-delay: 2.5\nDisallow: /*.pdf$\nAllow: /أ\nSitemap: /news.xml\n"
HEADERS = """Retry-After: 120
Cache-Control: public, max-age=90, no-cache
Expires: Wed, 01 May 2024 12:00:00 GMT
Date: Wed, 01 May 2024 11:00:00 GMT
Age: 7
Link: <https://hub.example/>; rel="hub self", </feed>; rel=next
Location: /خبر?q=1"""
QUERY = f"hub.mode=subscribe&hub.topic={URL}&hub.challenge=x&hub.lease_seconds=3600&hub.reason=no"
ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nCache-Control: max-age=9\r\nLink: </f>; rel=self\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
)
PACKED = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 90\r\nETag: x\r\n\r\n" + gzip.compress(RSS.encode())
MOVED = "HTTP/1.1 301 X\r\nLocation: /خبر\r\nContent-Length: 0\r\n\r\n"
BODY = RSS.encode() * 3

CASES = {
    "decode": Case(read_bytes, [PAGE, PROSE, PROSE.encode("cp1256"), PROSE.encode("utf-16")], (DecodeError,)),
    "mojibake": Case(
        lambda data, _: repair_mojibake(text_of(data)),
        [PROSE, PROSE.encode("cp1256").decode("latin-1"), PROSE.encode().decode("latin-1"), PROSE.encode().decode("cp1256")],
    ),
    "addresses": Case(read_url, URLS),
    "fragments": Case(read_markup, [PAGE, PROSE]),
    "feeds": Case(read_feed, [RSS, RDF, ATOM], (FeedError,)),
    "json feeds": Case(read_feed, [JSON], (FeedError,)),
    "sitemaps": Case(
        read_feed, [SITEMAP, SITEMAP.replace("url", "sitemap").replace("sitemapset", "sitemapindex")], (FeedError,)
    ),
    "opml": Case(lambda data, _: parse_opml(data, URL), [OPML, RSS], (FeedError,)),
    "toml": Case(lambda data, _: parse_outlets_toml(data), [TOML], (FeedError,)),
    "discovery": Case(lambda data, _: [is_web(url) for url in discover_feeds(data, URL)], [PAGE]),
    "dates of feeds": Case(lambda data, _: date_from_feed(text_of(data), "Asia/Riyadh", NOW), DATES),
    "robots": Case(read_robots, [ROBOTS], limit=512_000),
    "headers": Case(read_headers, [HEADERS], limit=60_000),
    "packed bodies": Case(
        unpack,
        [gzip.compress(BODY), zlib.compress(BODY), zlib.compress(BODY)[2:-4], brotli.compress(BODY)],
        (PermanentFetchError,),
    ),
    "hubs": Case(call_back, [QUERY, QUERY.replace("subscribe", "denied"), RSS]),
    "responses": Case(fetch, [ANSWER, PACKED, MOVED], (FetchError,)),
}


@pytest.mark.timeout(7_200)
@pytest.mark.parametrize("name", CASES)
def test_only_declared_errors_come_out(name: str, grind: Callable[..., None]) -> None:
    case = CASES[name]
    grind(case.take, case.good(), case.errors)


@pytest.mark.slow
@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("name", [name for name in CASES if name != "responses"])
def test_a_megabyte_of_anything_ends_within_two_seconds(name: str, swell: Callable[..., list[str]]) -> None:
    case = CASES[name]
    assert swell(case.take, case.good(), case.errors) == []
