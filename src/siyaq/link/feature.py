"""What linking knows of an article: pure, immutable, made of its reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from siyaq import arabic
from siyaq.link.background import unit_vector
from siyaq.link.reading import LEAD_WORDS, Reading, read_article
from siyaq.link.vector import default_table, vectors_from_bytes

if TYPE_CHECKING:
    from siyaq.link.vector import Vectors
    from siyaq.types import Analysis, Article

_START_WORDS = 25  # the first sentence: what is new; what follows is often known


@dataclass(frozen=True, kw_only=True)
class ArticleFeatures:
    """Signals of one article. Those that only pairs of near articles ask for are made when they are asked for.

    Attributes:
        id: Article.id.
        source: outlet.
        section: folded section name.
        when: seconds since 1970 of `Article.when`; 0 where unknown.
        title: the headline as written.
        head: unit vector (lemma -> weight) of the headline.
        heads: the headline's lemmas, each once.
        lead: unit vector of headline and first `LEAD_WORDS` words of the text.
        body: unit vector of the headline, twice, and the first `BODY_WORDS` words of the text.
        grams: unit vector of the headline's character 4-grams.
        names: folded canonical names of people, places and organisations -> spelling in this article.
        numbers: numbers other than years, in digits or words.
        marks: hash of each long sentence -> its number of words, in order.
        told: words of all long sentences.
        shingles: a quarter of the hashes of all runs of four lemmas, chosen by value so that sketches compare (Broder 1997).
        cited: folded names of the sources it cites.
        surfaces: lemma -> first spelling in headline or text.
        pairs: neighbouring lemmas in headline or lead.
        days: `Reading.days`.
        vectors: (3, d), `link.vector` of headline and lead, of the headline alone, and of the first `_START_WORDS` words of the
            text; rows of length 1, or zeros.
        tags: folded tags of its notes -> share of the sum of their scores.
    """

    id: str
    source: str
    section: str
    when: float
    title: str
    body: Mapping[str, float]
    names: Mapping[str, str]
    surfaces: Mapping[str, str]
    reading: Reading = field(repr=False)
    ready_vectors: bytes = field(default=b"", repr=False, compare=False)  # of `vectors_of`, where they were made before

    @cached_property
    def head(self) -> Mapping[str, float]:
        return unit_vector(Counter(self.reading.head))

    @cached_property
    def heads(self) -> frozenset[str]:
        return frozenset(self.reading.head)

    @cached_property
    def lead(self) -> Mapping[str, float]:
        return unit_vector(Counter((*self.reading.head, *self.reading.body[:LEAD_WORDS])))

    @cached_property
    def grams(self) -> Mapping[str, float]:
        return unit_vector(Counter(arabic.char_ngrams(self.title, 4)), gram=True)

    @cached_property
    def marks(self) -> Mapping[int, int]:
        return dict(zip(self.reading.marks, self.reading.lengths, strict=True))

    @cached_property
    def told(self) -> int:
        return sum(self.marks.values())

    @cached_property
    def numbers(self) -> frozenset[float]:
        return frozenset(self.reading.numbers)

    @cached_property
    def shingles(self) -> frozenset[int]:
        return frozenset(self.reading.shingles)

    @cached_property
    def cited(self) -> frozenset[str]:
        return frozenset(self.reading.cited)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset((*pairwise(self.reading.head), *pairwise(self.reading.body[:LEAD_WORDS])))

    @cached_property
    def days(self) -> frozenset[int]:
        return frozenset(self.reading.days)

    @cached_property
    def vectors(self) -> Vectors:
        return vectors_from_bytes(self.ready_vectors, 3) if self.ready_vectors else _embedded(self.reading)

    @cached_property
    def tags(self) -> Mapping[str, float]:
        whole = sum(self.reading.tags.values()) or 1.0
        return {tag: score / whole for tag, score in self.reading.tags.items()}


def features(article: Article, analysis: Analysis | None = None) -> ArticleFeatures:
    """Compute the signals of an article; names, cited sources and tags come from its analysis where there is one."""
    return features_from_reading(read_article(article, analysis))


def vectors_of(reading: Reading) -> bytes:
    """The vectors of an article, for `features_from_reading` in another process: float32, row by row, some 2 KB."""
    return _embedded(reading).tobytes()


def _embedded(reading: Reading) -> Vectors:
    head, body = reading.head, reading.body
    return default_table().embed([*head, *body[:LEAD_WORDS]], head, body[:_START_WORDS])


def features_from_reading(reading: Reading, vectors: bytes = b"") -> ArticleFeatures:
    """The signals of an article that was read before; `vectors`: of `vectors_of`, empty where they are not made yet."""
    return ArticleFeatures(
        id=reading.id,
        source=reading.source,
        section=reading.section,
        when=reading.when,
        title=reading.title,
        body=unit_vector(Counter((*reading.head, *reading.head, *reading.body))),
        names=reading.names,
        surfaces=reading.surfaces,
        reading=reading,
        ready_vectors=vectors,
    )
