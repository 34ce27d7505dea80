"""Counting over articles: trends, names, statements, outlets, sections, and the memory for costly readings."""

from datetime import UTC, datetime, timedelta

from siyaq.survey import Frame, Memo, busiest_names, daily_counts, outlet_profile, rising, statements
from siyaq.types import Analysis, Article, Claim, CopyNote, Entity, Story, Tag

UNTIL = datetime(2024, 3, 15, tzinfo=UTC)


def article(number: int, *, days: float = 0.1, source: str = "a", section: str | None = None) -> Article:
    return Article(id=f"x{number}", source=source, published=UNTIL - timedelta(days=days), section=section)


def notes(*names: str, tags: tuple[str, ...] = ()) -> Analysis:
    return Analysis(entities=tuple(Entity(name=n, type="PER") for n in names), tags=tuple(Tag(tag=t) for t in tags))


def frame(*pairs: tuple[Article, Analysis], copies: tuple[str, ...] = ()) -> Frame:
    return Frame(
        articles=tuple(a for a, _ in pairs),
        analyses={a.id: n for a, n in pairs},
        copy_of={i: CopyNote(article=i, original="x0", share=1.0) for i in copies},
    )


def test_a_word_rises_against_its_usual_level() -> None:
    steady = [(article(i, days=0.5 + i), notes("الرئيس")) for i in range(14)]
    sudden = [(article(100 + i), notes("الزلزال", "الرئيس")) for i in range(4)]
    rises = rising(frame(*steady, *sudden), until=UNTIL)
    assert [r.name for r in rises] == ["الزلزال", "الرئيس"]
    assert rises[0].count == 4
    assert rises[0].usual == 0
    assert rises[0].score == 4
    assert rises[1].days[-1] == 5
    assert sum(rises[1].days) == 18


def test_copies_and_rare_words_do_not_rise() -> None:
    copied = [(article(i), notes("الزلزال")) for i in range(6)]
    assert rising(frame(*copied, copies=("x1", "x2", "x3", "x4")), until=UNTIL) == ()


def test_a_word_that_is_name_and_tag_is_given_once() -> None:
    both = [(article(i), notes("غزة", tags=("غزه",))) for i in range(3)]
    assert [(r.name, r.kind) for r in rising(frame(*both), until=UNTIL)] == [("غزة", "name")]


def test_names_count_articles_in_any_spelling() -> None:
    found = frame((article(0), notes("أوكرانيا", "بوتين")), (article(1), notes("اوكرانيا")), (article(2), notes("أوكرانيا")))
    assert busiest_names(found, leave_out=("بوتين",)) == (("أوكرانيا", 3),)


def test_days_end_at_the_moment_given() -> None:
    times = [UNTIL, UNTIL - timedelta(hours=23), UNTIL - timedelta(hours=25), UNTIL + timedelta(hours=1), None]
    assert daily_counts(times, until=UNTIL, days=3) == (0, 1, 2)


def test_statements_are_told_once_and_not_from_copies_or_hidden_outlets() -> None:
    said = Analysis(
        claims=(Claim(speaker="سالم", speaker_mention="سالم", cue="قال", kind="direct", text="نعم", start=0, end=3),)
    )
    pairs = [(article(1, source="hidden"), said), (article(2), said), (article(0), said), (article(3), said)]
    found = statements(frame(*pairs, copies=("x2",)), leave_out={"hidden"})
    assert [s.article.id for s in found] == ["x0"]
    assert statements(frame(*pairs), speaker="غيره") == ()


def test_an_outlets_profile() -> None:
    mine = [article(1), article(2), article(3, days=1.5)]
    copied = Frame(articles=tuple(mine), copy_of={"x2": CopyNote(article="x2", original="o", share=0.9)})
    stories = [
        Story(id="s1", articles=("x1", "z"), outlets=("a", "b")),
        Story(id="s2", articles=("z", "x3"), outlets=("a", "b")),
        Story(id="s3", articles=("x3",), outlets=("a",)),
    ]
    profile = outlet_profile(copied, stories, {"o": Article(id="o", source="wire")}, until=UNTIL, zone=UTC, days=2)
    assert (profile.articles, profile.copies) == (3, 1)
    assert profile.first_in == ("s1",)
    assert profile.copied_from == (("wire", 1),)
    assert profile.days == (1, 2)
    assert sum(profile.hours) == 3


def test_memory_lasts_until_a_change_or_a_minute() -> None:
    now, seq, built = [0.0], [1], []

    def build() -> int:
        built.append(1)
        return len(built)

    memo = Memo(lambda: seq[0], size=2, clock=lambda: now[0])
    assert [memo.get("k", build), memo.get("k", build)] == [1, 1]
    seq[0] = 2
    assert memo.get("k", build) == 2
    now[0] = 59.0
    assert memo.get("k", build) == 2
    now[0] = 61.0
    assert memo.get("k", build) == 3
    memo.get("l", build)
    memo.get("m", build)
    assert memo.get("k", build) == 6
    now[0] = 3000.0
    assert memo.get("k", build, max_age_s=3600) == 6
    seq[0] = 3
    assert memo.get("k", build, max_age_s=3600) == 7


def test_memory_spares_costly_values_while_the_archive_changes() -> None:
    now, seq = [0.0], [1]

    def slow() -> float:
        now[0] += 1.0
        return now[0]

    memo = Memo(lambda: seq[0], clock=lambda: now[0], reuse=20)
    first = memo.get("k", slow)
    seq[0], now[0] = 2, 4.0
    assert memo.get("k", slow) == memo.peek("k") == first
    now[0] = 5.5
    assert memo.peek("k") is None
    assert memo.get("k", slow) == 6.5
    seq[0] = 3
    strict = Memo(lambda: seq[0], clock=lambda: now[0])
    former = strict.get("k", slow)
    seq[0] = 4
    assert strict.get("k", slow) == former + 1
