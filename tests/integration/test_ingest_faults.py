"""Every fault of the replay server at once, real outlets beside it."""

import ipaddress
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from litestar.testing import TestClient
from selectolax.lexbor import LexborHTMLParser

from siyaq.engine import Engine
from siyaq.settings import Settings
from siyaq.web import create_app

CLOCK = "2018-06-10T12:00Z"
MAX_MEMORY_KIB = 500_000_000 // 1024
DEADLINE_S = 150.0  # for each outlet; an idle machine needs 30 s for all of them
TURNING = re.compile("[\x00-\x08\u202a-\u202e\u2066-\u2069]")

# What the report must say of outlets whose feed cannot be read at all.
CAUSES = {
    "slow-drip": "longer than",
    "hang": "took longer|fell silent",
    "http500": "500",
    "http429": "429",
    "http403": "403",
    "reset": "broke",
    "redirect-loop": "loop",
    "redirect-metadata": "metadata",
    "redirect-file": "no plain http",
    "redirect-loopback": "loopback",
    "gone": "410",
    "gzip-bomb": "limit|longer than",  # whichever is met first on a busy machine
    "endless": "limit|longer than",
    "html-as-feed": "HTML page",
}
READ = (
    "moved",
    "malformed",
    "wrong-charset",
    "long-length",
    "dup-guid",
    "no-date",
    "future-dates",
    "epoch-dates",
    "empty",
    "xss",
)
# ... and of those that can be read all the same: among the warnings, or as the cause of items that failed.
NOTED = {
    "moved": "moved for good",
    "billion-laughs": "document type with entities left out",
    "xxe": "document type with entities left out",
    "malformed": "broken XML",
    "wrong-charset": "declared as UTF-8 but written in cp1256",
    "long-length": "shorter than its Content-Length",
    "big-page": "over the limit",
    "big-feed": "5000 entries; 300 were read",
    "xss": "address",
    "dup-guid": "came before",
    "no-link": "neither an address nor its text",
    "no-date": "no item has a date",
    "future-dates": "future",
    "epoch-dates": "before 1990",
    "empty": "the feed has no items",
    "ssrf-links": "leads to",
    "bad-pages": "items failed",
}
HARMLESS = {"deep-html"}  # 100,000 nested elements are read like others


def run(env: dict[str, str], *arguments: str) -> list[Any]:
    command = [sys.executable, "-m", "siyaq.cli", *arguments]
    done = subprocess.run(command, capture_output=True, env={**os.environ, **env}, timeout=500, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def _says(text: str, causes: str) -> bool:
    return any(cause in text for cause in causes.split("|"))


def hostile_parts(html: str) -> list[str]:
    """What of a page of ours could run what an outlet wrote. (Escaped mark-up is text that readers see, and stays.)"""
    found = []
    for node in LexborHTMLParser(html).css("*"):
        attributes = {name: (value or "") for name, value in node.attributes.items()}
        found += [f"{node.tag} {name}" for name in attributes if name.startswith("on") or name == "srcdoc"]
        links = (attributes.get(name, "").strip().lower() for name in ("href", "src", "action", "data"))
        found += [link for link in links if link.startswith(("javascript:", "data:text")) or "_xss" in link]
        if node.tag in ("iframe", "object", "embed", "base", "math"):
            found.append(node.tag)
        if node.tag == "script" and attributes.get("type") == "application/ld+json":
            json.loads(node.text())
        elif node.tag == "script" and "alert" in node.text():
            found.append(node.text())
    return found


def shown_pages(database: str, ids: list[str]) -> Iterator[str]:
    """The site's pages of these articles, and the list of them."""
    with Engine(database, Settings(db=database)) as engine, TestClient(create_app(engine)) as client:
        for path in ("/", "/outlets", *(f"/article/{name}" for name in ids)):
            answer = client.get(path)
            assert answer.status_code == 200
            yield answer.text


def is_inside(url: str, own: str) -> bool:
    """Whether an address leads into our own network, other than to the replay server."""
    host = urlsplit(url).hostname or ""
    if urlsplit(url).netloc == own:
        return False
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_all_faults_at_once(open_press: Callable[..., AbstractContextManager[Any]], tmp_path: Path) -> None:
    with open_press(CLOCK, "all") as press:
        env = {
            "SIYAQ_DB": f"sqlite:///{tmp_path / 'news.db'}",
            "SIYAQ_ALLOW_HOSTS": press.host,
            "SIYAQ_FETCH_TIMEOUT_S": "25",
            "SIYAQ_FEED_DEADLINE_S": str(DEADLINE_S),
        }
        bad = "".join(f'<outline type="rss" text="{name}" xmlUrl="{url}"/>' for name, url in press.faulty.items())
        (tmp_path / "bad.opml").write_text(f'<opml version="2.0"><body>{bad}</body></opml>', "utf-8")
        run(env, "outlets", "import", str(tmp_path / "bad.opml"))
        begun = time.monotonic()
        reports = {row["feed"]: row for row in run(env, "fetch", "--once", "--json", "--outlets", f"{press.base}/outlets.opml")}
        assert time.monotonic() - begun < 1.5 * DEADLINE_S
        assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MAX_MEMORY_KIB
        for name, cause in CAUSES.items():
            report = reports[press.faulty[name]]
            assert report["status"] in ("failed", "gone") and _says(report["error"], cause), (name, report)
        for name in READ:
            assert reports[press.faulty[name]]["status"] == "ok", name
        for name, note in NOTED.items():
            report = reports[press.faulty[name]]
            assert any(note in line for line in (report["error"] or "", *report["warnings"])), (name, report)
        assert set(press.faulty) == {*CAUSES, *NOTED, *HARMLESS}
        rows = {row["url"]: row for row in run(env, "export")}
        missing = [url for url, truth in press.gold().items() if url not in rows and not truth["deleted"]]
        assert missing == []
        assert [url for url in rows if url and is_inside(url, press.host)] == []
        assert not any(TURNING.search(json.dumps(row, ensure_ascii=False)) for row in rows.values())
        hostile = [row for url, row in rows.items() if url and "/f-xss/" in url]  # the twentieth has a script for an address
        assert len(hostile) == 19 and all((row["image"] or "http").startswith("http") for row in hostile)
        pages = list(shown_pages(env["SIYAQ_DB"], [row["id"] for row in hostile]))
        assert [part for page in pages for part in hostile_parts(page)] == []
        assert any("&lt;script" in page for page in pages)  # what readers shall see, they see
        assert all(row["published"] is None or row["published"] >= "1990" for row in rows.values())
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        assert all(row["published"] is None or row["published"] <= now for row in rows.values())
        stats = json.loads(press.get("/_stats"))
        assert stats.get("xss_hits", 0) == stats.get("xxe_hits", 0) == stats.get("disallowed", 0) == 0
