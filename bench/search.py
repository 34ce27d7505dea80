"""Figures of search on the labelled data beside the project.

    python bench/search.py ../shared [--every N]

Builds an index in memory of the ANT archive (first article of every URL, without the feeds' summaries, which are the known-item
queries); `--every N` keeps all judged articles and one in N of the others. Prints nDCG@10 of the short queries, MRR@10 of
the known-item queries whose article is in the index, as typed and respelled, and the times.
"""

import gzip
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from linking import load_scorer

from siyaq.arabic.respell import respell
from siyaq.index import EmbeddedIndex, open_index
from siyaq.ports import IndexDocument
from siyaq.query import parse_query


def read_judged(shared: Path) -> set[str]:
    """Articles that the short queries were judged on."""
    lines = (shared / "gold" / "dev" / "search" / "short.gold.jsonl").open(encoding="utf-8")
    return {judged["id"] for row in map(json.loads, lines) for judged in row["judged"]}


def build_index(shared: Path, every: int) -> tuple[EmbeddedIndex, set[str]]:
    """The index and the ids in it."""
    judged, seen, documents = read_judged(shared), set(), {}
    with gzip.open(shared / "data" / "ant_multisource.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, row in enumerate(map(json.loads, lines)):
            if row["url"] in seen or (number % every and row["id"] not in judged):
                continue
            seen.add(row["url"])
            when = datetime.fromisoformat(row["published"]).replace(tzinfo=UTC)
            texts = {"title": row["title"] or "", "text": row["text"] or "", "summary": ""}
            rest = {"source": row["source"], "section": row.get("section") or "", "when": when, "story": "", "is_copy": False}
            documents[row["id"]] = IndexDocument(article=row["id"], **texts, **rest, tags=(), names=())
    index, start = open_index(None), time.perf_counter()
    index.put(documents.values())
    index.commit(1)
    print(f"{len(documents)} articles in, {len(documents) / (time.perf_counter() - start):.0f}/s")
    return index, set(documents)


def measure_short(shared: Path, index: EmbeddedIndex) -> float:
    """Print and return nDCG@10 of the short queries."""
    folder, scorer, total, count = shared / "gold" / "dev" / "search", load_scorer(shared, "score_short"), 0.0, 0
    for row in map(json.loads, (folder / "short.gold.jsonl").open(encoding="utf-8")):
        grade = {judged["id"]: judged["grade"] for judged in row["judged"]}
        hits = index.search(parse_query(row["query"]), k=40).hits
        got = [grade[hit.article] for hit in hits if hit.article in grade]
        total += scorer.dcg(got[:10]) / scorer.dcg(sorted(grade.values(), reverse=True)[:10])
        count += 1
    print(f"short queries: nDCG@10 {total / count:.3f}")
    return total / count


def measure_known(shared: Path, index: EmbeddedIndex, held: set[str], change: Callable[[str], str], name: str) -> float:
    """Print and return MRR@10 of the known-item queries, each changed before it is asked."""
    ranks, times = [], []
    for line in (shared / "gold" / "dev" / "search" / "known_item.tsv").open(encoding="utf-8"):
        _, relevant, text = line.rstrip("\n").split("\t", 2)
        wanted = set(relevant.split(",")) & held
        if not wanted:
            continue
        start = time.perf_counter()
        hits = index.search(parse_query(change(text)), k=10).hits
        times.append(time.perf_counter() - start)
        ranks.append(next((1 / n for n, hit in enumerate(hits, 1) if hit.article in wanted), 0.0))
    p95 = sorted(times)[int(len(times) * 0.95)] * 1000
    print(f"known item, {name}: MRR@10 {sum(ranks) / len(ranks):.3f} over {len(ranks)} queries, p95 {p95:.0f} ms")
    return sum(ranks) / len(ranks)


if __name__ == "__main__":
    place = Path(sys.argv[1])
    made, ids = build_index(place, int(sys.argv[sys.argv.index("--every") + 1]) if "--every" in sys.argv else 1)
    measure_short(place, made)
    rng = Random(1)
    measure_known(place, made, ids, lambda text: text, "as typed")
    measure_known(place, made, ids, lambda text: respell(text, rng), "respelled")
