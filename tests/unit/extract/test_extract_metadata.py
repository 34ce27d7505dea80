"""Metadata of pages: JSON-LD, meta elements, visible lines, links."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from siyaq.errors import ExtractError
from siyaq.extract import extract
from siyaq.extract.jsonld import read_json
from siyaq.extract.moment import read_moment, zone_from_host, zone_named
from siyaq.extract.tag import choose_tags
from siyaq.extract.title import site_from_title
from siyaq.extract.visible import split_authors

TEXT = "".join(
    f"<p>{line}</p>"
    for line in (
        "أعلنت وزارة النقل اليوم تشغيل خط القطار الساحلي الجديد بين المدينتين بعد اكتمال الاختبارات.",
        "وقال الوزير إن القطار سينقل عشرة آلاف راكب في اليوم وإن التذاكر ستباع في المحطات وعلى الشبكة.",
        "ويبلغ طول الخط نحو مئتي كيلومتر ويمر بخمس محطات رئيسية على طول الساحل الشمالي للبلاد.",
    )
)


def page(head: str = "", before: str = "", after: str = "") -> bytes:
    return (
        f'<html lang="ar"><head><title>تشغيل القطار الساحلي</title>{head}</head><body><div>'
        f"<h1>تشغيل القطار الساحلي</h1>{before}"
        f"<div class=x>{TEXT}</div>{after}</div></body></html>"
    ).encode()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2018-06-10T14:05:00+03:00", datetime(2018, 6, 10, 14, 5, tzinfo=timezone(timedelta(hours=3)))),
        ("2018-06-10T14:05:09.123Z", datetime(2018, 6, 10, 14, 5, 9, tzinfo=UTC)),
        ("2018-06-10T14:05+0300", datetime(2018, 6, 10, 14, 5, tzinfo=timezone(timedelta(hours=3)))),
        ("2018-06-10T14:05:00&#43;03:00", datetime(2018, 6, 10, 14, 5, tzinfo=timezone(timedelta(hours=3)))),
        ("2018-06-10", date(2018, 6, 10)),
        ("20180610", date(2018, 6, 10)),
        ("1528639500", datetime(2018, 6, 10, 14, 5, tzinfo=UTC)),
        ("Sun, 10 Jun 2018 14:05:00 +0200", datetime(2018, 6, 10, 14, 5, tzinfo=timezone(timedelta(hours=2)))),
        ("1970-01-01T00:00:00Z", None),
        ("2018-13-40", None),
        ("بلا تاريخ", None),
        ("© 2018", None),
    ],
)
def test_times_of_pages(text: str, wanted: datetime | date | None) -> None:
    assert read_moment(text) == wanted


def test_place_of_the_clock_is_the_offset() -> None:
    found = read_moment("الأحد 10 حزيران 2018 الساعة 02:05 م بتوقيت مكة المكرمة")
    assert isinstance(found, datetime)
    assert found.isoformat() == "2018-06-10T14:05:00+03:00"
    assert zone_named("14:05 (GMT +0400)") == "Etc/GMT-4"
    assert zone_from_host("www.example.com.eg") == "Africa/Cairo"
    assert zone_from_host("example.com") is None


def test_offset_comes_from_the_outlets_zone_where_the_page_names_none() -> None:
    html = page(before="<div>نشر الأحد 10 يونيو 2018 - 14:05</div>")
    found = extract(html, "https://news.example/a", zone="Asia/Riyadh").published
    assert isinstance(found, datetime)
    assert found.isoformat() == "2018-06-10T14:05:00+03:00"


@pytest.mark.parametrize(
    "extra",
    [
        "",
        "<div>© 2019 جميع الحقوق محفوظة</div>",
        "<div>آخر تحديث: الأحد 10 يونيو 2018 - 14:05</div>",
        "<p>في عام 1998 افتتح الخط.</p>",
    ],
)
def test_a_publication_date_is_never_invented(extra: str) -> None:
    assert extract(page(after=extra), "https://news.example/a").published is None


def test_update_line_is_the_modification() -> None:
    html = page(before="<div>نشر السبت 9 يونيو 2018 - 10:00</div><div>آخر تحديث: الأحد 10 يونيو 2018 - 14:05</div>")
    found = extract(html, "https://news.example/a")
    assert str(found.published).startswith("2018-06-09 10:00")
    assert str(found.modified).startswith("2018-06-10 14:05")


@pytest.mark.parametrize(
    "block",
    [
        '{"@type":"NewsArticle","datePublished":"2018-06-10T14:05:00Z","author":[{"name":"منى سالم"}]}',
        '[{"@type":"WebPage"},{"@type":["Thing","NewsArticle"],"datePublished":"2018-06-10T14:05:00Z","author":"منى سالم"}]',
        '{"@graph":[{"@type":"Person","@id":"#p","name":"منى سالم"},{"@type":"Article","datePublished":"2018-06-10T14:05:00Z",'
        '"author":{"@id":"#p"}}]}',
        '<!-- {"@type":"NewsArticle","datePublished":"2018-06-10T14:05:00Z","author":"منى سالم",} -->',
        '{"@type":"NewsArticle","headline":"قال "نعم" للخط",\n"datePublished":"2018-06-10T14:05:00Z"\n"author":"منى سالم"}',
    ],
)
def test_json_ld_in_all_its_forms(block: str) -> None:
    found = extract(page(head=f'<script type="application/ld+json">{block}</script>'), "https://news.example/a")
    assert found.published == datetime(2018, 6, 10, 14, 5, tzinfo=UTC)
    assert found.authors == ("منى سالم",)


def test_unreadable_json_gives_what_stands_once() -> None:
    assert read_json('{"@type":"NewsArticle","datePublished":"2018-06-10", "x": [1,,2') == {
        "@type": "NewsArticle",
        "datePublished": "2018-06-10",
    }
    assert read_json('{"x": [1,,2') is None


def test_items_of_lists_are_not_the_article() -> None:
    block = '{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","datePublished":"2001-01-01"}]}'
    assert (
        extract(page(head=f'<script type="application/ld+json">{block}</script>'), "https://news.example/a").published is None
    )


def test_links_are_resolved_against_the_base() -> None:
    head = '<base href="https://cdn.example/ar/"><link rel=canonical href="a/5?utm_source=z">'
    head += '<meta property="og:image" content="i.jpg">'
    found = extract(page(head=head), "https://news.example/x")
    assert (found.canonical_url, found.image) == ("https://cdn.example/ar/a/5", "https://cdn.example/ar/i.jpg")


def test_front_page_is_no_canonical_address() -> None:
    head = '<link rel=canonical href="https://news.example/">'
    assert extract(page(head=head), "https://news.example/a/7?fbclid=1").canonical_url == "https://news.example/a/7"


def test_tags_of_the_article_and_not_of_the_site() -> None:
    text = "يربط القطار الساحلي بين المدينتين ويمر بوزارة النقل"
    assert choose_tags([], [["القطار الساحلي، وزارة النقل"]], "عنوان", text, ()) == ("القطار الساحلي", "وزارة النقل")
    assert choose_tags([], [["أخبار, عاجل, صحيفة المثال"]], "عنوان", text, ("صحيفة المثال",)) == ()
    assert choose_tags([], [["تشغيل,القطار,الساحلي,الجديد"]], "تشغيل القطار الساحلي الجديد", text, ()) == ()
    assert choose_tags([["#وسم_مركب"]], [["غير ذلك"]], "عنوان", text, ()) == ("وسم مركب",)


def test_names_and_sites() -> None:
    assert split_authors("منى سالم - القاهرة، خالد عمر") == ("منى سالم", "خالد عمر")
    assert site_from_title("صحيفة المثال - محليات - خبر القطار", "خبر القطار") == "صحيفة المثال"
    assert site_from_title("خبر القطار", "خبر القطار") is None


def test_standfirst_that_repeats_the_only_paragraph_stands_once() -> None:
    text = "ضرب إعصار الساحل الغربي فجر اليوم برياح شديدة وترك خلفه دمارا واسعا في القرى."
    html = f"<html><body><div><h1>إعصار يضرب الساحل</h1><div><b>{text}</b></div><div>{text}</div></div></body></html>"
    assert extract(html.encode()).body == text


def test_page_without_text_is_an_error() -> None:
    with pytest.raises(ExtractError, match="no article text"):
        extract(b"<html><body><nav><a href=/a>x</a></nav></body></html>", "https://news.example/")


MENU = "".join(
    f"<li><a href='/s/{n}'>{name}</a></li>" for n, name in enumerate(("سياسة", "اقتصاد", "رياضة", "ثقافة", "صحة", "اتصل بنا"))
)


@pytest.mark.parametrize(
    ("above", "section"),
    [
        (f"<ul>{MENU}</ul>", None),
        (f"<ul><li><a href='/'>الرئيسية</a></li>{MENU}</ul>", None),
        (f"<ul>{MENU}</ul><p><a href='/'>الرئيسية</a> &gt; <a href='/s/1'>اقتصاد</a></p>", "اقتصاد"),
        (f"<ul>{MENU}</ul><div>الأحد 10 حزيران 2018</div><p><a href='/s/2'>رياضة</a></p>", "رياضة"),
        ("<p><a href='/s/0'>سياسة</a></p>", "سياسة"),
    ],
)
def test_a_section_is_a_trail_or_a_label_and_no_menu(above: str, section: str | None) -> None:
    html = f"<html><body><div>{above}<h1>تشغيل القطار الساحلي</h1><div>{TEXT}</div></div></body></html>"
    assert extract(html.encode()).section == section
