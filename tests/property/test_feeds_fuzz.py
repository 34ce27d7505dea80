"""Every parser of foreign bytes raises its declared errors only and ends soon, whatever the bytes.

`SIYAQ_FUZZ` sets the length of a long run (make test-all); the long runs of single parsers are in test_fuzz_web.py.
"""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siyaq.errors import FeedError
from siyaq.feeds import date_from_feed, discover_feeds, parse_feed, parse_opml, parse_outlets_toml
from siyaq.types import ParsedFeed

TESTS = 7
EXAMPLES = max(60, int(os.environ.get("SIYAQ_FUZZ", "0")) // 20 // TESTS)
NOW = datetime(2024, 5, 1, tzinfo=UTC)
URL = "https://sada.example/feed.xml"
FUZZ = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>صدى</title>
<link>https://sada.example/</link><ttl>15</ttl><item><title>خبر &amp; نبأ</title><link>/a?utm_source=x</link>
<guid isPermaLink="false">7</guid><pubDate>Sun, 10 Jun 2018 16:05:00 +0400</pubDate><dc:creator>ليلى</dc:creator>
<content:encoded><![CDATA[<p>نص <img src="/i.png"></p>]]></content:encoded>
<media:content url="b.jpg" type="image/jpeg"/></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://sada.example/a/">
<title type="html">&lt;b&gt;صدى&lt;/b&gt;</title>
<entry><id>tag:1</id><title>خبر</title><link href="1"/><updated>2018-06-10T12:05:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>نص</p></div></content></entry></feed>"""
JSON = (
    '{"version":"https://jsonfeed.org/version/1.1","title":"صدى","items":[{"id":"1","url":"/1","title":"خبر",'
    '"date_published":"2018-06-10T12:05:00+04:00","authors":[{"name":"ليلى"}],"tags":["سياسة"]}]}'
)
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://sada.example/1</loc><news:news><news:publication_date>2018-06-10</news:publication_date><news:title>خبر</news:title>
</news:news></url></urlset>"""
OPML = '<opml version="2.0"><body><outline text="صدى"><outline type="rss" text="صدى" xmlUrl="https://s.example/f"/></outline></body></opml>'
SEEDS = (RSS, ATOM, JSON, SITEMAP, OPML)
SCRAPS = (
    "<", ">", "&", "&#", "&#x110000;", "&a;", "]]>", "<![CDATA[", "<!DOCTYPE rss [<!ENTITY a 'b'>]>", "<item>", "</item>",
    "<entry>", "\x00", "\x0b", "\ufffe", "\ud800", '"', "'", "{", "}", "[", "\\u0000", "\\ud800", "xml:base='http://['",
    "http://[::1", "//", "xmlns:x='", "<a:b>", "<!--", "-->", "<?xml", "?>", "٢٠١٨", "99999999999", "-0001-01-01",
    "31 Feb 2018 25:61", "ÇáÈ", "Ø§Ù", "\u202e",
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good feed with pieces cut out, doubled, exchanged and scraps put in, in some encoding."""
    text = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(0, 6))):
        at, length = draw(st.integers(0, len(text))), draw(st.integers(0, 30))
        piece = draw(st.sampled_from(SCRAPS) | st.text(max_size=8) | st.just(text[at : at + length] * 2))
        text = text[:at] + piece + text[at + length :]
    encoding = draw(st.sampled_from(("utf-8", "utf-8", "cp1256", "utf-16", "iso8859-6")))
    data = text.encode(encoding, "ignore")
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        data = data[:at] + draw(st.binary(max_size=3)) + data[at + 1 :]
    return data


def read(data: bytes) -> ParsedFeed | None:
    """Parse; None where the declared error came."""
    try:
        return parse_feed(data, URL, now=NOW)
    except FeedError as error:
        assert "\n" not in str(error)
        return None


@FUZZ
@given(st.binary(max_size=400))
def test_any_bytes_are_a_feed_or_a_feed_error(data: bytes) -> None:
    read(data)


@FUZZ
@given(damaged())
def test_damaged_feeds_keep_their_promises(data: bytes) -> None:
    feed = read(data)
    for entry in feed.entries if feed else ():
        assert entry.url is None or entry.url.startswith(("http://", "https://"))
        assert entry.image is None or entry.image.startswith(("http://", "https://"))
        assert entry.url or entry.title
        for moment in (entry.published, entry.updated):
            assert moment is None or (moment.utcoffset() is not None and 1990 <= moment.year <= 2024)


@FUZZ
@given(st.text(max_size=300))
def test_any_text_in_the_fields_of_an_item(text: str) -> None:
    read(
        f"<rss><channel><item><title>{text}</title><link>{text}</link><pubDate>{text}</pubDate></item></channel></rss>".encode(
            "utf-8", "ignore"
        )
    )


@FUZZ
@given(
    st.text(max_size=60)
    | st.from_regex(r"\d{1,4}[-/ ][A-Za-z0-9]{1,4}[-/ ]\d{1,4}[ T]\d{1,2}:\d{2}(:\d{2})?( ?[+-]\d{1,4}| [A-Z]{1,4})?")
)
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = date_from_feed(text, "Asia/Riyadh", NOW)
    assert found is None or found.utcoffset() is not None


@FUZZ
@given(damaged() | st.binary(max_size=300))
def test_any_bytes_are_an_opml_list_or_a_feed_error(data: bytes) -> None:
    try:
        sources = parse_opml(data, URL)
    except FeedError:
        return
    assert len({source.id for source in sources}) == len(sources)


@FUZZ
@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: ("[[outlet]]\nfeeds = ['https://a.example/']\n" + text).encode("utf-8", "ignore"))
)
def test_any_bytes_are_an_outlet_list_or_a_feed_error(data: bytes) -> None:
    try:
        parse_outlets_toml(data)
    except FeedError:
        return


@FUZZ
@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(
        lambda text: f"<link rel=alternate type=application/rss+xml href='{text}'>".encode("utf-8", "ignore")
    )
)
def test_discovery_finds_web_addresses_only(data: bytes) -> None:
    assert all(url.startswith(("http://", "https://")) for url in discover_feeds(data, URL))


def cpu_seconds(work: Callable[[], object]) -> float:
    """Processor time of some work, the better of two runs: other processes disturb the caches."""
    spent = []
    for _ in range(2):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
        if spent[-1] < 1.0:
            break
    return min(spent)


MB = 1_000_000
HOSTILE = {
    "open tags": b"<a>" * (MB // 3),
    "items never closed": b"<rss><channel>" + b"<item><title>x" * (MB // 14),
    "ampersands": b"<rss>" + b"&" * MB,
    "less-thans": b"<rss>" + b"<" * MB,
    "attributes": b"<rss " + b"a=b " * (MB // 4) + b">",
    "quotes": b"<rss " + b'a="' * (MB // 3),
    "cdata openings": b"<rss>" + b"<![CDATA[" * (MB // 9),
    "comments": b"<rss>" + b"<!--" * (MB // 4),
    "doctype": b"<!DOCTYPE rss [" + b"<!ENTITY a 'b'>" * (MB // 15),
    "doctype brackets": b"<!DOCTYPE rss " + b"[" * MB,
    "white space": b" " * MB + b"<rss/>",
    "spaces in a title": b"<rss><item><title>" + b" x" * (MB // 2) + b"</title></item></rss>",
    "images": b"<rss><item><title>t</title><description>" + b"&lt;img " * (MB // 8) + b"</description></item></rss>",
    "json lists": b'{"items":' + b"[" * MB,
    "json items cut": b'{"items":[' + b'{"id":1,' * (MB // 8),
    "json spaces": b'{"title"' + b" " * MB,
    "entities": b"<rss><item><title>" + b"&nbsp;" * (MB // 6) + b"</title></item></rss>",
    "nested divs": b"<rss><item><title>t</title><description>" + b"&lt;div&gt;" * (MB // 11) + b"</description></item></rss>",
    "bare attributes": b"<rss><item x=" + b"a=" * (MB // 2),
    "xml declaration": b"<?xml " + b"encoding=" * (MB // 9),
    "html start": b"<!--" * (MB // 4) + b"<html>",
    "mojibake": b"<rss><item><title>" + "Ø§Ù".encode() * (MB // 6) + b"</title></item></rss>",
    "one long date": b"<rss><item><title>t</title><pubDate>" + b"1 " * (MB // 2) + b"</pubDate></item></rss>",
    "many categories": b"<rss><item><title>t</title>" + b"<category>a,b;c</category>" * (MB // 26) + b"</item></rss>",
    "namespaces": b"<rss>" + b"<x:y xmlns:x='http://a'>" * (MB // 24),
    "sitemap": b"<urlset>" + b"<url><loc>https://a.example/</loc></url>" * (MB // 40) + b"</urlset>",
    "dots": b"<rss><item><link>https://a.example/" + b"../" * (MB // 3) + b"</link></item></rss>",
    "gzip of zeros": __import__("gzip").compress(bytes(60 * MB)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_megabyte_ends_within_two_seconds(name: str) -> None:
    data = HOSTILE[name]
    assert cpu_seconds(lambda: (read(data), discover_feeds(data, URL))) < 2.0
