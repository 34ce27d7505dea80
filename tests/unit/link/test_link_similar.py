"""What to read next and what is similar."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from siyaq.link import Candidate, features, nearness, query_terms, rank_similar
from siyaq.link.pair import PairModel, default_model
from siyaq.types import Analysis, Article, Entity, Mention

START = datetime(2021, 3, 1, 6, tzinfo=UTC)


def candidate(name: str, title: str, text: str, *, story: str | None = None, days: float = 0) -> Candidate:
    made = Article(id=name, source=name[0], title=title, text=text, published=START + timedelta(days=days))
    person = Entity(name="كاروان حمه", type="PER", mentions=(Mention(text="كاروان حمه", start=0, end=10),))
    return Candidate(features=features(made, Analysis(entities=(person,) if "كاروان" in text else ())), story=story)


QUERY = candidate(
    "q", "فيضان نهر سيروان يجرف جسر دلبار", "جرف فيضان نهر سيروان جسر قرية دلبار، وقال كاروان حمه إن المياه ارتفعت.", story="s0"
)
CANDIDATES = [
    candidate(
        "c1", "كاروان حمه يزور قرى نهر سيروان", "زار كاروان حمه قرى ضفة نهر سيروان قبل موسم الأمطار.", story="s1", days=-2
    ),
    candidate("c2", "جولة لكاروان حمه على ضفة سيروان", "تفقد كاروان حمه قرى ضفة نهر سيروان قبل الأمطار.", story="s1", days=-2),
    candidate("c3", "إصلاح جسر قديم على نهر سيروان", "بدأت البلدية إصلاح جسر قديم على نهر سيروان.", story="s2", days=-9),
    candidate("c4", "انهيار جسر دلبار", "انهار جسر دلبار في فيضان نهر سيروان.", story="s0"),
    candidate(
        "c5", "السيول تجرف جسر دلبار", "جرف فيضان نهر سيروان جسر قرية دلبار، وقال كاروان حمه إن المياه ارتفعت.", story="s3"
    ),
    candidate("c6", "كأس الواحة لكرة القدم", "فاز فريق الصقور بكأس الواحة.", story="s4"),
]


def test_each_happening_once_and_none_of_its_own() -> None:
    ranking = rank_similar(QUERY.features, CANDIDATES, query_story="s0")
    shown = [link.target for link in ranking.similar]
    assert ranking.read_also is not None
    assert len({ranking.read_also.target, *shown} & {"c1", "c2"}) == 1
    assert not {"q", "c4", "c5", ranking.read_also.target} & set(shown)
    assert "c3" in {ranking.read_also.target, *shown}


def test_at_most_one_chapter_of_its_own_story_and_no_report_of_the_same_happening() -> None:
    chapters = [replace(one, story="s0") for one in CANDIDATES[:3]]
    ranking = rank_similar(QUERY.features, [*chapters, CANDIDATES[3]], query_story="s0", model=judge_of(0.25))
    assert ranking.read_also is not None and ranking.read_also.target != "q" and ranking.similar == ()
    same = rank_similar(QUERY.features, chapters, query_story="s0", model=judge_of(0.7))
    assert same.read_also is None


def test_what_to_read_next_does_not_hang_on_how_many_are_asked_for() -> None:
    whole = rank_similar(QUERY.features, CANDIDATES, query_story="s0")
    for k in range(4):
        ranking = rank_similar(QUERY.features, CANDIDATES, query_story="s0", k=k)
        assert ranking.read_also == whole.read_also and ranking.similar == whole.similar[:k]


def judge_of(score: float) -> PairModel:
    """A pair score that says the same of all pairs."""
    known = default_model()
    return replace(known, weights=(0.0,) * len(known.weights), bias=math.log(score / (1 - score)), headline_weights=())


def test_reasons_add_up_to_the_score() -> None:
    ranking = rank_similar(QUERY.features, CANDIDATES, query_story="s0")
    assert ranking.read_also is not None
    for link in (ranking.read_also, *ranking.similar):
        assert math.isclose(sum(e.weight for e in link.why), link.score, rel_tol=1e-9)
        assert list(link.why) == sorted(link.why, key=lambda e: -e.weight)


def test_reasons_name_what_both_share_in_the_shown_articles_spelling() -> None:
    ranking = rank_similar(QUERY.features, CANDIDATES[:1], query_story="s0")
    assert ranking.read_also is not None
    texts = {(e.kind, e.text) for e in ranking.read_also.why}
    assert ("entity", "كاروان حمه") in texts
    assert ("time", "P2D") in texts


def test_at_most_k_are_shown() -> None:
    assert len(rank_similar(QUERY.features, CANDIDATES, query_story="s0", k=1).similar) == 1
    assert rank_similar(QUERY.features, [], query_story="s0") == rank_similar(QUERY.features, [QUERY], query_story="s0")


def test_query_terms_are_the_strongest_lemmas() -> None:
    terms = query_terms(QUERY.features, limit=5)
    assert len(terms) == 5
    assert [w for _, w in terms] == sorted((w for _, w in terms), reverse=True)


def test_of_one_happening_the_report_that_tells_most_beside_the_query_is_shown() -> None:
    plain = "بدأت البلدية إصلاح جسر قديم على نهر سيروان قرب قرية دلبار، وقال كاروان حمه إن المياه ارتفعت."
    short = candidate("c8", "إصلاح جسر قديم على نهر سيروان", plain, story="s9", days=-9)
    full = candidate("c9", "إصلاح جسر قديم على نهر سيروان", f"{plain} ونقلت الحجارة بشاحنات.", story="s9", days=-9)
    assert nearness(QUERY.features, short.features) > nearness(QUERY.features, full.features)
    ranking = rank_similar(QUERY.features, [short, full], query_story="s0")
    assert ranking.read_also is not None
    assert (ranking.read_also.target, ranking.similar) == ("c9", ())


def test_reports_like_those_shown_wait_behind_others() -> None:
    zeros = replace(default_model(), weights=(0.0,) * len(default_model().weights), bias=1.0)  # says .73 of every pair
    about = "رفض وزير الري دلير كريم شكاوى المزارعين من سد دلبار على نهر سيروان وقال إن السد آمن."
    shown = candidate("q2", "مزارعو دلبار يشكون سد نهر سيروان", "شكا مزارعو قرية دلبار من سد نهر سيروان ومن وزير الري.")
    first = candidate("d1", "وزير الري يرفض شكاوى مزارعي دلبار", about, story="t1", days=1)
    again = candidate("d2", "وزير الري: سد دلبار آمن", about.replace("آمن", "متين"), story="t2", days=1)
    other = candidate("d3", "تصدع سد صغير في دلبار", "تصدع سد صغير قرب قرية دلبار قبل أعوام.", story="t3", days=-20)
    near = {c.features.id: nearness(shown.features, c.features) for c in (first, again, other)}
    assert near["d2"] > near["d3"] > 0
    plain = rank_similar(shown.features, [first, again, other], query_story="s0", model=replace(zeros, bias=-20.0))
    waiting = rank_similar(shown.features, [first, again, other], query_story="s0", model=zeros)
    assert [link.target for link in plain.similar][-1] == "d3"
    assert [link.target for link in waiting.similar][-1] in {"d1", "d2"}


def test_a_background_piece_has_a_place() -> None:
    def news(i: int) -> Candidate:
        text = f"تفقد كاروان حمه ضفة نهر سيروان وجسر دلبار في اليوم {i} من الشهر."
        return candidate(f"n{i:02}", f"كاروان حمه على ضفة سيروان {i}", text, story=f"u{i}", days=-4 * i)

    explainer = candidate(
        "z", "كيف بني جسر دلبار على نهر سيروان؟", "بني جسر دلبار على نهر سيروان قبل قرن من الحجارة.", story="u99", days=-60
    )
    ranking = rank_similar(QUERY.features, [*(news(i) for i in range(1, 16)), explainer], query_story="s0", k=5)
    assert ranking.read_also is not None
    assert "z" in {ranking.read_also.target, *(link.target for link in ranking.similar)}
    assert len(ranking.similar) == 5
