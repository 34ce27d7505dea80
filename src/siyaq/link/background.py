"""How much a lemma or a title 4-gram says: inverse document frequency over a news archive, the same at all times.

The table counts in how many articles of a year of five outlets each lemma stood (`tools/fit_pairs.py` makes it). What it lacks
falls back on `arabic.frequency`. A fixed table, unlike counts of the running window, gives the same links in any order of
arrival, and does not take the weight from the words of a happening just because everybody reports it: on the dev windows
b3x is .839 with it, .829 with word frequencies alone, .751 with counts of the window itself.
"""

import gzip
import json
import math
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from operator import itemgetter, mul
from typing import Any

from siyaq import arabic
from siyaq.arabic.memo import Memo

_WORDS_PER_ARTICLE = 150  # different places where a word of a given frequency can stand in the counted opening


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    raw = files("siyaq.link").joinpath("data/background.json.gz").read_bytes()
    table: dict[str, Any] = json.loads(gzip.decompress(raw))
    return table


@lru_cache(maxsize=1)
def top_weight() -> float:
    """Weight of a lemma that the archive never had: the most that one can say (natural logarithm of odds, about 11)."""
    return math.log((_table()["articles"] + 1) / 0.5)


@Memo
def lemma_weight(lemma: str) -> float:
    """Inverse document frequency of a folded lemma, in nats, at least 0."""
    table = _table()
    total = table["articles"]
    count = table["lemmas"].get(lemma)
    if count is None:
        count = min(table["least"], total * (1 - math.exp(-_WORDS_PER_ARTICLE * arabic.frequency(lemma))))
    return max(0.0, math.log((total + 1) / (count + 0.5)))


@Memo
def gram_weight(gram: str) -> float:
    """The same of a character 4-gram of headlines."""
    table = _table()
    return max(0.0, math.log((table["articles"] + 1) / (table["grams"].get(gram, table["least"] / 2) + 0.5)))


def unit_vector(counts: Mapping[str, float], gram: bool = False) -> dict[str, float]:
    """Log term frequency times weight, scaled to length 1; empty for no terms."""
    weights = (gram_weight if gram else lemma_weight).of_all(counts)
    log = math.log
    raw = [weight if count == 1 else (1 + log(count)) * weight for weight, count in zip(weights, counts.values(), strict=True)]
    length = math.sqrt(sum(map(mul, raw, raw)))
    return dict(zip(counts, [value / length for value in raw], strict=True)) if length else {}


def strongest(weights: Mapping[str, float], most: int) -> list[tuple[str, float]]:
    """The terms of greatest weight with their weights, greatest first, equal ones in falling order of the terms.

    >>> strongest({"سد": 0.2, "وادي": 0.5, "ماء": 0.5}, 2)
    [('وادي', 0.5), ('ماء', 0.5)]
    """
    pairs = weights.items()
    if len(weights) > most:  # half the time of sorting all terms by their weights
        least = sorted(weights.values(), reverse=True)[most - 1]
        return sorted([pair for pair in pairs if pair[1] >= least], key=itemgetter(1, 0), reverse=True)[:most]
    return sorted(pairs, key=itemgetter(1, 0), reverse=True)


def dot(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """Inner product of sparse vectors; the exact sum, so that it does not hang on the order of terms."""
    shared = left.keys() & right.keys()
    return math.fsum(map(mul, map(left.__getitem__, shared), map(right.__getitem__, shared)))
