"""What makes bytes a feed or not, dates, limits and discovery, beyond the golden pairs."""

import gzip
from datetime import UTC, datetime

import pytest

from siyaq.errors import FeedError
from siyaq.feeds import MAX_ENTRIES, date_from_feed, discover_feeds, parse_feed

NOW = datetime(2018, 6, 15, 12, 0, tzinfo=UTC)
URL = "https://sada.example/d/feed.xml"


DELEGATION = "<item><title>الوفد يصل إلى العاصمة</title><link>/1</link></item>"


def rss(items: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>صدى</title>{items}</channel></rss>'.encode()
    )


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        ("<!doctype html><title>الموقع تحت\nالصيانة</title>".encode(), "HTML page titled “الموقع تحت الصيانة”"),
        (b"<!-- x --><html><body>", "is an HTML page, not a feed"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "HTML page"),
        (b"<opml version='2.0'/>", "OPML list"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no feed: its root is"),
        (b'{"error": "not found"}', "not a JSON Feed"),
        (b"[1, 2]", "not a JSON Feed"),
        (b"just words", "not XML"),
        (b"%PDF-1.4 \xe2\xe3", "not a feed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not a feed"),
        (b"\x1f\x8b\x08\x00broken", "cannot be unpacked"),
        (gzip.compress(bytes(60_000_000)), "too long"),
    ],
)
def test_what_is_no_feed_says_what_it_is(data: bytes, cause: str) -> None:
    with pytest.raises(FeedError, match=cause) as caught:
        parse_feed(data, URL)
    assert URL in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_gzip_file_is_unpacked() -> None:
    assert parse_feed(gzip.compress(rss("<item><title>أ</title></item>")), URL).entries[0].title == "أ"


def test_an_empty_feed_is_a_feed() -> None:
    feed = parse_feed(rss(""), URL)
    assert feed.entries == ()
    assert feed.warnings == ()


@pytest.mark.parametrize(
    ("data", "content_type", "warned"),
    [
        (rss(DELEGATION).decode().encode("cp1256"), None, True),
        (
            rss("<item><title>الوفد يصل إلى العاصمة</title></item>").replace(b"utf-8", b"windows-1256"),
            "text/xml; charset=windows-1256",
            True,
        ),
        (rss(DELEGATION).decode().encode("utf-16"), "text/xml; charset=utf-8", False),
        (
            rss("<item><title>الوفد يصل إلى العاصمة</title></item>").decode().encode("utf-8").decode("cp1256").encode(),
            None,
            True,
        ),
        (rss(DELEGATION), "text/xml; charset=utf-8", False),
    ],
)
def test_wrong_charsets_do_no_harm_and_are_told(data: bytes, content_type: str | None, warned: bool) -> None:
    feed = parse_feed(data, URL, content_type=content_type)
    assert feed.entries[0].title == "الوفد يصل إلى العاصمة"
    assert bool(feed.warnings) is warned


def test_one_damaged_title_is_repaired() -> None:
    damaged = "&amp;Ccedil;&amp;aacute;&amp;aelig;&amp;Yacute;&amp;Iuml; &amp;iacute;&amp;Otilde;&amp;aacute;"
    assert parse_feed(rss(f"<item><title>{damaged}</title></item>"), URL).entries[0].title == "الوفد يصل"


def test_a_json_feed_damaged_in_its_title_still_gives_its_items() -> None:
    feed = parse_feed('{"title": "\\µ", "items": [{"id": "1", "title": "خبر"}, {"id'.encode(), URL)
    assert (feed.title, [entry.title for entry in feed.entries]) == (None, ["خبر"])


def test_scripts_and_bad_addresses_do_not_come_through() -> None:
    feed = parse_feed(
        rss(
            "<item><title>خبر &lt;script&gt;alert(1)&lt;/script&gt;</title><link>javascript:alert(1)</link>"
            "<description>&lt;img src=x onerror=alert(1)&gt;نص</description>"
            "<enclosure url='data:text/html,x' type='image/png'/></item>"
        ),
        URL,
    )
    entry = feed.entries[0]
    assert (entry.title, entry.url, entry.summary) == ("خبر", None, "نص")
    assert entry.image == "https://sada.example/d/x"


def test_pictures_do_not_lead_into_networks_unless_the_feed_lives_there() -> None:
    item = "<item><title>خبر</title><link>/1</link><enclosure url='http://10.0.0.1/a.png' type='image/png'/></item>"
    assert parse_feed(rss(item), URL).entries[0].image is None
    assert parse_feed(rss(item), "http://10.0.0.1/feed").entries[0].image == "http://10.0.0.1/a.png"


@pytest.mark.parametrize(("paragraphs", "whole"), [(12, True), (1, False)])
def test_a_description_with_the_whole_text_is_taken_for_it(paragraphs: int, whole: bool) -> None:
    text = "&lt;p&gt;وصل الوفد إلى العاصمة مساء أمس بعد رحلة طويلة، وقال الوزير إن المحادثات كانت مفيدة وستتواصل غدا.&lt;/p&gt;"
    (entry,) = parse_feed(rss(f"<item><title>خبر</title><description>{text * paragraphs}</description></item>"), URL).entries
    assert (entry.content_html is not None) is whole
    assert (entry.summary or "").startswith("وصل الوفد")


def test_long_feeds_are_cut_and_say_so() -> None:
    feed = parse_feed(rss("".join(f"<item><title>{i}</title><link>/{i}</link></item>" for i in range(MAX_ENTRIES + 10))), URL)
    assert len(feed.entries) == MAX_ENTRIES
    assert "more than" in feed.warnings[0]


def test_original_addresses_go_before_those_of_a_counter() -> None:
    item = (
        "<item><title>أ</title><link>https://feeds.example/~r/1</link>"
        "<f:origLink xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'>https://sada.example/1</f:origLink></item>"
    )
    assert parse_feed(rss(item), URL).entries[0].url == "https://sada.example/1"


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("Sun, 10 Jun 2018 16:05:00 +0400", "2018-06-10T12:05"),
        ("Sun,10 Jun 2018 16:05 GMT+4", "2018-06-10T12:05"),
        ("10 June 2018 12:05:60 Z", "2018-06-10T12:05"),
        ("Sun, 10 Jun 18 12:05 UT", "2018-06-10T12:05"),
        ("2018-06-10T16:05:00.123+04:00", "2018-06-10T12:05"),
        ("2018-06-10 15:05", "2018-06-10T12:05"),
        ("٢٠١٨-٠٦-١٠ ١٥:٠٥", "2018-06-10T12:05"),
        ("June 10, 2018 3:05 PM", "2018-06-10T12:05"),
        ("Sun Jun 10 15:05:00 2018", "2018-06-10T12:05"),
        ("1528632300", "2018-06-10T12:05"),
        ("1528632300000", "2018-06-10T12:05"),
        ("الأحد 10 حزيران/يونيو 2018 - 15:05", "2018-06-10T12:05"),
        ("2018-06-10", "2018-06-09T21:00"),
        ("قبل ساعتين", "2018-06-15T10:00"),
        ("Sun, 10 Jun 2018 24:00:00 GMT", "2018-06-11T00:00"),
        ("20180610T120500Z", "2018-06-10T12:05"),
        ("dim, 10 juin 2018 13:05:00 +0100", "2018-06-10T12:05"),
        ("10 févr. 2018 15:05", "2018-02-10T12:05"),
        ("10 août 2017 15:05", "2017-08-10T12:05"),
        ("10 juil 2017 15:05", "2017-07-10T12:05"),
        ("10/06/2018 15:05", "2018-06-10T12:05"),
        ("6/10/2018 3:05:00 PM", "2018-06-10T12:05"),
        ("6/13/2018 3:05:00 PM", "2018-06-13T12:05"),
        ("1528632300.25", "2018-06-10T12:05"),
        ("/Date(1528632300000+0300)/", "2018-06-10T12:05"),
        ("٢٦ رمضان ١٤٣٩ هـ 15:05", "2018-06-10T12:05"),
        ("الأحد 10-06-2018 | 15:05", "2018-06-10T12:05"),
        ("2018/06/10 03:05 م", "2018-06-10T12:05"),
        ("أمس", "2018-06-13T21:00"),
    ],
)
def test_dates(text: str, utc: str) -> None:
    moment = date_from_feed(text, "Asia/Riyadh", NOW)
    assert moment is not None
    assert moment.isoformat()[:16] == utc
    assert moment.tzinfo is UTC


@pytest.mark.parametrize(
    "text", ["", "0", "31 Feb 2018", "Mon, 10 Jun 2018 25:61:00 GMT", "0000-00-00 00:00:00", "غير معروف", "9999-99-99"]
)
def test_what_is_no_date(text: str) -> None:
    assert date_from_feed(text, "Asia/Riyadh", NOW) is None


def test_an_unknown_zone_counts_as_utc() -> None:
    moment = date_from_feed("2018-06-10 12:05", "../../etc/passwd")
    assert moment == datetime(2018, 6, 10, 12, 5, tzinfo=UTC)


def test_the_first_plausible_date_counts() -> None:
    second = "<dc:date xmlns:dc='http://purl.org/dc/elements/1.1/'>2018-06-10</dc:date>"
    item = f"<item><title>أ</title><pubDate>0001-01-01T00:00:00Z</pubDate>{second}</item>"
    feed = parse_feed(rss(item), URL, now=NOW)
    assert feed.entries[0].published == datetime(2018, 6, 10, tzinfo=UTC)
    assert feed.warnings[-1] == "publication date before 1990 left out"


PAGE = """<html><head><base href="https://cdn.example/x/">
<link rel="alternate" type="application/rss+xml" title="تعليقات" href="/comments/feed.xml">
<link rel="alternate" type="application/rss+xml; charset=utf-8" title='صدى "الرئيسية"' href='feed.xml?utm_source=a'>
<link rel=alternate type=application/atom+xml href=/atom>
<link rel="alternate" type="application/json" href="https://sada.example/wp-json/oembed/feed">
<link rel="alternate" hreflang="en" href="/en/feed">
<link rel="stylesheet" href="/rss.css"></head><body><a href="/rss">خلاصات</a></body></html>"""


def test_declared_feeds_are_found_comments_last() -> None:
    assert discover_feeds(PAGE.encode("cp1256"), URL) == (
        "https://cdn.example/x/feed.xml",
        "https://cdn.example/atom",
        "https://cdn.example/comments/feed.xml",
    )


def test_linked_feeds_are_found_where_none_is_declared() -> None:
    page = "<a href='/about'>من نحن</a><a href='/rss/all.xml'>RSS</a><a href='/feedback'>رأيك</a><a href='https://feed.example/x'>x</a>"
    assert discover_feeds(page.encode(), URL) == ("https://sada.example/rss/all.xml", "https://feed.example/x")
    assert discover_feeds(b"\x00\x01\x02" * 100, URL) == ()
