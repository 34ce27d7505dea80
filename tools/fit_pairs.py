"""Make the data files of `siyaq.link`: background counts and the pair score.

    python tools/fit_pairs.py background ../shared     counts over the ANT archive -> background.json.gz
    python tools/fit_pairs.py pairs ../shared          pair score from the labelled windows -> pairs.json

Background counts leave out the days around the labelled windows, so that the figures on those are not flattered. The pair
score weighs each pair of one story by 1 / its size (or a story of a hundred reports would decide everything) and is
cross-validated window against window; the bundled weights are fitted on both.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from siyaq import arabic
from siyaq.analyze import analyze
from siyaq.link.background import dot
from siyaq.link.feature import ArticleFeatures, features
from siyaq.link.pair import HEADLINE_SIGNALS, SIGNALS, headline_signals, pair_signals
from siyaq.link.reading import _content_lemma, _opening
from siyaq.types import Article

DATA = Path(__file__).resolve().parents[1] / "src" / "siyaq" / "link" / "data"
WINDOWS = ("w1_may", "w2_june")
LEAST = 5  # counts below are left out of the table: half of all lemmas, and what a reader could trace to one article
MARGIN = timedelta(days=4)
DEV_DAYS = (
    (datetime(2018, 5, 8, tzinfo=UTC), datetime(2018, 5, 11, tzinfo=UTC)),
    (datetime(2018, 6, 10, tzinfo=UTC), datetime(2018, 6, 13, tzinfo=UTC)),
)
LEAST_COSINE = 0.04  # pairs below are never of one story (below 1% of them)
NEGATIVE_WEIGHT = 1 / 8
JOIN = 0.3  # best of .3, .35, .4 on both windows (b3x .836; .3 and .35 alike, .83, window against window)


def article_from_row(row: dict[str, Any]) -> Article:
    """An article of the JSONL files."""
    when = datetime.fromisoformat(row["published"]).replace(tzinfo=UTC) if row.get("published") else None
    text = row.get("text") or ""
    return Article(
        id=row["id"], source=row["source"], title=row.get("title") or "", text=text, section=row.get("section"), published=when
    )


def read_archive(shared: Path) -> Iterator[Article]:
    """The ANT archive: first article of every URL, CNN texts under 200 characters left out."""
    seen: set[str] = set()
    with gzip.open(shared / "data" / "ant_multisource.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["url"] in seen or (row["source"] == "CNN" and len(row["text"] or "") < 200):
                continue
            seen.add(row["url"])
            yield article_from_row(row)


def make_background(shared: Path) -> None:
    """Count in how many articles each lemma and each 4-gram of a headline stands."""
    lemmas: Counter[str] = Counter()
    grams: Counter[str] = Counter()
    total = 0
    for article in read_archive(shared):
        if article.when is None or any(a - MARGIN <= article.when < b + MARGIN for a, b in DEV_DAYS):
            continue
        total += 1
        words = arabic.words(f"{article.title}\n{_opening(article.text)}")
        lemmas.update({lemma for word in words if (lemma := _content_lemma(word))})
        grams.update(set(arabic.char_ngrams(article.title, 4)))
    kept = {"lemmas": lemmas, "grams": grams}
    table = {"articles": total, "least": LEAST} | {
        k: {t: n for t, n in sorted(c.items()) if n >= LEAST} for k, c in kept.items()
    }
    raw = json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()
    (DATA / "background.json.gz").write_bytes(gzip.compress(raw, 9, mtime=0))
    print(f"{total} articles, {len(table['lemmas'])} lemmas, {len(table['grams'])} grams")


def read_window(shared: Path, window: str) -> tuple[list[ArticleFeatures], dict[str, str]]:
    """Features of a labelled window with the notes of `analyze`, and the story of each article."""
    folder = shared / "gold" / "dev" / "stories"
    articles = [article_from_row(json.loads(line)) for line in (folder / f"{window}.jsonl").open(encoding="utf-8")]
    gold = {row["id"]: row["story"] for row in map(json.loads, (folder / f"{window}.gold.jsonl").open(encoding="utf-8"))}
    return [features(a, analyze(a.title, a.text, a.published, ())) for a in articles], gold


def rows_of(known: list[ArticleFeatures], gold: dict[str, str]) -> tuple[list[Any], list[bool], list[float]]:
    """Signals, labels and weights of all pairs that could be of one story."""
    sizes = Counter(gold.values())
    rows, labels, weights = [], [], []
    for i, one in enumerate(known):
        for two in known[:i]:
            if dot(one.body, two.body) >= LEAST_COSINE:
                same = gold[one.id] == gold[two.id]
                rows.append(pair_signals(one, two))
                labels.append(same)
                weights.append(1 / sizes[gold[one.id]] if same else NEGATIVE_WEIGHT)
    return rows, labels, weights


def read_headlines(shared: Path, window: str) -> tuple[list[ArticleFeatures], dict[str, str]]:
    """The same of a window's headlines without their texts."""
    folder = shared / "gold" / "dev" / "stories"
    articles = [
        article_from_row(json.loads(line) | {"text": ""}) for line in (folder / f"{window}.jsonl").open(encoding="utf-8")
    ]
    gold = {row["id"]: row["story"] for row in map(json.loads, (folder / f"{window}.gold.jsonl").open(encoding="utf-8"))}
    return [features(a, analyze(a.title, "", a.published)) for a in articles], gold


def rows_of_headlines(known: list[ArticleFeatures], gold: dict[str, str]) -> tuple[list[Any], list[bool], list[float]]:
    """Signals, labels and weights of all pairs of headlines that share 4-grams, or are of one story."""
    sizes = Counter(gold.values())
    rows, labels, weights = [], [], []
    for i, one in enumerate(known):
        for two in known[:i]:
            same = gold[one.id] == gold[two.id]
            if same or dot(one.grams, two.grams) >= LEAST_COSINE:
                rows.append(headline_signals(one, two))
                labels.append(same)
                weights.append(1 / sizes[gold[one.id]] if same else NEGATIVE_WEIGHT)
    return rows, labels, weights


def fit(parts: list[tuple[list[Any], list[bool], list[float]]], names: tuple[str, ...] = SIGNALS) -> dict[str, Any]:
    """Weights of the unscaled signals."""
    rows, labels, weights = (np.concatenate([np.asarray(part[i]) for part in parts]) for i in range(3))
    model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=2000))
    model.fit(rows, labels, logisticregression__sample_weight=weights)
    scale, line = model[0], model[1]
    slopes = line.coef_[0] / scale.scale_
    bias = float(line.intercept_[0] - (slopes * scale.mean_).sum())
    return {"bias": round(bias, 4), "weights": {n: round(float(v), 4) for n, v in zip(names, slopes, strict=True)}}


def make_pairs(shared: Path, folder: Path = DATA) -> None:
    """Fit on both windows for the package, and on each alone for cross-validation (beside it when `folder` says where)."""
    parts = {window: rows_of(*read_window(shared, window)) for window in WINDOWS}
    headline = fit([rows_of_headlines(*read_headlines(shared, window)) for window in WINDOWS], HEADLINE_SIGNALS)
    whole = {"join": JOIN, **fit(list(parts.values())), "headline": headline}
    (DATA / "pairs.json").write_text(json.dumps(whole, indent=1) + "\n")
    if folder != DATA:
        for window, part in parts.items():
            alone = {"join": JOIN, **fit([part]), "headline": headline}
            (folder / f"pairs.{window}.json").write_text(json.dumps(alone, indent=1) + "\n")


if __name__ == "__main__":
    if sys.argv[1] == "background":
        make_background(Path(sys.argv[2]))
    else:
        make_pairs(Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else DATA)
