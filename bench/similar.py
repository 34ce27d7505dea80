"""Figures of similar articles and of what to read next, on graded queries.

    python bench/similar.py [../shared] [--archive sqlite:////tmp/ant.db]

Two sets: the reference data's 25 queries over the ANT archive, and 24 of our own (`bench/labels/similar_more.tsv`: sixteen of
other days of that archive, eight of SaudiNewsNet, graded by the same guide; pooled from the first places of word and character
4-gram cosines and of our own ranking). Candidates are the pooled articles; reports of the query's own happening stand in its
coverage box and are left out. Prints for each set nDCG@10 where each happening gains once, repeats of a happening in ten, the
share of queries whose article to read next is a pick or of grade 2, background pieces shown, and the time of a ranking of 40;
and the same of the cosine of openings alone.

`--archive` is a database into which `siyaq import` has read the ANT archive: there the engine finds candidates, stories and
copies itself, and is asked for 30 similar articles. The scorer skips what nobody graded, but counts it against what to read
next.
"""

import argparse
import csv
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from labelled import ARCHIVES, LABELS, SHARED, load_scorer, read_articles

import siyaq
from siyaq.analyze import analyze
from siyaq.link import ArticleFeatures, Candidate, features, rank_similar
from siyaq.link.background import dot
from siyaq.link.manner import is_explainer

Gold = dict[str, Any]  # a query as the scorer reads it
Ranked = tuple[list[str], str | None]  # ids best first, what to read next


def read_more() -> list[Gold]:
    """Our own queries in the form of the reference data's."""
    queries: dict[str, list[dict[str, Any]]] = {}
    with (LABELS / "similar_more.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            judged = {"id": row["article"], "grade": int(row["grade"]), "read_also": False}
            story = int(row["story"]) if row["story"] else None
            queries.setdefault(row["query"], []).append({**judged, "story": story})
    return [{"query": query, "judged": judged} for query, judged in queries.items()]


def read_features(shared: Path, gold: list[Gold]) -> dict[str, ArticleFeatures]:
    """Features of all articles of the queries."""
    wanted = {g["query"] for g in gold} | {j["id"] for g in gold for j in g["judged"]}
    articles = [a for archive in ARCHIVES for a in read_articles(shared, wanted, archive).values()]
    return {a.id: features(a, analyze(a.title, a.text, a.published, ())) for a in articles}


def rank(known: dict[str, ArticleFeatures], query: Gold) -> Ranked:
    """As the engine ranks."""
    own = {j["id"] for j in query["judged"] if j["story"] == 0}
    candidates = [Candidate(features=known[j["id"]], story="own" if j["id"] in own else None) for j in query["judged"]]
    ranking = rank_similar(known[query["query"]], candidates, query_story="own", k=40)
    also = ranking.read_also.target if ranking.read_also else None
    return [i for i in (also, *(link.target for link in ranking.similar)) if i], also


def rank_by_cosine(known: dict[str, ArticleFeatures], query: Gold) -> Ranked:
    """The cosine of openings alone."""
    mine = known[query["query"]].body
    ids = sorted((j["id"] for j in query["judged"] if j["story"] != 0), key=lambda i: -dot(mine, known[i].body))
    return ids, ids[0] if ids else None


def measure(
    shared: Path, gold: list[Gold], known: dict[str, ArticleFeatures], ranker: Callable[..., Ranked]
) -> dict[str, float]:
    """Means over the queries."""
    scorer, rows, times = load_scorer(shared, "score_similar"), [], []
    for query in gold:
        start = time.perf_counter()
        ids, also = ranker(known, query)
        times.append(time.perf_counter() - start)
        row = scorer.score_query(query, {"ids": ids, "read_also": also}, 10)
        row["background"] = sum(is_explainer(known[i].title) for i in ids[:10])
        rows.append(row)
    names = ("ndcg", "repeats", "also", "background")
    means = {name: statistics.mean(row[name] for row in rows if row[name] is not None) for name in names}
    return {**means, "ms": 1000 * statistics.median(times)}


def measure_archive(shared: Path, gold: list[Gold], engine: siyaq.Engine) -> dict[str, float]:
    """Means over the queries of what the engine shows in its own archive."""
    scorer, rows = load_scorer(shared, "score_similar"), []
    for query in gold:
        ids = [link.target for link in engine.similar(query["query"], k=30)]
        also = engine.read_also(query["query"])
        known = engine.store.articles([*ids, *([also.target] if also else [])])
        first = known[also.target].public_id if also else None
        shown = [i for i in (first, *(known[i].public_id for i in ids)) if i]
        rows.append(scorer.score_query(query, {"ids": shown, "read_also": first}, 10))
    names = ("ndcg", "repeats", "also", "own", "unjudged")
    return {name: statistics.mean(row[name] for row in rows if row[name] is not None) for name in names}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--archive")
    given = parser.parse_args()
    shared, db = given.shared, given.archive
    reference = load_scorer(shared, "score_similar").read(shared / "gold" / "dev" / "similar" / "similar.gold.jsonl")
    for name, gold in (("reference", reference), ("more", read_more())):
        known = read_features(shared, gold)
        for label, ranker in (("ours", rank), ("cosine", rank_by_cosine)):
            print_means(f"{name}, {label}, {len(gold)} queries", measure(shared, gold, known, ranker))
        if db is not None:
            found = [query for query in gold if not query["query"].startswith("snn")]
            with siyaq.open(db) as engine:
                print_means(f"{name}, in the archive, {len(found)} queries", measure_archive(shared, found, engine))


def print_means(what: str, means: dict[str, float]) -> None:
    """One line."""
    print(f"{what}:", ", ".join(f"{key} {value:.3f}" for key, value in means.items()))


if __name__ == "__main__":
    main()
