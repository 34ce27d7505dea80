"""What is a copy, what only shares text, and who was first."""

from datetime import UTC, datetime, timedelta

import pytest

from siyaq.link import features
from siyaq.link.copy import copy_share, is_earlier, taken_share
from siyaq.link.feature import ArticleFeatures
from siyaq.types import Analysis, Article, CitedSource

START = datetime(2021, 3, 1, 6, tzinfo=UTC)

FLOOD = (
    "جرف فيضان نهر سيروان فجر الاثنين جسر قرية دلبار وقطع الطريق إلى المدينة.",
    "وقال مدير الدفاع المدني كاروان حمه إن المياه ارتفعت ثلاثة أمتار خلال الليل بعد أمطار غزيرة.",
    "ونقلت فرق الإنقاذ أربعين عائلة من القرية إلى مدارس قريبة من النهر حيث وزعت عليها البطانيات.",
    "وأغلقت البلدية الأسواق المطلة على الضفة الشرقية خشية ارتفاع جديد في منسوب المياه.",
)
TAIL = (
    "وتشهد المنطقة منذ أسابيع خلافا بين البلديات ووزارة الموارد حول سد قديم فوق نهر سيروان.",
    "ويطالب المزارعون بفتح بواباته قبل موسم الزراعة بينما تخشى القرى القريبة غرق بيوتها وحقولها.",
    "وكان خبراء حذروا العام الماضي من تصدع جدار السد الذي بني قبل سبعين عاما من الحجارة والطين.",
)
POLL = (
    "اختر إجابة واحدة من الإجابات التالية ثم اضغط زر الإرسال لتسجيل صوتك في استطلاع هذا الأسبوع.",
    "يمكن لكل قارئ أن يصوت مرة واحدة فقط ولا تعبر نتائج الاستطلاع عن رأي هيئة تحرير الصحيفة.",
    "تعرض النتائج كاملة بعد إغلاق باب التصويت مساء الخميس وتنشر في العدد الورقي صباح الجمعة.",
    "للاطلاع على استطلاعات الأسابيع الماضية اضغط على رابط الأرشيف أسفل الصفحة الرئيسية للموقع.",
)


def made(
    name: str, title: str, sentences: tuple[str, ...], *, source: str = "nahar", hours: float = 0, cites: str = ""
) -> ArticleFeatures:
    article = Article(
        id=name, source=source, title=title, text="\n\n".join(sentences), published=START + timedelta(hours=hours)
    )
    cited = (CitedSource(name=cites, mention=cites, cue="نقلا عن"),) if cites else ()
    return features(article, Analysis(sources_cited=cited))


ORIGINAL = made("a", "فيضان نهر سيروان يجرف جسر دلبار", FLOOD)


def test_the_same_text_under_another_headline_is_a_copy() -> None:
    assert copy_share(made("b", "السيول تقطع طريق المدينة", FLOOD), ORIGINAL) == 1.0


def test_a_shortened_text_is_a_copy_by_its_own_share() -> None:
    short = made("b", "سيروان يجرف جسر دلبار", FLOOD[:2])
    assert copy_share(short, ORIGINAL) == 1.0
    assert copy_share(ORIGINAL, short) < 0.7


def test_an_edited_text_is_a_copy() -> None:
    edited = tuple(s.replace("وقال", "وأوضح").replace("الاثنين", "أمس").replace("غزيرة", "شديدة") for s in FLOOD)
    assert copy_share(made("b", "فيضان سيروان يجرف جسر دلبار", edited), ORIGINAL) >= 0.4


def test_news_of_its_own_over_a_taken_tail_is_no_copy() -> None:
    one = made("a", "مزارعو سيروان يعتصمون أمام الوزارة", ("اعتصم مئات المزارعين أمام وزارة الموارد صباح الأحد.", *TAIL))
    two = made("b", "استقالة رئيس لجنة السدود", ("قدم رئيس لجنة السدود نوري خليل استقالته إلى البرلمان.", *TAIL), hours=9)
    assert taken_share(two, one) > 0.5
    assert copy_share(two, one) == 0.0


def test_one_form_filled_in_twice_is_no_copy() -> None:
    dogs = "انتشر اقتناء الكلاب في الأحياء السكنية. هل تؤيد منع تربيتها داخل الشقق؟"
    cars = "ازداد شغف الشباب بالسيارات الفارهة والقروض البنكية. ما سبب هذا الهوس برأيك؟"
    one, two = made("a", "اقتناء الكلاب", (dogs, *POLL)), made("b", "هوس السيارات الفارهة", (cars, *POLL), hours=30)
    assert taken_share(two, one) > 0.5
    assert copy_share(two, one) == 0.0


def test_texts_of_a_line_or_two_are_copies_where_their_words_stand_in_the_same_order() -> None:
    line = "أعلنت قيادة القوات المشتركة إصابة العريف سالم بن راشد بشظية في قطاع الحرث ونقله إلى المستشفى."
    other = "أعلنت قيادة القوات المشتركة اليوم إصابة العريف سالم بن راشد بشظية في قطاع الحرث، ونقل إلى المستشفى."
    match = "فاز فريق الصقور على ضيفه فريق النوارس بهدفين في ملعب الواحة مساء السبت."
    one, two = made("a", "إصابة العريف سالم بن راشد", (line,)), made("b", "إصابة العريف سالم في الحرث", (other,), hours=2)
    assert copy_share(two, one) >= 0.4
    assert copy_share(made("c", "الصقور يهزم النوارس", (match,)), one) == 0.0


def test_headlines_alone_are_never_copies() -> None:
    assert copy_share(made("b", "كاريكاتير", ()), made("a", "كاريكاتير", ())) == 0.0


@pytest.mark.parametrize(
    "source, cites, first",
    [("nahar", "nahar", "a"), ("nahar", "", "b"), ("aljazeera", "الجزيرة", "a"), ("aljazeera", "رويترز", "b")],
)
def test_the_cited_outlet_is_the_origin_where_times_are_near(source: str, cites: str, first: str) -> None:
    one = made("a", "فيضان نهر سيروان", FLOOD, source=source, hours=0.5)
    two = made("b", "فيضان نهر سيروان", FLOOD, source="fajr", cites=cites)
    names = {"aljazeera": "الجزيرة نت"}
    assert is_earlier(one, two, lambda i: names.get(i, i)) == (first == "a")
    assert is_earlier(two, one, lambda i: names.get(i, i)) == (first == "b")


def test_hours_apart_the_earlier_one_is_the_origin_whoever_cites() -> None:
    one = made("a", "فيضان نهر سيروان", FLOOD, source="nahar", hours=5)
    two = made("b", "فيضان نهر سيروان", FLOOD, source="fajr", cites="nahar")
    assert is_earlier(two, one) and not is_earlier(one, two)
