"""CONTRACT: the shapes that commands print, from outside."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Siyaq = Callable[..., Any]

FLOOD = (
    "أعلنت وزارة الري في سرندال أن سد النورس امتلأ بعد أمطار غزيرة، وأن فتح البوابات بدأ فجر الثلاثاء لحماية مدينة مرجانة.\n"
    'وقال وزير الري سامر الحلبي إن منسوب المياه بلغ 84 مترا، وأضاف: "لا خطر على السكان في مدينة مرجانة".\n'
    "ونقلت وكالة مرسال عن مصدر في الدفاع المدني أن ثلاث قرى أخليت احتياطا."
)
FLOOD_TOO = (
    "فتحت السلطات في سرندال بوابات سد النورس قرب مدينة مرجانة بعدما امتلأ خزانه بمياه الأمطار الغزيرة.\n"
    "وذكر الدفاع المدني أن ثلاث قرى أخليت، فيما قال وزير الري سامر الحلبي إن المنسوب بلغ 84 مترا."
)
FOLLOW = "بدأت فرق وزارة الري في سرندال إصلاح بوابات سد النورس بعد أيام من فتحها لحماية مدينة مرجانة من الفيضان."
MATCH = "فاز نادي الصقور على ضيفه اتحاد البحيرة بثلاثة أهداف لهدف في افتتاح الدوري الممتاز لكرة القدم على ملعب الوادي."
ROWS = (
    ("dam", "النورس", "سد النورس يمتلئ والسلطات تفتح بواباته", FLOOD, "2024-03-05T06:00:00Z"),
    ("gates", "المرآة", "سرندال تفتح بوابات سد النورس لحماية مرجانة", FLOOD_TOO, "2024-03-05T08:00:00Z"),
    ("copied", "الناقل", "سد النورس يمتلئ والسلطات تفتح بواباته", FLOOD, "2024-03-05T09:00:00Z"),
    ("repair", "النورس", "سرندال تصلح بوابات سد النورس", FOLLOW, "2024-03-09T09:00:00Z"),
    ("match", "المرآة", "الصقور يفتتح الدوري بفوز كبير", MATCH, "2024-03-05T20:00:00Z"),
)
RECORDS: list[dict[str, Any]] = [dict(zip(("id", "source", "title", "text", "published"), row, strict=True)) for row in ROWS]
DATA = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS).encode()
ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory, siyaq: Siyaq) -> Siyaq:
    """Run a command on a filled database with --json; stderr stays empty."""
    url = f"sqlite:///{tmp_path_factory.mktemp('output') / 'news.db'}"
    siyaq("import", "-", "--db", url, stdin=DATA)

    def run(*arguments: object, **more: Any) -> Any:
        done = siyaq(*arguments, "--json", "--db", url, **more)
        assert done.code or done.err == ""
        return done.rows

    return run


def test_stories(ask: Siyaq) -> None:
    stories = ask("stories")
    keys = {"story", "title", "first", "last", "articles", "outlets", "copies", "tags"}
    assert all(set(story) == keys and ISO.fullmatch(story["first"]) and ISO.fullmatch(story["last"]) for story in stories)
    assert sorted(i for story in stories for i in story["articles"]) == sorted(str(record["id"]) for record in RECORDS)
    flood = next(story for story in stories if "dam" in story["articles"])
    assert flood["articles"][:3] == ["dam", "gates", "copied"]
    assert flood["copies"] == ["copied"] and sorted(flood["outlets"]) == ["المرآة", "النورس"]
    (whole,) = ask("story", flood["story"])
    assert {key: whole[key] for key in keys} == flood and whole["relations"]["copied"] == "copy"
    assert ask("stories", "--min-outlets", 2) == [story for story in stories if len(story["outlets"]) >= 2]
    assert ask("stories", "--min-articles", 3) == [story for story in stories if len(story["articles"]) >= 3]
    assert all("repair" in story["articles"] for story in ask("stories", "--since", "2024-03-08"))
    assert ask("stories", "--since", "2024-03-10T00:00:00Z") == []


def test_similar_and_read_also(ask: Siyaq) -> None:
    keys = {"id", "title", "source", "published", "score", "story", "why"}
    links = ask("similar", "dam", "-k", 3)
    read = ask("read-also", "dam")
    assert len(read) <= 1 and len(links) <= 3
    for link in (*links, *read):
        assert keys <= set(link) and ISO.fullmatch(link["published"])
        assert all({"kind", "text", "weight"} == set(why) for why in link["why"])
        assert {why["kind"] for why in link["why"]} <= {"entity", "term", "phrase", "vector", "time", "copy"}
    ids = [link["id"] for link in (*links, *read)]
    assert "repair" in ids and "copied" not in ids and "dam" not in ids and len(ids) == len(set(ids))


def test_copies(ask: Siyaq) -> None:
    rows = ask("copies", "copied")
    assert rows == ask("copies", "dam")
    assert [(row["id"], row["original"]) for row in rows] == [("dam", True), ("copied", False)]
    assert all(set(row) == {"id", "source", "published", "share", "original"} and 0 <= row["share"] <= 1 for row in rows)
    assert ask("copies", "match") == []


def test_search(ask: Siyaq) -> None:
    hits = ask("search", "سد النورس")
    keys = {"id", "title", "source", "published", "score", "snippet", "highlights"}
    assert {hit["id"] for hit in hits} == {"dam", "gates", "copied", "repair"}
    for hit in hits:
        assert keys <= set(hit) and hit["highlights"]
        assert all(0 <= start < end <= len(hit["snippet"]) for start, end in hit["highlights"])
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert len(ask("search", "سد النورس", "--collapse")) < len(hits)
    assert len(ask("search", "سد", "النورس", "-k", 1)) == 1
    assert {hit["id"] for hit in ask("search", "سد النورس", "--source", "المرآة")} == {"gates"}
    assert {hit["id"] for hit in ask("search", "سد النورس", "--from", "2024-03-06")} == {"repair"}
    assert {hit["id"] for hit in ask("search", "سد النورس", "--to", "2024-03-05")} == {"dam", "gates", "copied"}
    assert {hit["id"] for hit in ask("search", '"إصلاح بوابات سد"')} == {"repair"}
    assert {hit["id"] for hit in ask("search", "النورس -إصلاح")} == {"dam", "gates", "copied"}
    assert ask("search", "لاشيءكهذا") == []


def test_search_batch_answers_every_line(ask: Siyaq, siyaq: Siyaq, tmp_path: Path) -> None:
    data = '\ufeffq1\tسد النورس\r\n\r\nq/٢\tالدوري\nbad line\nq3\t"\nq4\t\nq5\tلاشيءكهذا'.encode()
    (tmp_path / "queries.tsv").write_bytes(data)
    url = f"sqlite:///{tmp_path / 'news.db'}"
    siyaq("import", "-", "--db", url, stdin=DATA)
    done = siyaq("search", "--batch", tmp_path / "queries.tsv", "-k", 3, "--json", "--db", url)
    assert [row["qid"] for row in done.rows] == ["q1", "q/٢", "q3", "q4", "q5"]
    assert all(set(row) == {"qid", "ids"} for row in done.rows)
    assert len(done.rows[0]["ids"]) == 3 and done.rows[1]["ids"] == ["match"] and done.rows[4]["ids"] == []
    assert siyaq("search", "--batch", "-", "-k", 3, "--db", url, stdin=data).rows == done.rows


def test_names_same(siyaq: Siyaq, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'none.db'}"
    one = siyaq("names", "same", "البنتاغون", "البنتاجون", "--json", "--db", url).row
    assert one["same"] is True and set(one) == {"a", "b", "same", "why"} and one["why"]
    data = "بوتين\tبايدن\nزيلينسكي\tزيلنسكي\r\nno tab\nمحمد صلاح\tمحمد صالح\n".encode()
    done = siyaq("names", "same", "--batch", "-", "--json", "--db", url, stdin=data)
    assert [row["same"] for row in done.rows] == [False, True, False] and "no tab" in done.err
    assert not (tmp_path / "none.db").exists()


def test_analyze_offsets_fit_title_and_text_as_given(siyaq: Siyaq) -> None:
    text = "\n\n" + FLOOD.replace("\n", "\r\n")
    tricky = {"id": "ش\u064bكل", "title": " سد\u0640\u0640 النورس يمتلئ ", "text": text, "published": "2024-03-05T06:00:00Z"}
    records = [*RECORDS, tricky, {"title": "بلا معرف"}]
    data = b"bad\n" + b"".join(json.dumps(record).encode() + b"\n" for record in records)
    done = siyaq("analyze", "--json", stdin=data, SIYAQ_DB="sqlite:////nowhere/at/all.db")
    assert len(done.rows) == len(records) and "-:1: skipped" in done.err
    for record, notes in zip(records, done.rows, strict=True):
        assert set(notes) == {"id", "language", "tags", "entities", "claims", "sources_cited", "dates"}
        assert notes["id"] == record.get("id", notes["id"]) and notes["id"]
        full = f"{record['title']}\n{record.get('text', '')}"
        spans = [mention for entity in notes["entities"] for mention in entity["mentions"]]
        assert all(full[span["start"] : span["end"]] == span["text"] for span in (*spans, *notes["claims"]))
        assert all(set(tag) == {"tag", "score", "variants", "origin"} for tag in notes["tags"])
        assert {tag["origin"] for tag in notes["tags"]} <= {"publisher", "text", "knowledge"}
        assert all({"mention", "resolved", "relative"} <= set(day) for day in notes["dates"])
    notes = done.rows[0]
    assert {entity["type"] for entity in notes["entities"]} <= {"PER", "LOC", "ORG", "EVENT", "MISC"}
    assert {claim["kind"] for claim in notes["claims"]} == {"direct", "indirect"}
    assert set(notes["claims"][0]) == {"speaker", "speaker_mention", "cue", "kind", "text", "start", "end"}
    assert any("مرسال" in cited["name"] for cited in notes["sources_cited"])
    assert set(notes["sources_cited"][0]) == {"name", "mention", "cue"}
    assert {"resolved": "2024-03-05", "relative": True}.items() <= notes["dates"][0].items()


def test_extract(siyaq: Siyaq, tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in (FLOOD + "\n" + FLOOD_TOO).split("\n"))
    time = '<meta property="article:published_time" content="2024-03-05T09:00:00+03:00">'
    head = f'<meta charset="utf-8"><link rel=canonical href="/n/1">{time}<title>سد النورس يمتلئ - ألفا</title>'
    page = f"<html><head>{head}</head><body><h1>سد النورس يمتلئ</h1>{paragraphs}</body></html>"
    (tmp_path / "page").write_text(page, "utf-8")
    found = siyaq("extract", tmp_path / "page", "--url", "https://alpha.example/n/1?utm_source=x", "--json").row
    keys = {
        "url",
        "canonical_url",
        "title",
        "subtitle",
        "body",
        "published",
        "modified",
        "authors",
        "tags",
        "site_name",
        "image",
    }
    assert keys | {"language"} <= set(found)
    assert found["title"] == "سد النورس يمتلئ" and found["published"] == "2024-03-05T09:00:00+03:00"
    assert found["body"].split("\n\n") == (FLOOD + "\n" + FLOOD_TOO).split("\n")
    assert found["canonical_url"] == "https://alpha.example/n/1" and found["authors"] == found["tags"] == []
    assert siyaq("extract", "-", "--json", stdin=page.encode()).row["body"] == found["body"]
