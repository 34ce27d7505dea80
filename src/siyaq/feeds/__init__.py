"""Feeds in every format, in and out, and lists of outlets."""

from siyaq.feeds.date import date_from_feed
from siyaq.feeds.discovery import discover_feeds
from siyaq.feeds.outlets import parse_opml, parse_outlets_toml, source_id, write_opml
from siyaq.feeds.parse import MAX_FEED_BYTES, parse_feed
from siyaq.feeds.raw import MAX_ENTRIES
from siyaq.feeds.writing import Channel, Item, write_atom, write_json_feed, write_rss

__all__ = [
    "MAX_ENTRIES",
    "MAX_FEED_BYTES",
    "Channel",
    "Item",
    "date_from_feed",
    "discover_feeds",
    "parse_feed",
    "parse_opml",
    "parse_outlets_toml",
    "source_id",
    "write_atom",
    "write_json_feed",
    "write_opml",
    "write_rss",
]
