"""What linking knows of an article: pure, immutable, computed once per version."""

import re
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b

from siyaq import arabic
from siyaq.link.background import unit_vector
from siyaq.types import Analysis, Article

LEAD_WORDS = 60  # the lead paragraph or two: what, who, where
BODY_WORDS = 250  # later paragraphs are background, or teasers of other stories that extraction left
_LONG_SENTENCE = 6  # words; shorter ones («وقال في بيان») are in many texts
_SHINGLE = 4  # lemmas in a row
_SAMPLE = 4  # one hash in so many is kept
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEAR = range(1900, 2100)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFeatures:
    """Signals of one article.

    Attributes:
        id: Article.id.
        source: outlet.
        section: folded section name.
        when: seconds since 1970 of `Article.when`; 0 where unknown.
        title: the headline as written.
        head: unit vector (lemma -> weight) of the headline.
        lead: unit vector of headline and first `LEAD_WORDS` words of the text.
        body: unit vector of the headline, twice, and the first `BODY_WORDS` words of the text.
        grams: unit vector of the headline's character 4-grams.
        names: folded canonical names of people, places and organisations -> spelling in this article.
        numbers: numbers other than years, in digits or words.
        sentences: (hash, number of words) of each long sentence, in order, each once.
        shingles: a quarter of the hashes of all runs of four lemmas, chosen by value so that sketches compare (Broder 1997).
        cited: folded names of the sources it cites.
        surfaces: lemma -> first spelling in headline or text.
    """

    id: str
    source: str
    section: str
    when: float
    title: str
    head: Mapping[str, float]
    lead: Mapping[str, float]
    body: Mapping[str, float]
    grams: Mapping[str, float]
    names: Mapping[str, str]
    numbers: frozenset[float]
    sentences: tuple[tuple[int, int], ...]
    shingles: frozenset[int]
    cited: frozenset[str]
    surfaces: Mapping[str, str]


def seconds_of(moment: datetime | None) -> float:
    """Seconds since 1970, 0 for None."""
    return 0.0 if moment is None else (moment.astimezone(UTC) - _EPOCH).total_seconds()


def features(article: Article, analysis: Analysis | None = None) -> ArticleFeatures:
    """Compute the signals of an article; names and cited sources come from its analysis where there is one."""
    surfaces: dict[str, str] = {}
    title = _content_lemmas(article.title, surfaces)
    body = _content_lemmas(_opening(article.text), surfaces)
    entities = analysis.entities if analysis is not None else ()
    cited = analysis.sources_cited if analysis is not None else ()
    return ArticleFeatures(
        id=article.id,
        source=article.source,
        section=arabic.fold(article.section or ""),
        when=seconds_of(article.when),
        title=article.title,
        head=unit_vector(Counter(title)),
        lead=unit_vector(Counter(title + body[:LEAD_WORDS])),
        body=unit_vector(Counter(title + title + body)),
        grams=unit_vector(Counter(arabic.char_ngrams(article.title, 4)), gram=True),
        names={arabic.fold(e.name): e.mentions[0].text if e.mentions else e.name for e in entities},
        numbers=frozenset(n.value for n in arabic.numbers(_opening(article.text)) if n.value not in _YEAR),
        sentences=sentence_marks(article.text),
        shingles=shingle_sketch(body),
        cited=frozenset(arabic.fold(c.name) for c in cited),
        surfaces=surfaces,
    )


def _opening(text: str) -> str:
    """About the first `BODY_WORDS` words with their stop words, cut without analysing the rest."""
    end = 0
    for count, m in enumerate(re.finditer(r"\S+", text)):
        if count >= BODY_WORDS * 3 // 2:
            break
        end = m.end()
    return text[:end]


def _content_lemmas(text: str, surfaces: dict[str, str]) -> list[str]:
    found = []
    for token in arabic.tokens(text):
        lemma = _content_lemma(token.norm)
        if lemma:
            found.append(lemma)
            surfaces.setdefault(lemma, token.text)
    return found[:BODY_WORDS]


@lru_cache(maxsize=1 << 17)
def _content_lemma(norm: str) -> str:
    """Lemma of a folded word; empty for stop words and single letters."""
    return "" if len(norm) < 2 or arabic.is_stop(norm) else arabic.lemma(norm)


def sentence_marks(text: str) -> tuple[tuple[int, int], ...]:
    """Hashes of the folded words of every sentence of at least six words, with their number of words."""
    marks: dict[int, int] = {}
    for start, end in arabic.sentences(text):
        words = arabic.words(text[start:end])
        if len(words) >= _LONG_SENTENCE:
            digest = blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()
            marks[int.from_bytes(digest, "big")] = len(words)
    return tuple(marks.items())


def shingle_sketch(lemmas: list[str]) -> frozenset[int]:
    """Sampled hashes of all runs of `_SHINGLE` lemmas."""
    runs = {" ".join(lemmas[i : i + _SHINGLE]) for i in range(len(lemmas) - _SHINGLE + 1)}
    hashes = (zlib.crc32(run.encode("utf-8", "surrogatepass")) for run in runs)
    return frozenset(value for value in hashes if value % _SAMPLE == 0)
