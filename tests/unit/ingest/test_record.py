"""Records and saved pages as drafts."""

from datetime import UTC, datetime

import pytest

from siyaq.errors import RecordError
from siyaq.ids import article_id, record_id
from siyaq.ingest import article_from_page, article_from_record

FULL = {
    "id": "n-1",
    "url": "https://Example.org/%D8%AE%D8%A8%D8%B1?utm_source=x#top",
    "source": "ألفا",
    "title": "  عنوان\u202e طويل ",
    "subtitle": "فرعي",
    "text": "سطر أول\nسطر ثان\n\n\nسطر ثالث",
    "summary": "ملخص",
    "published": "2018-06-12T15:00:00+03:00",
    "modified": "2018-06-12",
    "authors": ["ليلى سالم"],
    "tags": ["وسم", "وسم", " "],
    "section": "رياضة",
    "language": "ar",
    "image": "https://example.org/i.png",
    "unknown": {"kept": False},
}


def test_all_fields() -> None:
    made = article_from_record(FULL)
    assert made.url is not None and made.url.startswith("https://example.org/") and "utm" not in made.url
    assert made.id == article_id(made.url)
    assert (made.external_id, made.public_id, made.source, made.title) == ("n-1", "n-1", "ألفا", "عنوان طويل")
    assert made.text == "سطر أول\n\nسطر ثان\n\nسطر ثالث"
    assert made.published == datetime(2018, 6, 12, 12, tzinfo=UTC)
    assert made.modified == datetime(2018, 6, 12, 12, tzinfo=UTC)
    assert (made.authors, made.tags, made.section, made.subtitle) == (("ليلى سالم",), ("وسم",), "رياضة", "فرعي")


def test_least_records() -> None:
    assert article_from_record({"title": "خبر"}, source="س").id == record_id("س", None, "خبر", "")
    assert article_from_record({"text": "نص", "id": 5}).id == record_id("", "5", "", "نص")
    assert article_from_record({"title": "خبر", "url": "javascript:alert(1)"}).url is None
    assert article_from_record({"title": "خبر", "published": None, "tags": None, "url": ""}).published is None


@pytest.mark.parametrize(
    ("record", "why"),
    [
        ([], "object"),
        ("x", "object"),
        ({}, "neither title nor text"),
        ({"title": " ", "text": "\n"}, "neither title nor text"),
        ({"title": 1}, "title must be"),
        ({"title": "x", "text": ["y"]}, "text must be"),
        ({"title": "x", "id": {}}, "id must be"),
        ({"title": "x", "id": True}, "id must be"),
        ({"title": "x", "url": 1}, "url must be"),
        ({"title": "x", "published": "yesterday"}, "not an ISO 8601 time"),
        ({"title": "x", "published": 1528761600}, "ISO 8601 string"),
        ({"title": "x", "tags": "a,b"}, "array of strings"),
        ({"title": "x", "authors": [1]}, "array of strings"),
        ({"text": "x" * 1_000_001}, "limit"),
    ],
)
def test_bad_records_say_what_is_wrong(record: object, why: str) -> None:
    with pytest.raises(RecordError, match=why):
        article_from_record(record)


def test_half_characters_do_not_get_through() -> None:
    made = article_from_record({"title": "خبر \ud800", "text": "نص\udfff"})
    assert (made.title, made.text) == ("خبر", "نص")


def test_saved_page() -> None:
    paragraphs = "".join(f"<p>{f'جملة رقم {n} عن افتتاح جسر جديد في المدينة القديمة بعد أعوام. ' * 4}</p>" for n in range(4))
    html = (
        "<html lang=ar><head><meta charset=utf-8><title>افتتاح جسر جديد في المدينة</title>"
        '<link rel=canonical href="https://example.org/bridge"><meta property="og:site_name" content="ألفا"></head>'
        f"<body><article><h1>افتتاح جسر جديد في المدينة</h1>{paragraphs}</article></body></html>"
    )
    made = article_from_page(html.encode(), None)
    assert made.url == "https://example.org/bridge" and made.source == "ألفا"
    assert made.title == "افتتاح جسر جديد في المدينة" and made.text.count("\n\n") == 3


def test_a_page_without_article_is_a_bad_record() -> None:
    with pytest.raises(RecordError):
        article_from_page(b"<html><body></body></html>", None)
