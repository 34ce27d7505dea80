"""What to read next and what is similar."""

import math
from datetime import UTC, datetime, timedelta

from siyaq.link import Candidate, features, query_terms, rank_similar
from siyaq.types import Analysis, Article, Entity, Mention

START = datetime(2021, 3, 1, 6, tzinfo=UTC)


def candidate(
    name: str, title: str, text: str, *, story: str | None = None, days: float = 0, is_copy: bool = False
) -> Candidate:
    made = Article(id=name, source=name[0], title=title, text=text, published=START + timedelta(days=days))
    person = Entity(name="كاروان حمه", type="PER", mentions=(Mention(text="كاروان حمه", start=0, end=10),))
    return Candidate(
        features=features(made, Analysis(entities=(person,) if "كاروان" in text else ())), story=story, is_copy=is_copy
    )


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
    candidate("c5", "نسخة من خبر الجسر القديم", "بدأت البلدية إصلاح جسر قديم على نهر سيروان.", story="s3", is_copy=True),
    candidate("c6", "كأس الواحة لكرة القدم", "فاز فريق الصقور بكأس الواحة.", story="s4"),
]


def test_each_happening_once_and_none_of_its_own() -> None:
    ranking = rank_similar(QUERY.features, CANDIDATES, query_story="s0")
    shown = [link.target for link in ranking.similar]
    assert ranking.read_also is not None
    assert len({ranking.read_also.target, *shown} & {"c1", "c2"}) == 1
    assert not {"q", "c4", "c5", ranking.read_also.target} & set(shown)
    assert "c3" in {ranking.read_also.target, *shown}


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
