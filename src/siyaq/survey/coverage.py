"""One happening outlet by outlet."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from siyaq.arabic import clean, terms
from siyaq.link import read_article
from siyaq.survey.exclusive import Told, lone_names, lone_sentences, names_by_outlet
from siyaq.survey.frame import Frame
from siyaq.survey.profile import key_of
from siyaq.types import Article

if TYPE_CHECKING:
    from siyaq.engine import Engine

MAX_SURVEYED = 240  # newest reports of one happening that are compared with each other
MAX_CITED = 4
MAX_COPIES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletCoverage:
    """An outlet's own reports of a happening, and what only they have."""

    source: str
    first: datetime | None  # when its first report came
    shown: Article  # the report whose headline is nearest to the story's
    reports: int
    sentence: str  # that only this outlet has; empty where none stands alone or nothing may be quoted
    names: tuple[str, ...]  # that only this outlet has
    cited: tuple[str, ...]  # agencies and papers that its reports name
    copies: tuple[Article, ...]  # of its reports by others


def outlet_coverage(
    engine: Engine, frame: Frame, title: str, *, unquotable: Container[str] = (), name_of: Callable[[str], str] = str
) -> tuple[OutletCoverage, ...]:
    """Every outlet with a report of its own, in the order in which they reported; none for a single outlet.

    Args:
        engine: knows how the articles read.
        frame: the story's articles, oldest first.
        title: headline of the story.
        unquotable: ids of outlets that may not be quoted.
        name_of: name of an outlet by its id, so that an outlet is not given as its own source.
    """
    own: dict[str, list[Article]] = {}
    for article in frame.articles:
        if article.id not in frame.copy_of:
            own.setdefault(article.source, []).append(article)
    if len(own) < 2:
        return ()
    told = _told(engine, {source: found for source, found in own.items() if source not in unquotable})
    sentences, names = lone_sentences(told), lone_names(names_by_outlet(frame))
    return tuple(
        OutletCoverage(
            source=source,
            first=found[0].when,
            shown=nearest_to_title(found, title),
            reports=len(found),
            sentence=clean(sentences.get(source, "")),
            names=names.get(source, ()),
            cited=_cited(frame, found, {key_of(source), key_of(name_of(source))}),
            copies=_copies(frame, {a.id for a in found}),
        )
        for source, found in own.items()
    )


def _told(engine: Engine, own: Mapping[str, Sequence[Article]]) -> dict[str, list[Told]]:
    """Reports of each outlet with their readings; of those that came without a text their summary is read."""
    articles = [article for found in own.values() for article in found]
    known = engine.relations.known({a.id: a.version for a in articles if a.text})
    told = {a.id: (known[a.id].reading, a.text) for a in articles if a.id in known}
    for article in articles:
        if article.id not in told:
            text = article.summary or ""
            told[article.id] = read_article(replace(article, text=text)), text
    return {source: [told[article.id] for article in found] for source, found in own.items()}


def nearest_to_title(found: Sequence[Article], title: str) -> Article:
    """The report whose headline shares most terms with a title, the first of them where several do."""
    wanted = set(terms(title))
    return max(found, key=lambda a: (a.title == title, len(wanted.intersection(terms(a.title)))))


def _cited(frame: Frame, found: Sequence[Article], own: Container[str]) -> tuple[str, ...]:
    names: dict[str, str] = {}
    for article in found:
        for cited in frame.notes(article.id).sources_cited:
            if (key := key_of(cited.name)) and key not in own:
                names.setdefault(key, clean(cited.name))
    return tuple(names.values())[:MAX_CITED]


def _copies(frame: Frame, ids: Container[str]) -> tuple[Article, ...]:
    copied = (a for a in frame.articles if (note := frame.copy_of.get(a.id)) and note.original in ids)
    return tuple(copied)[:MAX_COPIES]
