"""Figures of linking on the labelled data beside the project.

    python bench/linking.py [../shared] [--without-notes]

Prints b3x of stories for each labelled window (articles arrive one by one, nothing looks ahead), of lemma TF-IDF with its best
threshold for comparison, articles placed a second, the same with the articles of each hour, and of the whole window, in another
order; and nDCG@10, repeats and read-also
of similar articles over the judged pool. The windows are the two of the reference data, two of our own
(`bench/labels/stories_*.tsv`): October 2018, and a day of four Saudi papers of 2015 full of templates; and the demo.
`--without-notes` leaves out the notes of `analyze` (names), which the engine has.
"""

import argparse
import time
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

from labelled import MORE, SHARED, WINDOWS, load_scorer, read_articles, read_demo, read_window

from siyaq.analyze import analyze
from siyaq.link import ArticleFeatures, Candidate, Linker, features, rank_similar
from siyaq.link.background import dot
from siyaq.types import Analysis, Article

SEEDS = range(1, 4)


def shuffled_by_hour(articles: list[Article], seed: int) -> list[Article]:
    """The articles of each hour in another order."""
    rng = Random(seed)
    keyed = [(article.published.timestamp() // 3600 if article.published else 0, rng.random(), article) for article in articles]
    return [article for _, _, article in sorted(keyed, key=lambda item: item[:2])]


def place_all(articles: list[Article], notes: dict[str, Analysis]) -> tuple[dict[str, str | None], float]:
    """Story of each article, and articles placed a second."""
    linker, start = Linker(), time.perf_counter()
    for article in articles:
        linker.place(article, notes.get(article.id))
    rate = len(articles) / (time.perf_counter() - start)
    return {article.id: linker.story_of(article.id) for article in articles}, rate


def place_by_cosine(known: list[ArticleFeatures], threshold: float) -> dict[str, int]:
    """Baseline: each article joins the story of the one nearest before it by lemma TF-IDF."""
    story: dict[str, int] = {}
    for i, one in enumerate(known):
        score, nearest = max(((dot(one.body, two.body), two.id) for two in known[:i]), default=(0.0, ""))
        story[one.id] = story[nearest] if score > threshold else i
    return story


def measure_stories(shared: Path, *, with_notes: bool) -> dict[str, float]:
    """Print the story figures; b3x F1 of each window."""
    scorer, figures = load_scorer(shared, "score_stories"), {}
    for window in (*WINDOWS, *MORE, "demo"):
        articles, gold = read_demo() if window == "demo" else read_window(shared, window)
        notes = {a.id: analyze(a.title, a.text, a.published, a.tags) for a in articles} if with_notes else {}
        found, rate = place_all(articles, notes)
        known = [features(a) for a in articles]
        rough = max(scorer.score(gold, place_by_cosine(known, t / 20))["b3x"][2] for t in range(3, 10))
        p, r, f1 = scorer.score(gold, found)["b3x"]
        print(f"stories {window}: b3x {f1:.3f} (p {p:.3f}, r {r:.3f}), lemma TF-IDF {rough:.3f}, {rate:.0f} articles/s")
        hours = [b3x_of(scorer, gold, shuffled_by_hour(articles, seed), notes) for seed in SEEDS]
        whole = [b3x_of(scorer, gold, Random(seed).sample(articles, len(articles)), notes) for seed in SEEDS]
        print(f"  in another order, each hour: {min(hours):.3f} to {max(hours):.3f}, all: {min(whole):.3f} to {max(whole):.3f}")
        figures[window] = f1
    return figures


def b3x_of(scorer: ModuleType, gold: dict[str, str], articles: list[Article], notes: dict[str, Analysis]) -> float:
    """b3x F1 of articles that arrive in this order."""
    found, _ = place_all(articles, notes)
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


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--without-notes", action="store_true")
    given = parser.parse_args()
    figures = measure_stories(given.shared, with_notes=not given.without_notes)
    labelled = [figures[window] for window in (*WINDOWS, *MORE)]
    print(
        f"stories mean b3x {sum(labelled[:2]) / 2:.3f} on the reference windows, {sum(labelled) / 4:.3f} on the four labelled"
    )
    measure_similar(given.shared)


if __name__ == "__main__":
    main()
