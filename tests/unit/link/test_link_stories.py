"""Stories, copies and their redirects, article by article."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from siyaq.link import ArticleFeatures, Linker, PairModel, Placed, Placement, features
from siyaq.link.batch import OneByOne
from siyaq.link.current import Current
from siyaq.types import Analysis, Article, CopyNote, Story, Tag

START = datetime(2021, 3, 1, 6, tzinfo=UTC)
ANGLES = (
    "غرقت حقول القمح في سيروان ودلبار",
    "أغلقت مدارس سيروان ودلبار أبوابها",
    "تحركت قوافل إغاثة نحو سيروان ودلبار",
    "انقطعت الكهرباء عن بيوت سيروان ودلبار",
    "زار الوزير خيام سيروان ودلبار",
    "عالج مستشفى متنقل جرحى سيروان ودلبار",
)

FLOOD = (
    "فيضان نهر سيروان يجرف جسر قرية دلبار ويقطع الطريق إلى المدينة.",
    "قال مدير الدفاع المدني كاروان حمه إن المياه ارتفعت ثلاثة أمتار خلال الليل.",
    "ونقلت فرق الإنقاذ أربعين عائلة من قرية دلبار إلى مدارس قريبة من النهر.",
)
MATCH = (
    "فاز فريق الصقور على ضيفه فريق النوارس بهدفين في ملعب الواحة.",
    "وسجل المهاجم سامي البحيري الهدف الأول من ركلة جزاء قبل نهاية الشوط الأول.",
    "ورفع الصقور رصيده إلى أربعين نقطة في صدارة دوري الواحة.",
)


def article(name: str, title: str, sentences: Sequence[str], *, source: str = "nahar", hours: float = 0) -> Article:
    text = "\n\n".join(sentences)
    return Article(id=name, source=source, title=title, text=text, published=START + timedelta(hours=hours), section="محليات")


A1 = article("a1", "فيضان نهر سيروان يجرف جسر دلبار", FLOOD)
A2 = article(
    "a2",
    "جسر دلبار ينهار بعد فيضان سيروان",
    ["انهار جسر قرية دلبار فوق نهر سيروان بسبب الفيضان.", "أجلت فرق الدفاع المدني عائلات القرية."],
    source="fajr",
    hours=2,
)
COPY = article("a3", "السيول تقطع طريق دلبار", FLOOD, source="sada", hours=3)
B1 = article("b1", "الصقور يهزم النوارس بهدفين", MATCH, source="fajr", hours=1)


@dataclass
class Archive:
    """A store in memory, as the engine passes one."""

    held: dict[str, Article] = field(default_factory=dict)
    stories: dict[str, Story] = field(default_factory=dict)
    notes: dict[str, CopyNote] = field(default_factory=dict)
    loads: int = 0

    def load(self, since: datetime, until: datetime) -> Iterable[Placed]:
        self.loads += 1
        inside = [a for a in self.held.values() if a.when is not None and since <= a.when < until]
        owner = self.story_of([a.id for a in inside])
        return [Placed(features=features(a), story=owner[a.id]) for a in inside if a.id in owner]

    def articles(self, ids: Sequence[str]) -> Mapping[str, Article]:
        return {i: self.held[i] for i in ids if i in self.held}

    def story(self, story_id: str) -> Story | None:
        return self.stories.get(story_id)

    def story_of(self, article_ids: Sequence[str]) -> Mapping[str, str]:
        return {i: s.id for s in self.stories.values() for i in s.articles if i in article_ids}

    def copies(self, article_ids: Sequence[str]) -> Sequence[CopyNote]:
        return [n for n in self.notes.values() if n.article in article_ids or n.original in article_ids]

    def outlet_name(self, source: str) -> str:
        return source

    def save(self, held: Article, placed: Placement) -> None:
        self.held[held.id] = held
        self.stories.update({story.id: story for story in placed.changed})
        self.notes.update({note.article: note for note in placed.copies})


def test_reports_of_one_happening_join_and_others_stay_apart() -> None:
    linker = Linker()
    first, other, second = linker.place(A1), linker.place(B1), linker.place(A2)
    assert first.story is not None and other.story is not None and second.story is not None
    assert second.story.id == first.story.id != other.story.id
    assert second.story.articles == ("a1", "a2")
    assert second.story.outlets == ("nahar", "fajr")
    assert (second.story.first, second.story.last) == (A1.when, A2.when)
    assert linker.explain("a2")


def test_a_copy_joins_its_originals_story_but_counts_as_no_outlet() -> None:
    linker = Linker()
    linker.place(A1)
    placed = linker.place(COPY)
    assert placed.copies == (CopyNote(article="a3", original="a1", share=1.0),)
    assert placed.story is not None
    assert (placed.story.outlets, placed.story.copies) == (("nahar",), ("a3",))


def test_a_source_that_arrives_late_becomes_the_original() -> None:
    linker = Linker()
    linker.place(COPY)
    placed = linker.place(A1)
    assert placed.copies == (CopyNote(article="a3", original="a1", share=1.0),)
    assert placed.story is not None
    assert placed.story.copies == ("a3",)


def test_a_new_version_is_placed_again_and_never_doubled() -> None:
    linker = Linker()
    for one in (A1, A2, B1):
        linker.place(one)
    placed = linker.place(replace(A2, title="انهيار جسر دلبار فوق سيروان", version=2))
    assert placed.story is not None
    assert placed.story.articles == ("a1", "a2")


def test_an_article_that_becomes_another_matter_leaves_its_story() -> None:
    linker = Linker()
    opened, _ = linker.place(A1), linker.place(A2)
    placed = linker.place(replace(A2, title=B1.title, text=B1.text, version=2))
    assert opened.story is not None and placed.story is not None
    assert placed.story.id != opened.story.id
    assert {s.id: s.articles for s in placed.changed}[opened.story.id] == ("a1",)


def test_removing_the_last_article_empties_the_story() -> None:
    linker = Linker()
    opened = linker.place(A1)
    removed = linker.remove("a1")
    assert opened.story is not None
    assert [(s.id, s.articles) for s in removed.changed] == [(opened.story.id, ())]
    assert linker.story_of("a1") is None
    assert linker.remove("a1") == Placement(article="a1", story=None)


def test_a_restarted_linker_goes_on_from_the_archive() -> None:
    archive, whole = Archive(), Linker()
    for one in (A1, B1):
        archive.save(one, Linker(archive).place(one))
        whole.place(one)
    resumed, expected = Linker(archive).place(A2), whole.place(A2)
    assert resumed.story == expected.story
    assert archive.loads > 0


def test_articles_long_apart_in_time_are_not_one_happening() -> None:
    linker = Linker()
    first = linker.place(A1)
    later = linker.place(replace(A2, published=START + timedelta(days=40)))
    assert first.story is not None and later.story is not None
    assert first.story.id != later.story.id


def test_old_days_are_forgotten_and_loaded_again() -> None:
    archive = Archive()
    linker = Linker(archive, max_days=8)
    for days in (0, 30, 60):
        moved = replace(A1, id=f"a{days}", published=START + timedelta(days=days))
        archive.save(moved, linker.place(moved))
    placed = linker.place(A2)
    assert placed.story is not None
    assert placed.story.articles == ("a0", "a2")


def test_a_story_carries_the_tags_its_reports_share() -> None:
    linker = Linker()
    linker.place(A1, Analysis(tags=(Tag(tag="سيروان"), Tag(tag="جسور"))))
    placed = linker.place(A2, Analysis(tags=(Tag(tag="سيروان"),)))
    assert placed.story is not None
    assert placed.story.tags[0] == "سيروان"


def test_a_copy_that_is_rewritten_is_no_copy_any_more() -> None:
    linker = Linker()
    linker.place(A1)
    linker.place(COPY)
    placed = linker.place(replace(COPY, title=B1.title, text=B1.text, version=2))
    assert placed.copies == (CopyNote(article="a3", original="a3", share=1.0),)
    assert placed.story is not None
    assert (placed.story.articles, placed.story.copies) == (("a3",), ())


class OneHappening(PairModel):
    """A pair score by ids: reports of a and b look like two happenings until a3 and a4 come, which are near both."""

    def score(self, one: ArticleFeatures, two: ArticleFeatures, current: Current | None = None) -> float:
        if one.id[0] == two.id[0]:
            return 0.9
        return 0.75 if {one.id, two.id} & {"a3", "a4"} else 0.3


def test_stories_that_turn_out_to_be_one_happening_become_one_and_leave_a_redirect() -> None:
    model = OneHappening(weights=(), bias=0.0, join=0.27, join_one=0.6)
    linker, placed = Linker(pairs=OneByOne(model)), {}
    for hour, (name, angle) in enumerate(zip(("a1", "b1", "a2", "b2", "a3", "a4"), ANGLES, strict=True)):
        placed[name] = linker.place(article(name, angle, [f"{angle}."], source=name, hours=hour))
        if name == "a3":
            assert linker.story_of("b1") == linker.story_of("b2") != linker.story_of("a1")
    first, second = placed["a1"].story, placed["b1"].story
    assert first is not None and second is not None
    assert {linker.story_of(name) for name in placed} == {first.id}
    changed = {story.id: story for story in placed["a4"].changed}
    assert changed[first.id].articles == ("a1", "b1", "a2", "b2", "a3", "a4")
    assert changed[second.id].moved_to == first.id and not changed[second.id].articles


class TwoHappenings(PairModel):
    """A pair score by ids: "a" and "b" are happenings, "x1" is near all."""

    def score(self, one: ArticleFeatures, two: ArticleFeatures, current: Current | None = None) -> float:
        return 0.05 if {one.id[0], two.id[0]} == {"a", "b"} else 0.9


def test_a_part_of_a_story_that_is_another_happening_leaves_it() -> None:
    linker, placed = Linker(pairs=OneByOne(TwoHappenings(weights=(), bias=0.0, join=0.27, join_one=0.6))), {}
    for hour, (name, angle) in enumerate(zip(("x1", "b1", "a1", "a2", "a3", "b2"), ANGLES, strict=True)):
        if name == "b2":
            assert {linker.story_of(other) for other in placed} == {linker.story_of("x1")}
        placed[name] = linker.place(article(name, angle, [f"{angle}."], source=name, hours=hour))
    changed = {story.articles for story in placed["b2"].changed}
    assert changed == {("b1", "b2"), ("x1", "a1", "a2", "a3")}
    assert linker.story_of("b1") == linker.story_of("b2") != linker.story_of("x1") == placed["x1"].changed[0].id


class OneAffair(PairModel):
    """A pair score that takes all reports of an affair for one happening, whatever they tell."""

    def score(self, one: ArticleFeatures, two: ArticleFeatures, current: Current | None = None) -> float:
        return 0.7


def test_an_affair_of_weeks_is_no_one_story_though_each_report_is_near_the_next() -> None:
    linker = Linker(pairs=OneByOne(OneAffair(weights=(), bias=0.0, join=0.27, join_one=0.6)))
    for day in range(30):
        angle = ANGLES[day % len(ANGLES)]
        linker.place(article(f"r{day}", angle, [f"{angle}."], source=f"s{day % 4}", hours=24 * day))
    days: dict[str | None, list[int]] = {}
    for day in range(30):
        days.setdefault(linker.story_of(f"r{day}"), []).append(day)
    assert 1 < len(days) < 6
    assert all(max(found) - min(found) < 20 and len(found) > 3 for found in days.values())
