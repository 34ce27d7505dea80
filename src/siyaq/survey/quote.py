"""Statements over the whole archive: by speaker, words, outlet and time, newest first, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from siyaq.arabic import lemma, lemmas, terms, words
from siyaq.survey.frame import Frame, load
from siyaq.survey.profile import Statement, distinct_statements, key_of
from siyaq.types import Article, Claim

if TYPE_CHECKING:
    from siyaq.engine import Engine

_WEAK = frozenset("اويءهت")  # letters that come and go between the forms of a word
CHUNK = 240  # articles read at a time, some 40 ms
MAX_READ = 1440  # articles read for one page: a rare speaker's older words are found by narrowing the time
MAX_FOUND = 160  # articles taken from a search for the words
CHUNK_FOUND = 40  # of them at a time: the search marks the words in each, which costs a millisecond


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for; empty fields ask for everything. `words` all stand in the statement, in any form."""

    speaker: str = ""
    words: str = ""
    source: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotes:
    """A page of statements, whether more follow, who is quoted most in what was read, and how many articles that were."""

    items: tuple[Statement, ...]
    frame: Frame
    more: bool
    speakers: tuple[tuple[str, int], ...]
    read: int


def find_quotes(engine: Engine, wanted: Wanted, *, leave_out: Container[str] = (), offset: int = 0, k: int = 40) -> Quotes:
    """Statements that are as wanted, newest first.

    Args:
        leave_out: ids of outlets that may not be quoted.
        offset: how many of them were shown before.
        k: how many are shown.
    """
    fits = _test(wanted)
    frame = Frame()
    found: dict[tuple[str, str], Statement] = {}
    for articles in _chunks(engine, wanted):
        part = load(engine, articles)
        frame = _joined(frame, part)
        own = tuple(a for a in part.articles if wanted.source or a.id not in part.copy_of)
        for key, said in distinct_statements(replace(part, articles=own), leave_out, fits):
            found.setdefault(key, said)
        if len(found) > offset + k:
            break
    items = tuple(found.values())
    counts = Counter(key_of(s.claim.speaker) for s in items)
    shown = {key_of(s.claim.speaker): s.claim.speaker for s in reversed(items)}
    return Quotes(
        items=items[offset : offset + k],
        frame=frame,
        more=len(items) > offset + k,
        speakers=tuple((shown[key], n) for key, n in counts.most_common(14) if n > 1),
        read=len(frame.articles),
    )


def _chunks(engine: Engine, wanted: Wanted) -> Iterator[tuple[Article, ...]]:
    """Articles in which such statements may stand, newest first."""
    source = wanted.source or None
    known = wanted.speaker and engine.find(name=wanted.speaker, limit=1)
    if not known and words(f"{wanted.words} {wanted.speaker}"):
        yield from _searched(engine, wanted)
        return
    for start in range(0, MAX_READ, CHUNK):
        chunk = engine.find(
            name=wanted.speaker or None,
            source=source,
            since=wanted.since,
            until=wanted.until,
            limit=CHUNK,
            offset=start,
        )
        yield chunk
        if len(chunk) < CHUNK:
            return


def _searched(engine: Engine, wanted: Wanted) -> Iterator[tuple[Article, ...]]:
    query = " ".join(words(f"{wanted.words} {wanted.speaker}"))
    for start in range(0, MAX_FOUND, CHUNK_FOUND):
        result = engine.search(
            query,
            k=CHUNK_FOUND,
            offset=start,
            since=wanted.since,
            until=wanted.until,
            source=wanted.source or None,
            sort="time",
        )
        articles = engine.store.articles([hit.article for hit in result.hits])
        yield tuple(articles[hit.article] for hit in result.hits if hit.article in articles)
        if len(result.hits) < CHUNK_FOUND:
            return


def _test(wanted: Wanted) -> Callable[[Claim], bool] | None:
    """Whether a claim is by the speaker and holds the words; None where neither is asked for."""
    speaker = set(words(wanted.speaker))
    asked = set(terms(wanted.words)) or set(lemmas(wanted.words))
    speakers = lru_cache(maxsize=4096)(lambda name: speaker <= set(words(name)))

    def fits(claim: Claim) -> bool:
        if not speakers(claim.speaker):
            return False
        said = words(claim.text) if asked else []
        return all(any(_may_be(word, wish) and lemma(word) == wish for word in said) for wish in asked)

    return fits if speaker or asked else None


def _may_be(word: str, wish: str) -> bool:
    """Whether a word has the strong letters of a lemma in their order, as all its forms have: spares most look-ups."""
    letters = iter(word)
    return all(letter in letters for letter in wish if letter not in _WEAK)


def _joined(first: Frame, second: Frame) -> Frame:
    return replace(
        first,
        articles=(*first.articles, *second.articles),
        analyses={**first.analyses, **second.analyses},
        story_of=first.story_of | second.story_of,
        copy_of=first.copy_of | second.copy_of,
    )
