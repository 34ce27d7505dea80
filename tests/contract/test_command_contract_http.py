"""CONTRACT: the addresses that a served database answers, from outside."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import pytest

RECORDS = [
    {
        "id": f"عربي/{n} ?",
        "source": "صحيفة ألفا" if n % 2 else "بيتا",
        "section": "محليات",
        "tags": ["سد النورس"],
        "title": f"سد النورس يمتلئ في اليوم {n}",
        "text": f"أعلنت وزارة الري أن سد النورس امتلأ. وقال الوزير سامر الحلبي إن المنسوب {n} مترا.",
        "published": f"2024-03-0{n}T06:00:00Z",
    }
    for n in range(1, 6)
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of `siyaq serve` over a small archive; at the end it stops on SIGTERM within its time."""
    folder = tmp_path_factory.mktemp("http")
    env = {name: value for name, value in os.environ.items() if not name.startswith("SIYAQ_")}
    env |= {"SIYAQ_DB": f"sqlite:///{folder / 'news.db'}", "SIYAQ_NOW": "2024-03-05T12:00:00Z", "SIYAQ_PORT": "0"}
    command = [sys.executable, "-m", "siyaq.cli"]
    data = "".join(json.dumps(record) + "\n" for record in RECORDS).encode()
    subprocess.run([*command, "import", "-"], input=data, env=env, check=True, timeout=120, capture_output=True)
    with subprocess.Popen([*command, "serve"], stderr=subprocess.PIPE, stdout=subprocess.PIPE, env=env) as process:
        assert process.stderr is not None
        try:
            found = re.search(r"http://\S+", process.stderr.readline().decode())
            assert found
            yield found[0]
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=30)
            assert process.returncode == 0 and b"Traceback" not in err and out == b""
        finally:
            process.kill()


def get(base: str, path: str, **headers: str) -> tuple[int, str, bytes]:
    connection = HTTPConnection(urlsplit(base).netloc, timeout=30)
    connection.request("GET", quote(path, safe="/?=&.%+-:"), headers={name.replace("_", "-"): v for name, v in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers.get("Content-Type", ""), body


def ids(base: str) -> tuple[str, str]:
    """Addresses of an article and of its story, as the API names them."""
    (item, *_) = json.loads(get(base, "/api/v1/articles?limit=1")[2])["items"]
    return quote(str(item["id"]), safe=""), str(json.loads(get(base, "/api/v1/stories?limit=1")[2])["items"][0]["story"])


def test_pages(base: str) -> None:
    article, story = ids(base)
    pages = (
        "/",
        "/section/محليات",
        "/tag/سد النورس",
        "/name/سامر الحلبي",
        "/source/بيتا",
        "/search?q=سد",
        "/trends",
        "/outlets",
    )
    for path in (*pages, f"/story/{story}", f"/article/{article}"):
        status, kind, body = get(base, path)
        assert (status, kind.split(";")[0]) == (200, "text/html"), path
        assert b'dir="rtl"' in body, path
    status, kind, body = get(base, "/nothing/here")
    assert status == 404 and kind.startswith("text/html") and b'dir="rtl"' in body


@pytest.mark.parametrize(
    "path", ["/", "/section/محليات", "/tag/سد النورس", "/name/سامر الحلبي", "/source/بيتا", "/search?q=سد"]
)
def test_lists_are_feeds_too(base: str, path: str) -> None:
    place, mark, query = path.partition("?")
    place = "/index" if place == "/" else place
    for ending, kind in ((".rss", "application/rss+xml"), (".atom", "application/atom+xml")):
        status, found, body = get(base, f"{place}{ending}{mark}{query}")
        assert (status, found.split(";")[0]) == (200, kind), path + ending
        assert len(re.findall(rb"<(?:item|entry)>", body)) >= 1
        ElementTree.fromstring(body)
    status, found, body = get(base, f"{place}.json{mark}{query}")
    assert status == 200 and "json" in found and json.loads(body)["items"], path


def test_a_story_is_a_feed_too(base: str) -> None:
    _, story = ids(base)
    assert all(get(base, f"/story/{story}{ending}")[0] == 200 for ending in (".rss", ".atom", ".json"))


def test_operation(base: str) -> None:
    assert json.loads(get(base, "/healthz")[2])["status"] == "ok"
    assert b"siyaq_articles 5" in get(base, "/metrics")[2]
    assert ElementTree.fromstring(get(base, "/opml")[2]).tag == "opml"
    assert ElementTree.fromstring(get(base, "/sitemap.xml")[2]).tag.endswith(("urlset", "sitemapindex"))
    schema = json.loads(get(base, "/api", Accept="application/json")[2] or b"{}") or json.loads(
        get(base, "/api/openapi.json")[2]
    )
    assert schema["openapi"].startswith("3.1") and len(schema["paths"]) > 15


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/articles/none", 404),
        ("/api/v1/stories/none", 404),
        ("/api/v1/nothing", 404),
        ("/api/v1/articles?limit=0", 400),
        ("/api/v1/articles?since=sometime", 400),
        ('/api/v1/search?q="', 400),
    ],
)
def test_errors_of_the_api_are_problem_objects(base: str, path: str, status: int) -> None:
    found, kind, body = get(base, path)
    problem: dict[str, Any] = json.loads(body)
    assert (found, kind.split(";")[0]) == (status, "application/problem+json")
    assert problem["status"] == status and problem["title"] and problem["type"] and "Traceback" not in str(problem)


def test_an_archive_shows_its_latest_day(base: str) -> None:
    assert "سد النورس يمتلئ في اليوم 5" in get(base, "/")[2].decode()
