"""Names learned from an archive of some size, and corrections that outlive learning."""

from datetime import UTC, datetime, timedelta

from siyaq.engine import open as open_engine
from siyaq.ids import article_id
from siyaq.settings import Settings
from siyaq.types import Article

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)
NAME, SHORT = "منظمة المدن الساحلية", "هيمام"
VERBS = ("أعلنت", "قررت", "بدأت")
FILLERS = ("الحديقة", "المدرسة", "الميناء", "الجسر", "المتحف", "السوق", "المطار")


def archive(size: int) -> list[Article]:
    articles = []
    for number in range(size):
        place = FILLERS[number % len(FILLERS)]
        verb = VERBS[number % len(VERBS)]
        about = f"{verb} {NAME} ({SHORT}) توسيع ميناء مرجانة" if number % 5 == 0 else f"افتتح {place} رقم {number} بعد ترميمه"
        url = f"https://sahifa.example/{number}"
        articles.append(
            Article(
                id=article_id(url),
                url=url,
                source="sahifa",
                title=f"{about} اليوم",
                text=f"{about} في حفل حضره سكان الحي رقم {number}.",
                published=NOW - timedelta(hours=number),
            )
        )
    return articles


def test_names_are_learned_once_the_archive_is_large_enough() -> None:
    with open_engine("memory:", settings=Settings(now=NOW)) as engine:
        engine.add(archive(300))
        assert not engine.names.is_learning_due() and not engine.ledger().same(NAME, SHORT).same
        engine.names.join("سرندال", "لازورد")
        engine.add(archive(1010))
        assert not engine.names.is_learning_due()
        assert engine.ledger().same(NAME, SHORT).same
        assert engine.ledger().same("سرندال", "لازورد").same
        assert any(group.origin == "learned" for group in engine.names.groups())
