"""The front page: the day's stories by independent outlets, and what each section has."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from siyaq.survey.pulse import pulse_of
from siyaq.types import Article, Story

if TYPE_CHECKING:
    from siyaq.engine import Engine

MAX_STORIES = 24
MAX_SECTIONS = 12
ENOUGH_SECTIONS = 3  # below, sections with a single article are shown too
SECTION_ARTICLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionBlock:
    """A section with its number of articles in the day and the newest few that no story above shows."""

    name: str
    count: int
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The day's span, whether it is today, its stories (biggest first) with all their articles, and its sections."""

    since: datetime
    until: datetime
    is_today: bool
    stories: tuple[Story, ...] = ()
    articles: dict[str, Article]  # articles of the stories, by id
    sections: tuple[SectionBlock, ...] = ()
    total: int = 0  # articles of the day


def front_page(engine: Engine, *, limit: int = MAX_STORIES) -> Front:
    """Read the front page of the day that `engine.day()` names."""
    since, until, is_today = engine.day()
    stories = engine.stories(since=since, until=until, limit=limit)
    articles = engine.store.articles(list(dict.fromkeys(i for s in stories for i in s.articles)))
    total, sections = pulse_of(engine).day()
    blocks = (_block(engine, name, count, since, until, set(articles)) for name, count in shown_sections(sections))
    return Front(
        since=since,
        until=until,
        is_today=is_today,
        stories=stories,
        articles=articles,
        sections=tuple(block for block in blocks if block.articles),
        total=total,
    )


def shown_sections(sections: Sequence[tuple[str, int]]) -> Sequence[tuple[str, int]]:
    """Those of the sections, largest first, that the front page has: with several articles, where there are enough such."""
    several = [(name, count) for name, count in sections if count > 1]
    return (several if len(several) >= ENOUGH_SECTIONS else sections)[:MAX_SECTIONS]


def _block(engine: Engine, name: str, count: int, since: datetime, until: datetime, shown: Container[str]) -> SectionBlock:
    """A section's newest articles, those that no story above shows first."""
    newest = engine.find(section=name, since=since, until=until, limit=3 * SECTION_ARTICLES)
    own = sorted(newest, key=lambda a: a.id in shown)[:SECTION_ARTICLES]
    return SectionBlock(name=name, count=count, articles=tuple(own))
