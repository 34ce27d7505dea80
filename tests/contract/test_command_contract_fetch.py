"""CONTRACT: outlets and fetching, from outside."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from siyaq.demo import DemoServer, open_demo

Siyaq = Callable[..., Any]
NOW = "2031-05-04T16:00:00+03:00"
COUNTS = ("new", "updated", "unchanged", "gone", "failed")


@pytest.fixture(scope="module")
def press() -> Iterator[DemoServer]:
    with open_demo(now=datetime(2031, 5, 4, 13, tzinfo=UTC), moment="all") as server:
        yield server


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory, siyaq: Siyaq, press: DemoServer) -> tuple[str, list[Any]]:
    """A database, with what the first round of fetching printed. One outlet beside the demo's cannot be reached."""
    folder = tmp_path_factory.mktemp("fetch")
    url = f"sqlite:///{folder / 'news.db'}"
    dead = '<opml version="2.0"><body><outline type="rss" text="متعطل" xmlUrl="http://127.0.0.1:9/feed"/></body></opml>'
    (folder / "dead.opml").write_text(dead, "utf-8")
    siyaq("outlets", "import", folder / "dead.opml", "--db", url)
    done = siyaq(
        *("fetch", "--once", "--outlets", press.outlets, "--json", "--db", url),
        *("--allow-host", urlsplit(press.base).netloc, "--allow-host", "127.0.0.1:9"),
        SIYAQ_NOW=NOW,
    )
    return url, done.rows


def test_a_line_for_each_outlet(fetched: tuple[str, list[Any]]) -> None:
    reports = {report["outlet"]: report for report in fetched[1]}
    bad = reports.pop("متعطل")
    assert bad["status"] == "failed" and "connect" in bad["error"].lower() and bad["new"] == 0
    assert len(reports) == 9
    for report in reports.values():
        assert {"outlet", "feed", "status", "error", *COUNTS} <= set(report)
        assert (report["status"], report["error"], report["failed"]) == ("ok", None, 0)
    assert sum(report["new"] for report in reports.values()) >= 150


def test_a_second_round_changes_nothing(fetched: tuple[str, list[Any]], siyaq: Siyaq, press: DemoServer) -> None:
    url, _ = fetched
    before = siyaq("export", "--db", url).out
    hosts = f"{urlsplit(press.base).netloc}, 127.0.0.1:9"
    again = siyaq("fetch", "--once", "--all", "--json", "--db", url, SIYAQ_NOW=NOW, SIYAQ_ALLOW_HOSTS=hosts).rows
    assert len(again) == 10 and all(report[name] == 0 for report in again for name in ("new", "updated", "gone"))
    assert siyaq("export", "--db", url).out == before


def test_without_permission_no_private_address_is_asked(siyaq: Siyaq, press: DemoServer, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'news.db'}"
    assert "loopback" in siyaq("fetch", "--once", "--outlets", press.outlets, "--db", url, code=1).err
    assert "loopback" in siyaq("outlets", "add", f"{press.base}/sada/rss.xml", "--db", url, code=1).err
    assert siyaq("outlets", "list", "--json", "--db", url).rows == []


def test_outlets_are_listed_exported_and_met_again(fetched: tuple[str, list[Any]], siyaq: Siyaq, tmp_path: Path) -> None:
    url, _ = fetched
    listed = siyaq("outlets", "list", "--json", "--db", url).rows
    assert len(listed) == 10 and all(outlet["name"] and outlet["feeds"] for outlet in listed)
    (tmp_path / "out.opml").write_bytes(siyaq("outlets", "export", "--db", url).out)
    assert "10 outlets" in siyaq("outlets", "import", tmp_path / "out.opml", "--db", url).err
    assert siyaq("outlets", "list", "--json", "--db", url).rows == listed
    fresh = f"sqlite:///{tmp_path / 'fresh.db'}"
    siyaq("outlets", "import", tmp_path / "out.opml", "--db", fresh)
    assert {outlet["name"] for outlet in siyaq("outlets", "list", "--json", "--db", fresh).rows} == {o["name"] for o in listed}


def test_an_outlet_is_added_by_feed_and_by_page(siyaq: Siyaq, press: DemoServer, tmp_path: Path) -> None:
    url, allowed = f"sqlite:///{tmp_path / 'news.db'}", ("--allow-host", "127.0.0.1")
    (home,) = [outlet for outlet in press.reply("/outlets.opml").body.decode().split("<outline ")[1:] if 'id="sada"' in outlet]
    feed = home.split('xmlUrl="')[1].split('"')[0]
    assert feed in siyaq("outlets", "add", feed, *allowed, "--db", url).out.decode()
    assert feed in siyaq("outlets", "add", f"{press.base}/sada/", *allowed, "--db", url).out.decode()
    (outlet,) = siyaq("outlets", "list", "--json", "--db", url).rows
    assert outlet["feeds"][0]["url"] == feed
    for wrong in ("ftp://127.0.0.1/feed", "no address", f"{press.base}/nothing-here"):
        siyaq("outlets", "add", wrong, *allowed, "--db", url, code=1)
    assert len(siyaq("outlets", "list", "--json", "--db", url).rows) == 1
