"""The aggregator page that started Siyaq, cut into records: our article page shows its five parts without its four faults."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from litestar.testing import TestClient
from selectolax.lexbor import LexborHTMLParser

from siyaq.arabic import fold
from siyaq.engine import Engine
from siyaq.ingest import article_from_record
from siyaq.settings import Settings
from siyaq.types import Article, Rights, Source
from siyaq.web import create_app

pytestmark = pytest.mark.shared
PUBLISHED = datetime(2024, 11, 27, 8, 0, tzinfo=UTC)
HEADLINE = "بوتين يلتقي وزيرة خارجية كوريا الشمالية في موسكو"  # the page's text begins below its headline
TAGS = ["كوريا الشمالية", "بوتين", "كيم جونج اون", "روسيا", "لافروف", "کوریا الشمالیة"]
# The seven headlines of the page that report one happening: North Korean soldiers about to fight against Ukraine.
SAME_HAPPENING = (
    "الآلاف من قوات",
    "وزير الدفاع الأمريكي",
    "قوات كوريا الشمالية تدخل",
    "البنتاغون: جنود",
    "أوستن",
    "واشنطن",
    '"البنتاجون"',
)


def records(page: str) -> Iterator[Article]:
    """The two articles and the headlines as articles of their own; the headline of the second article only once."""
    first, rest = page.split("المصدر: الوطن")
    second, headlines = rest.split("إقرأ أيضاً:")[1].split("مقالات مشابهة")
    title, _, text = second.strip().partition("\n")
    yield replace(record("main", HEADLINE, first.strip(), "الوطن", PUBLISHED, TAGS), subheads=(2,))
    yield record("second", title.strip(), text.strip(), "المصري", PUBLISHED - timedelta(days=4))
    lines = [line.strip(" \t•") for line in headlines.strip().splitlines() if line.strip()]
    assert len(lines) == 10
    for number, line in enumerate(lines):
        if fold(line) != fold(title):
            yield record(f"h{number}", line, "", f"صحيفة {number}", PUBLISHED - timedelta(days=3, hours=-number))


def record(given: str, title: str, text: str, source: str, when: datetime, tags: list[str] | None = None) -> Article:
    """One article in the shape of an import line."""
    fields = {"id": given, "title": title, "text": text, "source": source, "published": when.isoformat(), "tags": tags or []}
    return article_from_record({**fields, "url": f"https://outlet.example/{given}"})


@pytest.fixture(scope="module")
def tree(shared: Path) -> LexborHTMLParser:
    """The main article's page."""
    page = (shared / "reference" / "seed-page.txt").read_text("utf-8")
    with Engine("memory:", Settings(db="memory:", now=PUBLISHED + timedelta(hours=3))) as engine:
        articles = list(records(page))
        for source in {a.source for a in articles}:
            engine.store.put_source(Source(id=source, name=source, rights=Rights.FULL))
        engine.add(articles, workers=0)
        with TestClient(create_app(engine)) as client:
            answer = client.get("/article/main")
            assert answer.status_code == 200
            return LexborHTMLParser(answer.text)


def words(tree: LexborHTMLParser, css: str) -> list[str]:
    return [" ".join(node.text().split()) for node in tree.css(css)]


def test_all_five_parts_are_there(tree: LexborHTMLParser) -> None:
    assert words(tree, "h1") == [HEADLINE]
    assert len(words(tree, ".body p")) == 5
    assert words(tree, ".body h2") == ["كوريا الشمالية زودت روسيا بالأسلحة لاستخدامها في حربها مع أوكرانيا"]
    assert any("المصدر:" in line and "الوطن" in line for line in words(tree, ".from"))
    assert words(tree, "#h-tags") == ["كلمات دلالية"]
    assert words(tree, "#h-also") == ["اقرأ أيضًا"]
    assert len(words(tree, ".also h3")) == 1
    assert words(tree, "#h-similar") == ["مقالات مشابهة"]
    assert 1 <= len(words(tree, ".similar .item")) <= 10


def test_no_tag_stands_there_twice_in_two_spellings(tree: LexborHTMLParser) -> None:
    tags = words(tree, ".tags a")
    assert "كوريا الشمالية" in tags
    assert len({fold(tag) for tag in tags}) == len(tags)
    assert not any(set(tag) & set("کی") for tag in tags)


def test_the_article_to_read_next_is_not_among_the_similar_ones(tree: LexborHTMLParser) -> None:
    also = words(tree, ".also h3")[0]
    assert fold(also) not in {fold(title) for title in words(tree, ".similar h3")}


def test_one_happening_is_shown_once(tree: LexborHTMLParser) -> None:
    shown = words(tree, ".similar h3") + words(tree, ".also h3")
    repeats = [title for title in shown if title.startswith(SAME_HAPPENING)]
    assert len(repeats) <= 1, repeats


def test_every_neighbour_says_why_when_and_who(tree: LexborHTMLParser) -> None:
    for item in [*tree.css(".similar .item"), tree.css_first(".also")]:
        assert (item.css_first(".why").text() or "").strip()
        assert item.css_first("time").attributes["datetime"]
        assert (item.css_first(".outlet").text() or "").strip()
    assert any("يونهاب" in line for line in words(tree, ".from"))
    assert tree.css_first('.byline time[datetime="2024-11-27T08:00:00Z"]') is not None
