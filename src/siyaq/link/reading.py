"""What is read of an article's text for linking, once per version: the costly half of its features, kept as bytes.

Reading (tokens, lemmas, sentences, numbers) takes some 5 ms an article; making features of a reading a tenth of that. So the
reading is stored, and the weights, which come from a table that may change, are not.
"""

import re
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import islice
from sys import intern

import msgspec

from siyaq import arabic
from siyaq.arabic.memo import Memo
from siyaq.link.manner import answers_of
from siyaq.types import Analysis, Article

LEAD_WORDS = 60  # the lead paragraph or two: what, who, where
BODY_WORDS = 250  # later paragraphs are background, or teasers of other stories that extraction left
_LONG_SENTENCE = 6  # words; shorter ones («وقال في بيان») are in many texts
_SHINGLE = 4  # lemmas in a row
_SAMPLE = 4  # one hash in so many is kept
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEAR = range(1900, 2100)
_DAY_S = 86_400
_WEEK = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
_OPENING = re.compile(rf"\s*\S+(?:\s+\S+){{0,{BODY_WORDS * 3 // 2 - 1}}}")
_FORMAT = b"\x01"  # first byte of the stored form; another one is read anew from the article


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article's text as linking reads it.

    Attributes:
        id: Article.id.
        source: outlet.
        section: folded section name.
        when: seconds since 1970 of `Article.when`; 0 where unknown.
        title: the headline as written.
        head: lemmas of the headline without stop words, in order.
        body: the same of the first `BODY_WORDS` words of the text.
        surfaces: lemma -> first spelling in headline or text, where it differs.
        names: folded canonical names of people, places and organisations -> spelling in this article.
        numbers: numbers other than years, in digits or words.
        marks: uint64 hashes of the long sentences, in order, each once.
        lengths: uint32 number of words of each of them.
        shingles: uint32, a quarter of the hashes of all runs of four lemmas, chosen by value so that sketches compare (Broder
            1997).
        cited: folded names of the sources it cites.
        days: days, counted from 1970, of the week days that headline or lead name, each the last one before the article.
        tags: folded tags of its notes -> score.
        answers: how much it tells that somebody answers (`Manner.answers`).
    """

    id: str
    source: str
    section: str
    when: float
    title: str
    head: tuple[str, ...]
    body: tuple[str, ...]
    surfaces: Mapping[str, str]
    names: dict[str, str]
    numbers: tuple[float, ...]
    marks: "array[int]"
    lengths: "array[int]"
    shingles: "array[int]"
    cited: tuple[str, ...]
    days: tuple[int, ...]
    tags: dict[str, float]
    answers: float


class _Stored(msgspec.Struct, array_like=True):
    id: str
    source: str
    section: str
    when: float
    title: str
    lemmas: str  # head, an empty line, body; one a line
    surfaces: str  # lemma, spelling, lemma, spelling ...; one a line
    names: dict[str, str]
    numbers: tuple[float, ...]
    marks: bytes  # uint64 hashes of sentences
    lengths: bytes  # uint32 words of each
    shingles: bytes  # uint32
    cited: tuple[str, ...]
    tags: dict[str, float] = {}  # readings of before have neither, nor days
    answers: float = 0.0
    days: tuple[int, ...] | None = None


class _Surfaces(Mapping[str, str]):
    """Lemmas with their spellings as they are stored: few readings are asked for them, and taking them apart costs a third."""

    def __init__(self, stored: str) -> None:
        self._stored = stored

    @cached_property
    def _pairs(self) -> dict[str, str]:
        parts = self._stored.split("\n") if self._stored else []
        return dict(zip(map(intern, parts[::2]), parts[1::2], strict=True))

    def __getitem__(self, lemma: str) -> str:
        return self._pairs[lemma]

    def __iter__(self) -> Iterator[str]:
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Stored)


def seconds_of(moment: datetime | None) -> float:
    """Seconds since 1970, 0 for None."""
    return 0.0 if moment is None else (moment.astimezone(UTC) - _EPOCH).total_seconds()


def read_article(article: Article, analysis: Analysis | None = None) -> Reading:
    """Read an article; names, cited sources and tags come from its analysis where there is one."""
    surfaces: dict[str, str] = {}
    opening = _opening(article.text)
    head = _content_lemmas(article.title, surfaces)
    body = _content_lemmas(opening, surfaces)
    marks = _sentence_marks(article.text)
    entities = analysis.entities if analysis is not None else ()
    cited = analysis.sources_cited if analysis is not None else ()
    tags = analysis.tags if analysis is not None else ()
    return Reading(
        id=article.id,
        source=article.source,
        section=arabic.fold(article.section or ""),
        when=seconds_of(article.when),
        title=article.title,
        head=tuple(head),
        body=tuple(body),
        surfaces={lemma: surface for lemma, surface in surfaces.items() if surface != lemma},
        names={arabic.fold_name(e.name): e.mentions[0].text if e.mentions else e.name for e in entities},
        numbers=tuple(sorted({n.value for n in arabic.numbers(opening) if n.value not in _YEAR})),
        marks=array("Q", marks),
        lengths=array("I", marks.values()),
        shingles=array("I", sorted(shingle_sketch(body))),
        cited=tuple(sorted({arabic.fold_name(c.name) for c in cited})),
        days=named_days((*head, *body[:LEAD_WORDS]), surfaces, seconds_of(article.when)),
        tags={arabic.fold_name(tag.tag): tag.score for tag in tags},
        answers=answers_of(article.title, article.text),
    )


def reading_to_bytes(reading: Reading) -> bytes:
    """The stored form, some 2 KB."""
    stored = _Stored(
        id=reading.id,
        source=reading.source,
        section=reading.section,
        when=reading.when,
        title=reading.title,
        lemmas="\n".join((*reading.head, "", *reading.body)),
        surfaces="\n".join(part for pair in reading.surfaces.items() for part in pair),
        names=reading.names,
        numbers=reading.numbers,
        marks=reading.marks.tobytes(),
        lengths=reading.lengths.tobytes(),
        shingles=reading.shingles.tobytes(),
        cited=reading.cited,
        tags=reading.tags,
        answers=reading.answers,
        days=reading.days,
    )
    return _FORMAT + zlib.compress(_encoder.encode(stored), 1)


def reading_from_bytes(data: bytes) -> Reading | None:
    """The reading of `reading_to_bytes`; None for bytes of another version or damaged ones."""
    stored = _stored_of(data)
    if stored is None:
        return None
    first, _, rest = f"\n{stored.lemmas}\n".partition("\n\n")
    head, body = tuple(map(intern, first.split())), tuple(map(intern, rest.split()))  # of all in memory each is there once
    surfaces = _Surfaces(stored.surfaces)
    return Reading(
        id=stored.id,
        source=stored.source,
        section=stored.section,
        when=stored.when,
        title=stored.title,
        head=head,
        body=body,
        surfaces=surfaces,
        names=stored.names,
        numbers=stored.numbers,
        marks=array("Q", stored.marks),
        lengths=array("I", stored.lengths),
        shingles=array("I", stored.shingles),
        cited=stored.cited,
        days=named_days((*head, *body[:LEAD_WORDS]), surfaces, stored.when) if stored.days is None else stored.days,
        tags=stored.tags,
        answers=stored.answers,
    )


def opening_lemmas(data: bytes, most: int) -> tuple[str, ...] | None:
    """The first lemmas of headline and text in the bytes of a reading, without the rest of it; None as `reading_from_bytes`."""
    stored = _stored_of(data)
    return None if stored is None else tuple(stored.lemmas.split(maxsplit=most)[:most])


def told_sentences(reading: Reading, text: str) -> list[tuple[str, frozenset[str]]]:
    """Sentences of an article's opening with their lemmas as the reading has them, so that no word is looked up anew.

    Args:
        reading: of this text.
        text: the article's text. A sentence that is not read to its end is left out.
    """
    opening, left = _opening(text), iter(reading.body)
    found: list[tuple[str, frozenset[str]]] = []
    for start, end in arabic.sentences(opening):
        told = sum(map(_says_something, arabic.words(opening[start:end])))
        lemmas = tuple(islice(left, told))
        if len(lemmas) < told or end == len(opening) < len(text):
            break
        found.append((opening[start:end], frozenset(lemmas)))
    return found


def named_days(lead: Iterable[str], surfaces: Mapping[str, str], when: float) -> tuple[int, ...]:
    """Days of the week days that a lead names (see `Reading.days`), in order.

    Args:
        lead: lemmas of headline and lead.
        surfaces: lemma -> first spelling, where that is another one.
        when: time of the article in seconds since 1970.
    """
    today, week = int(when // _DAY_S), _week_days()
    weekday = (today + 3) % 7  # the first day of 1970 was a Thursday
    named = (week[lemma] for lemma in week.keys() & lead if arabic.fold(surfaces.get(lemma, lemma)) == week[lemma][0])
    return tuple(sorted({today - (weekday - number) % 7 for _, number in named}))


@lru_cache(maxsize=1)
def _week_days() -> Mapping[str, tuple[str, int]]:
    """Lemma -> folded name of a week day and its number, Monday 0. Some lemmas are of other words too: «ربيع», «أحد»."""
    return {arabic.lemma(name): (name, number) for number, name in enumerate(map(arabic.fold, _WEEK))}


def _stored_of(data: bytes) -> _Stored | None:
    if data[:1] != _FORMAT:
        return None
    try:
        return _decoder.decode(zlib.decompress(data[1:]))
    except (zlib.error, msgspec.DecodeError):
        return None


def _opening(text: str) -> str:
    """About the first `BODY_WORDS` words with their stop words, cut without analysing the rest."""
    found = _OPENING.match(text)
    return found[0] if found else ""


def _content_lemmas(text: str, surfaces: dict[str, str]) -> list[str]:
    """Lemmas of words in order, the first `BODY_WORDS`; to `surfaces` the first spelling of each is added."""
    found = []
    tokens = arabic.loose_tokens(text)
    for token, lemma in zip(tokens, _content_lemma.of_all([token.norm for token in tokens]), strict=True):
        if lemma:
            found.append(lemma)
            surfaces.setdefault(lemma, token.text)
    return found[:BODY_WORDS]


@Memo
def _content_lemma(norm: str) -> str:
    """Lemma of a folded word; empty for stop words and single letters."""
    return arabic.lemma(norm) if _says_something(norm) else ""


def _says_something(norm: str) -> bool:
    """Whether a folded word is neither a stop word nor a single letter."""
    return len(norm) >= 2 and not arabic.is_stop(norm)


def _sentence_marks(text: str) -> dict[int, int]:
    """Hashes of the folded words of every sentence of at least six words, with their number of words."""
    marks: dict[int, int] = {}
    for start, end in arabic.sentences(text):
        words = arabic.words(text[start:end])
        if len(words) >= _LONG_SENTENCE:
            digest = blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()
            marks[int.from_bytes(digest, "big")] = len(words)
    return marks


def shingle_sketch(lemmas: list[str]) -> frozenset[int]:
    """Sampled hashes of all runs of `_SHINGLE` lemmas."""
    runs = {" ".join(lemmas[i : i + _SHINGLE]) for i in range(len(lemmas) - _SHINGLE + 1)}
    hashes = (zlib.crc32(run.encode("utf-8", "surrogatepass")) for run in runs)
    return frozenset(value for value in hashes if value % _SAMPLE == 0)
