"""Visits to an outlet: what is read, what is stored, what is reported."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from siyaq.errors import BlockedError, GoneError, PermanentFetchError, TemporaryFetchError
from siyaq.ingest import VisitLimits
from siyaq.types import FeedStatus, Source

FEED = "https://a.example/feed"
PAGE = "https://a.example/"

Make = dict[str, Callable[..., str]]


def test_new_then_nothing_then_one_more(world: Any) -> None:
    world.publish("b", "a")
    first = world.visit()
    assert (first.status, first.new, first.failed, first.error) == ("ok", 2, 0, None)
    again = world.visit()
    assert (again.status, again.new, again.updated, again.unchanged) == ("unchanged", 0, 0, 2)
    world.publish("c", "b", "a")
    assert (world.visit().new, sorted(world.articles())) == (1, ["a", "b", "c"])


def test_changed_headline_in_the_feed_makes_a_version(world: Any, make: Make) -> None:
    world.publish("b", "a")
    world.visit()
    title = "عنوان جديد للخبر في مدينة الواحة"
    world.web.pages[PAGE + "a"] = make["page"]("a", title=title)
    world.publish(feed=make["feed"](make["entry"]("b"), make["entry"]("a", title=title)))
    report = world.visit()
    assert (report.new, report.updated) == (0, 1)
    assert (world.articles()["a"].title, world.articles()["a"].version) == (title, 2)


def test_silent_changes_and_removals_are_noticed(world: Any, make: Make) -> None:
    world.publish(*"dcba")
    world.visit()
    world.web.pages[PAGE + "a"] = make["page"]("a", more="<p>فقرة أضيفت بعد النشر وفيها تفاصيل أخرى عن الخبر.</p>")
    del world.web.pages[PAGE + "b"]
    report = world.visit()
    assert (report.updated, report.gone, report.failed) == (1, 1, 0)
    assert world.articles()["b"].gone == world.now
    assert world.visit().gone == 0


def test_old_articles_are_left_in_peace(world: Any) -> None:
    world.publish("b", "a")
    world.visit()
    world.visit(hours=60)
    assert world.web.asked == [FEED]


def test_a_removed_article_that_returns(world: Any, make: Make) -> None:
    world.publish(*"cba")
    world.visit()
    kept = world.web.pages.pop(PAGE + "b")
    world.publish(feed=make["feed"](make["entry"]("c"), make["entry"]("a")))
    assert world.visit().gone == 1
    world.web.pages[PAGE + "b"] = kept
    world.publish(feed=make["feed"](make["entry"]("c"), make["entry"]("b", title="عاد الخبر"), make["entry"]("a")))
    assert world.visit().updated == 1
    assert world.articles()["b"].gone is None


def test_a_server_that_lost_everything_is_not_believed(world: Any) -> None:
    names = [f"n{n}" for n in range(8)]
    world.publish(*names)
    world.visit()
    for name in names:
        del world.web.pages[PAGE + name]
    report = world.visit()
    assert (report.gone, report.failed) == (0, 8)
    assert "not believed" in (report.error or "")
    assert not any(article.gone for article in world.articles().values())


def test_budget_for_the_hosts_of_others(world: Any) -> None:
    world.ours = False
    world.limits = VisitLimits(recheck_pages=2)
    world.publish(*(f"n{n}" for n in range(6)))
    world.visit()
    world.visit(hours=7)
    assert len(world.web.asked) == 1 + 2


def test_failed_pages_are_tried_again_though_the_feed_is_unchanged(world: Any, make: Make) -> None:
    world.publish("b", "a")
    world.web.pages[PAGE + "a"] = TemporaryFetchError("a fell silent")
    first = world.visit()
    assert (first.new, first.failed, first.error) == (1, 1, "1 item failed; first: a fell silent")
    world.web.pages[PAGE + "a"] = make["page"]("a")
    assert world.visit().new == 1


def test_pages_that_stay_unreadable_are_shown_by_the_feeds_words(world: Any) -> None:
    world.publish("b", "a")
    world.web.pages[PAGE + "a"] = TemporaryFetchError("a fell silent")
    for _ in range(2):
        world.visit()
        assert "a" not in world.articles()
    world.visit()
    shown = world.articles()["a"]
    assert (shown.text, shown.summary) == ("", "ملخص a")


@pytest.mark.parametrize(
    ("error", "stored"),
    [
        (PermanentFetchError("answered 403"), True),
        (BlockedError("robots.txt of https://a.example forbids a"), True),
        (BlockedError("a.example leads to 10.0.0.1 (private)"), False),
        (GoneError("answered 404"), False),
    ],
)
def test_pages_that_are_refused(world: Any, error: Exception, stored: bool) -> None:
    world.publish("b", "a")
    world.web.pages[PAGE + "a"] = error
    report = world.visit()
    assert (report.new, report.failed, "a" in world.articles()) == (1 + stored, 1, stored)


def test_a_notice_is_not_taken_for_the_article(world: Any) -> None:
    world.publish("b", "a")
    world.web.pages[PAGE + "a"] = (
        "<html><title>عذرا</title><body><h1>عذرا</h1><p>الصفحة التي تبحثون عنها غير موجودة.</p></body></html>"
    )
    assert world.visit().failed == 1
    assert world.articles()["a"].title == "عنوان الخبر a في مدينة الواحة"


def test_an_article_at_two_addresses_is_one(world: Any, make: Make) -> None:
    head = f'<link rel="canonical" href="{PAGE}a">'
    world.web.pages[PAGE + "amp/a"] = make["page"]("a", head=head)
    world.web.redirects["https://a.example/short"] = PAGE + "a"
    world.publish("a", feed=make["feed"](make["entry"]("amp/a"), make["entry"]("short"), make["entry"]("a")))
    world.visit()
    assert list(world.articles()) == ["a"]
    for address in ("amp/a", "short"):
        found = world.store.article(PAGE + address)
        assert found is not None and found.url == PAGE + "a"


def test_one_canonical_address_for_all_pages_is_not_believed(world: Any, make: Make) -> None:
    head = f'<link rel="canonical" href="{PAGE}template">'
    for name in "ab":
        world.web.pages[PAGE + name] = make["page"](name, head=head)
    world.publish("b", "a")
    world.visit()
    assert len(world.articles()) == 2
    world.web.pages[PAGE + "c"] = make["page"]("c", head=head)
    world.publish("c", "b", "a")
    world.visit()
    assert "c" in world.articles() and len(world.articles()) == 3


def test_a_changed_address_under_one_guid_is_one_article(world: Any, make: Make) -> None:
    world.publish("a", feed=make["feed"](make["entry"]("b", guid="2"), make["entry"]("a", guid="1")))
    world.web.pages[PAGE + "b"] = make["page"]("b")
    world.visit()
    world.web.pages[PAGE + "a-new"] = world.web.pages.pop(PAGE + "a")
    world.publish(feed=make["feed"](make["entry"]("b", guid="2"), make["entry"]("a-new", guid="1")))
    report = world.visit()
    assert report.new == 0 and len(world.articles()) == 2


def test_a_guid_that_all_items_share_means_nothing(world: Any, make: Make) -> None:
    for name in "abc":
        world.web.pages[PAGE + name] = make["page"](name)
    world.publish(feed=make["feed"](*(make["entry"](name, guid="same") for name in "cba")))
    assert world.visit().new == 3


def test_entries_that_lead_nowhere(world: Any, make: Make) -> None:
    name = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    text = "<p>نص كامل من الخلاصة عن المدينة.</p>" * 20
    full = f"<content:encoded {name}><![CDATA[{text}]]></content:encoded>"
    world.publish(
        "a",
        feed=make["feed"](
            make["entry"]("", title="بلا رابط", extra=full), make["entry"]("", title="لا شيء"), make["entry"]("a")
        ),
    )
    report = world.visit()
    assert (report.new, report.failed) == (2, 1), report.error
    again = world.visit()
    assert (again.new, again.gone) == (0, 0)


def test_a_gap_is_filled_from_the_home_page(world: Any) -> None:
    world.publish(*"ba")
    world.visit()
    for name in ("111111", "222222"):
        world.publish(name)
    links = "".join(
        f'<h2><a href="/{name}">عنوان طويل للخبر {name} في مدينة الواحة</a></h2>' for name in ("222222", "111111", "b")
    )
    world.web.pages[PAGE] = f"<html><body>{links}</body></html>"
    report = world.visit()
    assert (report.new, sorted(world.articles())) == (2, ["111111", "222222", "a", "b"])


def test_feeds_that_fail(world: Any) -> None:
    world.web.pages[FEED] = TemporaryFetchError("answered 429", retry_after_s=7200)
    report = world.visit()
    assert (report.status, report.error) == ("failed", "answered 429")
    waiting = world.visit()
    assert (waiting.status, waiting.error, world.web.asked) == ("waiting", "answered 429", [])
    world.publish("a")
    assert world.visit(everything=True).new == 1
    (feed,) = world.store.feeds()
    assert (feed.status, feed.failures) == (FeedStatus.ACTIVE, 0)


def test_a_feed_that_moved_is_read_there_from_now_on(world: Any) -> None:
    world.publish("a")
    world.web.pages["https://a.example/new"] = world.web.pages.pop(FEED)
    world.web.moved[FEED] = "https://a.example/new"
    assert world.visit().new == 1
    (feed,) = world.store.feeds()
    assert feed.url == "https://a.example/new"
    assert world.store.source("alpha").feeds == ("https://a.example/new",)
    assert world.visit().feed == "https://a.example/new" and world.web.asked[0] == "https://a.example/new"


def test_an_outlet_that_takes_too_long_keeps_what_came_and_harms_no_other(world: Any) -> None:
    world.publish("b", "a")
    world.web.delay_s[PAGE + "a"] = 30
    world.limits = VisitLimits(deadline_s=0.6)
    report = world.visit()
    assert (report.status, report.new) == ("failed", 1) and "0.6 s" in (report.error or "")
    world.web.delay_s.clear()
    assert world.visit().new == 1


def test_an_outlet_removed_meanwhile_is_not_brought_back(world: Any) -> None:
    world.publish("a")
    world.visit()
    original = world.apply

    def remove_then_apply(drafts: Any) -> Any:
        world.store.remove_source("alpha")
        return original(drafts)

    world.apply = remove_then_apply
    world.publish("b", "a")
    world.visit()
    assert world.store.feeds() == () and world.store.sources() == ()
    world.store.put_source(Source(id="alpha", name="ألفا", feeds=(FEED,)))
    assert world.store.feeds()[0].last_visit is None


def test_future_dates_never_reach_readers(world: Any, make: Make) -> None:
    world.publish("a", feed=make["feed"](make["entry"]("a", date="Fri, 01 Mar 2030 10:00:00 GMT")))
    world.visit()
    seen = world.articles()["a"]
    assert seen.published in (None, world.now) and seen.when == seen.first_seen == world.now
    world.now += timedelta(hours=1)
    assert world.visit().updated == 0
