"""Figures of linking on the labelled data beside the project.

    python bench/linking.py [../shared] [--without-notes]
    python bench/linking.py [../shared] --archive sqlite:////tmp/ant.db

Prints b3x of stories for each labelled window (articles arrive one by one, nothing looks ahead), of lemma TF-IDF and of static
vectors with their best thresholds for comparison, articles placed a second where their features are known, the same with the
articles of each hour, and of the whole window, in another order; and nDCG@10, repeats and read-also of similar articles over
the judged pool. The windows are the two of the reference data, four of our own (`bench/labels/stories_*.tsv`): two days of
October 2018, two of August 2018, two days of six Saudi papers of 2015 full of templates; and the demo. What vectors add to the
pair score is printed by `tools/fit_pairs.py check`.
`--without-notes` leaves out the notes of `analyze` (names), which the engine has.

`--archive` is a database into which `siyaq import` has read the ANT archive: printed are b3x of that archive's windows by the
stories that the engine made there, and how long its stories last.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

from labelled import MORE, SHARED, WINDOWS, load_scorer, read_articles, read_demo, read_window

import siyaq
from siyaq.analyze import analyze
from siyaq.link import ArticleFeatures, Candidate, Linker, features, rank_similar
from siyaq.link.background import dot
from siyaq.link.vector import cosine
from siyaq.types import Article

SEEDS = range(1, 4)
Nearness = Callable[[ArticleFeatures, ArticleFeatures], float]


def read_features(articles: list[Article], *, with_notes: bool = True) -> list[ArticleFeatures]:
    """Features of articles, with their notes as the engine has them."""
    return [features(a, analyze(a.title, a.text, a.published, a.tags) if with_notes else None) for a in articles]


def shuffled_by_hour(known: list[ArticleFeatures], seed: int) -> list[ArticleFeatures]:
    """The articles of each hour in another order."""
    rng = Random(seed)
    keyed = [(one.when // 3600, rng.random(), one) for one in known]
    return [one for _, _, one in sorted(keyed, key=lambda item: item[:2])]


def place_all(known: list[ArticleFeatures]) -> tuple[dict[str, str | None], float]:
    """Story of each article, and articles placed a second where their features are known."""
    linker, start = Linker(), time.perf_counter()
    for one in known:
        linker.place(Article(id=one.id), known=one)
    rate = len(known) / (time.perf_counter() - start)
    return {one.id: linker.story_of(one.id) for one in known}, rate


def place_by_cosine(known: list[ArticleFeatures], threshold: float, near: Nearness) -> dict[str, int]:
    """Baseline: each article joins the story of the one nearest before it."""
    story: dict[str, int] = {}
    for i, one in enumerate(known):
        score, nearest = max(((near(one, two), two.id) for two in known[:i]), default=(0.0, ""))
        story[one.id] = story[nearest] if score > threshold else i
    return story


def by_lemmas(one: ArticleFeatures, two: ArticleFeatures) -> float:
    """Cosine of lemma TF-IDF."""
    return dot(one.body, two.body)


def by_vectors(one: ArticleFeatures, two: ArticleFeatures) -> float:
    """Cosine of static vectors."""
    return cosine(one.vectors[0], two.vectors[0])


def measure_stories(shared: Path, *, with_notes: bool) -> dict[str, float]:
    """Print the story figures; b3x F1 of each window."""
    scorer, figures = load_scorer(shared, "score_stories"), {}
    for window in (*WINDOWS, *MORE, "demo"):
        articles, gold = read_demo() if window == "demo" else read_window(shared, window)
        known = read_features(articles, with_notes=with_notes)
        found, rate = place_all(known)
        lemmas = max(scorer.score(gold, place_by_cosine(known, t / 20, by_lemmas))["b3x"][2] for t in range(3, 10))
        vectors = max(scorer.score(gold, place_by_cosine(known, t / 20, by_vectors))["b3x"][2] for t in range(9, 18))
        p, r, f1 = scorer.score(gold, found)["b3x"]
        print(f"stories {window}: b3x {f1:.3f} (p {p:.3f}, r {r:.3f}), {rate:.0f} articles/s")
        print(f"  nearest one alone, best threshold: lemma TF-IDF {lemmas:.3f}, static vectors {vectors:.3f}")
        hours = [b3x_of(scorer, gold, shuffled_by_hour(known, seed)) for seed in SEEDS]
        whole = [b3x_of(scorer, gold, Random(seed).sample(known, len(known))) for seed in SEEDS]
        print(f"  in another order, each hour: {min(hours):.3f} to {max(hours):.3f}, all: {min(whole):.3f} to {max(whole):.3f}")
        figures[window] = f1
    return figures


def b3x_of(scorer: ModuleType, gold: dict[str, str], known: list[ArticleFeatures]) -> float:
    """b3x F1 of articles that arrive in this order."""
    found, _ = place_all(known)
    return float(scorer.score(gold, found)["b3x"][2])


def measure_similar(shared: Path) -> dict[str, float]:
    """Print the figures of similar and read-also."""
    rows = similar_rows(shared)
    columns = {name: [row[name] for row in rows if row[name] is not None] for name in ("ndcg", "repeats", "also")}
    means = {name: sum(values) / len(values) for name, values in columns.items()}
    print("similar:", {name: round(value, 3) for name, value in means.items()})
    return means


def similar_rows(shared: Path) -> list[dict[str, Any]]:
    """Figures of each query over the judged pool (unjudged articles are skipped by the scorer anyway)."""
    scorer = load_scorer(shared, "score_similar")
    gold = scorer.read(shared / "gold" / "dev" / "similar" / "similar.gold.jsonl")
    wanted = {g["query"] for g in gold} | {j["id"] for g in gold for j in g["judged"]}
    pool = {i: features(article) for i, article in read_articles(shared, wanted, "ant_multisource").items()}
    rows = []
    for g in gold:
        owned = {j["id"] for j in g["judged"] if j["story"] == 0}
        candidates = [Candidate(features=pool[j["id"]], story="own" if j["id"] in owned else None) for j in g["judged"]]
        ranking = rank_similar(pool[g["query"]], candidates, query_story="own", k=40)
        also = ranking.read_also.target if ranking.read_also else None
        ids = [also, *(link.target for link in ranking.similar)]
        rows.append(scorer.score_query(g, {"ids": [i for i in ids if i], "read_also": also}, 10))
    return rows


def measure_archive(shared: Path, db: str) -> None:
    """Print the story figures of an imported archive."""
    scorer = load_scorer(shared, "score_stories")
    with siyaq.open(db) as engine:
        stories = [story for story in engine.stories() if len(story.articles) > 1]
        for window in (w for w in (*WINDOWS, *MORE) if MORE.get(w, "ant_multisource") == "ant_multisource"):
            _, gold = read_window(shared, window)
            ids = {name: engine.resolve(name).id for name in gold}
            found = engine.store.story_of(list(ids.values()))
            p, r, f1 = scorer.score(gold, {name: found[i] for name, i in ids.items()})["b3x"]
            print(f"stories of the archive, {window}: b3x {f1:.3f} (p {p:.3f}, r {r:.3f})")
    days = [(s.last - s.first).total_seconds() / 86_400 for s in stories if s.first and s.last]
    long = [s for s, lasted in zip(stories, days, strict=True) if lasted > 7]
    print(f"{len(stories)} stories of more than one article; {len(long)} of them last more than a week,", end=" ")
    print(f"with {sum(len(s.articles) for s in long)} articles; the longest one lasts {max(days):.1f} days")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--without-notes", action="store_true")
    parser.add_argument("--archive")
    given = parser.parse_args()
    if given.archive:
        measure_archive(given.shared, given.archive)
        return
    figures = measure_stories(given.shared, with_notes=not given.without_notes)
    labelled = [figures[window] for window in (*WINDOWS, *MORE)]
    mean, of_all = sum(labelled[:2]) / 2, sum(labelled) / len(labelled)
    print(f"stories mean b3x {mean:.3f} on the reference windows, {of_all:.3f} on all labelled")
    measure_similar(given.shared)


if __name__ == "__main__":
    main()
