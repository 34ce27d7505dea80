"""Entries and pages as drafts; outlets met again."""

from datetime import UTC, datetime, timedelta

import pytest

from siyaq.ingest import reconcile
from siyaq.ingest.draft import address_of_page, draft_from_entry, draft_from_page, feed_text, guid_alias
from siyaq.ingest.fill import belongs_to, news_sitemaps
from siyaq.types import Extracted, FeedEntry, Source

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)
ALPHA = Source(id="alpha", name="ألفا", feeds=("https://a.example/feed",), home="https://a.example/")
LONG = "جملة عن افتتاح جسر جديد في المدينة القديمة بعد أعوام من العمل. " * 5


@pytest.mark.parametrize(
    ("requested", "final", "canonical", "address"),
    [
        ("https://x.org/a?id=1", "https://x.org/a?id=1", None, "https://x.org/a?id=1"),
        ("https://t.example/1", "https://x.org/a", None, "https://x.org/a"),
        ("https://m.x.org/a", "https://m.x.org/a", "https://www.x.org/a", "https://www.x.org/a"),
        ("https://x.org/a/amp", "https://x.org/a/amp", "https://x.org/a", "https://x.org/a"),
        ("https://x.org/a", "https://x.org/a", "https://other.org/a", "https://x.org/a"),
        ("https://x.org/news/a", "https://x.org/news/a", "https://x.org/news/", "https://x.org/news/a"),
        ("https://x.org/a", "https://x.org/a", "/b", "https://x.org/b"),
        ("https://x.org/a", "https://x.org/", None, None),
        ("https://x.org/", "https://x.org/", None, "https://x.org/"),
    ],
)
def test_address(requested: str, final: str, canonical: str | None, address: str | None) -> None:
    assert address_of_page(requested, final, canonical) == address


def test_feed_text_without_the_feed_footer() -> None:
    html = (
        f"<p>{LONG}</p><h3>عنوان فرعي</h3><p>{LONG}</p>"
        '<p>ظهرت المقالة <a href="https://a.example/1">الخبر</a> أولا على <a href="https://a.example/">ألفا</a>.</p>'
    )
    text, subheads = feed_text(FeedEntry(content_html=html))
    assert text.split("\n\n") == [LONG.strip(), "عنوان فرعي", LONG.strip()]
    assert subheads == (1,)


@pytest.mark.parametrize("html", [None, "", "<p>قصير</p>", f"<p>{LONG} […]</p>", f"<p>{LONG}</p><p>اقرأ المزيد</p>"])
def test_teasers_are_no_full_text(html: str | None) -> None:
    assert feed_text(FeedEntry(content_html=html)) == ("", ())


def test_draft_from_page_takes_the_feeds_time_and_the_pages_words() -> None:
    found = Extracted(
        title="عنوان الصفحة", body=LONG, published=datetime(2024, 3, 1, 10), tags=("وسم",), subheads=(), language="ar"
    )
    entry = FeedEntry(title="عنوان الخلاصة", published=NOW - timedelta(hours=1), authors=("ليلى",), summary="ملخص")
    made = draft_from_page(found, "https://a.example/1", source=ALPHA, entry=entry, zone=UTC, now=NOW)
    assert (made.title, made.text, made.tags, made.authors, made.summary) == (
        "عنوان الصفحة",
        LONG.strip(),
        ("وسم",),
        ("ليلى",),
        "ملخص",
    )
    assert made.published == NOW - timedelta(hours=1)
    without = draft_from_page(found, "https://a.example/1", source=ALPHA, entry=None, zone=UTC, now=NOW)
    assert without.published == datetime(2024, 3, 1, 10, tzinfo=UTC)


def test_fuller_text_of_the_feed_replaces_a_locked_page() -> None:
    found = Extracted(title="عنوان", body="فقرة واحدة.", paywalled=True)
    entry = FeedEntry(title="عنوان", content_html=f"<p>{LONG}</p><p>{LONG}</p>")
    made = draft_from_page(found, "https://a.example/1", source=ALPHA, entry=entry, zone=UTC, now=NOW)
    assert made.text == f"{LONG.strip()}\n\n{LONG.strip()}"


def test_draft_from_entry_drops_false_dates() -> None:
    entry = FeedEntry(url="https://a.example/1", title=" عنوان\n طويل ", published=datetime(1970, 1, 1, tzinfo=UTC))
    made = draft_from_entry(entry, source=ALPHA, now=NOW)
    assert (made.title, made.published, made.text) == ("عنوان طويل", None, "")
    late = draft_from_entry(FeedEntry(title="x", published=NOW + timedelta(days=9)), source=ALPHA, now=NOW)
    assert late.published == NOW and late.url is None


def test_guids_count_within_their_outlet_only() -> None:
    entry = FeedEntry(guid="12")
    assert guid_alias(ALPHA, entry) != guid_alias(Source(id="beta", name="ب"), entry)
    assert guid_alias(ALPHA, FeedEntry()) is None


def test_outlets_are_met_again_by_their_feeds() -> None:
    renamed = Source(id="other", name="ألفا الجديدة", feeds=("https://a.example/feed", "https://a.example/2"))
    assert [s.id for s in reconcile([renamed], [ALPHA], {})] == ["alpha"]
    stranger = Source(id="alpha", name="ب", feeds=("https://b.example/feed",))
    assert [s.id for s in reconcile([stranger, stranger], [ALPHA], {})] == ["alpha-2", "alpha-2"]
    sibling = Source(id="alpha", name="ألفا", feeds=("https://a.example/new",), home="https://a.example/")
    assert [s.id for s in reconcile([sibling], [ALPHA], {})] == ["alpha"]


def test_moved_feeds_stay_where_they_moved() -> None:
    moves = {"https://a.example/feed": "https://a.example/rss", "https://l/1": "https://l/2", "https://l/2": "https://l/1"}
    assert reconcile([ALPHA], [], moves)[0].feeds == ("https://a.example/rss",)
    loop = Source(id="l", name="l", feeds=("https://l/1",))
    assert reconcile([loop], [], moves)[0].feeds == ("https://l/2",)


def test_sitemaps_of_the_outlets_own_part_of_a_host() -> None:
    robots = b"User-agent: *\nSitemap: https://x.org/a/news.xml\nsitemap: /b/news.xml\nSitemap: https://x.org/a/all.xml\n"
    assert news_sitemaps(robots, "https://x.org/a/") == ["https://x.org/a/news.xml"]
    assert news_sitemaps(robots, "https://x.org/") == ["https://x.org/a/news.xml", "https://x.org/b/news.xml"]
    assert belongs_to("https://x.org/a/1", "https://x.org/a/") and not belongs_to("https://x.org/b/1", "https://x.org/a/")


def test_names_and_tags_cannot_turn_a_line_around() -> None:
    turned = "\u202egnp.exe"
    entry = FeedEntry(url="https://a.example/1", title="خبر", authors=(turned, "منى"), tags=("\u202e", turned, "gnp.exe"))
    article = draft_from_entry(entry, source=ALPHA, now=NOW)
    assert (article.authors, article.tags) == (("gnp.exe", "منى"), ("gnp.exe",))
    found = Extracted(title="خبر", body=LONG, authors=(turned,), tags=(turned,), section=turned)
    article = draft_from_page(found, "https://a.example/1", source=ALPHA, entry=entry, zone=UTC, now=NOW)
    assert (article.authors, article.tags, article.section) == (("gnp.exe",), ("gnp.exe",), "gnp.exe")
