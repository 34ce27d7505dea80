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


def speech(number: int, name: str) -> Article:
    url = f"https://sahifa.example/speech/{number}"
    return Article(
        id=article_id(url),
        url=url,
        source="sahifa",
        title=f"{name} يفتتح متحف البحر",
        text=f"قال الوزير {name} إن المتحف يضم ألف قطعة. وأضاف {name} أن العمل استمر عامين.",
        published=NOW - timedelta(hours=number),
    )


def test_a_correction_reaches_notes_tags_and_search_at_once() -> None:
    one, other = "كمال هالمروند", "كمال هالمرونت"
    first, second = speech(1, one), speech(2, other)

    def named(name: str) -> set[str]:
        return {article.id for article in engine.find(name=name)}

    def tags() -> set[str]:
        return {tag.tag for tag in engine.analysis(second.id).tags}

    with open_engine("memory:", settings=Settings(now=NOW)) as engine:
        engine.add([first, second])
        assert named(one) == {first.id} and one not in tags()
        assert engine.join_names(one, other).canonical == one
        assert named(one) == {first.id, second.id} and one in tags() and other not in tags()
        assert {hit.article for hit in engine.search(other).hits} >= {first.id, second.id}
        engine.split_names(one, other)
        assert named(one) == {first.id} and named(other) == {second.id} and other in tags()
        assert engine.undo_names() == f"split {one} | {other}"
        assert named(one) == {first.id, second.id}
        assert engine.undo_names() == f"join {one} | {other}"
        assert named(other) == {second.id} and other in tags()
