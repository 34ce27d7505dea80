"""Make `src/siyaq/link/data/relations.json` from the labelled pairs for development.

    OMP_NUM_THREADS=1 python tools/fit_relations.py ../shared

A multinomial logistic regression on scaled signals, classes weighed alike (the figure is a macro mean). The scaling is folded
into the weights. Prints the cross-validated macro F1 on these pairs; those for the figure are never read.
"""

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

from relations import macro_f1, read_pairs, read_tellings

from siyaq.link.relation import KINDS, SIGNALS, relation_signals

TARGET = Path(__file__).resolve().parents[1] / "src" / "siyaq" / "link" / "data" / "relations.json"
INVERSE_STRENGTH = 0.3  # of the L2 penalty; .05 to 1 differ by .01
FOLDS, REPEATS = 8, 6


def main(shared: Path) -> None:
    """Fit, cross-validate and write."""
    pairs = [pair for pair in read_pairs() if not pair.is_test]
    known = read_tellings(shared, pairs)
    values = np.array([relation_signals(known[p.earlier], known[p.later]) for p in pairs])
    gold = np.array([KINDS.index(p.relation) for p in pairs])  # type: ignore[arg-type]
    regression = LogisticRegression(C=INVERSE_STRENGTH, class_weight="balanced", max_iter=2000, tol=1e-8)
    model = make_pipeline(StandardScaler(), regression)
    figures = []
    for seed in range(REPEATS):
        folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
        found = cross_val_predict(model, values, gold, cv=folds)
        figures.append(macro_f1([KINDS[g] for g in gold], [KINDS[f] for f in found]))
    print(f"{len(pairs)} pairs, cross-validated macro F1 {np.mean(figures):.3f}")
    model.fit(values, gold)
    scaler = model[0]
    weights = regression.coef_ / scaler.scale_
    bias = regression.intercept_ - weights @ scaler.mean_
    made = {
        "weights": {
            kind: {name: round(float(w), 4) for name, w in zip(SIGNALS, row, strict=True)}
            for kind, row in zip(KINDS, weights, strict=True)
        },
        "bias": {kind: round(float(b), 4) for kind, b in zip(KINDS, bias, strict=True)},
    }
    TARGET.write_text(json.dumps(made, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
