"""Named entities of ANERcorp's text (persons, places, organisations): exact and overlapping spans, F1 by type."""

from collections import Counter
from pathlib import Path

from siyaq.analyze.entity import groups_of
from siyaq.analyze.stream import read

TYPES = {"PERS": "PER", "PER": "PER", "LOC": "LOC", "ORG": "ORG"}
DOCUMENT_SENTENCES = 12  # the file has no document borders; mentions are joined within so many sentences


def documents(path: Path) -> list[list[tuple[str, str]]]:
    """Tokens with tags in runs of a dozen sentences."""
    found: list[list[tuple[str, str]]] = [[]]
    sentences = 0
    for line in path.read_text("utf-8").splitlines():
        cells = line.split()
        if len(cells) != 2:
            continue
        found[-1].append((cells[0], cells[1]))
        if cells[0] == ".":
            sentences += 1
            if sentences % DOCUMENT_SENTENCES == 0:
                found.append([])
    return [d for d in found if d]


def gold_spans(document: list[tuple[str, str]]) -> tuple[str, list[tuple[int, int, str]]]:
    """The text, tokens joined by spaces, and spans (start, end, type)."""
    text, spans, at = "", [], 0
    for token, tag in document:
        head, _, kind = tag.partition("-")
        kind = TYPES.get(kind, "")
        if head == "B" and kind:
            spans.append([at, at + len(token), kind])
        elif head == "I" and kind and spans and spans[-1][1] == at - 1 and spans[-1][2] == kind:
            spans[-1][1] = at + len(token)
        text += token + " "
        at = len(text)
    return text, [(a, b, k) for a, b, k in spans]


def measure(path: Path, most: int | None = None) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1: of exact spans by type and for all, and of overlapping spans of one type.

    A glued letter before the name (ب، ل، و) is in ANERcorp's token and not in our span; starts may differ by two characters.
    """
    counts: Counter[str] = Counter()
    for document in documents(path)[:most]:
        text, gold = gold_spans(document)
        got = [(a, b, g.type) for g in groups_of(read(text)) for a, b in set(g.spans) if g.type in ("PER", "LOC", "ORG")]
        for name, same in (("exact", _exact), ("overlap", _overlaps)):
            for kind in ("PER", "LOC", "ORG", "all"):
                p = [x for x in got if kind in (x[2], "all")]
                g = [x for x in gold if kind in (x[2], "all")]
                counts[f"{name} {kind} tp"] += sum(any(same(x, y) for y in g) for x in p)
                counts[f"{name} {kind} p"] += len(p)
                counts[f"{name} {kind} hit"] += sum(any(same(x, y) for x in p) for y in g)
                counts[f"{name} {kind} g"] += len(g)
    return {
        f"{name} {kind}": _f1(counts, f"{name} {kind}")
        for name in ("exact", "overlap")
        for kind in ("PER", "LOC", "ORG", "all")
    }


def _exact(a: tuple[int, int, str], b: tuple[int, int, str]) -> bool:
    return abs(a[0] - b[0]) <= 2 and a[1] == b[1] and a[2] == b[2]


def _overlaps(a: tuple[int, int, str], b: tuple[int, int, str]) -> bool:
    return a[0] < b[1] and b[0] < a[1] and a[2] == b[2]


def _f1(counts: Counter[str], key: str) -> tuple[float, float, float]:
    p = counts[f"{key} tp"] / max(1, counts[f"{key} p"])
    r = counts[f"{key} hit"] / max(1, counts[f"{key} g"])
    return round(p, 3), round(r, 3), round(2 * p * r / max(1e-9, p + r), 3)


if __name__ == "__main__":
    import sys

    for key, figures in measure(Path(sys.argv[1])).items():
        print(key, *figures)
