"""The real feeds of the reference data, read beside feedparser: the same addresses, titles and times for every item."""

import calendar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser  # type: ignore[import-untyped]
import pytest

from siyaq.feeds import parse_feed
from siyaq.types import FeedEntry
from siyaq.web_text import canonical_url

pytestmark = pytest.mark.shared
NOW = datetime(2026, 11, 1, tzinfo=UTC)
ITEMS = {
    "abarrak_ar_jekyll_feed.xml": ("rss", 7),
    "abotyim_ar_hugo_rss2.xml": ("rss", 16),
    "mosab_ar_zola_atom.xml": ("atom", 42),
    "negative_urdu_miniflux_rss.xml": ("rss", 26),
    "psrecord_ar_wordpress_rss2.xml": ("rss", 10),
}


def differences(ours: FeedEntry, theirs: Any) -> list[str]:
    """What the two readers see differently in one item."""
    wrong = [] if ours.url == canonical_url(theirs.link) else [f"address {ours.url} or {theirs.link}"]
    if (ours.title or "") != " ".join(theirs.title.split()):
        wrong.append(f"title {ours.title!r} or {theirs.title!r}")
    parsed = theirs.get("published_parsed") or theirs.get("updated_parsed")
    when = datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    if (ours.published or ours.updated) != when:
        wrong.append(f"time {ours.published} or {when}")
    return wrong


@pytest.mark.parametrize("name", ITEMS)
def test_every_item_is_read_as_feedparser_reads_it(shared: Path, name: str) -> None:
    data = (shared / "gold/dev/feeds" / name).read_bytes()
    feed, other = parse_feed(data, f"https://feed.example/{name}", now=NOW), feedparser.parse(data)
    assert (feed.kind, len(feed.entries), len(other.entries)) == (*ITEMS[name], ITEMS[name][1])
    assert feed.warnings == ()
    assert [line for pair in zip(feed.entries, other.entries, strict=True) for line in differences(*pair)] == []


def test_whole_texts_are_found(shared: Path) -> None:
    whole = {
        name: sum(
            entry.content_html is not None for entry in parse_feed((shared / "gold/dev/feeds" / name).read_bytes(), "").entries
        )
        for name in ITEMS
    }
    assert [whole[name] for name in ITEMS] == [5, 16, 42, 0, 10]
