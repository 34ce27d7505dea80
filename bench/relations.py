"""Figures of relations inside an affair on labelled pairs that the weights do not know.

    python bench/relations.py [../shared]

Prints precision, recall and F1 of each relation on the pairs for the figure and their mean (macro F1), the table of confusions,
accuracy where "related or not" is all that is asked, and agreement of the two passes over the labels. The pairs are
`bench/labels/relations.tsv`, all for development, and `relations_more.tsv`, of which a hash of the two ids puts half aside for
the figure.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from labelled import ARCHIVES, LABELS, SHARED, read_articles

from siyaq.analyze import analyze
from siyaq.link import Telling, features, manner_of, relation
from siyaq.link.relation import KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two articles by id, with the relation that was read."""

    earlier: str
    later: str
    relation: str
    second: str  # the label of the second pass; empty where there was none
    is_test: bool  # for the figure, not for development


def read_pairs() -> list[Pair]:
    """The labelled pairs."""
    return [*_read("relations"), *_read("relations_more")]


def _read(name: str) -> Iterator[Pair]:
    for line in (LABELS / f"{name}.tsv").read_text("utf-8").splitlines()[1:]:
        earlier, later, kind, _, second = line.split("\t")
        aside = name == "relations_more" and bool(sha256(f"{earlier}|{later}".encode()).digest()[0] & 1)
        yield Pair(earlier=earlier, later=later, relation=kind, second=second, is_test=aside)


def read_tellings(shared: Path, pairs: Iterable[Pair]) -> dict[str, Telling]:
    """The articles of the pairs as relations see them."""
    wanted = {i for pair in pairs for i in (pair.earlier, pair.later)}
    articles = [a for archive in ARCHIVES for a in read_articles(shared, wanted, archive).values()]
    made = [(a, analyze(a.title, a.text, a.published, ())) for a in articles]
    return {a.id: Telling(features=features(a, notes), manner=manner_of(a.title, a.text)) for a, notes in made}


def scores(gold: list[str], found: list[str]) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 of each relation."""
    table = Counter(zip(gold, found, strict=True))
    made = {}
    for kind in KINDS:
        right = table[kind, kind]
        precision = right / max(1, sum(n for (_, f), n in table.items() if f == kind))
        recall = right / max(1, sum(n for (g, _), n in table.items() if g == kind))
        made[kind] = (precision, recall, 2 * precision * recall / max(1e-9, precision + recall))
    return made


def macro_f1(gold: list[str], found: list[str]) -> float:
    """Mean F1 of the six relations."""
    return sum(f1 for _, _, f1 in scores(gold, found).values()) / len(KINDS)


def main(shared: Path) -> None:
    """Print the figures."""
    pairs = read_pairs()
    test = [pair for pair in pairs if pair.is_test]
    known = read_tellings(shared, test)
    gold = [pair.relation for pair in test]
    found: list[str] = [relation(known[pair.earlier], known[pair.later]).kind for pair in test]
    for kind, (precision, recall, f1) in scores(gold, found).items():
        print(f"{kind:10}  p {precision:.2f}  r {recall:.2f}  f1 {f1:.2f}  ({gold.count(kind)} pairs)")
    print(f"macro F1 {macro_f1(gold, found):.3f} on {len(test)} pairs")
    related = sum((g == "none") == (f == "none") for g, f in zip(gold, found, strict=True)) / len(test)
    print(f"related or not: {related:.3f} right; always 'none': macro F1 {macro_f1(gold, ['none'] * len(gold)):.3f}")
    table = Counter(zip(gold, found, strict=True))
    print("labelled as, found as", *(f"{kind:>10}" for kind in KINDS))
    for g in KINDS:
        print(f"{g:21}", *(f"{table[g, f]:10}" for f in KINDS))
    twice = [pair for pair in pairs if pair.second]
    same = sum(pair.relation == pair.second for pair in twice)
    print(f"second pass of the reader: {same} of {len(twice)} the same")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED)
