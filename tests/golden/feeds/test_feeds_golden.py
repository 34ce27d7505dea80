"""Feeds and what is read from them, in pairs: NAME.xml or NAME.json beside NAME.expected.json.

All outlets and sentences are invented. A new pair: put the feed here, run `SIYAQ_GOLDEN=write pytest tests/golden/feeds`,
read the expected file with your own eyes.
"""

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from siyaq.feeds import parse_feed

HERE = Path(__file__).parent
NOW = datetime(2018, 6, 15, tzinfo=UTC)
FEEDS = sorted(path for path in HERE.glob("*.*") if path.suffix in (".xml", ".json") and ".expected" not in path.name)


def read(path: Path) -> dict[str, object]:
    feed = parse_feed(path.read_bytes(), f"https://feed.example/{path.name}", zone="Asia/Riyadh", now=NOW)
    plain: dict[str, object] = json.loads(json.dumps(asdict(feed), default=lambda moment: moment.isoformat()))
    return plain


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_feed_is_read_as_expected(path: Path) -> None:
    expected = path.with_name(path.name + ".expected.json")
    if os.environ.get("SIYAQ_GOLDEN") == "write":
        expected.write_text(json.dumps(read(path), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert read(path) == json.loads(expected.read_text(encoding="utf-8"))


def test_there_is_a_pair_for_every_format() -> None:
    kinds = {json.loads(path.read_text(encoding="utf-8"))["kind"] for path in HERE.glob("*.expected.json")}
    assert kinds == {"rss", "rdf", "atom", "json", "sitemap"}
