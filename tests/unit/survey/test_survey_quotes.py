"""Statements by speaker, words, outlet and time, page by page."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from siyaq.engine import Engine
from siyaq.ids import article_id
from siyaq.settings import Settings
from siyaq.survey import Quotes, Wanted, find_quotes
from siyaq.types import Article

NOW = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
SAID = (
    ("سهم", 1, "قال جابر الزين إن الصاروخ سقط في البحر."),
    ("سهم", 30, "وأكدت هند الكاتب أن الميزانية ستزيد هذا العام."),
    ("نبض", 60, "قال جابر الزين إن المدينة تحتاج إلى جسر جديد."),
    ("نبض", 90, "قال جابر الزين إن الصواريخ لا تصنع سلامًا."),
    ("سر", 95, "قال جابر الزين إن الصاروخ سر لا يذاع."),
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine("memory:", Settings(db="memory:", now=NOW)) as opened:
        opened.add(
            Article(
                id=article_id(f"https://{source}.example/{hours}"),
                source=source,
                title=f"خبر رقم {hours}",
                text=text,
                published=NOW - timedelta(hours=hours),
            )
            for source, hours, text in SAID
        )
        yield opened


def found(engine: Engine, offset: int = 0, k: int = 40, **wanted: object) -> Quotes:
    return find_quotes(engine, Wanted(**wanted), leave_out={"سر"}, offset=offset, k=k)  # type: ignore[arg-type]


def texts(quotes: Quotes) -> list[str]:
    return [s.claim.text for s in quotes.items]


def test_newest_first_and_nothing_of_outlets_that_may_not_be_quoted(engine: Engine) -> None:
    quotes = found(engine)
    assert len(quotes.items) == 4
    times = [s.article.when for s in quotes.items]
    assert times == sorted(times, key=str, reverse=True)
    assert not any("سر لا يذاع" in text for text in texts(quotes))
    assert quotes.speakers == (("جابر الزين", 3),)
    assert quotes.read == 5


def test_by_speaker_in_whole_or_in_part(engine: Engine) -> None:
    assert len(found(engine, speaker="جابر الزين").items) == 3
    assert [s.claim.speaker for s in found(engine, speaker="هند").items] == ["هند الكاتب"]
    assert found(engine, speaker="فلان").items == ()


def test_by_words_in_any_form(engine: Engine) -> None:
    assert len(found(engine, words="صاروخ").items) == 2
    assert len(found(engine, words="والصواريخ", speaker="جابر الزين").items) == 2
    assert texts(found(engine, words="جسر المدينة"))[0].startswith("المدينة")
    assert found(engine, words="جسر الميزانية").items == ()


def test_by_outlet_and_time(engine: Engine) -> None:
    assert {s.article.source for s in found(engine, source="نبض").items} == {"نبض"}
    late = found(engine, since=NOW - timedelta(hours=40))
    assert len(late.items) == 2
    assert len(found(engine, until=NOW - timedelta(hours=40)).items) == 2
    assert len(found(engine, words="صاروخ", since=NOW - timedelta(hours=2)).items) == 1


def test_page_by_page_gives_each_once(engine: Engine) -> None:
    first, second = found(engine, k=3), found(engine, offset=3, k=3)
    assert first.more
    assert not second.more
    assert texts(first) + texts(second) == texts(found(engine))
