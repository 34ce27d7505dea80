"""Pieces of HTML made by hand: whatever an outlet writes comes out as text."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from selectolax.lexbor import LexborHTMLParser

from siyaq.engine import Engine
from siyaq.site.desk import Desk
from siyaq.site.piece import Pieces
from siyaq.site.reading import Paragraph, Run
from siyaq.site.saying import Saying
from siyaq.survey import Memo
from siyaq.types import Article, Source

EVIL = "<img src=x onerror=1>\"'&</a><script>"
NOW = datetime(2024, 3, 10, 14, 0, tzinfo=UTC)


@pytest.fixture
def desk(newsroom: Engine) -> Desk:
    zone = ZoneInfo("Africa/Cairo")
    return Desk(
        engine=newsroom, memo=Memo(lambda: 1), language="ar", zone=zone, zone_name="Africa/Cairo", now=NOW, base_url="http://x"
    )


@pytest.fixture
def pieces(desk: Desk) -> Pieces:
    return Pieces(desk)


def card(desk: Desk, **fields: Any) -> Any:
    article = Article(id="a1", source="sada", title=EVIL, summary=EVIL, published=NOW, **fields)
    desk.sources["sada"] = Source(id="sada", name=EVIL)
    return desk.card(article, is_copy=True)


def test_outlet_text_never_becomes_markup(desk: Desk, pieces: Pieces) -> None:
    one = card(desk)
    said = Saying(speaker=EVIL, href=None, words=EVIL, language=EVIL, direct=True, card=one)
    paragraph = Paragraph(subhead=False, runs=(Run(text=EVIL), Run(text=EVIL, href="/name/x")))
    made = {
        "line": pieces.lines([one]),
        "item": pieces.items([one]),
        "said": pieces.sayings([said]),
        "meta": pieces.meta(one),
        "outlet": pieces.outlet(one.source),
        "outlets": pieces.outlets([one.source] * 6),
        "chips": pieces.chips([(EVIL, 2)], "tag"),
        "facet": pieces.facet([(EVIL, 2, "/search?q=a&source=b")]),
        "names": pieces.names([EVIL, EVIL]),
        "body": pieces.body([paragraph, Paragraph(subhead=True, runs=(Run(text=EVIL),))]),
    }
    for name, html in made.items():
        tree = LexborHTMLParser(f"<ul>{html}</ul>")
        assert tree.css("img, script") == [], name
        shown = " ".join((tree.body.text() if tree.body else "").split())
        assert "<img src=x onerror=1>" in shown, name
        for node in tree.css("*"):
            assert set(node.attributes) <= {"class", "href", "dir", "datetime", "title", "rel", "lang"}, name


def test_a_line_has_headline_outlet_time_and_flag(desk: Desk, pieces: Pieces) -> None:
    tree = LexborHTMLParser(f"<ul>{pieces.lines([card(desk)])}</ul>")
    assert tree.css_first("li.line > a.line-title").attributes["href"] == "/article/a1"
    assert tree.css_first(".meta a.outlet").attributes["href"] == "/source/sada"
    assert tree.css_first(".meta time").attributes["datetime"] == "2024-03-10T14:00:00Z"
    assert tree.css_first(".meta .flag") is not None


def test_times_are_told_by_distance_for_a_week_and_then_by_date(desk: Desk, pieces: Pieces) -> None:
    assert ">منذ ساعتين</time>" in pieces.when(datetime(2024, 3, 10, 12, 0, tzinfo=UTC))
    old = pieces.when(datetime(2024, 3, 1, 12, 0, tzinfo=UTC))
    assert ">1 مارس 2024</time>" in old
    assert "14:00" in old  # the exact moment in the reader's zone
