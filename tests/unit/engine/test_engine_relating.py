"""Which articles are looked at as similar ones, over a memory store. All texts are invented."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from siyaq.engine import open as open_engine
from siyaq.settings import Settings
from siyaq.types import Article

NOW = datetime(2031, 5, 20, 12, tzinfo=UTC)
PORT = "ميناء مرجان في جمهورية سرندال"
STRIKE = (
    f"أوقف إضراب عمال الأرصفة {PORT} فجر اليوم.\n\nويطلب العمال زيادة الأجور بعد عام لم تتغير فيه.\n\n"
    "وقال نقيبهم سالم المرجاني إن السفن ستنتظر في عرض البحر حتى توقع الشركة المالكة اتفاقا جديدا."
)
GOODS = ("تكدست السيارات في", "تعفنت الفاكهة في", "تأخرت سفن الحبوب عن", "أغلقت البوابات في", "تعطلت الرافعات في")


def article(name: str, title: str, text: str, days_ago: float) -> Article:
    return Article(external_id=name, source="nawras", title=title, text=text, published=NOW - timedelta(days=days_ago))


def test_a_text_in_a_hundred_outlets_and_a_hundred_old_reports_leave_room_for_others() -> None:
    shown = article("shown", f"إضراب يوقف {PORT}", STRIKE, 0)
    fire = f"شب حريق في {PORT} والتهم حاويات القطن قرب الأرصفة، وقال عمال الأرصفة إن أحدا لم يصب."
    copies = [replace(article(f"fire{i}", f"حريق في {PORT}", fire, 9 - i / 1000), source=f"outlet{i}") for i in range(130)]
    old = [article(f"old{i}", f"عمال الأرصفة في {PORT} يضربون", f"{GOODS[i % 5]} {i} {PORT}.", 400 + 9 * i) for i in range(130)]
    visit = article("visit", f"وزير النقل يزور {PORT}", f"زار وزير النقل {PORT} ووعد بتوسيع الحوض الشرقي خلال عامين.", 14)
    with open_engine("memory:", settings=Settings(now=NOW)) as engine:
        engine.add([shown, visit, *copies, *old])
        links, also = engine.similar("shown", k=10), engine.read_also("shown")
        assert also is not None and len(links) == 10
        names = {
            article.public_id for article in engine.store.articles([also.target, *(link.target for link in links)]).values()
        }
        assert "visit" in names and any(name.startswith("old") for name in names)
        assert sum(name.startswith("fire") for name in names) == 1
        assert engine.similar("shown", k=3) == links[:3]


def test_a_long_list_looks_at_more_articles_and_never_has_the_one_to_read_next() -> None:
    shown = article("shown", f"إضراب يوقف {PORT}", STRIKE, 0)
    old = [article(f"old{i}", f"عمال الأرصفة في {PORT} يضربون", f"{GOODS[i % 5]} {i} {PORT}.", 400 + 9 * i) for i in range(130)]
    with open_engine("memory:", settings=Settings(now=NOW)) as engine:
        engine.add([shown, *old])
        also = engine.read_also("shown")
        assert also is not None
        for k, least in ((10, 10), (60, 50)):
            links = engine.similar("shown", k=k)
            assert len(links) >= least
            assert also.target not in {link.target for link in links}
