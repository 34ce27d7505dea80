"""An engine with a few invented outlets and articles, for tests of pages and of the API."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from siyaq.engine import Engine
from siyaq.ingest import article_from_record
from siyaq.settings import Settings
from siyaq.types import Feed, FeedStatus, Rights, Source

NOW = datetime(2024, 3, 10, 14, 0, tzinfo=UTC)
OUTLETS = (
    Source(id="manara", name="المنارة", home="https://manara.example/", country="JO", rights=Rights.FULL, timezone="Asia/Amman",
           feeds=("https://manara.example/rss",)),
    Source(id="sada", name="صدى المدينة", home="https://sada.example/", country="EG", rights=Rights.EXCERPT,
           feeds=("https://sada.example/feed",)),
    Source(id="nabd", name="نبض الساحل", home="https://nabd.example/", country="TN", rights=Rights.FULL),
    Source(id="ufuq", name="وكالة الأفق", home="https://ufuq.example/", country="LB", rights=Rights.LINK),
)  # fmt: skip


def open_newsroom(url: str = "memory:", now: datetime = NOW) -> Engine:
    """An engine over a new database with all outlets and articles of `newsroom.jsonl`."""
    engine = Engine(url, Settings(db=url, now=now))
    for source in OUTLETS:
        engine.store.put_source(source)
    engine.store.put_feed(Feed(url="https://manara.example/rss", source="manara", last_success=now, next_visit=now))
    engine.store.put_feed(
        Feed(url="https://sada.example/feed", source="sada", status=FeedStatus.FAILING, failures=3, error="timed out <slow>")
    )
    lines = Path(__file__).with_name("newsroom.jsonl").read_text("utf-8").splitlines()
    articles = [article_from_record(json.loads(line)) for line in lines]
    engine.add([replace(a, subheads=(2,)) if a.external_id == "m-dam" else a for a in articles], workers=0)
    return engine
