"""The bundled list of real Arabic outlets."""

import tomllib
from importlib.resources import files
from urllib.parse import urlsplit

from siyaq.feeds import parse_outlets_toml
from siyaq.types import Rights

DATA = files("siyaq.data").joinpath("outlets.toml").read_bytes()
ROWS = tomllib.loads(DATA.decode())["outlet"]
SOURCES = parse_outlets_toml(DATA)


def test_as_many_as_promised() -> None:
    assert len(SOURCES) >= 60
    assert sum(len(source.feeds) for source in SOURCES) >= 60
    assert len({source.country for source in SOURCES}) > 15


def test_every_outlet_is_complete() -> None:
    for row, source in zip(ROWS, SOURCES, strict=True):
        assert source.id == row["id"]
        assert source.name and any("\u0600" <= letter <= "\u06ff" for letter in source.name)
        assert source.country == row["country"]
        assert source.timezone == row["timezone"]
        assert source.language == "ar"
        assert source.rights is Rights.EXCERPT
        assert source.home and source.feeds


def test_ids_and_feeds_are_unique() -> None:
    feeds = [feed for source in SOURCES for feed in source.feeds]
    assert len({source.id for source in SOURCES}) == len(SOURCES)
    assert len(set(feeds)) == len(feeds)


def test_addresses_are_web_addresses_of_the_outlets_themselves() -> None:
    for source in SOURCES:
        for url in (source.home or "", *source.feeds):
            parts = urlsplit(url)
            assert parts.scheme in ("http", "https")
            assert parts.hostname and "." in parts.hostname
            assert parts.hostname != "news.google.com"


def test_the_list_says_honestly_what_was_not_tried() -> None:
    assert all(row["tested"] is False and row["found"] for row in ROWS)
