"""Pages of the replay server: every paragraph is found, and next to nothing else."""

import gzip
import json
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from siyaq import arabic, web_text
from siyaq.extract import extract

pytestmark = pytest.mark.shared
PER_OUTLET = 200
MAX_FOREIGN = 0.01  # share of extracted words that the article does not have


@pytest.fixture(scope="module")
def pages(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[dict[str, Any], bytes, str]]]:
    data = tmp_path_factory.mktemp("replay") / "articles.jsonl"
    data.write_text("\n".join(_sample(shared)), "utf-8")
    command = [sys.executable, str(shared / "replay" / "replay.py"), "--data", str(data), "--port", "0", "--crawl-delay", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout is not None
        base = json.loads(server.stdout.readline())["base"]
        gold = [json.loads(line) for line in _get(f"{base}/_gold")[0].decode().splitlines()]
        yield [(row, *_get(row["url"])) for row in gold if not row["deleted"]]
    finally:
        server.terminate()
        server.wait()
        if server.stdout is not None:
            server.stdout.close()


def _sample(shared: Path) -> list[str]:
    counts: Counter[str] = Counter()
    lines = []
    with gzip.open(shared / "data" / "ant_multisource.jsonl.gz", "rt", encoding="utf-8") as rows:
        for line in rows:
            row = json.loads(line)
            if row.get("published") and len(row["text"]) > 400 and counts[row["source"]] < PER_OUTLET:
                counts[row["source"]] += 1
                lines.append(line.strip())
    return lines


def _get(url: str) -> tuple[bytes, str]:
    with urlopen(quote(url, safe=":/?&=%#")) as answer:
        return answer.read(), answer.headers.get("content-type", "")


def _words(text: str) -> Counter[str]:
    return Counter(
        "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in unicodedata.normalize("NFKC", text)).split()
    )


def test_bodies_are_whole_and_clean(pages: list[tuple[dict[str, Any], bytes, str]]) -> None:
    assert len({row["template"] for row, _, _ in pages}) == 5
    missing, foreign, total = [], 0, 0
    for row, html, content_type in pages:
        body = extract(html, row["url"], content_type=content_type).body
        flat = " ".join(body.split())
        paragraphs = map(arabic.clean, row["body"].split("\n\n"))  # bidi overrides and byte order marks are never shown
        missing += [(row["url"], text) for text in paragraphs if " ".join(text.split()) not in flat]
        found = _words(body)
        total += found.total()
        foreign += (found - _words(f"{row['body']} {row['attribution'] or ''}")).total()
    assert missing == []
    assert foreign <= MAX_FOREIGN * total


def test_metadata(pages: list[tuple[dict[str, Any], bytes, str]]) -> None:
    faults = []
    for row, html, content_type in pages:
        found = extract(html, row["url"], content_type=content_type)
        published = datetime.fromisoformat(row["published"])
        right = {
            "title": found.title == " ".join(row["title"].split()),
            "url": found.canonical_url == web_text.canonical_url(row["url"]),
            "published": isinstance(found.published, datetime) and abs((found.published - published).total_seconds()) <= 60,
            "tags": set(map(arabic.same_spelling_key, found.tags)) == set(map(arabic.same_spelling_key, row["tags"])),
            "authors": found.authors == (row["author"],),
            "paywalled": found.paywalled == (row["template"] == "magazine"),
            "language": found.language == "ar",
        }
        faults += [(row["template"], name, row["url"]) for name, ok in right.items() if not ok]
    assert faults == []
