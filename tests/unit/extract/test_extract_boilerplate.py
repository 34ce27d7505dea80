"""Boilerplate that recurs over an outlet's articles."""

import pytest

from siyaq.errors import StoreError
from siyaq.extract import BoilerplateModel, learn, recurring, strip

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
    assert [(r.text, r.articles) for r in recurring(model)] == [(APP, 6)]


def test_spelling_and_numbers_do_not_hide_it() -> None:
    model = learn(BoilerplateModel(), [article(n, f"{APP} رقم {n}") for n in range(6)])
    other = "حملوا تطبيق المثال لتصلكم اخر اخبار المدينه على هواتفكم. رقم 99"
    assert strip(model, article(7, other))[1] == (other,)


def test_numbers_that_open_a_line_do_not_hide_it() -> None:
    model = learn(BoilerplateModel(), [article(n, f"{n} {APP}") for n in range(6)])
    others = (f"٩٩ {APP}", f"1,234 {APP}", f"«{APP}»", APP)
    assert [strip(model, article(7, other))[1] for other in others] == [(other,) for other in others]


def test_versions_of_one_article_count_once() -> None:
    model = learn(BoilerplateModel(), [article(1, TEASER, f"سطر جديد في النسخة {'ألف' * n}") for n in range(9)])
    assert recurring(model) == ()
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
    assert recurring(model)[0].articles == recurring(learn(BoilerplateModel(), articles))[0].articles == 6


@pytest.mark.parametrize("data", [b"", b"x", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_damaged_model_is_refused(data: bytes) -> None:
    with pytest.raises(StoreError):
        BoilerplateModel.from_bytes(data)


def test_nothing_is_left_out_if_nothing_would_remain() -> None:
    model = learn(BoilerplateModel(), [article(n, APP) for n in range(12)])
    assert strip(model, [APP]) == ((APP,), ())


NEWS = [
    "تعادل فريق النخيل مع ضيفه فريق الواحة بهدف لكل منهما.",
    "ارتفعت أسعار الخضار في سوق الجملة بعد موجة الصقيع.",
    "اكتشف علماء نوعا جديدا من الأسماك في أعماق البحيرة.",
    "وصلت باخرة محملة بالقمح إلى مرفأ المدينة فجر السبت.",
    "يعرض المتحف الوطني لوحات رسمها أطفال القرى الجبلية.",
    "أعلنت شركة القطارات عن خط جديد يربط الشاطئ بالجبل.",
    "فاز طالب من الجامعة بجائزة أفضل بحث في الرياضيات.",
    "أخمد رجال الإطفاء حريقا كبيرا اندلع في غابة الصنوبر.",
    "تراجعت البورصة بعد إعلان نتائج ثلاث شركات كبرى.",
    "يبدأ مهرجان الأغنية القديمة مساء الخميس في القلعة.",
    "قررت المحكمة تأجيل النظر في قضية الأراضي المتنازع عليها.",
    "زار وفد من البرلمان مخيمات النازحين شرق النهر.",
]


def report(number: int, *extra: str) -> list[str]:
    """A report of its own subject."""
    return [NEWS[number % len(NEWS)], f"وقال شاهد إن {NEWS[number % len(NEWS)]}", *extra]


def learned(*extra: str, count: int = 12) -> BoilerplateModel:
    return learn(BoilerplateModel(), [report(n, *extra) for n in range(count)])


def test_background_that_shares_its_words_with_the_report_is_kept() -> None:
    background = "انهار جسر النخيل قبل عامين فوق نهر الواحة فتوقف القطار أشهرا."
    follow_ups = [[f"{NEWS[n]} عند جسر النخيل.", f"عاد القطار فوق نهر الواحة {NEWS[n]}", background] for n in range(6)]
    model = learn(BoilerplateModel(), follow_ups)
    assert strip(model, follow_ups[3])[1] == ()
    assert strip(model, report(8, background))[1] == (background,)


@pytest.mark.parametrize(
    "line",
    [
        "* نقلا عن صحيفة المثال اليومية",
        "المدينة - رويترز ووكالات أنباء أخرى",
        "والسلام عليكم ورحمة الله وبركاته.",
        "ويبقى السؤال الذي لا بد منه:",
        "كلمة أخيرة",
    ],
)
def test_lines_that_say_something_of_the_text_are_kept(line: str) -> None:
    assert strip(learned(line), report(3, line)) == (tuple(report(3, line)), ())


def test_lines_that_differ_in_their_numbers_are_different() -> None:
    model = learn(BoilerplateModel(), [report(n, f"تراجع المؤشر إلى {8000 + n} نقطة.") for n in range(12)])
    assert strip(model, report(5, "تراجع المؤشر إلى 8020 نقطة."))[1] == ()


def test_frame_around_a_changing_name() -> None:
    frame = "هذا المقال كتبته {} وهو لا يعبر بالضرورة عن رأي الصحيفة."
    names = ("منى", "ليلى", "هدى", "سلمى", "ريم", "نور", "رنا", "دينا", "لمى", "فرح", "سعاد", "آمال")
    model = learn(BoilerplateModel(), [report(n, frame.format(name)) for n, name in enumerate(names)])
    assert strip(model, report(5, frame.format("جميلة")))[1] == (frame.format("جميلة"),)


def test_list_of_teasers_takes_new_ones_along() -> None:
    teasers = [NEWS[9], NEWS[10], NEWS[11]]
    model = learn(BoilerplateModel(), [report(n, *teasers) for n in range(6)])
    new = "دشن الوزير محطة تحلية على الساحل الغربي تكفي نصف السكان."
    assert strip(model, report(7, NEWS[9], NEWS[10], new, NEWS[11]))[0] == tuple(report(7))


def test_rule_above_left_out_lines_goes_with_them() -> None:
    model = learned("-----", APP)
    assert strip(model, report(3, "-----", APP))[1] == ("-----", APP)
    assert strip(model, report(3, "-----", NEWS[7]))[1] == ()


def test_what_was_left_out_once_leaves_nothing_more_to_leave_out() -> None:
    model = learn(BoilerplateModel(), [report(n, *NEWS[8:12], APP) for n in range(6)])
    text = report(7, NEWS[8], "ودشن الوزير محطة تحلية على الساحل الغربي تكفي نصف السكان.", NEWS[9], APP, NEWS[10], NEWS[3])
    kept, _ = strip(model, text)
    assert strip(model, kept) == (kept, ())


def test_largest_models_forget_the_oldest() -> None:
    rare = [[f"{NEWS[n % 12]} {number} {n} {'ب' * (n % 40)} {number}س" for n in range(200)] for number in range(150)]
    model = learn(learned(APP), rare)
    assert len(model.entries) <= 20_000
    assert recurring(model)[0].text == APP
