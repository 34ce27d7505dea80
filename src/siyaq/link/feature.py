"""What linking knows of an article: pure, immutable, made of its reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from siyaq import arabic
from siyaq.link.background import unit_vector
from siyaq.link.reading import Reading, read_article
from siyaq.link.vector import default_table

if TYPE_CHECKING:
    from collections.abc import Iterator, KeysView

    from siyaq.link.vector import Vectors
    from siyaq.types import Analysis, Article

LEAD_WORDS = 60  # the lead paragraph or two: what, who, where
_START_WORDS = 25  # the first sentence: what is new; what follows is often known
_DAY_S = 86_400
_WEEK = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")


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
        days: days, counted from 1970, of the week days that headline or lead name, each the last one before the article.
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
        return frozenset(_named_days(self.reading, self.lead.keys()))

    @cached_property
    def vectors(self) -> Vectors:
        head, body = self.reading.head, self.reading.body
        return default_table().embed([*head, *body[:LEAD_WORDS]], head, body[:_START_WORDS])

    @cached_property
    def tags(self) -> Mapping[str, float]:
        whole = sum(self.reading.tags.values()) or 1.0
        return {tag: score / whole for tag, score in self.reading.tags.items()}


def features(article: Article, analysis: Analysis | None = None) -> ArticleFeatures:
    """Compute the signals of an article; names, cited sources and tags come from its analysis where there is one."""
    return features_from_reading(read_article(article, analysis))


def features_from_reading(reading: Reading) -> ArticleFeatures:
    """The signals of an article that was read before."""
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
    )


@lru_cache(maxsize=1)
def _week_days() -> Mapping[str, tuple[str, int]]:
    """Lemma -> folded name of a week day and its number, Monday 0. Some lemmas are of other words too: «ربيع», «أحد»."""
    return {arabic.lemma(name): (name, number) for number, name in enumerate(map(arabic.fold, _WEEK))}


def _named_days(reading: Reading, lead: KeysView[str]) -> Iterator[int]:
    today = int(reading.when // _DAY_S)
    weekday = (today + 3) % 7  # the first day of 1970 was a Thursday
    week = _week_days()
    for lemma in lead & week.keys():
        name, number = week[lemma]
        if arabic.fold(reading.surfaces.get(lemma, lemma)) == name:
            yield today - (weekday - number) % 7
