"""The engine over a memory store: adding, reading, following, correcting."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from siyaq.engine import Engine, drop_damaged_index
from siyaq.engine import open as open_engine
from siyaq.errors import NotFoundError, QueryError, RecordError, SearchIndexError
from siyaq.ids import article_id
from siyaq.settings import Settings
from siyaq.types import Article, Rights, Source

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)
FLOOD = (
    "أعلنت وزارة الري في جمهورية سرندال أن سد النورس امتلأ بالكامل بعد أمطار غزيرة، "
    "وأن فتح البوابات بدأ فجر اليوم لحماية مدينة مرجانة."
)
FLOOD_TOO = "فتحت السلطات في سرندال بوابات سد النورس قرب مدينة مرجانة بعدما امتلأ خزانه بمياه الأمطار الغزيرة، بحسب وزارة الري."
MATCH = "فاز نادي الصقور على ضيفه اتحاد البحيرة بثلاثة أهداف لهدف في افتتاح الدوري الممتاز لكرة القدم على ملعب الوادي."


def article(name: str, source: str, title: str, text: str, hours_ago: float = 1) -> Article:
    url = f"https://{source}.example/{name}"
    return Article(
        id=article_id(url),
        url=url,
        source=source,
        title=title,
        text=text,
        published=NOW - timedelta(hours=hours_ago),
        language="ar",
    )


DAM = article("dam", "nawras", "سد النورس يمتلئ والسلطات تفتح بواباته", FLOOD, 5)
DAM_TOO = article("gates", "sahifa", "سرندال تفتح بوابات سد النورس لحماية مرجانة", FLOOD_TOO, 4)
DAM_COPY = article("copied", "naqil", "سد النورس يمتلئ والسلطات تفتح بواباته", FLOOD + "\n\nالمصدر: النورس", 3)
GAME = article("match", "sahifa", "الصقور يهزم اتحاد البحيرة بثلاثية", MATCH, 2)


@pytest.fixture
def engine() -> Iterator[Engine]:
    with open_engine("memory:", settings=Settings(now=NOW)) as opened:
        yield opened


def test_drafts_without_an_id_get_one_and_records_are_drafts_too(engine: Engine) -> None:
    drafts = [
        Article(title=MATCH, text=FLOOD),
        Article(title=FLOOD, text=MATCH),
        replace(DAM, id="", url=f"{DAM.url}?utm_source=x"),
    ]
    records = [{"id": "x-1", "title": "سد النورس", "text": FLOOD_TOO, "published": NOW}, {"title": MATCH, "text": FLOOD}]
    report = engine.add([*drafts, *records])
    assert (report.read, report.added, report.unchanged) == (5, 4, 1)
    assert (engine.resolve("x-1").text, engine.resolve("x-1").published) == (FLOOD_TOO, NOW)
    assert engine.resolve(DAM.id).title == DAM.title
    with pytest.raises(RecordError):
        engine.add([{"title": ["سد"]}])


def test_added_articles_are_counted_and_found(engine: Engine) -> None:
    report = engine.add([DAM, DAM_TOO, GAME])
    assert (report.read, report.added, report.unchanged) == (3, 3, 0)
    assert engine.resolve(DAM.id).title == DAM.title
    hits = engine.search("بوابات السد").hits
    assert {hit.article for hit in hits[:2]} == {DAM.id, DAM_TOO.id}


def test_adding_again_changes_nothing(engine: Engine) -> None:
    engine.add([DAM, DAM_TOO])
    before = engine.store.last_seq()
    report = engine.add([DAM, DAM_TOO])
    assert (report.added, report.updated, report.unchanged) == (0, 0, 2)
    assert engine.store.last_seq() == before


def test_changed_headline_is_a_new_version_and_is_found(engine: Engine) -> None:
    engine.add([DAM])
    report = engine.add([replace(DAM, title="إخلاء قرى أسفل سد النورس", last_seen=NOW)])
    assert report.updated == 1
    assert engine.resolve(DAM.id).version == 2
    assert [version.title for version in engine.store.versions(DAM.id)] == [DAM.title, "إخلاء قرى أسفل سد النورس"]
    assert [hit.article for hit in engine.search("إخلاء قرى").hits] == [DAM.id]
    assert engine.store.count() == 1


def test_reports_of_one_happening_share_a_story_and_copies_are_counted_apart(engine: Engine) -> None:
    engine.add([DAM, DAM_TOO, DAM_COPY, GAME])
    context = engine.context(DAM.id)
    assert context.story is not None
    assert set(context.story.articles) == {DAM.id, DAM_TOO.id, DAM_COPY.id}
    assert context.story.copies == (DAM_COPY.id,)
    assert set(context.story.outlets) == {"nawras", "sahifa"}
    assert [(note.article, note.original) for note in context.copies] == [(DAM_COPY.id, DAM.id)]


def test_links_never_point_to_copies_or_the_own_story(engine: Engine) -> None:
    engine.add([DAM, DAM_TOO, DAM_COPY, GAME])
    context = engine.context(GAME.id)
    targets = [link.target for link in context.similar] + ([context.read_also.target] if context.read_also else [])
    assert len(targets) == len(set(targets))
    assert DAM_COPY.id not in targets and GAME.id not in targets
    assert not {DAM_TOO.id, DAM_COPY.id} & {link.target for link in engine.similar(DAM.id)}


def test_gone_article_leaves_story_and_search(engine: Engine) -> None:
    engine.add([DAM, DAM_TOO])
    assert engine.mark_gone(DAM_TOO.id)
    assert not engine.mark_gone(DAM_TOO.id)
    engine.sync()
    assert engine.resolve(DAM_TOO.id).gone == NOW
    assert DAM_TOO.id not in {hit.article for hit in engine.search("سد النورس").hits}
    story = engine.context(DAM.id).story
    assert story is not None and story.articles == (DAM.id,)


def test_given_ids_resolve(engine: Engine) -> None:
    engine.add([replace(DAM, external_id="x-1")])
    assert engine.resolve("x-1").id == DAM.id
    assert engine.resolve("x-1").public_id == "x-1"


def test_unknown_ids_and_empty_queries_are_errors(engine: Engine) -> None:
    with pytest.raises(NotFoundError, match="no article 'zzz'"):
        engine.resolve("zzz")
    with pytest.raises(NotFoundError):
        engine.story("zzz")
    with pytest.raises(QueryError):
        engine.search("  ")


def test_day_is_the_latest_one_with_news(engine: Engine) -> None:
    assert engine.day()[2] is True
    engine.add([replace(DAM, published=NOW - timedelta(days=9))])
    since, until, today = engine.day()
    assert not today and since < NOW - timedelta(days=9) < until


def test_unregistered_outlets_are_shown_by_excerpt(engine: Engine) -> None:
    assert engine.source("nawras") == Source(id="nawras", name="nawras")
    engine.store.put_source(Source(id="nawras", name="النورس", rights=Rights.FULL))
    assert engine.source("nawras").rights is Rights.FULL


def test_names_are_joined_split_and_undone(engine: Engine) -> None:
    assert not engine.ledger().same("سرندال", "لازورد").same
    engine.names.join("سرندال", "لازورد")
    assert engine.ledger().same("سرندال", "لازورد").same
    engine.add([DAM])
    assert [hit.article for hit in engine.search("لازورد").hits] == [DAM.id]
    assert engine.names.undo() == "join سرندال | لازورد"
    assert not engine.ledger().same("سرندال", "لازورد").same
    with pytest.raises(NotFoundError):
        engine.names.undo()


def test_check_and_repair(engine: Engine) -> None:
    engine.add([DAM, GAME])
    assert engine.check() == ()
    engine.index.clear()
    assert len(engine.check()) == 1
    assert engine.check(repair=True) == ()
    assert [hit.article for hit in engine.search("الصقور").hits] == [GAME.id]


def test_relinking_gives_the_same_stories(engine: Engine) -> None:
    engine.add([DAM, DAM_TOO, DAM_COPY, GAME])
    before = {story.articles for story in engine.stories()}
    assert engine.relink().linked == 4
    assert {story.articles for story in engine.stories()} == before


def test_large_additions_use_processes_and_give_the_same(engine: Engine) -> None:
    many = [article(str(n), "sahifa", f"الخبر رقم {n} عن الوادي", f"{MATCH} الرقم {n}.", n / 60) for n in range(450)]
    report = engine.add([DAM, *many], workers=1)
    assert report.read == 451 and report.added == 451
    assert engine.index.last_seq() == engine.store.last_seq()
    assert engine.analysis(DAM.id).language == "ar"


def test_a_damaged_index_is_dropped_and_built_anew(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'news.db'}"
    settings = Settings(db=url, now=NOW)
    with open_engine(url, settings=settings) as engine:
        engine.add([GAME])
    assert not drop_damaged_index(url)
    (tmp_path / "news.db.index" / "meta.json").write_text("{")
    with pytest.raises(SearchIndexError):
        open_engine(url, settings=settings)
    assert drop_damaged_index(url)
    with open_engine(url, settings=settings) as engine:
        assert engine.check(repair=True) == ()
        assert [hit.article for hit in engine.search("الصقور").hits] == [GAME.id]
