"""How a later article stands to an earlier one, and the manner in which it is told. All texts are invented."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyaq.link import RelationModel, Telling, default_relations, features, manner_of, relation
from siyaq.link.relation import KINDS, SIGNALS, relation_signals
from siyaq.types import Article

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
FIRE = (
    "حريق ضخم يلتهم سوق الصدف في مدينة مرجان ويقتل أربعة",
    "قتل أربعة أشخاص فجر الاثنين في حريق ضخم شب في سوق الصدف بمدينة مرجان، بحسب الدفاع المدني في المدينة.\n\n"
    "وقال العقيد سالم المرجاني إن النيران امتدت إلى ثلاثين متجرا، وإن سبب الحريق في سوق الصدف لم يعرف بعد.",
)
TOLL = (
    "ارتفاع قتلى حريق سوق الصدف في مرجان إلى تسعة",
    "ارتفع عدد قتلى الحريق الذي شب في سوق الصدف بمدينة مرجان إلى تسعة أشخاص، كما أعلن الدفاع المدني في المدينة.\n\n"
    "وأضاف العقيد سالم المرجاني أن النيران التهمت أربعين متجرا في السوق قبل إخمادها.",
)
CONDEMNED = (
    "نقابة التجار تندد بإهمال البلدية بعد حريق سوق الصدف في مرجان",
    "نددت نقابة التجار في مدينة مرجان بما وصفته بإهمال البلدية بعد حريق سوق الصدف الذي قتل أربعة أشخاص.\n\n"
    "وطالب رئيس النقابة البلدية بالاعتذار، قائلا إن سوق الصدف بقي بلا مطفآت.",
)
PORTRAIT = (
    "سوق الصدف في مرجان.. قصة أقدم أسواق الساحل",
    "أعاد حريق سوق الصدف في مدينة مرجان السوق إلى الواجهة، فما هي قصة أقدم أسواق الساحل؟\n\n"
    + "بني السوق قبل قرون، وتعاقبت عليه أجيال من التجار والصاغة والحرفيين الذين جعلوا منه قلب المدينة. " * 25,
)
CONCERT = (
    "المطربة ليان تحيي حفلا في مهرجان الجبل",
    "أحيت المطربة ليان حفلا في مهرجان الجبل مساء السبت وغنت عشر أغنيات من ألبومها الجديد أمام جمهور كبير.",
)


def telling(news: tuple[str, str], hours: float = 0, source: str = "sahb") -> Telling:
    title, text = news
    when = START + timedelta(hours=hours)
    article = Article(id=f"{source}-{abs(hash(title))}-{hours}", source=source, title=title, text=text, published=when)
    return Telling(features=features(article), manner=manner_of(title, text))


@pytest.mark.parametrize(
    ("later", "hours", "expected"),
    [(FIRE, 1, "copy"), (TOLL, 3, "update"), (CONDEMNED, 20, "reaction"), (PORTRAIT, 30, "background"), (CONCERT, 30, "none")],
)
def test_relations_of_plain_cases(later: tuple[str, str], hours: float, expected: str) -> None:
    assert relation(telling(FIRE), telling(later, hours, "shiraa")).kind == expected


def test_reports_of_one_story_are_never_of_another_affair() -> None:
    found = relation(telling(FIRE), telling(CONCERT, 30, "shiraa"), same_story=True)
    assert found.kind != "none"
    assert 0 < found.score <= 1


def test_the_word_that_tells_a_reaction_or_background_is_given() -> None:
    assert relation(telling(FIRE), telling(CONDEMNED, 20, "shiraa")).word == "تندد"
    assert relation(telling(FIRE), telling(PORTRAIT, 30, "shiraa")).word == "قصة"
    assert relation(telling(FIRE), telling(TOLL, 3, "shiraa")).word == ""


def test_probabilities_add_up_to_one_and_weights_are_complete() -> None:
    model = default_relations()
    found = model.probabilities(relation_signals(telling(FIRE), telling(TOLL, 3)))
    assert sum(found.values()) == pytest.approx(1)
    assert len(model.weights) == len(KINDS) == len(model.bias)
    assert all(len(row) == len(SIGNALS) for row in model.weights)


def test_another_model_may_be_passed_in() -> None:
    always = RelationModel(weights=((0.0,) * len(SIGNALS),) * len(KINDS), bias=(0, 0, 0, 9, 0, 0))
    assert relation(telling(FIRE), telling(CONCERT), model=always).kind == KINDS[3]


@pytest.mark.parametrize(
    ("title", "explains", "answers", "word"),
    [
        ("من هو الوزير الجديد؟", True, False, "من هو"),
        ("أزمة الماء.. 5 أسباب للعطش", True, False, "أسباب"),
        ("المدينة تحكي قصة نهر", False, False, ""),
        ("النادي يفوز بهدفين دون رد", False, False, ""),
        ("الوزارة ترد على النقابة", False, True, "ترد"),
        ("ماذا قال المدرب بعد المباراة؟", False, False, ""),
    ],
)
def test_manner_of_headlines(title: str, explains: bool, answers: bool, word: str) -> None:
    manner = manner_of(title, "نص قصير.")
    assert (manner.explains >= 1, manner.answers >= 1, manner.word) == (explains, answers, word)


def test_a_speaker_before_a_colon_is_a_quotation() -> None:
    assert manner_of("الوزير: لن نتراجع", "").quotes > manner_of("الوزير يزور المصنع", "").quotes


@given(st.text(), st.text())
def test_manner_stays_within_its_bounds_for_any_text(title: str, text: str) -> None:
    manner = manner_of(title, text)
    assert 0 <= manner.explains <= 2
    assert 0 <= manner.answers <= 2
    assert 0 <= manner.quotes <= 2.5
    assert manner.word in title
