"""CONTRACT: the library, as its README shows it."""

from datetime import UTC, datetime
from pathlib import Path

import siyaq
from siyaq.ids import record_id

TEXT = "افتتح الرئيس الروسي فلاديمير بوتين جسرا جديدا.\n\nوقال بوتين إن الجسر يخفف الزحام."
MORE = "وحضر الافتتاح عدد كبير من سكان المدينة والقرى المجاورة لها. " * 4
PAGE = f"<html><body><h1>بوتين يفتتح جسرا</h1><p>{TEXT}</p><p>{MORE}</p></body></html>"


def article(name: str, title: str, text: str, day: int) -> siyaq.Article:
    published = datetime(2024, 3, day, 9, tzinfo=UTC)
    return siyaq.Article(
        id=record_id("ألفا", name, title, text), external_id=name, source="ألفا", title=title, text=text, published=published
    )


def test_extract_and_analyze() -> None:
    page = siyaq.extract(PAGE.encode(), url="https://a.example/1")
    assert isinstance(page, siyaq.Extracted) and page.title == "بوتين يفتتح جسرا"
    assert isinstance(siyaq.extract(PAGE.encode()), siyaq.Extracted)
    notes = siyaq.analyze("بوتين يفتتح جسرا", TEXT)
    assert isinstance(notes, siyaq.Analysis) and any("بوتين" in tag.tag for tag in notes.tags)
    dated = siyaq.analyze("بوتين يفتتح جسرا", TEXT, datetime(2024, 3, 5, tzinfo=UTC), ("جسور روسيا",))
    assert any(tag.origin == "publisher" for tag in dated.tags) and dated.claims[0].kind == "indirect"


def test_the_engine(tmp_path: Path) -> None:
    articles = [
        article("one", "بوتين يفتتح جسرا", TEXT, 5),
        article("two", "إغلاق جسر بوتين للصيانة", "أغلق الجسر الجديد الذي افتتحه بوتين أمام السيارات بسبب الصيانة الدورية.", 9),
    ]
    with siyaq.open(f"sqlite:///{tmp_path / 'news.db'}") as engine:
        report = engine.add(articles)
        assert (report.read, report.added) == (2, 2)
        assert engine.add(articles).unchanged == 2
        assert {hit.article for hit in engine.search("بوتين").hits} == {item.id for item in articles}
        links = (*engine.similar("one", k=10), *filter(None, [engine.read_also("one")]))
        assert [link.target for link in links] == [articles[1].id]
        (newer,) = engine.stories(since=datetime(2024, 3, 8, tzinfo=UTC))
        assert engine.story(newer.id) == newer and newer.articles == (articles[1].id,)
    with siyaq.open(f"sqlite:///{tmp_path / 'news.db'}") as engine:
        assert engine.resolve("one").title == "بوتين يفتتح جسرا"
