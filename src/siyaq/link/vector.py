"""Static vectors of texts: a table from lemmas to vectors, whose weighted sums are near where texts speak of one matter.

The table (`data/vectors.bin`, made by `tools/make_vectors.py`) starts from multilingual-e5-small's vectors of single words
(Wang et al. 2024), weighed by their rarity (SIF: Arora, Liang and Ma 2017), and is fitted so that headlines find their texts
among all of the same days (InfoNCE: van den Oord et al. 2018). A lemma outside the table is the sum of its character n-grams
(Bojanowski et al. 2017). Numpy and the table are loaded with the first text.
"""

from __future__ import annotations

import json
import zlib
from array import array
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING

from siyaq.arabic.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]  # (d,)
    Vectors = NDArray[np.float32]  # (n, d)

_GRAM_SIZES = (3, 4, 5)  # characters, with a mark at either end of the word


@dataclass(frozen=True, kw_only=True)
class VectorTable:
    """Words and n-gram buckets with their vectors.

    Attributes:
        rows: lemma -> row.
        values: (words + buckets, d) int8.
        scales: (words + buckets,) float32; a row's vector is its values times its scale.
        buckets: number of rows for hashed character n-grams, after those of the words.
    """

    rows: dict[str, int]
    values: NDArray[np.int8]
    scales: NDArray[np.float32]
    buckets: int

    @cached_property
    def rows_of(self) -> Memo[Sequence[int]]:
        """Rows whose sum is a lemma's vector; of a lemma outside the table the rows of its n-grams."""

        def found(lemma: str) -> Sequence[int]:
            row = self.rows.get(lemma)
            return (row,) if row is not None else array("I", (len(self.rows) + at for at in gram_buckets(lemma, self.buckets)))

        return Memo(found)

    def embed(self, *texts: Sequence[str]) -> Vectors:
        """Vectors of texts, each a sequence of lemmas: (n, d), rows of length 1; zeros for a text without lemmas."""
        import numpy as np

        lemmas = list(dict.fromkeys(chain.from_iterable(texts)))
        found = self.rows_of.of_all(lemmas)
        rows = np.array(list(chain.from_iterable(found)), dtype=np.intp)
        told = np.array([list(map(words.__contains__, lemmas)) for words in map(frozenset, texts)], dtype=np.float32)
        if len(rows) > len(lemmas):
            told = np.repeat(told, list(map(len, found)), axis=1)
        sums = (told * self.scales[rows]) @ self.values[rows]
        lengths = np.sqrt((sums * sums).sum(axis=1, keepdims=True))
        return np.asarray(sums / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def gram_buckets(lemma: str, buckets: int) -> Iterator[int]:
    """Bucket of each character n-gram of a word."""
    marked = f"<{lemma}>"
    for size in _GRAM_SIZES:
        for start in range(len(marked) - size + 1):
            yield zlib.crc32(marked[start : start + size].encode("utf-8", "surrogatepass")) % buckets


def table_to_bytes(table: VectorTable) -> bytes:
    """The file of a table: a line of JSON, the words compressed, scales as float32, values row by row."""
    words = zlib.compress("\n".join(table.rows).encode(), 9)
    head = {"words": len(words), "buckets": table.buckets, "dim": int(table.values.shape[1])}
    return json.dumps(head).encode() + b"\n" + words + table.scales.astype("<f4").tobytes() + table.values.tobytes()


def table_from_bytes(data: bytes) -> VectorTable:
    """The table of `table_to_bytes`; its values stay where they are in `data`."""
    import numpy as np

    start = data.index(b"\n") + 1
    head = json.loads(data[:start])
    words = zlib.decompress(data[start : start + head["words"]]).decode().split("\n")
    start += head["words"]
    count = len(words) + head["buckets"]
    scales = np.frombuffer(data[start : start + 4 * count], "<f4")
    values = np.frombuffer(data, np.int8, offset=start + 4 * count).reshape(count, head["dim"])
    return VectorTable(rows={word: i for i, word in enumerate(words)}, values=values, scales=scales, buckets=head["buckets"])


def vectors_from_bytes(data: bytes, count: int) -> Vectors:
    """Vectors of `VectorTable.embed` from their bytes: (count, d)."""
    import numpy as np

    return np.frombuffer(data, np.float32).reshape(count, -1)


@lru_cache(maxsize=1)
def default_table() -> VectorTable:
    """The bundled table."""
    return table_from_bytes(files("siyaq.link").joinpath("data/vectors.bin").read_bytes())


def cosine(one: Vector, two: Vector) -> float:
    """Cosine of two vectors of length 1."""
    return float(one @ two)
