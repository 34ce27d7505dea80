"""The running counts of the last two weeks follow the store and agree with counting anew."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Barrier, Thread

import pytest

from siyaq.engine import Engine
from siyaq.ids import article_id
from siyaq.settings import Settings
from siyaq.survey import Memo, Pulse, front_page, load, pulse_of, rising
from siyaq.types import Article

WORDS = (
    *("جسر", "سوق", "متحف", "ميناء", "حديقة", "مدرسة", "مكتبة"),
    *("ملعب", "برج", "سفينة", "قطار", "مزرعة", "جبل", "واد"),
    *("نهر", "بحيرة", "غابة", "قرية", "مصنع", "مخبز", "طبيب"),
    *("مهندس", "معلم", "تاجر", "بحار", "شاعر", "رسام", "حداد"),
)
NOW = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)


def report(number: int, *, hours: float, source: str = "sahm", title: str = "فيضان في مدينة الصنوبر") -> Article:
    url = f"https://{source}.example/{number}"
    own = " ".join(Random(number).sample(WORDS, 14))  # of its own, or the reports would be copies of each other
    text = f"قال جابر الزين إن مدينة الصنوبر تواجه الفيضان.\n\n{own} رقم {number}."
    when = NOW - timedelta(hours=hours)
    return Article(id=article_id(url), url=url, source=source, title=title, text=text, published=when, tags=("الفيضان",))


@pytest.fixture
def engine() -> Iterator[Engine]:
    with Engine("memory:", Settings(db="memory:", now=NOW)) as opened:
        opened.add([report(i, hours=2 + i) for i in range(4)] + [report(10 + i, hours=24 * (2 + i)) for i in range(3)])
        yield opened


def counted_anew(engine: Engine) -> tuple[object, ...]:
    _, until, _ = engine.day()
    return rising(load(engine, engine.find(since=until - timedelta(days=14), until=until)), until=until)


def test_running_counts_are_those_of_counting_anew(engine: Engine) -> None:
    pulse = Pulse(engine)
    first, until, is_today = pulse.rises()
    assert first == counted_anew(engine)
    assert "الفيضان" in [r.name for r in first]
    assert is_today
    assert until >= NOW
    engine.add([report(20 + i, hours=1, source="nabd", title="إجلاء سكان الصنوبر") for i in range(5)])
    assert pulse.rises()[0] == counted_anew(engine) != first
    engine.add([replace(report(20, hours=1, source="nabd", title="انحسار المياه"), text="انحسرت المياه.", tags=())])
    assert pulse.rises()[0] == counted_anew(engine)
    for i in range(4):
        engine.mark_gone(report(i, hours=2 + i).id)
    assert pulse.rises()[0] == counted_anew(engine)


def test_the_window_goes_on_with_the_days(engine: Engine) -> None:
    pulse = Pulse(engine)
    pulse.rises()
    for days in (3, 9, 2):  # the last one lies before the former: the window is read again
        engine.settings = Settings(db="memory:", now=NOW + timedelta(days=days))
        engine.add([report(100 + days, hours=-24.0 * days)])
        assert pulse.rises()[0] == counted_anew(engine)


def test_outlets_are_counted_with_their_copies(engine: Engine) -> None:
    engine.add([replace(report(0, hours=1, source="nabd"), text=report(0, hours=2).text)])
    days = Pulse(engine).outlet_days()
    assert {source: sum(counts) for source, counts in days.items()} == {"sahm": 7, "nabd": 1}
    assert days["nabd"][-1] == 1
    assert len(days["nabd"]) == 14


def test_the_front_page_has_the_days_sections_largest_first(engine: Engine) -> None:
    sections = ("محليات", "محليات", "محليّات", "عالم", "عالم", "رياضة", "رياضة", "طقس")
    engine.add(replace(report(40 + i, hours=1 + i / 10), section=name) for i, name in enumerate(sections))
    front = front_page(engine)
    assert front.total == 12
    assert [(s.name, s.count) for s in front.sections] == [("محليات", 3), ("رياضة", 2), ("عالم", 2)]
    assert [a.section for a in front.sections[2].articles] == ["عالم", "عالم"]


def test_a_small_day_shows_its_single_reports(engine: Engine) -> None:
    engine.add([replace(report(50, hours=1), section="طقس")])
    assert [(s.name, s.count) for s in front_page(engine).sections] == [("طقس", 1)]


def test_site_and_api_share_one_pulse(engine: Engine) -> None:
    assert pulse_of(engine) is pulse_of(engine)


def test_of_many_who_ask_at_once_one_builds() -> None:
    memo, built, gate, got = Memo(lambda: 1), [], Barrier(8), []

    def build() -> int:
        built.append(1)
        return len(built)

    def ask() -> None:
        gate.wait()
        got.append(memo.get("k", build))

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [1] * 8
    assert memo.peek("k") == 1
    assert memo.peek("other") is None


def test_a_failed_build_is_tried_again() -> None:
    memo = Memo(lambda: 1)
    with pytest.raises(ZeroDivisionError):
        memo.get("k", lambda: 1 // 0)
    assert memo.get("k", lambda: 5) == 5


def test_what_is_usual_is_counted_over_the_days_that_were_read(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    themes = ("جسر المرفأ", "متحف الرمل", "سوق النحاس")
    steady = [
        replace(
            report(500 + 10 * day + at, hours=24 * day + 3 + at),
            title=f"{theme} في يومه {day}",
            text=f"وصف {theme} {day * 7 + at}.",
        )
        for day in range(14)
        for at, theme in enumerate(themes)
    ]
    engine.add([replace(a, tags=("الميناء الجديد",)) for a in steady])
    monkeypatch.setattr("siyaq.survey.pulse.MAX_ARTICLES", 20)
    pulse = Pulse(engine)
    rises = {r.name: r for r in pulse.rises()[0]}
    assert "الميناء الجديد" not in rises  # three a day, on each day that is known
    assert 2 <= pulse._days(engine.day()[1]) < 14
