"""Boilerplate of outlets: learned from what arrives, left out of what is stored."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from siyaq.engine import Engine, cleaning
from siyaq.engine import open as open_engine
from siyaq.ids import article_id
from siyaq.settings import Settings
from siyaq.types import Article

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)
APP = "حمّلوا تطبيق النورس لتصلكم آخر الأخبار على هواتفكم أينما كنتم."
NEWS = [
    "تعادل فريق النخيل مع ضيفه فريق الواحة بهدف لكل منهما.",
    "ارتفعت أسعار الخضار في سوق الجملة بعد موجة الصقيع.",
    "اكتشف علماء نوعا جديدا من الأسماك في أعماق البحيرة.",
    "وصلت باخرة محملة بالقمح إلى مرفأ المدينة فجر السبت.",
    "يعرض المتحف الوطني لوحات رسمها أطفال القرى الجبلية.",
    "أعلنت شركة القطارات عن خط جديد يربط الشاطئ بالجبل.",
    "فاز طالب من الجامعة بجائزة أفضل بحث في الرياضيات.",
    "أخمد رجال الإطفاء حريقا كبيرا اندلع في غابة الصنوبر.",
]


def report(number: int, *extra: str, source: str = "nawras") -> Article:
    url = f"https://{source}.example/{number}"
    lead = NEWS[number]
    return Article(
        id=article_id(url),
        url=url,
        source=source,
        title=" ".join(lead.split()[:5]),
        text="\n\n".join((lead, f"وقال شاهد عيان إن {lead}", *extra)),
        published=NOW - timedelta(hours=20 - number),
        language="ar",
    )


@pytest.fixture
def engine() -> Iterator[Engine]:
    with open_engine("memory:", settings=Settings(now=NOW)) as opened:
        yield opened


def texts(engine: Engine) -> list[str]:
    return [article.text for article in engine.find(source="nawras", newest_first=False)]


def test_an_archive_is_learned_from_before_it_is_stored(engine: Engine) -> None:
    engine.add([report(n, APP) for n in range(7)])
    assert texts(engine) == [report(n).text for n in range(7)]
    assert all(article.version == 1 for article in engine.find())
    assert [(line.text, line.articles) for line in engine.cleaning.recurring("nawras")] == [(APP, 7)]
    assert not engine.search("تطبيق").hits


def test_what_came_one_by_one_is_cleaned_when_the_line_is_known(engine: Engine) -> None:
    for n in range(2):
        engine.add([report(n, APP)])
    assert texts(engine) == [report(n, APP).text for n in range(2)]
    for n in range(2, 8):
        engine.add([report(n, APP)])
    assert texts(engine) == [report(n).text for n in range(8)]
    assert all(len(engine.store.versions(article.id)) == 1 for article in engine.find())
    assert not engine.search("تطبيق").hits


def test_adding_again_changes_nothing(engine: Engine) -> None:
    for n in range(8):
        engine.add([report(n, APP)])
    before = engine.store.last_seq()
    again = engine.add([report(n, APP) for n in range(8)])
    assert (again.unchanged, again.updated) == (8, 0)
    assert engine.store.last_seq() == before
    assert engine.cleaning.recurring("nawras")[0].articles == 8


def test_a_line_that_is_known_only_now_is_no_change_of_the_outlet(engine: Engine) -> None:
    for n in range(5):
        engine.add([report(n, APP)], index=False)
    assert engine.resolve(report(0).id).text == report(0, APP).text
    assert engine.add([replace(report(0, APP), last_seen=NOW)], index=False).unchanged == 1


def test_sub_heads_keep_their_places(engine: Engine) -> None:
    engine.add([report(n, APP) for n in range(7)])
    engine.add([replace(report(7, "عنوان فرعي", NEWS[7] + " في الصباح", APP, "انتهى"), subheads=(2,))])
    stored = engine.resolve(report(7).id)
    assert APP not in stored.text
    assert [stored.text.split("\n\n")[at] for at in stored.subheads] == ["عنوان فرعي"]


def test_outlets_are_learned_apart_and_what_has_no_outlet_is_left_alone(engine: Engine) -> None:
    engine.add([report(n, APP) for n in range(7)])
    engine.add([report(7, APP, source="sahifa"), replace(report(6, APP), id="x", url="https://a.example/", source="")])
    assert engine.resolve(report(7, source="sahifa").id).text == report(7, APP).text
    assert engine.resolve("x").text == report(6, APP).text


def test_what_was_learned_is_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    with open_engine(url, settings=Settings(now=NOW)) as engine:
        engine.add([report(n, APP) for n in range(7)])
    with open_engine(url, settings=Settings(now=NOW)) as engine:
        assert engine.cleaning.recurring("nawras")[0].articles == 7
        engine.add([report(7, APP)])
        assert engine.resolve(report(7).id).text == report(7).text


@pytest.mark.parametrize(("most", "stays"), [(3, False), (100, True)])
def test_models_stay_in_memory_by_what_they_hold(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, most: int, stays: bool
) -> None:
    monkeypatch.setattr(cleaning, "_IN_MEMORY", most)
    engine.add([report(n, APP) for n in range(7)])
    assert engine.cleaning.outlets() == ("nawras",)
    engine.add([report(7, APP)])
    assert texts(engine) == [report(n).text for n in range(8)]
    with engine.store.transaction():
        engine.store.put_state("boilerplate/nawras", None)
    assert bool(engine.cleaning.recurring("nawras")) == stays
