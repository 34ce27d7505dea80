"""Nothing that an outlet stores becomes markup, script or a link that runs, on any page, feed or answer of the API."""

import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from litestar.testing import TestClient
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from siyaq.web import create_app

_FILE = Path(__file__).parents[2] / "golden" / "site" / "hostile.py"
OURS = {"script": {"src", "type", "defer"}, "img": {"src", "alt", "width", "height", "loading", "decoding", "referrerpolicy"}}
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b]")
MAX_PAGES = 250
_OTHER = re.compile(r"^/(api|opml)|\.(rss|atom|json)(\?|$)")  # links to what is no page
SEARCH = "/search?q=" + quote("الصنوبر")
ASKED = ('"><script>window.pwned=1</script>', "' onfocus=alert(1) autofocus='", "javascript:alert(1)")
FIELDS = ("/search?q=", "/search?from=", "/search?source=", "/statements?speaker=", "/statements?q=", "/nothing?q=")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient[Any]]:
    spec = importlib.util.spec_from_file_location("siyaq_hostile", _FILE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with module.open_hostile() as engine, TestClient(create_app(engine), raise_server_exceptions=False) as http:
        yield http


def crawl(client: TestClient[Any]) -> dict[str, LexborHTMLParser]:
    """All pages that links lead to, from the front page and the boards."""
    waiting = [
        "/",
        "/trends",
        "/statements",
        "/outlets",
        "/search?q=" + quote("الصنوبر"),
        "/preferences",
        "/?lang=en",
        "/nothing",
    ]
    pages: dict[str, LexborHTMLParser] = {}
    while waiting and len(pages) < MAX_PAGES:
        path = waiting.pop(0)
        if path in pages:
            continue
        answer = client.get(path)
        assert answer.status_code in (200, 404), (path, answer.status_code)
        assert "unsafe" not in answer.headers["content-security-policy"]
        pages[path] = tree = LexborHTMLParser(answer.text)
        links = [a.attributes.get("href") or "" for a in tree.css("a")]
        waiting += [href for href in links if href.startswith("/") and not _OTHER.search(href)]
    return pages


@pytest.fixture(scope="module")
def pages(client: TestClient[Any]) -> dict[str, LexborHTMLParser]:
    return crawl(client)


def test_the_walk_meets_every_kind_of_page(pages: dict[str, LexborHTMLParser]) -> None:
    kinds = {path.split("/")[1].split("?")[0] for path in pages}
    assert {"", "article", "story", "tag", "name", "source", "section", "search", "trends", "statements", "outlets"} <= kinds
    assert len(pages) > 60


def test_no_element_or_attribute_is_an_outlets(pages: dict[str, LexborHTMLParser]) -> None:
    for path, tree in pages.items():
        for node in tree.css("*"):
            attributes = set(node.attributes)
            assert not any(name.startswith("on") or name == "style" for name in attributes), (path, node.html)
            assert attributes <= OURS.get(node.tag, attributes), (path, node.html)
        assert tree.css("style, iframe, object, embed, base") == [], path
        scripts = [s for s in tree.css("script") if s.attributes.get("type") != "application/ld+json"]
        assert [(s.attributes.get("src") or "").startswith("/static/") for s in scripts] == [True], path


def test_links_and_pictures_lead_to_the_web_only(pages: dict[str, LexborHTMLParser]) -> None:
    for path, tree in pages.items():
        for node in tree.css("[href], [src], [action]"):
            for name in ("href", "src", "action"):
                address = node.attributes.get(name)
                assert address is None or re.match(r"https?://|/(?!/)|\?|#", address), (path, address)


def test_linked_data_is_json_and_ends_where_it_should(pages: dict[str, LexborHTMLParser]) -> None:
    found = [s for tree in pages.values() for s in tree.css('script[type="application/ld+json"]')]
    assert found
    for script in found:
        data = json.loads(script.text())
        assert data["@type"] == "NewsArticle"
        assert data.get("url", "https:").startswith("https:")


def test_no_text_turns_the_page_round(pages: dict[str, LexborHTMLParser]) -> None:
    found: dict[str, str] = {}
    for path, tree in pages.items():
        shown = tree.css_first("body").text().replace("\u2068", "").replace("\u2069", "")  # our own isolates, always in pairs
        if match := TURNING.search(shown):
            found[path] = shown[max(0, match.start() - 40) : match.end() + 10]
    assert found == {}


def test_feeds_stay_well_formed(client: TestClient[Any], pages: dict[str, LexborHTMLParser]) -> None:
    lists = [path for path, tree in pages.items() if tree.css_first('link[rel="alternate"]') is not None]
    assert len(lists) > 30
    for path in lists[:40]:
        for link in pages[path].css('link[rel="alternate"]'):
            href = link.attributes["href"] or ""
            answer = client.get(href)
            assert answer.status_code == 200, href
            if "json" in (link.attributes["type"] or ""):
                addresses = re.findall(r'"(?:url|home_page_url|feed_url|image)":"([^"]*)', answer.text)
            else:
                elements = list(etree.fromstring(answer.content).iter("*"))
                addresses = [e.text or "" for e in elements if etree.QName(e).localname in ("link", "uri", "guid")]
                addresses += [e.get(name) or "" for e in elements for name in ("url", "href", "src") if e.get(name)]
            assert addresses
            assert not [a for a in addresses if re.match(r"(?i)\s*(javascript|data|vbscript):", a)], href


def test_documents_for_programs_stay_well_formed(client: TestClient[Any]) -> None:
    for path in ("/opml", "/sitemap.xml", "/sitemap-news.xml", "/opensearch.xml"):
        etree.fromstring(client.get(path).content)
    for path in (
        "/front",
        "/articles",
        "/stories",
        "/statements",
        "/trends",
        "/sources",
        "/feeds",
        "/search?q=" + quote("الصنوبر"),
    ):
        answer = client.get("/api/v1" + path)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("application/json")
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "words", ['"><script>window.pwned=1</script>', "' onfocus=alert(1) autofocus='", "javascript:alert(1)"]
)
@pytest.mark.parametrize(
    "path", ["/search?q=", "/search?from=", "/search?source=", "/statements?speaker=", "/statements?q=", "/nothing?q="]
)
def test_what_is_asked_is_given_back_as_text(client: TestClient[Any], path: str, words: str) -> None:
    tree = LexborHTMLParser(client.get(path + quote(words)).text)
    assert len(tree.css("script")) == 1
    assert not any(name.startswith("on") or name == "autofocus" for node in tree.css("*") for name in node.attributes)
