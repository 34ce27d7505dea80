"""The five days set against a clock."""

from datetime import UTC, datetime, timedelta

import pytest

from siyaq.demo import make_edition
from siyaq.demo.edition import WORLD_ZONE

STARTS = (
    datetime(2026, 11, 25, 3, 50, tzinfo=UTC),  # early morning there
    datetime(2026, 11, 25, 9, 1, tzinfo=UTC),  # just after noon there
    datetime(2026, 11, 25, 20, 30, tzinfo=UTC),  # late evening
    datetime(2026, 3, 1, 21, 30, tzinfo=UTC),  # after midnight there, month's end in the five days
)


@pytest.mark.parametrize("start", STARTS, ids=str)
def test_news_ends_minutes_before_the_start(start: datetime) -> None:
    out = make_edition(start).at(start)
    assert all(item.changed <= start for item in out)
    assert start - out[0].published < timedelta(minutes=15)
    assert timedelta(days=4) < start - out[-1].published < timedelta(days=6)
    assert len(out) >= 120


@pytest.mark.parametrize("start", STARTS, ids=str)
def test_no_happening_is_told_before_it_happened(start: datetime) -> None:
    """Pieces keep the content's order, except that fresh ones are the last."""
    edition = make_edition(start)
    order = {item.id: item.published for item in edition.versions}
    for first, second in (("dam-mp", "dam-sahb"), ("dam-inquiry-sada", "resign-sada"), ("semi-marma", "final-marma")):
        assert order[first] < order[second]
    for item in edition.versions:
        assert item.modified is None or item.modified > item.published


def test_live_pieces_come_after_the_start() -> None:
    start = STARTS[0]
    edition = make_edition(start)
    before, after = edition.at(start), edition.at(start + timedelta(minutes=3))
    new = {item.id for item in after} - {item.id for item in before}
    changed = {item.id for item in after if item.version == 2} - {item.id for item in before if item.version == 2}
    assert len(new) >= 2
    assert len(changed - new) >= 1


def test_all_at_once_when_asked() -> None:
    start = STARTS[1]
    assert len(make_edition(start, "all").at(start)) == len(make_edition(start).at(start + timedelta(hours=1)))


def test_an_update_replaces_headline_and_keeps_the_address() -> None:
    edition = make_edition(STARTS[0])
    first, second = (item for item in edition.versions if item.id == "dam-mirsal")
    assert (first.version, second.version) == (1, 2)
    assert first.path == second.path
    assert "5100" in second.title
    assert "5100" not in first.body
    assert len(second.paragraphs) > len(first.paragraphs)
    halfway = edition.at(first.published + timedelta(hours=1))
    assert next(item for item in halfway if item.id == "dam-mirsal").version == 1


@pytest.mark.parametrize("start", STARTS, ids=str)
def test_words_for_days_fit_the_date(start: datetime) -> None:
    weekdays = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
    for item in make_edition(start).versions:
        days = {weekdays[time.astimezone(WORLD_ZONE).weekday()] for time in (item.published, item.changed)}
        text = f"{item.title} {item.body}"
        assert "{" not in text
        for name in weekdays:
            if f"اليوم {name}" in text:
                assert name in days, item.id


def test_addresses_are_unique_and_the_same_each_time() -> None:
    one, two = (make_edition(STARTS[2]).at(STARTS[2]) for _ in range(2))
    assert one == two
    assert len({item.path for item in one}) == len(one)
    assert all(item.path.startswith(f"/{item.outlet.id}/") for item in one)
    assert all(item.path.isascii() for item in one)
