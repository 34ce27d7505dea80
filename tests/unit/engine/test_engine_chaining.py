"""The chain of happenings around a story, over a memory store. All texts are invented."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from siyaq.engine import Engine
from siyaq.engine import open as open_engine
from siyaq.ids import article_id
from siyaq.settings import Settings
from siyaq.types import Article, Story

NOW = datetime(2031, 5, 20, 12, tzinfo=UTC)


def article(name: str, source: str, title: str, text: str, days: float) -> Article:
    url = f"https://{source}.example/{name}"
    when = NOW - timedelta(days=20) + timedelta(days=days)
    return Article(id=article_id(url), url=url, source=source, title=title, text=text, published=when, language="ar")


FIRE = article(
    "fire",
    "nawras",
    "حريق ضخم يلتهم سوق الصدف في مدينة مرجان ويقتل أربعة",
    "قتل أربعة أشخاص في حريق ضخم شب في سوق الصدف بمدينة مرجان، بحسب العقيد سالم المرجاني من الدفاع المدني.\n\n"
    "وقال العقيد سالم المرجاني إن النيران امتدت إلى ثلاثين متجرا، وإن سبب حريق سوق الصدف لم يعرف بعد.",
    0,
)
FIRE_TOLL = article(
    "toll",
    "sahifa",
    "ارتفاع قتلى حريق سوق الصدف في مدينة مرجان إلى تسعة",
    "ارتفع عدد قتلى الحريق الذي شب في سوق الصدف بمدينة مرجان إلى تسعة أشخاص، بحسب العقيد سالم المرجاني.\n\n"
    "وأضاف العقيد سالم المرجاني من الدفاع المدني أن النيران التهمت أربعين متجرا في سوق الصدف.",
    0.2,
)
TRIAL = article(
    "trial",
    "sahifa",
    "محكمة مرجان تدين مالك سوق الصدف في قضية الحريق",
    "دانت محكمة في مدينة مرجان مالك سوق الصدف بالإهمال في قضية الحريق الذي قتل تسعة أشخاص.\n\n"
    "وشهد العقيد سالم المرجاني من الدفاع المدني بأن سوق الصدف بقي بلا مطفآت، وأن النيران التهمت أربعين متجرا.",
    4,
)
CONCERT = article(
    "song", "naqil", "المطربة ليان تغني في مهرجان الجبل", "أحيت المطربة ليان حفلا في مهرجان الجبل وغنت عشر أغنيات جديدة.", 6
)


@pytest.fixture
def engine() -> Iterator[Engine]:
    with open_engine("memory:", settings=Settings(now=NOW)) as opened:
        opened.add([FIRE, FIRE_TOLL, TRIAL, CONCERT])
        yield opened


def story_of(engine: Engine, member: Article) -> Story:
    return engine.story(engine.store.story_of([member.id])[member.id])


def test_what_came_later_stands_after_a_story_and_the_story_before_it(engine: Engine) -> None:
    fire, trial = story_of(engine, FIRE), story_of(engine, TRIAL)
    assert fire.id != trial.id
    after, before = engine.chains.chain(fire).after, engine.chains.chain(trial).before
    assert [step.article.id for step in after] == [TRIAL.id]
    assert after[0].link.kind == before[0].link.kind == "follow-up"
    assert before[0].article.id in fire.articles
    assert engine.chains.chain(fire).before == engine.chains.chain(trial).after == ()


def test_the_reasons_of_a_step_add_up_to_its_score(engine: Engine) -> None:
    link = engine.chains.chain(story_of(engine, FIRE)).after[0].link
    assert sum(reason.weight for reason in link.why) == pytest.approx(link.score)
    assert any("الصدف" in reason.text for reason in link.why)


def test_another_affair_is_no_step(engine: Engine) -> None:
    chain = engine.chains.chain(story_of(engine, CONCERT))
    assert chain.before == chain.after == ()


def test_reports_stand_to_the_first_report_of_their_story(engine: Engine) -> None:
    found = engine.chains.report_relations(story_of(engine, FIRE))
    assert {i: one.kind for i, one in found.items()} == {FIRE_TOLL.id: "update"}


def test_a_noted_copy_is_a_copy(engine: Engine) -> None:
    copied = article("copied", "naqil", FIRE.title, FIRE.text, 0.1)
    engine.add([copied])
    assert engine.chains.report_relations(story_of(engine, FIRE))[copied.id].kind == "copy"


def test_a_story_whose_articles_are_gone_has_no_chain(engine: Engine) -> None:
    story = story_of(engine, CONCERT)
    engine.mark_gone(CONCERT.id)
    assert engine.chains.chain(story).before == ()
    assert engine.chains.report_relations(story) == {}
