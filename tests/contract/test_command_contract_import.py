"""CONTRACT: Article JSONL in and out, from outside."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Siyaq = Callable[..., Any]

RECORDS: list[dict[str, Any]] = [
    {
        "id": "عربي/١ ?&#",
        "url": "https://alpha.example/news/1?utm_source=rss#top",
        "source": "صحيفة ألفا",
        "title": "افتتاح جسر جديد في مدينة الواحة",
        "subtitle": "يربط ضفتي النهر",
        "text": "افتتح وزير النقل سامر الحلبي اليوم جسرا في الواحة.\nوقال إن الجسر يخفف الزحام.\n\nوحضر الافتتاح سكان المدينة.",
        "summary": "جسر جديد في الواحة",
        "published": "2024-03-05T12:30:00+03:00",
        "modified": "2024-03-05T13:00:00+03:00",
        "authors": ["هدى العطار"],
        "tags": ["الواحة", "جسور"],
        "section": "محليات",
        "language": "ar",
        "image": "https://alpha.example/1.jpg",
        "unknown": {"nested": [1, 2]},
    },
    {"id": "two words", "title": "خبر بعنوان فقط"},
    {"id": 17, "text": "نص بلا عنوان عن سوق السمك في الميناء القديم."},
    {"title": "خبر بلا معرف ولا مصدر", "text": "نصه قصير."},
]


def lines(records: list[Any], end: bytes = b"\n") -> bytes:
    return b"".join(json.dumps(record, ensure_ascii=False).encode() + end for record in records)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory, siyaq: Siyaq) -> str:
    """A database made from an unsorted file."""
    folder = tmp_path_factory.mktemp("import")
    url = f"sqlite:///{folder / 'news.db'}"
    (folder / "a.jsonl").write_bytes(lines(RECORDS))
    counts = siyaq("import", folder / "a.jsonl", "--db", url).row
    assert counts == {"read": 4, "added": 4, "updated": 0, "unchanged": 0, "rejected": 0}
    return url


def test_what_comes_in_goes_out(db: str, siyaq: Siyaq) -> None:
    rows = {row["id"]: row for row in siyaq("export", "--db", db).rows}
    first = rows.pop("عربي/١ ?&#")
    assert first["url"] == "https://alpha.example/news/1"
    assert first["text"].split("\n\n") == [line for line in RECORDS[0]["text"].split("\n") if line]
    assert (first["published"], first["modified"]) == ("2024-03-05T09:30:00Z", "2024-03-05T10:00:00Z")
    for name in ("source", "title", "subtitle", "summary", "authors", "tags", "section", "language", "image"):
        assert first[name] == RECORDS[0][name], name
    assert rows.pop("two words")["text"] == "" and rows.pop("17")["title"] == ""
    ((own, last),) = rows.items()
    assert last["title"] == RECORDS[3]["title"] and len(own) == 16 and own.isalnum()


@pytest.mark.parametrize("name", ["عربي/١ ?&#", "https://alpha.example/news/1", "https://Alpha.example/news/1?utm_source=x"])
def test_an_article_is_found_by_given_id_and_by_address(db: str, siyaq: Siyaq, name: str) -> None:
    assert siyaq("show", name, "--json", "--db", db).row["id"] == "عربي/١ ?&#"


def test_importing_again_changes_nothing(db: str, siyaq: Siyaq) -> None:
    before = siyaq("export", "--db", db).out
    data = lines(list(reversed(RECORDS)))
    expected = {"read": 4, "added": 0, "updated": 0, "unchanged": 4, "rejected": 0}
    assert siyaq("import", "-", "--json", "--db", db, stdin=data).row == expected
    assert siyaq("import", "-", "--db", db, stdin=before).row == expected  # our own export is a file like any other
    assert siyaq("export", "--json", "--db", db).out == before


SPELLINGS = {
    "BOM, CRLF and blank lines": b"\xef\xbb\xbf" + lines(RECORDS[:2], b"\r\n\r\n  \r\n"),
    "gzip": gzip.compress(lines(RECORDS[:2])),
    "no newline at the end": lines(RECORDS[:2]).rstrip(b"\n"),
    "escaped letters": b"".join(json.dumps(record).encode() + b"\n" for record in RECORDS[:2]),
}


@pytest.mark.parametrize(("spelling", "name"), tuple(zip(SPELLINGS, ("a.jsonl", "-", "a.txt", "-"), strict=True)))
def test_spellings_of_a_file(tmp_path: Path, siyaq: Siyaq, spelling: str, name: str) -> None:
    data, path = SPELLINGS[spelling], "-" if name == "-" else tmp_path / name
    if name != "-":
        (tmp_path / name).write_bytes(data)
        data = b""
    counts = siyaq("import", path, "--db", "memory:", stdin=data).row
    assert counts == {"read": 2, "added": 2, "updated": 0, "unchanged": 0, "rejected": 0}


BAD = (
    b"nonsense",
    b'{"title": "cut',
    b"[]",
    b"null",
    b'"title"',
    b"{}",
    b'{"title": "  ", "text": "\\n"}',
    b'{"title": 5}',
    b'{"text": ["a"]}',
    b'{"title": "x", "published": "yesterday"}',
    b'{"title": "x", "tags": {"a": 1}}',
    b"\xff\xfe\x00",
    json.dumps({"text": "ن" * 1_000_001}).encode(),
)


def test_a_bad_record_is_reported_and_skipped(tmp_path: Path, siyaq: Siyaq) -> None:
    url = f"sqlite:///{tmp_path / 'news.db'}"
    data = b"\n".join((BAD[0], lines(RECORDS[:1]).strip(), *BAD[1:], lines(RECORDS[1:2]).strip()))
    done = siyaq("import", "-", "--db", url, stdin=data)
    assert done.row == {"read": len(BAD) + 2, "added": 2, "updated": 0, "unchanged": 0, "rejected": len(BAD)}
    told = [line for line in done.err.splitlines() if "skipped" in line]
    assert len(told) == len(BAD) and told[0].startswith("siyaq: -:1: ")
    assert all(len(line) < 300 for line in told)


@pytest.mark.parametrize("data", [b"", b"\n\n \n"])
def test_an_empty_file_is_no_failure(siyaq: Siyaq, data: bytes) -> None:
    assert set(siyaq("import", "-", "--db", "memory:", stdin=data).row.values()) == {0}


TIMES = {
    "2024-03-05": "2024-03-05T12:00:00Z",
    "2024-03-05T12:30Z": "2024-03-05T12:30:00Z",
    "2024-03-05T12:30:00": "2024-03-05T12:30:00Z",
    "2024-03-05 12:30:00": "2024-03-05T12:30:00Z",
    "2024-03-05T12:30:00+0300": "2024-03-05T09:30:00Z",
    "2024-03-05T12:30:00.500-02:00": "2024-03-05T14:30:00.500000Z",
    "20240305T123000Z": "2024-03-05T12:30:00Z",
    "": None,
    None: None,
}


def test_times_with_and_without_zone(tmp_path: Path, siyaq: Siyaq) -> None:
    url = f"sqlite:///{tmp_path / 'news.db'}"
    records = [{"id": str(n), "title": f"خبر رقم {n}", "published": given} for n, given in enumerate(TIMES)]
    assert siyaq("import", "-", "--db", url, stdin=lines(records)).row["added"] == len(TIMES)
    found = {row["id"]: row["published"] for row in siyaq("export", "--db", url).rows}
    assert [found[str(n)] for n in range(len(TIMES))] == list(TIMES.values())


def test_versions_of_an_article(tmp_path: Path, siyaq: Siyaq) -> None:
    """An update, the same id twice in one file, and the same id in two outlets."""
    url = f"sqlite:///{tmp_path / 'news.db'}"
    old = {"id": "1", "source": "ألفا", "title": "حريق في سوق", "text": "النص الأول", "published": "2024-03-05T10:00:00Z"}
    new = {**old, "text": "النص الثاني بعد التحديث", "published": "2024-03-05T11:00:00Z"}
    other = {**old, "source": "بيتا", "text": "نص صحيفة أخرى عن أمر آخر"}
    counts = siyaq("import", "-", "--db", url, stdin=lines([new, old, other, old])).row
    assert counts == {"read": 4, "added": 2, "updated": 1, "unchanged": 1, "rejected": 0}
    rows = {row["source"]: row for row in siyaq("export", "--db", url).rows}
    assert rows["ألفا"]["text"] == new["text"] and rows["ألفا"]["version"] == 2
    assert rows["ألفا"]["published"] == old["published"] and rows["ألفا"]["modified"] == new["published"]
    assert rows["بيتا"]["text"] == other["text"] and rows["بيتا"]["version"] == 1
    later = {**new, "text": "النص الثالث", "modified": "2024-03-05T15:00:00Z"}
    assert siyaq("import", "-", "--db", url, stdin=lines([later])).row["updated"] == 1
    (shown,) = siyaq("show", rows["ألفا"]["id"], "--json", "--db", url).rows
    assert [version["text"] for version in shown["versions"]] == [old["text"], new["text"], later["text"]]


def test_pages_and_archives(tmp_path: Path, siyaq: Siyaq) -> None:
    paragraphs = "".join(f"<p>هذه جملة رقم {n} من نص خبر عن افتتاح الجسر الجديد في مدينة الواحة.</p>" for n in range(5))
    page = f"<html><head><meta charset=utf-8></head><body><h1>افتتاح الجسر</h1>{paragraphs}</body></html>".encode()
    (tmp_path / "page.html").write_bytes(page)
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\nWARC-Date: 2024-03-05T10:00:00Z\r\n"
    head += (
        f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n"
    )
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(head.encode() + b"\r\n" + http + b"\r\n\r\n"))
    counts = siyaq("import", tmp_path / "page.html", tmp_path / "a.warc.gz", "--db", "memory:").row
    assert counts["added"] == 2 and counts["rejected"] == 0
    assert siyaq("import", "-", "--format", "html", "--db", "memory:", stdin=page).row["added"] == 1
