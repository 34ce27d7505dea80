"""Real articles told again in other words, with their notes, headlines and what linking and search read of them.

Every content lemma but the `KEPT` most frequent ones is swapped: names for names and other words for other words of the same
frequency class (half octaves of the number of articles that have it). A lemma of `RARE` articles or fewer is replaced by an
invented word that no other wording has, so that the vocabulary of many wordings grows as that of news does. All spellings of a
lemma go to spellings of the same other lemma. Numbers, stop words and punctuation stay. So a text in two wordings shares no
rare name, no sentence, and few words that say anything. Nothing is analysed twice.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import accumulate
from math import log2
from random import Random
from typing import NamedTuple

from siyaq import arabic
from siyaq.index.schema import exact_words
from siyaq.link import Reading
from siyaq.link.reading import BODY_WORDS, LEAD_WORDS, named_days, shingle_sketch
from siyaq.ports import IndexForms
from siyaq.types import Analysis, Article, CitedSource, Claim, Entity, Mention, Tag

KEPT = 300  # most frequent content lemmas, which all wordings share
RARE = 3  # articles that have a lemma at most for it to be replaced by an invented word
SYLLABLES = ("با", "دو", "ري", "سا", "كو", "لا", "مي", "نو", "هي", "وا", "تا", "جا", "زي", "شا", "قو", "في", "غا", "حا", "طا")
_LONG_SENTENCE = 6  # words, as linking counts them
_LEAD_WORDS = 40  # as the index takes them where there is no summary

Ids = Sequence[int]  # what stands between, token, between, token, ... between
Span = tuple[int, int]  # tokens [start, end) of headline and text in a row


def invented_word(number: int) -> str:
    """A word that is no word, another one for every number."""
    letters = ""
    while number or not letters:
        number, digit = divmod(number, len(SYLLABLES))
        letters += SYLLABLES[digit]
    return letters


class Words(NamedTuple):
    """What tokens become, by their number."""

    surface: list[str]
    norm: list[str]
    lemma: list[str]
    content: list[str]  # lemma, empty for stop words
    exact: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """An article taken apart."""

    article: Article
    title: Ids
    text: Ids
    opened: int  # tokens of the text that linking reads
    sentences: tuple[Span, ...]  # of the text alone
    names: tuple[tuple[Entity, Ids, tuple[Span, ...]], ...]
    claims: tuple[tuple[Claim, Ids, Span, Span], ...]
    tags: tuple[tuple[Tag, Ids], ...]
    cited: tuple[tuple[CitedSource, Ids], ...]
    language: str | None
    numbers: tuple[float, ...]
    answers: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """An article in other words with all that is made of it."""

    article: Article
    analysis: Analysis
    reading: Reading
    forms: IndexForms


class Vocabulary:
    """Tokens of the base by number, and its lemmas by frequency."""

    def __init__(self) -> None:
        self._number: dict[tuple[str, bool], int] = {}
        self._tokens: list[tuple[str, str]] = []  # spelling and folded form; the latter empty for what stands between
        self._plain = Words([], [], [], [], [])
        self._groups: dict[str, list[int]] = {}  # lemma -> its spellings; both most frequent first
        self._weights: dict[str, int] = {}
        self._named: set[str] = set()

    def ids(self, text: str) -> Ids:
        """A text as numbers."""
        found, at = array("I"), 0
        for token in arabic.tokens(text):
            found.append(self._id(text[at : token.start], ""))
            found.append(self._id(token.text, token.norm))
            at = token.end
        found.append(self._id(text[at:], ""))
        return found

    def _id(self, text: str, norm: str) -> int:
        key = (text, bool(norm))
        if key not in self._number:
            self._number[key] = len(self._tokens)
            self._tokens.append((text, norm))
        return self._number[key]

    def base(self, article: Article, notes: Analysis, reading: Reading) -> Base:
        """Take an article apart."""
        whole = f"{article.title}\n{article.text}"
        starts = [token.start for token in arabic.tokens(whole)]

        def span(start: int, end: int) -> Span:
            first = max(0, bisect_right(starts, start) - 1)
            return first, max(first + 1, bisect_left(starts, end))

        title, text = self.ids(article.title), self.ids(article.text)
        lead, own = len(title) // 2, len(article.title) + 1
        spans = [span(own + a, own + b) for a, b in arabic.sentences(article.text) if a < b]
        return Base(
            article=article,
            title=title,
            text=text,
            opened=len(arabic.words(" ".join(article.text.split()[: BODY_WORDS * 3 // 2]))),
            sentences=tuple((a - lead, b - lead) for a, b in spans if b - a >= _LONG_SENTENCE and a >= lead),
            names=tuple((e, self.ids(e.name), tuple(span(m.start, m.end) for m in e.mentions)) for e in notes.entities),
            claims=tuple(
                (c, self.ids(c.speaker), span(c.start, c.end), _first(whole, c.speaker_mention, span)) for c in notes.claims
            ),
            tags=tuple((t, self.ids(t.tag)) for t in notes.tags),
            cited=tuple((c, self.ids(c.name)) for c in notes.sources_cited),
            language=notes.language,
            numbers=reading.numbers,
            answers=reading.answers,
        )

    def close(self, bases: Iterable[Base]) -> None:
        """Count the words of all articles; then wordings can be made."""
        counts: Counter[int] = Counter()
        named: Counter[int] = Counter()
        for base in bases:
            counts.update({*base.title[1::2], *base.text[1::2]})
            named.update({i for _, ids, _ in base.names for i in ids[1::2]})
        norms = [norm for _, norm in self._tokens]
        self._plain = Words(
            surface=[text for text, _ in self._tokens],
            norm=norms,
            lemma=[arabic.lemma(norm) if norm else "" for norm in norms],
            content=[_content(norm) for norm in norms],
            exact=[" ".join(exact_words(text)) if norm else "" for text, norm in self._tokens],
        )
        groups: defaultdict[str, list[int]] = defaultdict(list)
        for number, lemma in enumerate(self._plain.content):
            if lemma and not any(map(str.isdigit, lemma)):
                groups[lemma].append(number)
        for numbers in groups.values():
            numbers.sort(key=lambda n: -counts[n])
        self._weights = {lemma: sum(counts[n] for n in numbers) for lemma, numbers in groups.items()}
        self._groups = {lemma: groups[lemma] for lemma in sorted(groups, key=lambda w: (-self._weights[w], w))}
        self._named = {w for w, numbers in groups.items() if 3 * sum(named[n] for n in numbers) > self._weights[w]}

    def words(self, wording: int) -> Words:
        """What tokens become in a wording."""
        rng, plain = Random(wording), self._plain
        made = Words(*(list(column) for column in plain))
        classes: defaultdict[tuple[int, bool], list[str]] = defaultdict(list)
        for rank, (word, numbers) in enumerate(self._groups.items()):
            if rank < KEPT:
                continue
            if self._weights[word] <= RARE:
                new = invented_word(len(SYLLABLES) ** 2 + wording * len(self._groups) + rank)
                for column in made:
                    for n in numbers:
                        column[n] = new
            else:
                classes[int(log2(self._weights[word]) * 2), word in self._named].append(word)
        for words in classes.values():
            for word, other in zip(words, rng.sample(words, len(words)), strict=True):
                self._swap(made, word, other)
        return made

    def _swap(self, made: Words, word: str, other: str) -> None:
        goals = self._groups[other]
        for at, n in enumerate(self._groups[word]):
            goal = goals[at % len(goals)]
            for column, plain in zip(made, self._plain, strict=True):
                column[n] = plain[goal]


def shortened(base: Base, tokens: int) -> Base:
    """An article of which only the beginning of the text is left, and no claims."""
    last = len(base.title) // 2 + min(tokens, len(base.text) // 2)
    names = ((entity, ids, tuple(span for span in spans if span[1] <= last)) for entity, ids, spans in base.names)
    return replace(
        base,
        text=base.text[: 2 * tokens + 1],
        opened=min(base.opened, tokens),
        sentences=tuple(span for span in base.sentences if span[1] <= tokens),
        names=tuple(name for name in names if name[2]),
        claims=(),
        cited=(),
    )


def _content(norm: str) -> str:
    return "" if len(norm) < 2 or arabic.is_stop(norm) else arabic.lemma(norm)


def _first(whole: str, mention: str, span: Callable[[int, int], Span]) -> Span:
    at = max(0, whole.find(mention))
    return span(at, at + max(1, len(mention)))


def told(ids: Ids, words: Words) -> str:
    """A text in other words."""
    return "".join([words.surface[i] for i in ids])


def reword(base: Base, words: Words, article: Article) -> Reworded:
    """An article in other words.

    Args:
        base: the article.
        words: the wording.
        article: the new one, without headline and text.
    """
    title, text = told(base.title, words), told(base.text, words)
    new = replace(article, title=title, text=text)
    analysis = _analysis(base, words, f"{title}\n{text}")
    return Reworded(article=new, analysis=analysis, reading=_reading(base, words, new, analysis), forms=_forms(base, words))


def _analysis(base: Base, words: Words, whole: str) -> Analysis:
    lengths = [len(words.surface[i]) for i in (*base.title, *base.text)]
    at = list(accumulate(lengths, initial=0))
    head, last = len(base.title), len(at) - 1
    starts = [*at[1 : head - 1 : 2], *(p + 1 for p in at[head + 1 : last : 2])]
    ends = [*at[2:head:2], *(p + 1 for p in at[head + 2 : last + 1 : 2])]

    def mention(span: Span) -> Mention:
        start, end = starts[span[0]], ends[min(span[1], len(ends)) - 1]
        return Mention(text=whole[start:end], start=start, end=end)

    claims = []
    for claim, speaker, span, by in base.claims:
        said = mention(span)
        claims.append(
            replace(
                claim,
                speaker=told(speaker, words),
                speaker_mention=mention(by).text,
                text=said.text,
                start=said.start,
                end=said.end,
            )
        )
    return Analysis(
        language=base.language,
        tags=tuple(Tag(tag=told(ids, words), score=tag.score, origin=tag.origin) for tag, ids in base.tags),
        entities=tuple(Entity(name=told(ids, words), type=e.type, mentions=tuple(map(mention, s))) for e, ids, s in base.names),
        claims=tuple(claims),
        sources_cited=tuple(replace(c, name=told(ids, words), mention=told(ids, words)) for c, ids in base.cited),
    )


def _reading(base: Base, words: Words, article: Article, analysis: Analysis) -> Reading:
    title, text = base.title[1::2], base.text[1::2]
    opened = text[: base.opened]
    content = words.content
    head = [content[i] for i in title if content[i]][:BODY_WORDS]
    body = [content[i] for i in opened if content[i]][:BODY_WORDS]
    surfaces: dict[str, str] = {}
    for i in (*title, *opened):
        if content[i]:
            surfaces.setdefault(content[i], words.surface[i])
    marks = {}
    for start, end in base.sentences:
        digest = blake2b(" ".join([words.norm[i] for i in text[start:end]]).encode(), digest_size=8).digest()
        marks[int.from_bytes(digest, "big")] = end - start
    return Reading(
        id=article.id,
        source=article.source,
        section=arabic.fold(article.section or ""),
        when=article.when.timestamp() if article.when else 0.0,
        title=article.title,
        head=tuple(head),
        body=tuple(body),
        surfaces={lemma: surface for lemma, surface in surfaces.items() if surface != lemma},
        names={arabic.fold(e.name): e.mentions[0].text if e.mentions else e.name for e in analysis.entities},
        numbers=base.numbers,
        marks=array("Q", marks),
        lengths=array("I", marks.values()),
        shingles=array("I", sorted(shingle_sketch(body))),
        cited=tuple(sorted({arabic.fold(c.name) for c in analysis.sources_cited})),
        days=named_days((*head, *body[:LEAD_WORDS]), surfaces, article.when.timestamp() if article.when else 0.0),
        tags={arabic.fold(t.tag): t.score for t in analysis.tags},
        answers=base.answers,
    )


def _forms(base: Base, words: Words) -> IndexForms:
    lemma, exact = words.lemma, words.exact
    title = [lemma[i] for i in base.title[1::2]]
    body = [lemma[i] for i in base.text[1::2]]
    return IndexForms(
        title=" ".join(title),
        lead=" ".join(body[:_LEAD_WORDS]),
        body=" ".join(body),
        exact=" ".join([exact[i] for i in (*base.title[1::2], *base.text[1::2]) if exact[i]]),
    )
