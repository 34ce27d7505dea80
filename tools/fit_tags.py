"""Fit the weights of siyaq.analyze.tag on labelled articles and print them with cross-validated F1 of the first seven tags.

usage: fit_tags.py ARTICLES.jsonl GOLD.jsonl FOLDER_OF_SCORERS
"""

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from siyaq.analyze import tag as tags
from siyaq.analyze.entity import groups_of
from siyaq.analyze.stream import read

OUT = Path(tags.__file__).parent / "data" / "tag_weights.tsv"
INVERSE_STRENGTH = 0.3
FOLDS = 10
NOT_FITTED = {"publisher": 3.0}  # the labelled articles come without publisher's tags; set by hand


def main() -> None:
    """Read, fit, print."""
    articles, gold_path, scorers = sys.argv[1:4]
    sys.path.insert(0, scorers)
    from fold import f1, same_phrase

    gold = {g["id"]: g["tags"] for g in map(json.loads, Path(gold_path).read_text("utf-8").splitlines())}
    names = [f for f in tags.FEATURES if f not in NOT_FITTED]
    pools, rows, labels = [], [], []
    for a in map(json.loads, Path(articles).read_text("utf-8").splitlines()):
        stream = read(f"{a['title']}\n{a['text']}")
        pool = tags.find_candidates(stream, groups_of(stream), len(a["title"]), ())
        right = [any(same_phrase(c.text, v) for g in gold[a["id"]] for v in [g["tag"], *g["variants"]]) for c in pool]
        pools.append((a["id"], pool))
        rows.append(np.array([[c.features.get(f, 0.0) for f in names] for c in pool]))
        labels.append(np.array(right))

    def fit(which: list[int]) -> np.ndarray:
        model = LogisticRegression(C=INVERSE_STRENGTH, max_iter=3000, fit_intercept=False)
        model.fit(np.vstack([rows[i] for i in which]), np.concatenate([labels[i] for i in which]))
        return model.coef_[0]

    def hits(i: int, weights: np.ndarray) -> tuple[int, int, int, int]:
        article, pool = pools[i]
        tags.weights().update(zip(names, map(float, weights), strict=True))
        got = [t.tag for t in tags.choose(pool)][:7]
        right = [[g["tag"], *g["variants"]] for g in gold[article]]
        hit_p = sum(any(same_phrase(p, v) for r in right for v in r) for p in got)
        hit_g = sum(any(same_phrase(p, v) for p in got for v in r) for r in right)
        return hit_p, len(got), hit_g, len(right)

    total = np.zeros(4, int)
    for train, test in KFold(FOLDS, shuffle=True, random_state=1).split(pools):
        weights = fit(list(train))
        for i in test:
            total += hits(i, weights)
    print("cross-validated", [round(x, 4) for x in f1(*map(int, total))])
    weights = fit(list(range(len(pools))))
    fitted = sum((np.array(hits(i, weights)) for i in range(len(pools))), np.zeros(4, int))
    print("fitted on all  ", [round(x, 4) for x in f1(*map(int, fitted))])
    print("candidates hold", round(sum(int(x.any()) and int(x.sum()) for x in labels) / len(pools), 2), "right ones an article")
    lines = [f"{n}\t{w:.2f}" for n, w in [*zip(names, weights, strict=True), *NOT_FITTED.items()]]
    OUT.write_text("# Made by tools/fit_tags.py from the labelled development articles.\n" + "\n".join(lines) + "\n", "utf-8")
    print(lines)


if __name__ == "__main__":
    main()
