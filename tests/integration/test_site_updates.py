"""Pages follow the database while another process writes to it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from siyaq.engine import Engine
from siyaq.ids import article_id
from siyaq.settings import Settings
from siyaq.types import Article, Rights, Source
from siyaq.web import create_app

NOW = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
URL = "https://sahm.example/harbour"
ARTICLE = Article(
    id=article_id(URL),
    url=URL,
    source="sahm",
    title="مدينة الصنوبر تفتح مرفأها الجديد",
    text="فتحت مدينة الصنوبر مرفأها الجديد صباح الأربعاء.\n\nوقال رئيس البلدية جابر الزين إن المرفأ يتسع لمئة قارب.",
    published=NOW - timedelta(hours=2),
    section="محليات",
)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/news.db"


@pytest.fixture
def writer(url: str) -> Iterator[Engine]:
    """The process that fetches."""
    with Engine(url, Settings(db=url, now=NOW)) as engine:
        engine.store.put_source(Source(id="sahm", name="السهم", rights=Rights.FULL))
        yield engine


@pytest.fixture
def client(url: str, writer: Engine) -> Iterator[TestClient[Any]]:
    """The process that serves."""
    with Engine(url, Settings(db=url, now=NOW)) as engine, TestClient(create_app(engine)) as http:
        yield http


def test_new_changed_and_removed_articles_reach_the_pages(client: TestClient[Any], writer: Engine) -> None:
    assert "لا أخبار بعد" in client.get("/").text
    writer.add([ARTICLE], workers=0)
    first = client.get("/")
    assert ARTICLE.title in first.text
    assert "جابر" in client.get("/search?q=المرفأ").text
    page = f"/article/{ARTICLE.id}"
    assert "النسخة" not in client.get(page).text

    changed = replace(
        ARTICLE, title="الصنوبر تفتح مرفأها وتعفي القوارب من الرسوم", text=ARTICLE.text + "\n\nوأُعفيت القوارب من الرسوم."
    )
    writer.add([changed], workers=0)
    body = client.get(page).text
    assert changed.title in body
    assert "نسخته الثانية" in body
    assert ARTICLE.title in body  # among the versions
    assert client.get("/", headers={"if-none-match": first.headers["etag"]}).status_code == 200

    assert writer.mark_gone(ARTICLE.id)
    writer.sync()
    body = client.get(page).text
    assert "حذف المصدر هذا الخبر" in body
    assert 'content="noindex' in body
    assert changed.title not in client.get("/").text
    assert changed.title not in client.get("/section/" + "محليات", follow_redirects=True).text


def test_an_address_of_a_merged_story_leads_to_where_it_is_now(client: TestClient[Any], writer: Engine) -> None:
    writer.add([ARTICLE], workers=0)
    story = writer.stories()[0]
    writer.store.put_story(replace(story, id="oldstoryoldstory", articles=(), outlets=(), moved_to=story.id))
    answer = client.get("/story/oldstoryoldstory", follow_redirects=False)
    assert answer.status_code == 301
    assert answer.headers["location"] == f"/story/{story.id}"
    assert client.get("/story/oldstoryoldstory.rss", follow_redirects=False).headers["location"] == f"/story/{story.id}.rss"
