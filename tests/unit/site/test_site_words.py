"""Reasons, addresses, charts, excerpts and folded copies: the pure parts of pages."""

from datetime import UTC, datetime, timedelta

import pytest

from siyaq.site.address import query_href, tag_href, web_href
from siyaq.site.cause import cause_text
from siyaq.site.chart import bars, spark
from siyaq.site.reading import body, lead, paragraph_spans
from siyaq.site.reason import reason
from siyaq.site.render import feed_path
from siyaq.site.report import fold_copies
from siyaq.site.saying import unquote
from siyaq.site.view_search import day_from_text, marked
from siyaq.types import Analysis, Article, CopyNote, Entity, Evidence, Link, Mention, Rights


def link(*why: tuple[str, str]) -> Link:
    evidence = tuple(Evidence(kind=kind, text=text, weight=0.1) for kind, text in why)  # type: ignore[arg-type]
    return Link(kind="similar", source="a", target="b", score=0.5, why=evidence)


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def test_a_reason_names_what_both_mention_and_the_time_between() -> None:
    line = reason(link(("term", "صواريخ"), ("entity", "كوريا الشمالية")), "ar", later=timedelta(hours=-2))
    assert plain(line) == "يشتركان في: كوريا الشمالية، صواريخ · نُشر قبله بساعتين"


def test_a_figure_is_joined_with_a_drawn_out_letter() -> None:
    assert reason(link(), "ar", later=timedelta(days=3)).endswith("نُشر بعده بـ3 أيام")


def test_a_reason_says_when_it_is_the_same_happening() -> None:
    assert plain(reason(link(("entity", "بوتين")), "ar", same_story=True)).startswith("عن الحدث نفسه · ")


def test_a_word_inside_a_longer_one_is_not_repeated() -> None:
    line = plain(reason(link(("entity", "كوريا الشمالية"), ("term", "كوريا")), "ar"))
    assert line == "يشتركان في: كوريا الشمالية"


def test_words_that_say_little_are_no_reason() -> None:
    line = plain(reason(link(("term", "وقالت"), ("term", "ألف"), ("term", "المدينة"), ("term", "السد")), "ar"))
    assert line == "يشتركان في: السد"
    assert reason(link(("term", "وأضاف")), "ar") == "قريب في الموضوع"


def test_shared_words_stand_by_themselves() -> None:
    line = plain(reason(link(("term", "لليمن"), ("term", "بالسلاح"), ("term", "لميناء"), ("term", "بطولة")), "ar"))
    assert line == "يشتركان في: اليمن، السلاح، ميناء، بطولة"


def test_reasons_of_other_kinds_and_of_none() -> None:
    assert reason(link(("vector", "")), "ar") == "قريب في المعنى"
    assert reason(link(("copy", "0.8")), "ar") == "80% من الجمل مشتركة"
    assert reason(link(), "en", later=timedelta(seconds=5)) == "close in topic · published at the same time"
    assert reason(link(("copy", "much")), "ar", later=timedelta(days=900)) == "قريب في الموضوع"


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "//x.example",
        "/local",
        "ftp://x.example/",
        "http://[bad",
        " vbscript:x",
    ],
)
def test_addresses_that_may_not_stand_in_a_link(url: str | None) -> None:
    assert web_href(url) is None


def test_addresses() -> None:
    assert web_href("https://x.example/خبر") == "https://x.example/خبر"
    assert tag_href("24/7") == "/tag/24%2F7"
    assert query_href("/search", q="", page=2) == "/search?page=2"
    assert feed_path("/", "rss") == "/index.rss"
    assert feed_path("/tag/x?page=2", "json") == "/tag/x.json?page=2"


def test_charts_escape_their_labels_and_have_no_inline_style() -> None:
    chart = str(bars([0, 3, 1], label='<x> "y"', titles=["<a>", "b", "c"]))
    assert chart.count("<rect") == 3
    assert "<x>" not in chart
    assert "<a>" not in chart
    assert "style" not in chart
    assert 'aria-label="&lt;x&gt; &#34;y&#34;"' in chart
    assert str(spark([1, 2], label="<")).count("<rect") == 2


def article(**fields: object) -> Article:
    return Article(**({"id": "a", "title": "عنوان", "text": "أول.\n\nثان."} | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("https://x.example/rss answered 404", "ردّ الخادم برمز الخطأ 404"),
        ("https://x.example/rss: the server fell silent", "لم يردّ الخادم في الوقت المحدد"),
        ("https://x.example/rss: no connection: [Errno 111]", "تعذّر الاتصال بالخادم"),
        ("robots.txt of https://x.example forbids https://x.example/rss", "الموقع لا يسمح بجلبها آليًا"),
        ("https://x.example/ is an HTML page, not a feed; give the feed's own address", "العنوان لصفحة لا لخلاصة"),
        ("https://x.example/rss is XML but no feed: its root is <svg>", "ليست خلاصة مقروءة"),
        ("https://x.example/rss redirects in a loop, back to /", "تحويلات لا تصل إلى عنوان"),
        ("https://x.example/rss has 9 bytes, over the limit of 3", "أكبر من الحد المسموح"),
        ("nobody knows", "خطأ تقني"),
    ],
)
def test_what_was_wrong_with_a_feed_is_told_in_peoples_words(line: str, told: str) -> None:
    assert cause_text(line, "ar") == told
    assert cause_text(line, "en").isascii()


def test_rights_decide_what_is_quoted() -> None:
    long = article(text="كلمة " * 400, summary=None)
    assert lead(long, Rights.LINK) == ""
    assert 0 < len(lead(long, Rights.EXCERPT)) <= 220
    assert lead(article(summary="ملخص."), Rights.FULL) == "ملخص."


def test_paragraphs_by_blank_lines_or_else_by_lines() -> None:
    text = "واحد\nسطر\n\n\nاثنان"
    assert [text[a:b] for a, b in paragraph_spans(text)] == ["واحد\nسطر", "اثنان"]
    assert paragraph_spans("واحد\nاثنان") == ((0, 4), (5, 10))
    assert paragraph_spans("") == ()


def test_the_first_mention_of_a_name_leads_to_its_page() -> None:
    text = "قال بوتين نعم.\n\nعاد بوتين."
    at = len("عنوان") + 1
    names = Entity(
        name="فلاديمير بوتين",
        type="PER",
        mentions=(Mention(text="بوتين", start=at + 4, end=at + 9), Mention(text="بوتين", start=at + 20, end=at + 25)),
    )
    first, second = body(article(text=text, subheads=(1,)), Analysis(entities=(names,)))
    assert [(r.text, bool(r.href)) for r in first.runs] == [("قال ", False), ("بوتين", True), (" نعم.", False)]
    assert second.subhead
    assert [r.href for r in second.runs] == [None]


def test_mentions_that_do_not_fit_the_text_are_not_linked() -> None:
    wrong = Entity(name="بوتين", type="PER", mentions=(Mention(text="بوتين", start=7, end=12),))
    assert all(r.href is None for p in body(article(), Analysis(entities=(wrong,))) for r in p.runs)


def test_copies_stand_under_their_original_even_through_another_copy() -> None:
    a, b, c, d = (article(id=i) for i in "abcd")
    notes = {
        "b": CopyNote(article="b", original="a", share=1.0),
        "c": CopyNote(article="c", original="b", share=0.9),
        "d": CopyNote(article="d", original="elsewhere", share=0.9),
    }
    assert fold_copies([a, b, c, d], notes) == ((a, (b, c)), (d, ()))


def test_copies_of_each_other_are_not_lost() -> None:
    a, b = article(id="a"), article(id="b")
    notes = {"a": CopyNote(article="a", original="b", share=1.0), "b": CopyNote(article="b", original="a", share=1.0)}
    shown = [x.id for root, copies in fold_copies([a, b], notes) for x in (root, *copies)]
    assert sorted(shown) == ["a", "b"]


def test_quotation_marks_around_a_quote_go_and_others_stay() -> None:
    assert unquote("«لن نعود»") == "لن نعود"
    assert unquote('"أ" و"ب"') == '"أ" و"ب"'
    assert unquote("«»") == "«»"


def test_marks_stand_on_the_original_letters_and_all_else_is_escaped() -> None:
    assert str(marked("<ب> وَبوتين", ((5, 11), (0, 1)))) == "<mark>&lt;</mark>ب&gt; و<mark>َبوتين</mark>"
    assert str(marked("نص", ((0, 99), (1, 1)))) == "نص"


def test_days_of_the_form_are_the_readers() -> None:
    assert day_from_text("2018-06-12", UTC) == datetime(2018, 6, 12, tzinfo=UTC)
    assert day_from_text("2018-06-12", UTC, end=True) == datetime(2018, 6, 13, tzinfo=UTC)
    assert day_from_text("12 حزيران 2018", UTC) == datetime(2018, 6, 12, tzinfo=UTC)
    assert day_from_text("كلام", UTC) is None
