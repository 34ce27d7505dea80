"""Every kind of page over the invented newsroom."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from litestar.testing import TestClient
from selectolax.lexbor import LexborHTMLParser

from siyaq.engine import Engine
from siyaq.settings import Settings
from siyaq.site import view_search
from siyaq.types import Article
from siyaq.web import create_app

Client = TestClient[Any]


def page(client: Client, path: str, status: int = 200) -> LexborHTMLParser:
    answer = client.get(path)
    assert answer.status_code == status, answer.text[:500]
    return LexborHTMLParser(answer.text)


def text(tree: LexborHTMLParser, css: str) -> str:
    node = tree.css_first(css)
    assert node is not None, css
    return " ".join(node.text().split())


def test_home_shows_the_stories_with_most_independent_outlets_first(client: Client) -> None:
    tree = page(client, "/")
    assert tree.css_first("html").attributes["dir"] == "rtl"
    counts = [n.text() for n in tree.css(".brief .count")]
    assert counts[0] == "3 مصادر مستقلة"
    assert "سد وادي الرمان" in text(tree, ".brief-big .brief-title")
    assert "10 آذار/مارس 2024" in text(tree, ".dateline")
    assert "هـ" in text(tree, ".dateline")
    assert tree.css_first(".sections .line a") is not None


def test_article_page_has_all_its_parts(client: Client, newsroom: Engine) -> None:
    tree = page(client, "/article/m-dam")
    assert text(tree, "h1").startswith("افتتاح سد وادي الرمان")
    assert text(tree, ".sub") == "وزيرة المياه: يحمي القرى من الفيضان"
    assert tree.css_first('.byline time[datetime="2024-03-10T09:00:00Z"]') is not None
    assert "منذ 5 ساعات" in text(tree, ".byline")
    assert "هند الكاتب" in text(tree, ".byline")
    assert text(tree, ".body h2") == "كلفة المشروع"
    source = tree.css_first('.from a[href="https://manara.example/news/m-dam"]')
    assert source is not None
    assert {"noopener", "nofollow"} <= set((source.attributes["rel"] or "").split())
    tags = [a.attributes["href"] or "" for a in tree.css(".tags a[rel=tag]")]
    assert len(tags) == len(set(tags)) >= 2
    assert all(client.get(href).status_code == 200 for href in tags)
    assert "ليلى العطار" in text(tree, ".sayings")
    assert len(tree.css(".also h3")) == 1
    assert tree.css_first(".also .why") is not None
    similar = tree.css(".similar li.item")
    assert 0 < len(similar) <= 10
    for item in similar:
        assert item.css_first(".outlet") is not None
        assert item.css_first("time") is not None
        assert (item.css_first(".why").text() or "").strip()
    also = tree.css_first(".also h3 a").attributes["href"]
    assert also not in [i.css_first("h3 a").attributes["href"] for i in similar]


def test_the_story_box_counts_outlets_and_folds_copies(client: Client) -> None:
    tree = page(client, "/article/s-dam")
    assert "3 مصادر مستقلة" in text(tree, ".box")
    folded = tree.css_first(".box details")
    assert folded is not None
    assert "وكالة الأفق" in folded.text()


def test_a_copy_names_its_original(client: Client) -> None:
    notice = text(page(client, "/article/n-dam-copy"), ".notice")
    assert "منقول" in notice
    assert "المنارة" in notice


def test_rights_rule_what_an_article_page_shows(client: Client) -> None:
    full, excerpt, link = (page(client, f"/article/{i}") for i in ("m-dam", "s-dam", "u-link"))
    assert full.css_first('meta[name="robots"]') is None
    assert full.css_first(".figure img") is not None
    for tree in (excerpt, link):
        assert "noindex" in (tree.css_first('meta[name="robots"]').attributes["content"] or "")
        assert tree.css_first(".figure img") is None
        assert tree.css_first(".onward a.button") is not None
    assert 0 < len(text(excerpt, ".body")) <= 420
    assert "سري لا يجوز" not in client.get("/article/u-link").text
    assert client.get("/article/u-link").headers["x-robots-tag"] == "noindex"
    assert "x-robots-tag" not in client.get("/article/m-dam").headers


def test_json_ld_describes_the_article(client: Client) -> None:
    data = json.loads(text(page(client, "/article/n-dam-copy"), 'script[type="application/ld+json"]'))
    assert data["@type"] == "NewsArticle"
    assert data["isBasedOn"] == "https://manara.example/news/m-dam"
    assert data["sourceOrganization"]["name"] == "المنارة"
    assert data["publisher"]["name"] == "وكالة الأفق"
    assert data["datePublished"] == "2024-03-10T12:00:00Z"


def test_foreign_text_never_becomes_markup(client: Client) -> None:
    for path in ("/article/n-evil", "/", "/search?q=OpenAI", "/source/nabd", "/tag/" + quote("<b>وسم</b>"), "/index.rss"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
        assert "<b>وسم" not in answer.text
        assert "javascript:" not in answer.text
    tree = page(client, "/article/n-evil")
    assert 'خبر عن <script>alert("x")</script>' in text(tree, "h1")
    json.loads(tree.css_first('script[type="application/ld+json"]').text())


def test_story_page(client: Client, newsroom: Engine) -> None:
    story = newsroom.stories(min_outlets=3)[0]
    tree = page(client, f"/story/{story.id}")
    events = tree.css(".timeline > .event")
    assert len(events) == len(story.articles) - len(story.copies)
    times = [e.css_first("time").attributes["datetime"] for e in events]
    assert times == sorted(times, key=str)
    assert "أول من نشر" in events[0].text()
    assert len(tree.css(".event details .line")) == 1


def test_a_story_shows_its_outlets_side_by_side(client: Client, newsroom: Engine) -> None:
    story = newsroom.stories(min_outlets=3)[0]
    tree = page(client, f"/story/{story.id}")
    panels = tree.css(".panel")
    assert {p.css_first(".outlet").text() for p in panels} == {newsroom.source(s).name for s in story.outlets}
    assert "أول من نشر" in panels[0].text()
    assert all("من أول تقرير" in p.text() for p in panels[1:])
    coast = next(p for p in panels if "نبض الساحل" in p.text())
    assert "فؤاد النجار" in coast.text()
    lone = coast.css_first(".panel-alone").text()
    others = " ".join(newsroom.store.articles(story.articles)[i].text for i in story.articles if "nabd" not in i)
    assert lone
    assert lone not in others.replace(newsroom.resolve("n-dam").text, "")
    assert "ليلى العطار" in text(tree, ".agreed")
    folded = [p for p in panels if p.css_first("details")]
    assert len(folded) == 1
    assert "وكالة الأفق" in folded[0].css_first("details").text()
    assert "تقريرًا" in text(tree, ".page-head") or "تقارير" in text(tree, ".page-head")


def test_the_way_of_a_copy_is_told(client: Client) -> None:
    chain = [" ".join(li.text().split()) for li in page(client, "/article/n-dam-copy").css(".chain li")]
    assert chain[-2:] == ["الأصل المنارة", "هذا الخبر وكالة الأفق"]
    original = [" ".join(li.text().split()) for li in page(client, "/article/m-dam").css(".chain li")]
    assert original[-1] == "نقله عنه وكالة الأفق"


def test_section_tag_name_and_source_pages(client: Client) -> None:
    assert text(page(client, "/section/" + quote("رياضة")), "h1") == "رياضة"
    tag = page(client, "/tag/" + quote("كأس السرو"))
    assert len(tag.css(".item")) == 2
    name = page(client, "/name/" + quote("ليلى العطار"))
    assert len(name.css(".item")) >= 4
    assert name.css_first(".chart") is not None
    assert "هذا السد يحمي القرى" in text(name, ".sayings")
    source = page(client, "/source/manara")
    assert text(source, "h1") == "المنارة"
    assert "الأردن" in text(source, ".page-head")


@pytest.mark.parametrize(
    "path", ["/tag/المياه", "/name/ليلى العطار", "/source/manara", "/section/اقتصاد", "/statements", "/search?q=السد"]
)
def test_a_page_beyond_the_last_one_is_not_there(client: Client, path: str) -> None:
    place = quote(path, safe="/?=") + ("&" if "?" in path else "?")
    assert client.get(f"{place}page=1").status_code == 200
    assert text(page(client, f"{place}page=99", status=404), "h1") == "لا صفحة هنا"


def test_a_tag_is_found_in_another_spelling(client: Client) -> None:
    ours = "".join({"ي": "ی", "ك": "ک"}.get(c, c) for c in "كأس السرو")
    assert len(page(client, "/tag/" + quote(ours)).css(".item")) == 2


def test_a_part_of_a_name_leads_to_its_page(client: Client) -> None:
    answer = client.get("/name/" + quote("العطار"))
    assert answer.status_code == 302
    assert answer.headers["location"] == "/name/" + quote("ليلى العطار")


def test_search_marks_words_collapses_stories_and_offers_facets(client: Client) -> None:
    tree = page(client, "/search?q=" + quote("سد الرمان"))
    assert "نتيجتان" in text(tree, "#h-results")
    assert tree.css_first(".item mark") is not None
    assert len(tree.css(".others .line")) == 3
    leading = tree.css(".col-main > .item")[0]
    assert leading.css_first(".meta").css_first(".flag") is None  # a copy does not lead its story
    for shown in tree.css(".col-main > .item"):  # also where the report stands for a copy that matched better
        assert shown.css_first(".item-title mark, .item-lead mark") is not None
    assert [m.text() for m in leading.css(".item-title mark")] == ["سد", "الرمان"]
    assert leading.css_first(".item-lead mark") is not None
    facets = [a.attributes["href"] or "" for a in tree.css(".facet a")]
    assert any("source=manara" in href for href in facets)
    narrowed = page(client, "/search?q=" + quote("سد الرمان") + "&source=nabd&from=2024-03-01&to=2024-03-31")
    assert "نبض الساحل" in text(narrowed, ".chips")
    assert len(narrowed.css(".col-main > .item")) == 1


def test_a_search_can_be_narrowed_to_a_month_and_followed(client: Client) -> None:
    tree = page(client, "/search?q=" + quote("السد"))
    feeds = [a.attributes["href"] for a in tree.css(".follow a")]
    assert [client.get(href).status_code for href in feeds] == [200, 200, 200]
    months = [a for a in tree.css(".facet a") if (a.text() or "").endswith("2024")]
    assert len(months) > 1
    for month in months:
        href = month.attributes["href"] or ""
        assert "from=2024-" in href
        narrowed = page(client, href)
        assert 0 < len(narrowed.css(".col-main .item")) < len(tree.css(".col-main .item"))


def test_search_quotes_nothing_of_an_outlet_shown_by_link(client: Client) -> None:
    assert "سري لا يجوز" not in client.get("/search?q=" + quote("قانون النقل الجديد")).text


def test_search_without_results_or_words(client: Client) -> None:
    assert "لا نتائج" in text(page(client, "/search?q=" + quote("ططططط")), ".col-main")
    assert len(page(client, "/search").css(".steps dt")) == 6


@pytest.mark.parametrize("q", ["سد الرمان", '"سد وادي الرمان', 'سد "الرمان'])
def test_facets_narrow_a_search_whose_quotation_mark_is_open(client: Client, q: str) -> None:
    tree = page(client, "/search?q=" + quote(q))
    for href in [a.attributes["href"] or "" for a in tree.css(".facet a")]:
        assert len(page(client, href).css(".col-main .item")) > 0, href


@pytest.mark.parametrize("place", ["/search?q=السد&", "/statements?"])
@pytest.mark.parametrize(
    ("days", "some"),
    [
        ("from=0001-01-01&to=9999-12-31", True),
        ("to=0001-01-01", False),
        ("from=9999-12-31", False),
    ],
)
@pytest.mark.parametrize("zone", ["Asia/Amman", "America/New_York"])
def test_the_first_and_the_last_day_are_days(client: Client, place: str, days: str, some: bool, zone: str) -> None:
    tree = page(client, quote(place + days, safe="/?=&") + f"&tz={zone}")
    assert bool(tree.css(".col-main .item, .col-main .said")) is some


@pytest.mark.parametrize("q", ["من:32-13-2018", '"', "-"])
def test_an_unclear_search_says_so_and_keeps_its_words(client: Client, q: str) -> None:
    tree = page(client, "/search?q=" + quote(q), status=400)
    assert text(tree, "h1") == "طلب غير مفهوم"
    assert tree.css_first("#e-q").attributes["value"] == q


def test_days_that_narrow_a_search_are_told_as_readers_write_them(client: Client) -> None:
    tree = page(client, "/search?from=2024-03-01&to=2024-03-10&q=" + quote("السد"))
    assert [" ".join(a.text().split()) for a in tree.css(".chips a")] == ["من 1 مارس 2024 ×إزالة", "إلى 10 مارس 2024 ×إزالة"]


@pytest.mark.parametrize("q", ["(((", '"', "من:xx", "-", "OR", "\u202e", "a" * 3000, "اسم:", "%", "\x00"])
def test_strange_searches_are_no_server_error(client: Client, q: str) -> None:
    assert client.get("/search", params={"q": q, "from": "x", "page": "zz", "sort": "?"}).status_code in (200, 400)


def test_boards(client: Client) -> None:
    assert len(page(client, "/trends").css("tbody tr")) > 0
    assert "ليلى العطار" in text(page(client, "/statements"), ".sayings")
    outlets = page(client, "/outlets")
    assert len(outlets.css("tbody tr")) == 4
    assert "timed out <slow>" in text(outlets, "tbody")
    assert "واحد يتعثّر" in text(outlets, ".page-head")
    assert len(page(client, "/preferences").css("option")) > 20


def test_the_switch_of_language_keeps_the_page(client: Client) -> None:
    place = "/search?q=" + quote("السد") + "&sort=time"
    link = page(client, place).css_first(".foot a[hreflang=en]").attributes["href"] or ""
    assert "sort=time" in link
    assert page(client, link).css_first("#q-top").attributes["value"] == "السد"


@pytest.mark.parametrize("path", ["//elsewhere.example/x", "/%5Celsewhere.example", "/a%22%3E<b>"])
def test_links_of_an_error_page_stay_here(client: Client, path: str) -> None:
    tree = page(client, path, status=404)
    for a in tree.css("a[href], link[rel=canonical]"):
        href = (a.attributes["href"] or "").removeprefix(str(client.base_url))
        assert href.startswith(("/", "#")) and not href.startswith(("//", "/\\")), href


def test_who_follows_a_later_page_follows_the_list(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view_search, "RESULTS", 1)
    tree = page(client, "/search?q=" + quote("السد") + "&page=2&sort=time")
    assert "page=2" in (tree.css_first("link[rel=canonical]").attributes["href"] or "")
    assert all("page=" not in (a.attributes["href"] or "") for a in tree.css("link[rel=alternate], .follow a"))


def test_english_at_a_switch_and_remembered(client: Client) -> None:
    answer = client.get("/?lang=en")
    assert "siyaq_lang=en" in answer.headers["set-cookie"]
    tree = LexborHTMLParser(answer.text)
    assert tree.css_first("html").attributes == {"lang": "en", "dir": "ltr"}
    assert "3 independent outlets" in text(tree, ".count")
    client.cookies.clear()
    again = client.get("/", headers={"cookie": "siyaq_lang=en"})
    assert 'lang="en"' in again.text
    client.cookies.clear()


def test_times_stand_in_the_readers_zone(client: Client) -> None:
    tree = LexborHTMLParser(client.get("/article/m-dam", headers={"cookie": "siyaq_tz=Asia/Amman"}).text)
    assert "12:00" in text(tree, ".byline time")
    assert "بتوقيت عمّان" in text(tree, ".byline")
    utc = page(client, "/article/m-dam")
    assert "09:00" in text(utc, ".byline time")


def test_outlets_that_only_an_import_named_are_listed_too() -> None:
    with Engine("memory:", Settings(db="memory:", now=datetime(2024, 5, 1, tzinfo=UTC))) as engine:
        when = datetime(2024, 4, 30, 12, tzinfo=UTC)
        engine.add([Article(id="aaaa", source="sahm", title="خبر من السهم", text="نص الخبر.", published=when)])
        with TestClient(create_app(engine)) as http:
            row = " ".join(LexborHTMLParser(http.get("/outlets").text).css_first("tbody tr").text().split())
    assert row.startswith("sahm 1")
    assert "بلا خلاصة" in row


@pytest.mark.parametrize("name", ["sport", "Sports", "الرياضة", "رياضه"])
def test_a_section_has_one_page_whatever_outlets_call_it(client: Client, name: str) -> None:
    one = "/section/" + quote("رياضة", safe="")
    answer = client.get(f"/section/{quote(name)}?page=2")
    assert (answer.status_code, answer.headers["location"]) == (301, f"{one}?page=2")
    assert client.get(f"/section/{quote(name)}.rss").headers["location"] == f"{one}.rss"
    english = client.get(one, headers={"cookie": "siyaq_lang=en"})
    assert text(LexborHTMLParser(english.text), "h1") == "Sport"


def test_names_of_a_section_are_put_together() -> None:
    """With the article and without, in Latin letters, and one that no list knows: one block, one page, one facet."""
    now = datetime(2024, 3, 10, 14, 0, tzinfo=UTC)
    names = ("ثقافة", "الثقافة", "culture", "شؤون البلدة", "شؤون البلدة", "الشؤون البلدة", "شؤون البلده")
    drafts = [
        Article(
            id=f"a{i}",
            source=f"outlet{i % 3}",
            title=f"خبر رقم {i} عن مهرجان {'النخيل والتمور' if i % 2 else 'الربيع والزهور'}",
            text=f"نص الخبر رقم {i} وفيه ما يكفي من الكلمات عن المهرجان.",
            section=name,
            published=now - timedelta(hours=i + 1),
        )
        for i, name in enumerate(names)
    ]
    with Engine("memory:", Settings(db="memory:", now=now)) as engine:
        engine.add(drafts, workers=0)
        with TestClient(create_app(engine)) as http:
            http.follow_redirects = False
            home = page(http, "/")
            heads = [a.attributes["href"] for a in home.css(".section h3 a")]
            assert len(heads) == len(set(heads)) == 2
            for head in heads:
                assert http.get(head or "").status_code == 200
            known = page(http, "/section/" + quote("ثقافة"))
            assert {a.attributes["href"] for a in known.css(".item-title a")} == {"/article/a0", "/article/a1", "/article/a2"}
            other = "/section/" + quote("شؤون البلدة", safe="")
            assert len(page(http, other).css(".item-title a")) == 4
            moved = http.get("/section/" + quote("شؤون البلده"))
            assert (moved.status_code, moved.headers["location"]) == (302, other)
            assert http.get("/article/a2").text.count(f'href="/section/{quote("ثقافة", safe="")}"') == 1
            found = page(http, "/search?q=" + quote("خبر"))
            facet = {
                text(LexborHTMLParser(li.html or ""), "a"): text(LexborHTMLParser(li.html or ""), ".n")
                for li in found.css(".facet li")
            }
            assert facet["ثقافة"] == "3"
            for name in ("culture", "الثقافة"):
                assert engine.search(f'خبر section:"{name}"').total == 3
