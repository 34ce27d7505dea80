"""What e5 (the extra) adds to linking, beside `bench/linking.py`, with the same windows and scorers.

    python bench/linking_e5.py [../shared] [--vectors FILE]

Stories: the cosine of two articles is added to the pair score's logit, weighed and less a usual one. Both numbers are the best
of a small grid on the other windows, so that each figure is of a window that did not choose them. Similar: the cosine is added
to the nearness of two articles, weighed as is best on the other half of the queries. A vector takes a tenth of a second;
`--vectors` names a file that keeps them.
"""

import argparse
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import numpy as np
from labelled import MORE, SHARED, WINDOWS, load_scorer, read_articles, read_window
from linking import similar_rows

from siyaq.analyze import analyze
from siyaq.dense import E5, passage_text
from siyaq.index import VectorShelf
from siyaq.link import ArticleFeatures, Linker, similar
from siyaq.link.batch import OneByOne
from siyaq.link.current import Current
from siyaq.link.pair import PairModel, default_model
from siyaq.types import Article

WEIGHTS, USUAL = (10.0, 20.0, 40.0), (0.88, 0.9, 0.92)
NEARNESS_WEIGHTS, NEARNESS_USUAL = (0.0, 0.5, 1.0, 2.0, 4.0), 0.85
Vectors = Mapping[str, np.ndarray]


@dataclass(frozen=True, kw_only=True)
class E5Model(PairModel):
    """The bundled pair score with e5's cosine added to its logit."""

    vectors: Vectors = field(repr=False)
    weight: float
    usual: float

    def score(self, one: ArticleFeatures, two: ArticleFeatures, current: Current | None = None) -> float:
        """Score 0..1 of a pair."""
        plain = PairModel.score(self, one, two, current)
        if not 0 < plain < 1:
            return plain
        cosine = float(self.vectors[one.id] @ self.vectors[two.id])
        return 1 / (1 + math.exp(-math.log(plain / (1 - plain)) - self.weight * (cosine - self.usual)))


def embed(articles: Iterable[Article], shelf: VectorShelf) -> dict[str, np.ndarray]:
    """Vectors of articles by id, those of the file first."""
    encoder, found = E5(), {}
    for article in articles:
        text = passage_text(article.title, article.text)
        known = shelf.get([text])
        if not known:
            known = {text: encoder.passage(text)}
            shelf.put(known)
        found[article.id] = known[text]
    return found


def model_with(vectors: Vectors, weight: float, usual: float) -> PairModel:
    """The bundled model with e5."""
    base = default_model()
    own = {name: getattr(base, name) for name in PairModel.__dataclass_fields__}
    return E5Model(**own, vectors=vectors, weight=weight, usual=usual)


def measure_stories(shared: Path, shelf: VectorShelf) -> None:
    """Print b3x of each window, by the bundled score and with e5."""
    scorer, grid = load_scorer(shared, "score_stories"), list(product(WEIGHTS, USUAL))
    figures: dict[str, dict[tuple[float, float] | None, float]] = {}
    for window in (*WINDOWS, *MORE):
        articles, gold = read_window(shared, window)
        vectors = embed(articles, shelf)
        notes = {a.id: analyze(a.title, a.text, a.published, a.tags) for a in articles}
        models = {None: None, **{setting: model_with(vectors, *setting) for setting in grid}}
        figures[window] = {key: b3x_of(scorer, gold, articles, notes, model) for key, model in models.items()}
    for window, own in figures.items():
        best = max(grid, key=lambda setting: sum(f[setting] for name, f in figures.items() if name != window))
        print(f"stories {window}: b3x {own[None]:.3f}, with e5 {own[best]:.3f} (weight, usual: {best})", flush=True)


def b3x_of(
    scorer: ModuleType, gold: dict[str, str], articles: list[Article], notes: Mapping[str, Any], model: PairModel | None
) -> float:
    """b3x F1 of articles in order of publication."""
    linker = Linker(pairs=OneByOne(model) if model else None)
    for article in articles:
        linker.place(article, notes[article.id])
    return float(scorer.score(gold, {article.id: linker.story_of(article.id) for article in articles})["b3x"][2])


def measure_similar(shared: Path, shelf: VectorShelf) -> None:
    """Print nDCG@10 of similar articles over the judged pool, by the bundled nearness and with e5."""
    scorer = load_scorer(shared, "score_similar")
    gold = scorer.read(shared / "gold" / "dev" / "similar" / "similar.gold.jsonl")
    wanted = {g["query"] for g in gold} | {j["id"] for g in gold for j in g["judged"]}
    vectors = embed(read_articles(shared, wanted, "ant_multisource").values(), shelf)
    rows = {}
    for weight in NEARNESS_WEIGHTS:
        with patch.object(similar, "nearness", nearness_with(vectors, weight)):
            rows[weight] = [row["ndcg"] for row in similar_rows(shared)]
    halves = (slice(0, None, 2), slice(1, None, 2))
    chosen = []
    for own, other in (halves, halves[::-1]):
        best = max(NEARNESS_WEIGHTS, key=lambda weight: sum(rows[weight][other]))
        chosen += rows[best][own]
    print("similar, nDCG@10 by weight:", {w: round(sum(r) / len(r), 3) for w, r in rows.items()})
    print(f"similar: ndcg {sum(rows[0.0]) / len(gold):.3f}, with e5 {sum(chosen) / len(gold):.3f} (weight of the other half)")


def nearness_with(vectors: Vectors, weight: float) -> Any:
    """`similar.nearness` with e5."""
    plain = similar.nearness

    def nearness(one: ArticleFeatures, two: ArticleFeatures, *known: float) -> float:
        found = plain(one, two, *known)
        if weight == 0 or found == 0:
            return found
        return max(1e-6, found + weight * (float(vectors[one.id] @ vectors[two.id]) - NEARNESS_USUAL))

    return nearness


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--vectors", default=None)
    given = parser.parse_args()
    shelf = VectorShelf(given.vectors, E5.name)
    measure_similar(given.shared, shelf)
    measure_stories(given.shared, shelf)


if __name__ == "__main__":
    main()
