"""Headers, validators, feeds, errors and the empty state."""

import gzip
import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any
from urllib.parse import quote

import brotli  # type: ignore[import-untyped]
import pytest
from litestar.testing import TestClient
from lxml import etree

from siyaq.engine import Engine
from siyaq.errors import StoreError
from siyaq.settings import Settings
from siyaq.site.route import FIXED, NAMED
from siyaq.web import create_app

Client = TestClient[Any]
FONTS = files("siyaq.site") / "static" / "fonts"


def test_a_page_is_not_sent_again_while_nothing_changed(client: Client) -> None:
    first = client.get("/")
    assert first.headers["etag"].startswith('W/"')
    assert "max-age" in first.headers["cache-control"]
    assert "Cookie" in first.headers["vary"]
    again = client.get("/", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    other = client.get("/", headers={"if-none-match": '"other"'})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.1", "br"),
        ("*", "br"),
        ("gzip;q=0", None),
        ("deflate", None),
        ("identity", None),
    ],
)
def test_pages_are_compressed_as_the_client_can_read_them(client: Client, accepted: str, coding: str | None) -> None:
    plain = client.get("/", headers={"accept-encoding": "identity"})
    with client.stream("GET", "/", headers={"accept-encoding": accepted}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding") == coding
    unpack = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}[coding]
    assert unpack(raw) == plain.content
    assert answer.headers["etag"] == plain.headers["etag"]
    assert "Accept-Encoding" in answer.headers["vary"]


def test_security_headers_on_pages_files_and_errors(client: Client) -> None:
    for path in ("/", "/article/m-dam", "/static/site.css", "/nothing"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "referrer-policy" in headers


def test_no_page_has_inline_styles_or_scripts(client: Client) -> None:
    for path in ("/", "/article/m-dam", "/search?q=سد", "/trends", "/outlets", "/name/" + quote("ليلى العطار")):
        body = client.get(path).text
        assert "style=" not in body
        assert "<style" not in body
        assert "onclick" not in body
        assert body.count("<script") == body.count("<script src=") + body.count('<script type="application/ld+json"')


def test_every_list_is_also_a_feed(client: Client, newsroom: Engine) -> None:
    story = newsroom.stories(min_outlets=3)[0].id
    named = [
        f"/story/{story}",
        "/section/" + quote("رياضة"),
        "/tag/" + quote("المياه"),
        "/name/" + quote("ليلى العطار"),
        "/source/manara",
    ]
    fixed = ["/index", "/trends", "/statements", "/outlets"]
    for path in (*named, *fixed):
        rss = etree.fromstring(client.get(f"{path}.rss").content)
        assert rss.tag == "rss"
        assert len(rss.findall("channel/item")) > 0, path
        atom = etree.fromstring(client.get(f"{path}.atom").content)
        assert atom.tag == "{http://www.w3.org/2005/Atom}feed"
        feed = json.loads(client.get(f"{path}.json").content)
        assert feed["version"].startswith("https://jsonfeed.org/version/1")
        assert all(item["url"].startswith("http://testserver") for item in feed["items"])
    assert client.get("/.rss").status_code == 200
    saved = json.loads(client.get("/search.json?q=" + quote("سد الرمان")).content)
    assert len(saved["items"]) == 2


def test_feeds_obey_rights(client: Client) -> None:
    assert "سري لا يجوز" not in client.get("/source/ufuq.rss").text
    assert "سري لا يجوز" not in client.get("/source/ufuq.json").text


def test_an_article_is_no_list(client: Client) -> None:
    assert client.get("/article/m-dam.rss").status_code == 404


@pytest.mark.parametrize(
    "path", ["/nothing", "/article/none", "/story/none", "/tag/none", "/name/none", "/source/none", "/section/none"]
)
def test_what_is_not_there_is_a_friendly_page(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "لا صفحة هنا" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert 'action="/search"' in answer.text


@pytest.mark.parametrize("kind", sorted(NAMED))
@pytest.mark.parametrize("name", ["", ".rss", "%20", "%20.json", "%2E%2E", "%00", "a/b", "x" * 3000])
def test_a_name_that_is_none_is_not_found(client: Client, kind: str, name: str) -> None:
    assert client.get(f"{kind}/{name}").status_code == 404


def test_made_up_parameters_share_a_page(client: Client, newsroom: Engine) -> None:
    tag = client.get("/trends").headers["etag"]
    for query in ("?q=a", "?page=3", "?utm_source=x", "?name=y", "?page="):
        assert client.get(f"/trends{query}").headers["etag"] == tag


@pytest.mark.parametrize("path", ["/", "/index.rss", "/article/m-dam", "/static/site.css", "/trends"])
def test_head_tells_what_get_would(client: Client, path: str) -> None:
    whole, head = client.get(path), client.head(path)
    assert head.status_code == 200
    assert head.content == b""
    assert {k: v for k, v in head.headers.items() if k != "date"} == {k: v for k, v in whole.headers.items() if k != "date"}


def test_a_page_that_sets_a_cookie_is_the_readers_own(client: Client) -> None:
    assert client.get("/?lang=en").headers["cache-control"] == "private, no-cache"
    client.cookies.clear()
    assert client.get("/").headers["cache-control"].startswith("public")


def test_writing_is_not_allowed(client: Client) -> None:
    answer = client.post("/")
    assert answer.status_code == 405
    assert "للقراءة فقط" in answer.text


def test_a_failing_store_is_told_without_its_cause(client: Client, newsroom: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StoreError("disk /secret/path is full")

    monkeypatch.setattr(newsroom.store, "find", fail)
    answer = client.get("/section/unseen")
    assert answer.status_code == 503
    assert "secret" not in answer.text
    assert "مشغولة" in answer.text


def test_a_bug_is_a_page_too(client: Client, newsroom: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newsroom.store, "find", lambda **_: 1 / 0)
    answer = client.get("/section/unseen2")
    assert answer.status_code == 500
    assert "خطأ عندنا" in answer.text
    assert "ZeroDivision" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/static/../text.py",
        "/static/%2e%2e/text.py",
        "/static/fonts/../../text.py",
        "/static//etc/passwd",
        "/static/",
        "/static/no.css",
    ],
)
def test_only_own_files_are_served(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_files_are_kept_for_a_year(client: Client) -> None:
    font = client.get("/static/fonts/siyaq-naskh-arabic-400.woff2")
    assert font.headers["content-type"] == "font/woff2"
    assert "immutable" in font.headers["cache-control"]


def sent(client: Client, path: str) -> int:
    """Bytes that travel for an address."""
    with client.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
        return len(b"".join(answer.iter_raw()))


def test_pages_stay_small(client: Client) -> None:
    fonts = [
        f"/static/fonts/{path.name}" for path in (files("siyaq.site") / "static" / "fonts").iterdir() if "woff2" in path.name
    ]
    assert len(fonts) == 6
    frame = sum(sent(client, path) for path in (*fonts, "/static/site.css", "/static/zone.js", "/static/icon.svg"))
    assert frame < 80_000
    for path in ("/", "/article/m-dam", "/trends", "/search?q=سد", "/statements", "/outlets", "/name/" + quote("ليلى العطار")):
        assert sent(client, path) + frame < 100_000  # everything but images, on a first visit


def test_style_and_script_are_compressed_and_whole(client: Client) -> None:
    for name in ("site.css", "zone.js", "icon.svg"):
        with client.stream("GET", f"/static/{name}", headers={"accept-encoding": "gzip"}) as answer:
            raw = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(raw) == client.get(f"/static/{name}", headers={"accept-encoding": "identity"}).content


def test_every_page_kind_is_documented() -> None:
    from pathlib import Path

    text = (Path(__file__).parents[3] / "docs" / "reference" / "pages.md").read_text("utf-8")
    assert [path for path in (*FIXED, *NAMED) if f"`{path}" not in text] == []


@pytest.fixture
def empty() -> Iterator[Client]:
    with Engine("memory:", Settings(db="memory:")) as engine, TestClient(create_app(engine)) as http:
        yield http


def test_an_empty_database_says_what_to_do(empty: Client) -> None:
    answer = empty.get("/")
    assert answer.status_code == 200
    assert "siyaq up" in answer.text
    for path in (
        "/trends",
        "/statements",
        "/outlets",
        "/search?q=x",
        "/index.rss",
        "/index.atom",
        "/index.json",
        "/sitemap.xml",
    ):
        assert empty.get(path).status_code == 200, path


def test_a_day_without_news_is_said_plainly(newsroom: Engine) -> None:
    from datetime import timedelta

    from siyaq.settings import Settings as Fresh

    late = Fresh(db="memory:", now=newsroom.now() + timedelta(days=40))
    former, newsroom.settings = newsroom.settings, late
    try:
        with TestClient(create_app(newsroom)) as http:
            body = http.get("/").text
    finally:
        newsroom.settings = former
    assert "لا أخبار جديدة اليوم" in body
    assert "10 آذار/مارس 2024" in body
