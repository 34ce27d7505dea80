"""Lists of outlets: OPML in and out, TOML in."""

import pytest

from siyaq.errors import FeedError
from siyaq.feeds import parse_opml, parse_outlets_toml, source_id, write_opml
from siyaq.types import Rights, Source

OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>مصادر</title></head><body>
<outline text="أخبار">
  <outline type="rss" text="صدى &amp; شركاه" xmlUrl="https://www.sada.com.eg/rss/1?utm_source=x"
    htmlUrl="https://www.sada.com.eg/" language="ar-EG"/>
  <outline type="rss" text="صدى &amp; شركاه" xmlUrl="https://www.sada.com.eg/rss/2" htmlUrl="https://www.sada.com.eg/"/>
  <outline text="Mirsal News" xmlUrl="/mirsal.xml"/>
  <outline text="صدى أخرى" xmlUrl="https://sada.example/feed"/>
  <outline text="خطر" xmlUrl="javascript:alert(1)"/>
  <outline text="بلا تغذية"/>
</outline></body></opml>"""


def test_opml_groups_feeds_of_one_outlet() -> None:
    sources = parse_opml(OPML.encode(), "https://list.example/a.opml")
    assert [(source.id, source.name, source.feeds) for source in sources] == [
        ("sada", "صدى & شركاه", ("https://www.sada.com.eg/rss/1", "https://www.sada.com.eg/rss/2")),
        ("mirsal-news", "Mirsal News", ("https://list.example/mirsal.xml",)),
        ("sada-2", "صدى أخرى", ("https://sada.example/feed",)),
    ]
    assert sources[0].home == "https://www.sada.com.eg/"
    assert sources[0].language == "ar-EG"


def test_opml_round_trip_keeps_everything() -> None:
    sources = (
        Source(
            id="sada",
            name="صدى «زمردة» & <أخواتها>",
            home="https://sada.example/",
            country="EG",
            language="ar",
            rights=Rights.FULL,
            timezone="Africa/Cairo",
            feeds=("https://sada.example/1", "https://sada.example/2"),
        ),
        Source(id="m-2", name="المرسال", feeds=("https://mirsal.example/f",)),
    )
    assert parse_opml(write_opml(sources)) == sources


def test_unknown_values_of_a_foreign_list_are_dropped() -> None:
    wild = """<opml xmlns:s="x"><body><outline text="x" xmlUrl="https://x.example/f" s:id="../..​" s:timezone="../../etc/passwd"
      s:country="Egypt" language="&lt;b&gt;" s:rights="everything"/></body></opml>"""
    assert parse_opml(wild.encode()) == (Source(id="x", name="x", feeds=("https://x.example/f",)),)


@pytest.mark.parametrize(
    ("data", "cause"),
    [(b"<rss/>", "root is <rss>"), (b"", "not XML"), (b"\x89PNG\r\n\x1a\n\x00\x00", "not an OPML"), (b"[[outlet]]", "not XML")],
)
def test_what_is_no_opml_is_told(data: bytes, cause: str) -> None:
    with pytest.raises(FeedError, match=cause):
        parse_opml(data)


TOML = """
[[outlet]]
id = "sada"
name = "صدى"
home = "https://sada.example"
country = "eg"
rights = "full"
timezone = "Africa/Cairo"
feeds = ["https://sada.example/feed.xml?utm_medium=rss"]

[[outlet]]
feeds = ["https://www.mirsal.example/rss"]
"""


def test_toml() -> None:
    sada, mirsal = parse_outlets_toml(TOML.encode())
    assert sada == Source(
        id="sada",
        name="صدى",
        home="https://sada.example/",
        country="EG",
        rights=Rights.FULL,
        timezone="Africa/Cairo",
        feeds=("https://sada.example/feed.xml",),
    )
    assert (mirsal.id, mirsal.name, mirsal.rights) == ("mirsal", "https://www.mirsal.example/rss", Rights.EXCERPT)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("x = ", "not TOML"),
        ("x = 1", r"no \[\[outlet\]\]"),
        ("outlet = 3", r"no \[\[outlet\]\]"),
        ("[[outlet]]\nid='a'", r"outlet 1 \(a\): feeds"),
        ("[[outlet]]\nfeeds=['ftp://x']", r"outlet 1 \(without name\): feeds"),
        ("[[outlet]]\nfeeds='x'", "feeds"),
        ("[[outlet]]\nfeeds=['https://x.example']\nname=7", "name must be text"),
        ("[[outlet]]\nfeeds=['https://x.example']\nrights='all'", "rights must be one of"),
        ("[[outlet]]\nfeeds=['https://x.example']\ntimezone='Riyadh'", "timezone"),
    ],
)
def test_faults_of_a_list_name_outlet_and_field(text: str, cause: str) -> None:
    with pytest.raises(FeedError, match=cause):
        parse_outlets_toml(text.encode())


@pytest.mark.parametrize(
    ("name", "address", "word"),
    [
        ("صدى", "https://arabic.sada.net/rss", "sada"),
        ("صدى", "https://www.sada.co.uk:8080/", "sada"),
        ("BBC Arabic", "https://x.example", "bbc-arabic"),
        ("صدى", "http://127.0.0.1:8900/f", "127-0-0-1"),
        ("", "https://news.com/", "news"),
    ],
)
def test_source_id(name: str, address: str, word: str) -> None:
    assert source_id(name, address) == word
