"""Rows are read once and follow the change feed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from siyaq.engine import Engine
from siyaq.ids import article_id
from siyaq.settings import Settings
from siyaq.survey.row import Rows, read_rows, rows_of
from siyaq.types import Article

NOW = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
TEXT = (
    "أعلن رئيس بلدية الصنوبر جابر الزين افتتاح المرفأ الجديد صباح الأربعاء.\n\nوقال جابر الزين إن المرفأ يتسع لمئة قارب "
    "وإن الرسوم ستبقى كما هي حتى نهاية العام المقبل.\n\nوحضر الافتتاح صيادون من القرى المجاورة."
)


def report(number: int, source: str = "sahm", text: str = TEXT) -> Article:
    url = f"https://{source}.example/{number}"
    when = NOW - timedelta(hours=10 - number)
    return Article(id=article_id(url), url=url, source=source, title="افتتاح مرفأ الصنوبر", text=text, published=when)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/news.db"


@pytest.fixture
def writer(url: str) -> Iterator[Engine]:
    with Engine(url, Settings(db=url, now=NOW)) as engine:
        engine.add([report(1)], workers=0)
        yield engine


@pytest.fixture
def reader(url: str, writer: Engine) -> Iterator[Engine]:
    with Engine(url, Settings(db=url, now=NOW)) as engine:
        yield engine


def test_a_row_is_read_once(reader: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, one = Rows(reader), report(1).id
    first = rows.get([one])
    notes = first[one].notes
    assert notes is not None
    assert "جابر الزين" in [e.name for e in notes.entities]
    assert notes.claims
    monkeypatch.setattr(reader.store, "digests", None)
    assert rows.get([one]) == first
    assert rows_of(reader) is rows_of(reader)


def test_rows_are_those_of_reading_anew_after_every_change(reader: Engine, writer: Engine) -> None:
    rows, ids = Rows(reader), [report(1).id, report(2, "nabd").id, report(3, "ufuq").id]
    rows.get(ids)
    changes = (
        lambda: writer.add([report(2, "nabd")], workers=0),  # a copy: it joins the story, and the first report is its original
        lambda: writer.add([replace(report(1), title="المرفأ يفتح أبوابه", text="فتح المرفأ أبوابه. " + TEXT)], workers=0),
        lambda: writer.add([report(3, "ufuq", "نشرت الصحيفة خبرًا عن الطقس.")], workers=0),
        lambda: writer.mark_gone(ids[0]),
        lambda: writer.relink(),
    )
    seen = [rows.get(ids)]
    for change in changes:
        change()
        seen.append(rows.get(ids))
        assert seen[-1] == read_rows(reader, ids)
    assert seen[1][ids[1]].copy is not None
    assert seen[0] != seen[1] != seen[2] != seen[3]


def test_no_more_rows_are_kept_than_fit(reader: Engine, writer: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    writer.add([report(n, f"s{n}") for n in range(2, 6)], workers=0)
    rows, ids = Rows(reader, size=2), [report(1).id, *(report(n, f"s{n}").id for n in range(2, 6))]
    for i in ids:
        rows.get([i])
    read: list[str] = []
    monkeypatch.setattr("siyaq.survey.row.read_rows", lambda engine, wanted: read.extend(wanted) or read_rows(engine, wanted))
    rows.get(ids[-2:])
    assert read == []
    rows.get(ids[:1])
    assert read == ids[:1]
