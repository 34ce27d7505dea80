"""Boilerplate that recurs over an outlet's articles."""

import pytest

from siyaq.errors import StoreError
from siyaq.extract import BoilerplateModel, learn, strip

APP = "حمّلوا تطبيق المثال لتصلكم آخر أخبار المدينة على هواتفكم."
TEASER = "أعلنت إدارة الحدائق فتح أبواب الحديقة العامة ليلا طوال أشهر الصيف."


def article(number: int, *extra: str) -> list[str]:
    names = (
        "الميناء",
        "الجسر",
        "السوق",
        "المتحف",
        "الملعب",
        "المطار",
        "المصنع",
        "المسرح",
        "القطار",
        "المستشفى",
        "النهر",
        "الجامعة",
    )
    name = names[number % len(names)]
    return [
        f"قال مدير {name} إن العمل فيه يبدأ غدا في الساعة {name} من دون تأخير.",
        f"وأضاف أن زوار {name} سيجدون كل ما يحتاجون إليه هناك.",
        *extra,
    ]


def test_recurring_line_is_left_out_and_can_be_looked_at() -> None:
    model = learn(BoilerplateModel(), [article(n, APP) for n in range(6)])
    assert strip(model, article(7, APP)) == (tuple(article(7)), (APP,))
    assert [(r.text, r.articles) for r in model.recurring()] == [(APP, 6)]


def test_spelling_and_numbers_do_not_hide_it() -> None:
    model = learn(BoilerplateModel(), [article(n, f"{APP} رقم {n}") for n in range(6)])
    other = "حملوا تطبيق المثال لتصلكم اخر اخبار المدينه على هواتفكم. رقم 99"
    assert strip(model, article(7, other))[1] == (other,)


def test_versions_of_one_article_count_once() -> None:
    model = learn(BoilerplateModel(), [article(1, TEASER, f"سطر جديد في النسخة {'ألف' * n}") for n in range(9)])
    assert model.recurring() == ()
    assert strip(model, article(1, TEASER)) == (tuple(article(1, TEASER)), ())


def test_beginning_of_another_story_is_a_teaser_but_not_in_its_own() -> None:
    own = [TEASER, "وقال المدير إن الدخول بعد الثامنة مساء مجاني للعائلات."]
    model = learn(BoilerplateModel(), [own, *(article(n, TEASER) for n in range(3))])
    assert strip(model, article(5, TEASER))[1] == (TEASER,)
    assert strip(model, own) == (tuple(own), ())


def test_background_inside_of_reports_is_kept() -> None:
    background = "وكانت المدينة قد شهدت العام الماضي أعمالا واسعة في الطرق والجسور."
    model = learn(BoilerplateModel(), [article(n, background) for n in range(5)])
    assert strip(model, article(7, background)) == (tuple(article(7, background)), ())


def test_learning_piece_by_piece_and_saving() -> None:
    articles = [article(n, APP) for n in range(6)]
    model = BoilerplateModel()
    for paragraphs in articles:
        model = learn(BoilerplateModel.from_bytes(model.to_bytes()), [paragraphs])
    assert model.recurring()[0].articles == learn(BoilerplateModel(), articles).recurring()[0].articles == 6


@pytest.mark.parametrize("data", [b"", b"x", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_damaged_model_is_refused(data: bytes) -> None:
    with pytest.raises(StoreError):
        BoilerplateModel.from_bytes(data)


def test_nothing_is_left_out_if_nothing_would_remain() -> None:
    model = learn(BoilerplateModel(), [article(n, APP) for n in range(12)])
    assert strip(model, [APP]) == ((APP,), ())
