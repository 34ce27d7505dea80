"""Our own feeds: valid by their specifications, and read back as they were meant."""

import json
from datetime import UTC, datetime, timedelta, timezone

from lxml import etree

from siyaq.feeds import Channel, Item, parse_feed, write_atom, write_json_feed, write_rss

CHANNEL = Channel(
    title="سياق & أخبار",
    url="https://siyaq.example/",
    self_url="https://siyaq.example/feed",
    description="أخبار في سياقها",
    hub="https://hub.example/",
)
ITEMS = (
    Item(
        id="https://siyaq.example/article/1",
        url="https://siyaq.example/article/1",
        title="عنوان <غريب> & \x0bآخر",
        summary="ملخص فيه 5 < 6",
        content_html="<p>نص ]]> <b>قوي</b></p>",
        published=datetime(2018, 6, 10, 16, 5, tzinfo=timezone(timedelta(hours=4))),
        updated=datetime(2018, 6, 10, 13, 0, tzinfo=UTC),
        authors=("ليلى",),
        tags=("سياسة", "مدن"),
        source_name="صدى",
        source_url="https://sada.example/1?a=1&b=2",
    ),
    Item(id="2", url="https://siyaq.example/article/2", title="بلا شيء"),
)


def check(data: bytes) -> None:
    """Whatever the format, our own reader gets the same values back."""
    feed = parse_feed(data, CHANNEL.self_url)
    first, second = feed.entries
    assert (feed.title, feed.home, feed.self_url, feed.hub, feed.language) == (
        CHANNEL.title, "https://siyaq.example/", "https://siyaq.example/feed", "https://hub.example/", "ar"
    )  # fmt: skip
    assert feed.warnings == ()
    assert (first.url, first.published) == (ITEMS[0].url, datetime(2018, 6, 10, 12, 5, tzinfo=UTC))
    assert first.content_html == ITEMS[0].content_html
    assert (first.authors, first.tags) == (("ليلى",), ("سياسة", "مدن"))
    assert first.guid == ITEMS[0].id
    assert (second.guid, second.url, second.title) == ("2", ITEMS[1].url, "بلا شيء")


def test_rss() -> None:
    data = write_rss(CHANNEL, ITEMS)
    check(data)
    root = etree.fromstring(data)
    assert root.get("version") == "2.0"
    assert [child.tag for child in root[0]][:3] == ["title", "link", "description"]
    assert root.findtext("channel/lastBuildDate") == "Sun, 10 Jun 2018 13:00:00 GMT"
    assert root.findtext("channel/item/pubDate") == "Sun, 10 Jun 2018 12:05:00 GMT"
    assert [guid.get("isPermaLink") for guid in root.iter("guid")] == ["true", "false"]
    source = root.find("channel/item/source")
    assert source is not None
    assert (source.text, source.get("url")) == ("صدى", "https://sada.example/1?a=1&b=2")


def test_atom() -> None:
    data = write_atom(CHANNEL, ITEMS)
    check(data)
    name = "{http://www.w3.org/2005/Atom}"
    root = etree.fromstring(data)
    for element in (root, *root.iter(f"{name}entry"), *root.iter(f"{name}source")):
        for needed in ("id", "title", "updated"):
            assert element.findtext(name + needed), needed
    assert root.findtext(f"{name}updated") == "2018-06-10T13:00:00Z"
    assert root.findtext(f"{name}author/{name}name")


def test_json_feed() -> None:
    data = write_json_feed(CHANNEL, ITEMS)
    check(data)
    document = json.loads(data)
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert all(("content_html" in item) != ("content_text" in item) for item in document["items"])
    assert document["items"][0]["_siyaq"]["source"]["name"] == "صدى"


def test_a_feed_without_items_is_valid() -> None:
    for write in (write_rss, write_atom, write_json_feed):
        assert parse_feed(write(CHANNEL, ()), CHANNEL.self_url).entries == ()
