"""Commands print the shapes of docs/reference/commands.md."""

import gzip
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from siyaq.cli import main
from siyaq.dense import is_installed

Run = Callable[..., list[Any]]

BODY = "افتتحت بلدية مدينة الواحة اليوم جسرا جديدا يربط ضفتي نهر الزيتون بعد عامين من العمل."
RECORDS = [
    {
        "id": "one",
        "url": "https://alpha.example/1",
        "source": "ألفا",
        "title": "افتتاح جسر جديد في مدينة الواحة",
        "text": f"{BODY}\nوقال رئيس البلدية سالم العمري إن الجسر يخدم عشرين ألف سيارة.",
        "published": "2024-03-01T08:00:00Z",
        "tags": ["الواحة"],
    },
    {
        "id": "two",
        "url": "https://beta.example/2",
        "source": "بيتا",
        "title": "مدينة الواحة تفتتح جسرا على نهر الزيتون",
        "text": f"{BODY}\nوأكد سالم العمري أن الجسر الجديد يخدم عشرين ألف سيارة في اليوم.",
        "published": "2024-03-01T09:00:00Z",
    },
    {"title": "خبر قصير بلا عنوان شبكي", "text": "نص."},
]


@pytest.fixture
def run(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process; gives the JSON values it printed, after an exit with 0."""
    monkeypatch.setenv("SIYAQ_DB", f"sqlite:///{tmp_path / 'news.db'}")
    monkeypatch.setenv("SIYAQ_NOW", "2024-03-01T12:00:00Z")

    def invoke(*arguments: str, code: int = 0) -> list[Any]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        out, err = capsysbinary.readouterr()
        assert ended.value.code == code, err.decode()
        return [json.loads(line) for line in out.splitlines()]

    return invoke


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Run:
    """The same with three articles."""
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in RECORDS), "utf-8")
    assert run("import", str(path)) == [{"read": 3, "added": 3, "updated": 0, "unchanged": 0, "rejected": 0}]
    return run


def test_import_again_changes_nothing_and_skips_bad_records(filled: Run, tmp_path: Path) -> None:
    path = tmp_path / "more.jsonl.gz"
    changed = {**RECORDS[0], "text": "نص آخر تماما عن الجسر."}
    lines = [json.dumps(RECORDS[1]), "nonsense", '{"title": 5}', "", json.dumps(changed)]
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    assert filled("import", str(path)) == [{"read": 4, "added": 0, "updated": 1, "unchanged": 1, "rejected": 2}]
    assert filled("show", "one", "--json")[0]["version"] == 2


def test_import_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(json.dumps(RECORDS[0]).encode()))))
    assert run("import", "-")[0]["added"] == 1


def test_import_a_page(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    paragraphs = "".join(f"<p>{BODY} وهذه جملة رقم {n} من نص الخبر.</p>" for n in range(4))
    head = "<head><meta charset=utf-8><title>افتتاح الجسر</title></head>"
    page.write_text(f"<html>{head}<body><h1>افتتاح الجسر</h1>{paragraphs}</body></html>")
    assert run("import", str(page), "--source", "ألفا")[0]["added"] == 1
    (extracted,) = run("extract", str(page), "--url", "https://alpha.example/x", "--json")
    assert extracted["title"] == "افتتاح الجسر" and extracted["body"].count("\n\n") == 3
    assert {"url", "canonical_url", "subtitle", "published", "modified", "authors", "tags", "site_name", "image"} <= set(
        extracted
    )


def test_export_is_what_import_reads(filled: Run) -> None:
    rows = {row["id"]: row for row in filled("export")}
    assert len(rows) == 3
    assert rows["one"]["text"] == RECORDS[0]["text"].replace("\n", "\n\n")  # type: ignore[attr-defined]
    for key in ("url", "source", "title", "published", "tags"):
        assert rows["one"][key] == RECORDS[0][key]
    assert rows["two"]["gone"] is None and rows["two"]["version"] == 1


def test_stories_and_story(filled: Run) -> None:
    stories = filled("stories", "--json")
    assert {i for story in stories for i in story["articles"]} >= {"one", "two"}
    first = next(story for story in stories if "one" in story["articles"])
    assert set(first) == {"story", "title", "first", "last", "articles", "outlets", "copies", "tags"}
    (shown,) = filled("story", first["story"], "--json")
    assert shown == {**first, "relations": {"two": "copy"}, "before": [], "after": []}
    assert "ألفا" in first["outlets"] or "one" in first["copies"]
    assert filled("stories", "--since", "2024-03-02", "--json") == []
    assert filled("stories", "--min-articles", "9", "--json") == []


def test_search_similar_read_also_copies_show(filled: Run) -> None:
    hits = filled("search", "جسر الواحة", "--json")
    assert {hit["id"] for hit in hits} >= {"one", "two"}
    assert {"id", "title", "source", "published", "score", "snippet", "highlights"} <= set(hits[0])
    for start, end in hits[0]["highlights"]:
        assert 0 <= start < end <= len(hits[0]["snippet"])
    assert filled("search", "جسر", "--to", "2024-02-29", "--json") == []
    for row in filled("similar", "one", "--json"):
        assert {"id", "title", "source", "published", "score", "story", "why"} <= set(row)
    assert len(filled("read-also", "one", "--json")) <= 1
    copies = filled("copies", "one", "--json")
    assert all(set(row) == {"id", "source", "published", "share", "original"} for row in copies)
    (shown,) = filled("show", "one", "--json")
    assert shown["id"] == "one" and shown["analysis"]["tags"] and shown["story"]


def test_search_batch(filled: Run, tmp_path: Path) -> None:
    queries = tmp_path / "queries.tsv"
    queries.write_text("q1\tجسر الواحة\nq2\tكلمةغيرموجودة\n", "utf-8")
    first, second = filled("search", "--batch", str(queries), "-k", "5", "--json")
    assert first["qid"] == "q1" and set(first["ids"]) >= {"one", "two"}
    assert second == {"qid": "q2", "ids": []}


def test_analyze_needs_no_database(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "\n".join(json.dumps(record) for record in RECORDS[:2])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(lines.encode()))))
    notes = run("analyze", "--json")
    assert [note["id"] for note in notes] == ["one", "two"]
    full = f"{RECORDS[0]['title']}\n{RECORDS[0]['text']}"
    for entity in notes[0]["entities"]:
        for mention in entity["mentions"]:
            assert full[mention["start"] : mention["end"]] == mention["text"]
    assert set(notes[0]) == {"id", "language", "tags", "entities", "claims", "sources_cited", "dates"}
    assert not (tmp_path / "news.db").exists()


def test_names(run: Run, tmp_path: Path) -> None:
    (answer,) = run("names", "same", "البنتاغون", "البنتاجون", "--json")
    assert answer["same"] is True and set(answer) == {"a", "b", "same", "why"}
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("بوتين\tبايدن\nالبنتاغون\tالبنتاجون\n", "utf-8")
    assert [answer["same"] for answer in run("names", "same", "--batch", str(pairs), "--json")] == [False, True]


def test_outlets(run: Run, tmp_path: Path) -> None:
    listed = tmp_path / "outlets.opml"
    listed.write_text(
        '<opml version="2.0"><body><outline type="rss" text="ألفا" xmlUrl="https://alpha.example/feed" '
        'htmlUrl="https://alpha.example/"/></body></opml>',
        "utf-8",
    )
    run("outlets", "import", str(listed))
    run("outlets", "import", str(listed))
    (outlet,) = run("outlets", "list", "--json")
    assert outlet["name"] == "ألفا" and outlet["feeds"][0]["url"] == "https://alpha.example/feed"
    run("outlets", "remove", outlet["id"])
    assert run("outlets", "list", "--json") == []


def test_backup_restore_check_doctor(filled: Run, tmp_path: Path) -> None:
    filled("backup", str(tmp_path / "backup.db"))
    assert filled("check") == []
    before = filled("export")
    filled("restore", str(tmp_path / "backup.db"), code=1)
    filled("restore", str(tmp_path / "backup.db"), "--replace")
    assert filled("export") == before
    assert {hit["id"] for hit in filled("search", "جسر الواحة", "--json")} >= {"one", "two"}
    findings = {finding["what"]: finding["ok"] for finding in filled("doctor", "--json")}
    assert findings["database"] and findings["index"] and findings["versions"]


def test_vectors_are_told_by_doctor_and_made_by_check(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIYAQ_VECTORS", "e5")
    if is_installed():
        assert filled("check", "--vectors") == []
        assert {hit["id"] for hit in filled("search", "جسر الواحة", "--json")} >= {"one", "two"}
    monkeypatch.setattr("siyaq.dense.find_spec", lambda name: None)
    (finding,) = (found for found in filled("doctor", "--json", code=1) if found["what"] == "vectors")
    assert not finding["ok"] and "siyaq[e5]" in finding["found"]
    assert filled("search", "جسر الواحة", "--json")
    filled("check", "--vectors", code=1)
