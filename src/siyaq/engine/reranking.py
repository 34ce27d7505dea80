"""Search results in a better order by dense vectors, where the setting `vectors` asks for them.

The best hits by words are weighed once more by the cosine of query and article (`siyaq.dense`). Vectors of articles are made
when they are added, in the background, and for hits that have none when they are found: a query waits a third of a second at
most, what is missing then counts as the average, and is made in the background too.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import replace
from threading import Condition, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from siyaq.dense import E5, is_installed, passage_text
from siyaq.engine.analysing import batches
from siyaq.index import VectorShelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from siyaq.dense import Encoder, Vectors
    from siyaq.engine.report import Progress
    from siyaq.ports import SearchIndex, Store
    from siyaq.query import Query
    from siyaq.settings import Settings
    from siyaq.types import Article, SearchHit, SearchResult

    Texts = Callable[[Sequence[str]], Mapping[str, str]]

log = logging.getLogger("siyaq.engine")

RERANKED = 30  # hits weighed once more; 20 and 40 give the same
# Of a cosine beside the share of the best hit's score by words. On 20 short queries of our own (nDCG@10 .918 by words), 39 of
# ARCD (MRR@10 .677) and 30 known items (.958): 2 gives .927, .729 and .957, 4 gives .933, .750, .955, 8 gives .929, .737, .954.
WEIGHT = 4.0
MOST_WORDS = 12  # of a query; a longer one is a pasted sentence, of which the words say enough
_WAIT_S = 0.3  # most that a query waits for vectors that are not there yet
_PENDING = 20_000  # texts that wait to be embedded in the background; older ones are dropped, and made when they are found
_QUERIES = 1_000  # vectors of queries kept
_TOGETHER = 16  # texts embedded between two writes


class Reranker:
    """Weighs hits once more. Safe to use from many threads."""

    def __init__(self, texts: Texts, encoder: Encoder, shelf: VectorShelf, *, wait_s: float = _WAIT_S) -> None:
        """Make one.

        Args:
            texts: ids of articles -> what is embedded of each (`dense.passage_text`).
            encoder: the model.
            shelf: where vectors are kept.
            wait_s: seconds a query waits for vectors at most.
        """
        self._texts = texts
        self._encoder = encoder
        self._shelf = shelf
        self._wait_s = wait_s
        self._queries: OrderedDict[str, Vectors] = OrderedDict()
        self._pending: OrderedDict[str, None] = OrderedDict()
        self._change = Condition()
        self._thread: Thread | None = None
        self._closed = False

    def reordered(self, words: str, hits: Sequence[SearchHit]) -> tuple[SearchHit, ...]:
        """The hits with the first 30 in a new order; their scores fall, and stay above those of the others.

        Args:
            words: words and phrases of the query.
            hits: best first, by words.
        """
        window = hits[:RERANKED]
        texts = self._texts([hit.article for hit in window])
        vectors = self._vectors(list(texts.values()))
        cosines = self._cosines(words, [vectors.get(texts.get(hit.article, "")) for hit in window])
        gains = fuse([hit.score for hit in window], cosines)
        order = sorted(range(len(window)), key=lambda i: -gains[i])
        return (*(replace(window[i], score=gains[i]) for i in order), *hits[RERANKED:])

    def later(self, articles: Iterable[Article]) -> None:
        """Embed articles in the background."""
        self._ask([passage_text(article.title, article.text) for article in articles])

    def embed_all(self, articles: Iterable[Article], progress: Progress | None = None) -> int:
        """Embed all articles that have no vector yet, now. Gives how many."""
        made = 0
        for part in batches(articles, _TOGETHER):
            made += self._embed([passage_text(article.title, article.text) for article in part])
            if progress:
                progress(len(part))
        return made

    def count(self) -> int:
        """How many vectors are kept."""
        return self._shelf.count()

    def close(self) -> None:
        """Stop; what waits is left. Closing twice is allowed."""
        with self._change:
            self._closed = True
            self._pending.clear()
            self._change.notify_all()
        if self._thread is not None:
            self._thread.join()
        self._shelf.close()

    def _cosines(self, words: str, vectors: Sequence[Vectors | None]) -> list[float | None]:
        if not any(vector is not None for vector in vectors):
            return [None] * len(vectors)
        asked = self._query(words)
        return [None if vector is None else float(asked @ vector) for vector in vectors]

    def _query(self, words: str) -> Vectors:
        with self._change:
            known = self._queries.get(words)
        if known is None:
            known = self._encoder.query(words)
            with self._change:
                self._queries[words] = known
                if len(self._queries) > _QUERIES:
                    self._queries.popitem(last=False)
        return known

    def _vectors(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """Those that are kept, and as many more as there is time for."""
        known = self._shelf.get(texts)
        missing = [text for text in dict.fromkeys(texts) if text and text not in known]
        end = monotonic() + self._wait_s
        made: dict[str, Vectors] = {}
        while missing and monotonic() < end:
            made[missing[0]] = self._encoder.passage(missing[0])
            del missing[0]
        if made:
            self._shelf.put(made)
        self._ask(missing)
        return known | made

    def _ask(self, texts: Sequence[str]) -> None:
        """Put texts first in the queue of the background."""
        with self._change:
            if self._closed or not texts:
                return
            for text in reversed(texts):
                self._pending[text] = None
                self._pending.move_to_end(text, last=False)
            while len(self._pending) > _PENDING:
                self._pending.popitem()
            if self._thread is None:
                self._thread = Thread(target=self._work, name="siyaq-vectors", daemon=True)
                self._thread.start()
            self._change.notify()

    def _work(self) -> None:
        while part := self._next():
            self._embed(part)

    def _embed(self, texts: Sequence[str]) -> int:
        """Make and keep the vectors that texts lack, until all is over. Gives how many."""
        known = self._shelf.get(texts)
        made: dict[str, Vectors] = {}
        for text in dict.fromkeys(texts):
            if text and text not in known and not self._closed:
                made[text] = self._encoder.passage(text)
        self._shelf.put(made)
        return len(made)

    def _next(self) -> list[str]:
        """The next texts, as soon as there are some; none where all is over."""
        with self._change:
            self._change.wait_for(lambda: self._pending or self._closed)
            count = 0 if self._closed else min(_TOGETHER, len(self._pending))
            return [self._pending.popitem(last=False)[0] for _ in range(count)]


def fuse(scores: Sequence[float], cosines: Sequence[float | None]) -> list[float]:
    """Scores by words and cosines in one.

    A score counts as its share of the best one, a cosine below the best one takes four times the difference away (e5's cosines
    lie close together). Hits without a cosine get the average one. What comes out stands on the scale of the scores, from the
    least of them up.
    """
    known = [cosine for cosine in cosines if cosine is not None]
    if not known or not scores or max(scores) <= 0:
        return list(scores)
    best, top, usual = max(scores), max(known), sum(known) / len(known)
    pairs = zip(scores, cosines, strict=True)
    gains = [score / best + WEIGHT * ((usual if cosine is None else cosine) - top) for score, cosine in pairs]
    least = min(gains)
    return [min(scores) + best * (gain - least) for gain in gains]


def search_reranked(
    index: SearchIndex, reranker: Reranker | None, query: Query, *, k: int, offset: int, sort: str, **options: Any
) -> SearchResult:
    """`SearchIndex.search`, with the best hits in their new order where there are any (lists by time stay as they are)."""
    words = " ".join(query.words)
    if reranker is None or sort != "nearness" or offset >= RERANKED or not 0 < len(words.split()) <= MOST_WORDS:
        return index.search(query, k=k, offset=offset, sort=sort, **options)
    found = index.search(query, k=max(RERANKED, offset + k), sort=sort, **options)
    hits = reranker.reordered(words, found.hits)
    return replace(found, hits=hits[offset : offset + k])


def reranker_from_settings(settings: Settings, store: Store, index: str | None) -> Reranker | None:
    """The re-ranking that is set, or None where there is none or its packages are missing (`siyaq doctor` tells).

    Args:
        settings: `vectors` counts.
        store: where articles are.
        index: the folder of the index, beside which vectors are kept; None keeps them in memory.
    """
    if settings.vectors != "e5":
        return None
    if not is_installed():
        log.info("results are not re-ranked: the extra e5 is not installed")
        return None
    path = f"{index.removesuffix('.index')}.vectors" if index else None
    return Reranker(lambda ids: _texts(store.articles(ids).values()), E5(), VectorShelf(path, E5.name))


def _texts(articles: Iterable[Article]) -> dict[str, str]:
    return {article.id: passage_text(article.title, article.text) for article in articles}
