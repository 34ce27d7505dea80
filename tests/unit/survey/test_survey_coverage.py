"""A story outlet by outlet, over a memory store. All texts are invented."""

from datetime import UTC, datetime

from siyaq.engine import open as open_engine
from siyaq.settings import Settings
from siyaq.survey import load
from siyaq.survey.coverage import outlet_coverage
from siyaq.types import Article

NOW = datetime(2031, 5, 20, 12, tzinfo=UTC)
FLOOD = "غمرت السيول شوارع مدينة الصنوبر صباح الأربعاء وأغلقت المدارس أبوابها."
BRIDGE = "وانهار الجسر الخشبي القديم عند مزرعة التفاح قرب محطة القطار."


def test_reports_with_a_text_and_with_a_summary_alone_are_compared() -> None:
    reports = (
        Article(external_id="a", source="nawras", title="سيول في الصنوبر", text=f"{FLOOD} {BRIDGE}", published=NOW),
        Article(external_id="b", source="yasmin", title="السيول تغمر الصنوبر", summary=FLOOD, published=NOW),
    )
    with open_engine("memory:", settings=Settings(now=NOW)) as engine:
        engine.add(reports)
        frame = load(engine, engine.find())
        told = {one.source: one.sentence for one in outlet_coverage(engine, frame, "سيول في الصنوبر")}
        assert told == {"nawras": BRIDGE, "yasmin": ""}
        quoted = {one.source: one.sentence for one in outlet_coverage(engine, frame, "سيول", unquotable={"yasmin"})}
        assert quoted == {"nawras": "", "yasmin": ""}
