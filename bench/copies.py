"""Figures of copies: on pairs of SaudiNewsNet that were read, and on the copies that the replay server declares.

    python bench/copies.py [../shared] [--steps 16] [--seeds 8] [--without-replay]

The pairs are `bench/labels/copies_saudi.tsv` (docs/explanation/linking.md has the rule): "development" chose the thresholds,
"figure" and "fresh" did not, and families of texts that are alike lie in one part as wholes. Each part is printed twice: what
`copy_share` says, and what the linker finds, which compares articles up to three days apart. The strata were drawn with care
for hard pairs, so the figures are below those of pairs as they come, which the last line estimates.

The replay server plays two days of June 2018; `siyaq fetch` visits it in steps. Precision counts notes between articles of two
outlets: the data's own copies, which nobody declared, count against it and are printed. Which articles are copied hangs on the
server's seed, so both its windows are linked with `--seeds` seeds besides, without the web between.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from labelled import LABELS, SHARED, WINDOWS, read_articles

import siyaq
from siyaq.analyze import analyze
from siyaq.link import features
from siyaq.link.bucket import REACH_S
from siyaq.link.copy import copy_share, is_earlier
from siyaq.types import Article, Source

START = datetime(2018, 6, 10, 12, tzinfo=UTC)
HOURS = 64
# Pairs of at least .9 TF-IDF cosine of each kind, of which the labelled ones are a sample; those not listed are parts of these.
OCCUR = {"outlets": 6789, "same-outlet": 539, "identical": 550}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two articles by id, and whether a reader took them for copies."""

    ids: tuple[str, str]
    is_copy: bool
    drawn: str  # stratum
    part: str  # development, figure or fresh


def read_pairs() -> list[Pair]:
    """The labelled pairs."""
    rows = (line.split("\t") for line in (LABELS / "copies_saudi.tsv").read_text("utf-8").splitlines()[1:])
    return [Pair(ids=(one, two), is_copy=label == "copy", drawn=drawn, part=part) for one, two, label, drawn, part in rows]


def judge(shared: Path, pairs: list[Pair]) -> list[tuple[Pair, bool, bool]]:
    """Each pair with whether it is found, and whether the linker would meet it."""
    wanted = {i for pair in pairs for i in pair.ids}
    articles = read_articles(shared, wanted, "saudinewsnet").values()
    known = {a.id: features(a, analyze(a.title, a.text, a.published, ())) for a in articles}
    made = []
    for pair in pairs:
        one, two = (known[i] for i in pair.ids)
        first, second = (one, two) if is_earlier(one, two) else (two, one)
        made.append((pair, copy_share(second, first) > 0, abs(one.when - two.when) <= REACH_S))
    return made


def precision_recall(gold: list[bool], found: list[bool]) -> tuple[float, float]:
    """Of decisions."""
    right = sum(g and f for g, f in zip(gold, found, strict=True))
    return right / max(1, sum(found)), right / max(1, sum(gold))


def measure_pairs(shared: Path) -> dict[str, tuple[float, float]]:
    """Print the figures of the pairs; precision and recall of each part, whatever the time apart."""
    judged, figures = judge(shared, read_pairs()), {}
    for part in ("development", "figure", "fresh"):
        rows = [row for row in judged if row[0].part == part]
        gold = [pair.is_copy for pair, _, _ in rows]
        figures[part] = precision_recall(gold, [found for _, found, _ in rows])
        linked = precision_recall(gold, [found and near for _, found, near in rows])
        print(
            f"{part}: precision {figures[part][0]:.3f}, recall {figures[part][1]:.3f}"
            f" (linker {linked[0]:.3f}, {linked[1]:.3f}) on {sum(gold)} copies and {len(gold) - sum(gold)} others"
        )
    print_estimate([row for row in judged if row[0].drawn in OCCUR])
    return figures


def print_estimate(judged: list[tuple[Pair, bool, bool]]) -> None:
    """The linker's figures where each kind of pair weighs as much as it occurs."""
    sizes = Counter(pair.drawn for pair, _, _ in judged)
    weight = {kind: OCCUR[kind] / n for kind, n in sizes.items()}
    right = sum(weight[p.drawn] for p, found, near in judged if p.is_copy and found and near)
    found = sum(weight[p.drawn] for p, said, near in judged if said and near)
    gold = sum(weight[p.drawn] for p, _, _ in judged if p.is_copy)
    print(f"pairs as they come, by the linker: precision {right / found:.3f}, recall {right / gold:.3f} ({len(judged)} pairs)")


@contextmanager
def replay(shared: Path) -> Iterator[str]:
    """The replay server; its address."""
    data = shared / "gold" / "dev" / "stories" / "w2_june.jsonl"
    command = [sys.executable, str(shared / "replay" / "replay.py"), "--port", "0", "--data", str(data), "--seed", "2"]
    command += ["--clock", f"{START:%Y-%m-%dT%H:%MZ}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield json.loads(server.stdout.readline())["base"]
        finally:
            server.terminate()


def fetch_all(base: str, db: str, steps: int) -> dict[str, str]:
    """Visit the server in steps of virtual time; address of each declared copy -> address of its original."""
    for step in range(steps):
        now = START + timedelta(hours=HOURS) * (step / (steps - 1))
        urllib.request.urlopen(f"{base}/_clock?to={now:%Y-%m-%dT%H:%M:%SZ}").close()
        host = base.removeprefix("http://")
        command = [sys.executable, "-m", "siyaq.cli", "fetch", "--once", "--all", "--json", "--allow-host", host, "--db", db]
        known = {**os.environ, "SIYAQ_NOW": now.isoformat()}
        subprocess.run([*command, "--outlets", f"{base}/outlets.opml"], check=True, env=known, capture_output=True)
    with urllib.request.urlopen(f"{base}/_gold") as answer:
        rows = [json.loads(line) for line in answer.read().splitlines()]
    address = {row["id"]: row["url"] for row in rows}
    return {row["url"]: address[row["copy_of"]] for row in rows if row["copy_of"]}


def measure_replay(shared: Path, steps: int) -> None:
    """Print precision and recall on the declared copies, and whether each names its original."""
    with tempfile.TemporaryDirectory() as folder, replay(shared) as base:
        db = f"sqlite:///{folder}/news.db"
        declared = fetch_all(base, db, steps)
        with siyaq.open(db) as engine:
            articles = {a.id: a for a in engine.store.all_articles()}
            notes = [n for n in engine.store.copies(list(articles)) if n.article != n.original]
    url = {i: a.url or "" for i, a in articles.items()}
    arrived = {u: o for u, o in declared.items() if u in url.values() and o in url.values()}
    found = {url[n.article]: url[n.original] for n in notes}
    print(f"declared copies that arrived with their originals: {len(arrived)}")
    print(f"  recall {sum(u in found for u in arrived) / max(1, len(arrived)):.3f}", end=", ")
    print(f"the original named {sum(found.get(u) == o for u, o in arrived.items()) / max(1, len(arrived)):.3f}")
    across = [n for n in notes if articles[n.article].source != articles[n.original].source]
    others = [n for n in across if url[n.article] not in declared and url[n.original] not in declared]
    print(f"  notes between two outlets: {len(across)}, precision {1 - len(others) / max(1, len(across)):.3f}; undeclared:")
    for n in others:
        print(f"    {n.share:.2f} {articles[n.article].title} | {articles[n.original].title}")


def measure_worlds(shared: Path, seeds: int) -> None:
    """Link what the replay server would play with each seed; print how many declared copies are found, and what else is.

    Outlets publish one text twice; a copy then names the first of them, which is an original of the declared one's group too.
    """
    sys.path.insert(0, str(shared / "replay"))
    server: Any = importlib.import_module("replay")
    declared = named = grouped = 0
    undeclared: dict[frozenset[str], str] = {}
    for window in WINDOWS:
        for seed in range(1, seeds + 1):
            templates = server.load_templates(str(shared / "replay" / "templates"))
            world = server.World(str(shared / "gold" / "dev" / "stories" / f"{window}.jsonl"), templates, seed)
            original = link_world(world)
            truth = {a.id: a.copy_of.id for a in world.order if a.copy_of}
            declared += len(truth)
            named += sum(original.get(copy) == source for copy, source in truth.items())
            grouped += sum(original.get(copy) in (source, original.get(source)) for copy, source in truth.items())
            known = {a.id: a for a in world.order}
            for copy, source in original.items():
                one, two = known[copy], known[source]
                if one.outlet is not two.outlet and one.copy_of is None and two.copy_of is None:
                    undeclared[frozenset((copy, source))] = f"{one.title} | {two.title}"
    print(f"{declared} declared copies in {2 * seeds} runs: {named} name their original, {grouped} it or what it copies")
    print(f"  other pairs of two outlets, {len(undeclared)} in all:", *sorted(undeclared.values()), sep="\n    ")


def link_world(world: Any) -> dict[str, str]:
    """Copy -> original, of a world of the replay server, by ids of the world."""
    drafts = []
    for a in world.order:
        text = "\n\n".join([*a.paras, *([a.attribution] if a.attribution else [])])
        known = {"source": a.outlet.slug, "section": a.category or None, "published": datetime.fromtimestamp(a.pub, UTC)}
        drafts.append(Article(external_id=a.id, title=a.title, text=text, **known))
    with siyaq.open("memory:") as engine:
        for outlet in world.outlets.values():
            engine.store.put_source(Source(id=outlet.slug, name=outlet.name))
        engine.add(drafts, workers=1, index=False)
        name = {a.id: a.public_id for a in engine.store.all_articles()}
        notes = engine.store.copies(list(name))
    return {name[n.article]: name[n.original] for n in notes if n.article != n.original}


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--steps", type=int, default=16)
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--without-replay", action="store_true")
    given = parser.parse_args()
    measure_pairs(given.shared)
    if not given.without_replay:
        measure_replay(given.shared, given.steps)
        measure_worlds(given.shared, given.seeds)


if __name__ == "__main__":
    main()
