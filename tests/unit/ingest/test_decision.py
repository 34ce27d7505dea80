"""What an incoming article means: new, a new version, or nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from siyaq.ingest import IntentKind, decide
from siyaq.types import Article

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)
HAVE = Article(
    id="a",
    external_id="given",
    url="https://example.org/a",
    source="alpha",
    title="افتتاح جسر في المدينة",
    text="فقرة أولى.\n\nفقرة ثانية.",
    published=NOW - timedelta(hours=3),
    first_seen=NOW - timedelta(hours=2),
    last_seen=NOW - timedelta(hours=2),
    tags=("جسور",),
)
FETCHED = replace(HAVE, first_seen=NOW, last_seen=NOW)


def test_unknown_is_new_and_seen_now() -> None:
    intent = decide(None, Article(id="b", title="خبر"), NOW)
    assert intent.kind is IntentKind.NEW
    assert (intent.article.first_seen, intent.article.last_seen, intent.article.version) == (NOW, NOW, 1)


@pytest.mark.parametrize(
    ("published", "kept"),
    [
        (NOW - timedelta(days=1), NOW - timedelta(days=1)),
        (NOW + timedelta(hours=3), NOW),
        (datetime(1970, 1, 1, tzinfo=UTC), None),
        (datetime(1, 1, 1, tzinfo=UTC), None),
        (None, None),
    ],
)
def test_published_is_never_later_than_first_seen_nor_of_a_broken_clock(
    published: datetime | None, kept: datetime | None
) -> None:
    assert decide(None, Article(id="b", published=published), NOW).article.published == kept


def test_the_same_again_changes_nothing() -> None:
    intent = decide(HAVE, FETCHED, NOW)
    assert (intent.kind, intent.article, intent.aliases) == (IntentKind.UNCHANGED, HAVE, ())


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("إفتتاح  جسر في المدينه", HAVE.text),
        ("افتتاح جسرٍ في المدينة", HAVE.text),
        (HAVE.title, "فقرة أولى.\nفقرة   ثانية."),
    ],
)
def test_spelling_marks_and_white_space_are_no_change(title: str, text: str) -> None:
    assert decide(HAVE, replace(FETCHED, title=title, text=text), NOW).kind is IntentKind.UNCHANGED


@pytest.mark.parametrize(
    ("title", "text"), [("تأجيل افتتاح جسر في المدينة", HAVE.text), (HAVE.title, HAVE.text + "\n\nفقرة ثالثة.")]
)
def test_changed_headline_or_text_is_the_next_version_of_the_item(title: str, text: str) -> None:
    draft = replace(FETCHED, title=title, text=text, modified=NOW - timedelta(minutes=5), tags=(), published=NOW)
    intent = decide(HAVE, draft, NOW)
    assert intent.kind is IntentKind.UPDATED
    made = intent.article
    assert (made.id, made.version, made.title, made.text) == ("a", 2, title, text)
    assert (made.published, made.first_seen, made.last_seen) == (HAVE.published, HAVE.first_seen, NOW)
    assert made.modified == NOW - timedelta(minutes=5)
    assert made.tags == HAVE.tags  # what the new version does not say stays


def test_a_draft_without_text_never_takes_text_away() -> None:
    assert decide(HAVE, replace(FETCHED, text=""), NOW).kind is IntentKind.UNCHANGED
    made = decide(HAVE, replace(FETCHED, text="", title="عنوان جديد"), NOW).article
    assert (made.title, made.text) == ("عنوان جديد", HAVE.text)


def test_text_that_was_missing_is_added() -> None:
    made = decide(replace(HAVE, text=""), FETCHED, NOW)
    assert (made.kind, made.article.text) == (IntentKind.UPDATED, HAVE.text)


def test_repeated_address_under_another_given_id_leads_to_the_first() -> None:
    draft = replace(HAVE, external_id="other", first_seen=None, last_seen=None)
    intent = decide(HAVE, draft, NOW)
    assert (intent.kind, intent.article.external_id, intent.aliases) == (IntentKind.UNCHANGED, "given", ("other",))


def test_one_given_id_in_two_sources_is_two_items() -> None:
    other = Article(id="z", external_id="given", source="beta", title="خبر آخر")
    assert decide(HAVE, other, NOW).kind is IntentKind.NEW
    moved = replace(FETCHED, id="z", url="https://example.org/b")
    intent = decide(HAVE, moved, NOW)
    assert (intent.kind, intent.aliases) == (IntentKind.UNCHANGED, ("https://example.org/b",))


def test_an_article_that_returns_is_not_gone_any_more() -> None:
    gone = replace(HAVE, gone=NOW - timedelta(hours=1))
    back = decide(gone, FETCHED, NOW)
    assert (back.kind, back.article.gone, back.article.version) == (IntentKind.UPDATED, None, 1)
    archived = replace(HAVE, first_seen=None, last_seen=None)
    assert decide(gone, archived, NOW).kind is IntentKind.UNCHANGED


def test_an_archive_read_again_does_not_bring_back_former_versions() -> None:
    first = Article(id="a", title="أول", text="نص", published=NOW - timedelta(hours=5))
    second = replace(first, title="ثان")
    stored = decide(None, first, NOW).article
    updated = decide(stored, second, NOW).article
    assert decide(updated, first, NOW, former=(stored,)).kind is IntentKind.UNCHANGED
    older = replace(first, title="أقدم", published=NOW - timedelta(hours=6))
    assert decide(updated, older, NOW).kind is IntentKind.UNCHANGED


def test_an_archive_brings_later_versions() -> None:
    stored = decide(None, Article(id="a", title="أول", published=NOW - timedelta(hours=5)), NOW).article
    later = Article(id="a", title="ثان", published=NOW - timedelta(hours=4))
    made = decide(stored, later, NOW).article
    assert (made.version, made.published, made.modified) == (2, stored.published, later.published)
