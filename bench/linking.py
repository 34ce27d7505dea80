"""Figures of linking on the labelled data beside the project.

    python bench/linking.py ../shared [--analyze]

Prints b3x of stories for each labelled window (articles arrive one by one, nothing looks ahead), of lemma TF-IDF with its best
threshold for comparison, articles placed a second, the same with the articles of each hour in another order, and nDCG@10,
repeats and read-also of similar articles over the judged pool. The windows are the two of the reference data and two of our
own (`bench/labels/stories_*.tsv`): October 2018, and a day of four Saudi papers of 2015 full of templates. `--analyze` adds
the notes of `analyze` (names), which the engine has and which take most of the time.
"""

import gzip
import importlib.util
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

from siyaq.analyze import analyze
from siyaq.link import ArticleFeatures, Candidate, Linker, features, rank_similar
from siyaq.link.background import dot
from siyaq.types import Analysis, Article

WINDOWS = ("w1_may", "w2_june")
LABELS = Path(__file__).resolve().parent / "labels"
MORE = {"w3_october": "ant_multisource", "w4_saudi": "saudinewsnet"}  # our own windows, and where their articles are


def load_scorer(shared: Path, name: str) -> ModuleType:
    """A scorer of the reference data as a module."""
    spec = importlib.util.spec_from_file_location(name, shared / "gold" / "score" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def article_from_row(row: dict[str, Any]) -> Article:
    """An article of the JSONL files."""
    when = datetime.fromisoformat(row["published"]).replace(tzinfo=UTC) if row.get("published") else None
    known = {"id": row["id"], "source": row["source"], "title": row.get("title") or "", "text": row.get("text") or ""}
    return Article(**known, section=row.get("section"), published=when)


def read_window(shared: Path, window: str) -> tuple[list[Article], dict[str, str]]:
    """Articles of a window in order of publication, and their gold stories."""
    articles, gold = (_read_more if window in MORE else _read_reference)(shared, window)
    return sorted(articles, key=_moment), gold


def _moment(article: Article) -> tuple[datetime, str]:
    return article.published or datetime.min.replace(tzinfo=UTC), article.id


def _read_reference(shared: Path, window: str) -> tuple[list[Article], dict[str, str]]:
    folder = shared / "gold" / "dev" / "stories"
    articles = [article_from_row(json.loads(line)) for line in (folder / f"{window}.jsonl").open(encoding="utf-8")]
    gold = {row["id"]: row["story"] for row in map(json.loads, (folder / f"{window}.gold.jsonl").open(encoding="utf-8"))}
    return articles, gold


def _read_more(shared: Path, window: str) -> tuple[list[Article], dict[str, str]]:
    lines = (LABELS / f"stories_{window}.tsv").read_text("utf-8").splitlines()
    gold = {article: story for article, _, story in (line.partition("\t") for line in lines)}
    found: dict[str, Article] = {}
    with gzip.open(shared / "data" / f"{MORE[window]}.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            if row["id"] in gold:
                found.setdefault(row["id"], article_from_row(row))
    return list(found.values()), gold


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


def measure_stories(shared: Path, *, with_notes: bool) -> list[float]:
    """Print the story figures; b3x F1 of each window."""
    scorer, figures = load_scorer(shared, "score_stories"), []
    for window in (*WINDOWS, *MORE):
        articles, gold = read_window(shared, window)
        notes = {a.id: analyze(a.title, a.text, a.published, ()) for a in articles} if with_notes else {}
        found, rate = place_all(articles, notes)
        known = [features(a) for a in articles]
        rough = max(scorer.score(gold, place_by_cosine(known, t / 20))["b3x"][2] for t in range(3, 10))
        p, r, f1 = scorer.score(gold, found)["b3x"]
        other, _ = place_all(shuffled_by_hour(articles, 1), notes)
        mixed = scorer.score(gold, other)["b3x"][2]
        print(f"stories {window}: b3x {f1:.3f} (p {p:.3f}, r {r:.3f}), lemma TF-IDF {rough:.3f}, {rate:.0f} articles/s")
        print(f"  the articles of each hour in another order: b3x {mixed:.3f}")
        figures.append(f1)
    return figures


def read_pool(shared: Path, wanted: set[str]) -> dict[str, ArticleFeatures]:
    """Features of some articles of the ANT archive."""
    pool: dict[str, ArticleFeatures] = {}
    with gzip.open(shared / "data" / "ant_multisource.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["id"] in wanted and row["id"] not in pool:
                pool[row["id"]] = features(article_from_row(row))
    return pool


def measure_similar(shared: Path) -> dict[str, float]:
    """Print the figures of similar and read-also over the judged pool (unjudged articles are skipped by the scorer anyway)."""
    scorer = load_scorer(shared, "score_similar")
    gold = scorer.read(shared / "gold" / "dev" / "similar" / "similar.gold.jsonl")
    pool = read_pool(shared, {g["query"] for g in gold} | {j["id"] for g in gold for j in g["judged"]})
    rows = []
    for g in gold:
        owned = {j["id"] for j in g["judged"] if j["story"] == 0}
        candidates = [Candidate(features=pool[j["id"]], story="own" if j["id"] in owned else None) for j in g["judged"]]
        ranking = rank_similar(pool[g["query"]], candidates, query_story="own", k=40)
        also = ranking.read_also.target if ranking.read_also else None
        ids = [also, *(link.target for link in ranking.similar)]
        rows.append(scorer.score_query(g, {"ids": [i for i in ids if i], "read_also": also}, 10))
    columns = {name: [row[name] for row in rows if row[name] is not None] for name in ("ndcg", "repeats", "also")}
    means = {name: sum(values) / len(values) for name, values in columns.items()}
    print("similar:", {name: round(value, 3) for name, value in means.items()})
    return means


if __name__ == "__main__":
    place = Path(sys.argv[1])
    both = measure_stories(place, with_notes="--analyze" in sys.argv)
    print(f"stories mean b3x {sum(both[:2]) / 2:.3f} on the reference windows, {sum(both) / len(both):.3f} on all four")
    measure_similar(place)
