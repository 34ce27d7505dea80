"""Make the data files of `siyaq.link`: background counts and the pair score.

    python tools/fit_pairs.py background ../shared     counts over the ANT archive -> background.json.gz
    python tools/fit_pairs.py pairs ../shared          pair score from the labelled windows -> pairs.json
    python tools/fit_pairs.py check ../shared          b3x of each window with a score fitted on the others alone, with vectors
                                                       and without, and with one fitted on all

Background counts leave out the days around the reference data's windows, so that the figures on those are not flattered. The
pair score weighs each pair of one story by 1 / its size (or a story of a hundred reports would decide everything). Labelled
are the two windows of the reference data and six of our own (`bench/labels/stories_*.tsv`, by the same guide, ids only): two
days each of October 2018 (a running affair), August and July 2018, and three days of nine Saudi papers of 2015, full of
templates.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

from labelled import MORE, WINDOWS, article_from_row, load_scorer, read_rows, read_window

from siyaq import arabic
from siyaq.analyze import analyze
from siyaq.link import Linker
from siyaq.link.background import dot
from siyaq.link.batch import Batch
from siyaq.link.bucket import Buckets, Entry
from siyaq.link.feature import ArticleFeatures, features
from siyaq.link.pair import HEADLINE_SIGNALS, SIGNALS, PairModel, headline_signals, model_from_json, pair_signals
from siyaq.link.reading import _content_lemma, _opening
from siyaq.types import Article

DATA = Path(__file__).resolve().parents[1] / "src" / "siyaq" / "link" / "data"
Window = tuple[list[ArticleFeatures], dict[str, str]]
Rows = tuple[list[Any], list[bool], list[float]]
LEAST = 5  # counts below are left out of the table: half of all lemmas, and what a reader could trace to one article
MARGIN = timedelta(days=4)
DEV_DAYS = (
    (datetime(2018, 5, 8, tzinfo=UTC), datetime(2018, 5, 11, tzinfo=UTC)),
    (datetime(2018, 6, 10, tzinfo=UTC), datetime(2018, 6, 13, tzinfo=UTC)),
)
LEAST_COSINE = 0.04  # headlines below are never of one story (below 1% of them)
NEAREST = 60  # articles that the linker would look at
NEGATIVE_WEIGHT = 1 / 8
# Cosine of openings from which pairs are fitted to: lower than `LEAST_BODY`, so that easy ones say something too.
LEAST_FITTED = 0.05
# Inverse strength of the penalty on weights of standardised signals. With 1 held-out windows lose .005.
PENALTY, HEADLINE_PENALTY = 0.1, 1.0
# Of .22 to .36 and .5 to .7, each window with a score fitted on the other five; means of b3x lie within .005 around them.
JOIN, JOIN_ONE = 0.27, 0.6
VECTORS = ("vector", "head_vector", "start_vector")


def read_archive(shared: Path) -> Iterator[Article]:
    """The ANT archive: first article of every URL, CNN texts under 200 characters left out."""
    seen: set[str] = set()
    for row in read_rows(shared, "ant_multisource"):
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


def read_features(shared: Path, window: str) -> Window:
    """Features of a labelled window with the notes of `analyze`, in order of publication, and the story of each article."""
    articles, gold = read_window(shared, window)
    return [features(a, analyze(a.title, a.text, a.published, ())) for a in articles], gold


def rows_of(window: Window) -> Rows:
    """Signals, labels and weights of each article's pairs with those before it that the linker would look at."""
    known, gold = window
    sizes = Counter(gold.values())
    buckets = Buckets(lambda _: [], lambda _: None, 24)
    rows, labels, weights = [], [], []
    for one in known:
        buckets.ensure(one.when)
        current = buckets.current(one.when)
        for other in buckets.near(one, NEAREST):
            if dot(one.body, other.features.body) < LEAST_FITTED:
                continue
            same = gold[one.id] == other.story
            rows.append(pair_signals(one, other.features, current))
            labels.append(same)
            weights.append(1 / sizes[other.story] if same else NEGATIVE_WEIGHT)
        buckets.add(Entry(features=one, story=gold[one.id]))
    return rows, labels, weights


def read_headlines(shared: Path, window: str) -> Window:
    """The same of a window's headlines without their texts."""
    articles, gold = read_window(shared, window)
    return [features(replace(a, text=""), analyze(a.title, "", a.published)) for a in articles], gold


def rows_of_headlines(known: list[ArticleFeatures], gold: dict[str, str]) -> Rows:
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


def fit(parts: list[Rows], names: tuple[str, ...] = SIGNALS, penalty: float = PENALTY) -> dict[str, Any]:
    """Weights of the unscaled signals."""
    rows, labels, weights = (np.concatenate([np.asarray(part[i]) for part in parts]) for i in range(3))
    model = make_pipeline(StandardScaler(), LogisticRegression(C=penalty, max_iter=2000))
    model.fit(rows, labels, logisticregression__sample_weight=weights)
    scale, line = model[0], model[1]
    slopes = line.coef_[0] / scale.scale_
    bias = float(line.intercept_[0] - (slopes * scale.mean_).sum())
    return {"bias": round(bias, 4), "weights": {n: round(float(v), 4) for n, v in zip(names, slopes, strict=True)}}


def fit_headlines(shared: Path) -> dict[str, Any]:
    """Weights for headlines without texts."""
    return fit([rows_of_headlines(*read_headlines(shared, window)) for window in WINDOWS], HEADLINE_SIGNALS, HEADLINE_PENALTY)


def fit_whole(parts: list[Rows], headline: dict[str, Any]) -> dict[str, Any]:
    """What stands in pairs.json: the mean of a score that sees the window's counts and of one that does not.

    The first alone tears new archives' stories apart (demo: recall .67), the second joins what only shares the archive's own
    words (precision .75); their mean is better than either on all labelled windows.
    """
    now = tuple(name for name in SIGNALS if name.startswith("now"))
    seeing, blind = fit(parts), fit([without(part, now) for part in parts])
    weights = {name: round((value + blind["weights"][name]) / 2, 4) for name, value in seeing["weights"].items()}
    bias = round((seeing["bias"] + blind["bias"]) / 2, 4)
    return {"join": JOIN, "join_one": JOIN_ONE, "bias": bias, "weights": weights, "headline": headline}


def without(part: Rows, names: tuple[str, ...]) -> Rows:
    """Rows in which some signals say nothing, so that the fit gives them no weight."""
    rows = np.array(part[0])
    rows[:, [SIGNALS.index(name) for name in names]] = 0.0
    return list(rows), *part[1:]


def make_pairs(shared: Path) -> None:
    """Fit on all windows for the package."""
    whole = fit_whole([rows_of(read_features(shared, window)) for window in (*WINDOWS, *MORE)], fit_headlines(shared))
    (DATA / "pairs.json").write_text(json.dumps(whole, indent=1) + "\n")


def check_pairs(shared: Path) -> None:
    """Print b3x of each window with a score fitted on the others, with vectors and without, and with one fitted on all."""
    scorer = load_scorer(shared, "score_stories")
    windows = {name: read_features(shared, name) for name in (*WINDOWS, *MORE)}
    rows, headline = {name: rows_of(window) for name, window in windows.items()}, fit_headlines(shared)
    whole = model_from_json(fit_whole(list(rows.values()), headline))
    for name, window in windows.items():
        parts = [part for other, part in rows.items() if other != name]
        held = b3x(scorer, window, model_from_json(fit_whole(parts, headline)))
        plain = b3x(scorer, window, model_from_json(fit_whole([without(part, VECTORS) for part in parts], headline)))
        fitted = b3x(scorer, window, whole)
        print(name, "fitted on others:", held, "without vectors:", plain, "on all:", fitted, flush=True)


def b3x(scorer: ModuleType, window: Window, model: PairModel) -> list[float]:
    """B-cubed precision, recall and F1 over articles that share a story in gold or prediction, one by one."""
    known, gold = window
    linker = Linker(pairs=Batch(model))
    for one in known:
        linker.place(Article(id=one.id), known=one)
    found = {one.id: linker.story_of(one.id) for one in known}
    return [round(float(figure), 3) for figure in scorer.score(gold, found)["b3x"]]


COMMANDS = {"background": make_background, "pairs": make_pairs, "check": check_pairs}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](Path(sys.argv[2]))
