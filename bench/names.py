"""Score `NameLedger.same` on labelled pairs of names.

usage: python bench/names.py PAIRS.jsonl [--archive ARTICLES.jsonl.gz] [--limit N] [--kinds]

Pairs have "a", "b", "same" and "kind". With --archive, variants are learned from the archive's articles first. Only figures are
printed: precision, recall, F1, and recall (for look-alikes: share called apart) of each kind.
"""

import argparse
import gzip
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from siyaq import arabic
from siyaq.arabic.ledger import NameLedger


def texts(path: Path, limit: int) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for _, line in zip(range(limit), lines, strict=False):
            row = json.loads(line)
            yield f"{row['title']}\n{row['text']}"


def score(ledger: NameLedger, rows: list[dict[str, object]]) -> dict[str, object]:
    said = [ledger.same(str(r["a"]), str(r["b"])).same for r in rows]
    hits = sum(s and bool(r["same"]) for s, r in zip(said, rows, strict=True))
    precision, recall = hits / max(1, sum(said)), hits / max(1, sum(bool(r["same"]) for r in rows))
    right, total = Counter[str](), Counter[str]()
    for s, r in zip(said, rows, strict=True):
        total[str(r["kind"])] += 1
        right[str(r["kind"])] += s == bool(r["same"])
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 4),
        "right": {kind: f"{right[kind]}/{total[kind]}" for kind in sorted(total)},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--limit", type=int, default=1_000_000)
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.pairs.read_text("utf-8").splitlines() if line.strip()]
    ledger = arabic.default_ledger()
    start = time.process_time()
    if args.archive:
        learned = arabic.learn_names(texts(args.archive, args.limit))
        ledger = ledger.with_learned(learned.groups, learned.apart)
    learned_s = time.process_time() - start
    start = time.process_time()
    result = score(ledger, rows)
    taught = {"groups": len(ledger.learned), "apart": len(ledger.apart)}
    print(
        json.dumps(
            {
                **result,
                **taught,
                "learning_s": round(learned_s, 1),
                "pairs_per_s": round(len(rows) / (time.process_time() - start)),
            }
        )
    )


if __name__ == "__main__":
    main()
