"""The front page: the day's stories by independent outlets, and what each section has."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from siyaq.arabic import fold
from siyaq.types import Article, Story

if TYPE_CHECKING:
    from siyaq.engine import Engine

MAX_STORIES = 24
MAX_ARTICLES = 1500  # a day of some sixty outlets; sections show a handful of each
MAX_SECTIONS = 12
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
    newest = engine.find(since=since, until=until, limit=MAX_ARTICLES)
    return Front(
        since=since,
        until=until,
        is_today=is_today,
        stories=stories,
        articles=articles,
        sections=group_sections(newest, shown=set(articles)),
        total=len(newest),
    )


def group_sections(newest: tuple[Article, ...], shown: set[str] | None = None) -> tuple[SectionBlock, ...]:
    """Group articles by section (spelling folded), largest section first; those in `shown` come last in each."""
    groups: dict[str, list[Article]] = defaultdict(list)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for article in newest:
        if article.section and (key := fold(article.section)):
            groups[key].append(article)
            names[key][article.section] += 1
    largest = sorted(groups, key=lambda key: -len(groups[key]))[:MAX_SECTIONS]
    return tuple(
        SectionBlock(
            name=names[key].most_common(1)[0][0],
            count=len(groups[key]),
            articles=tuple(sorted(groups[key], key=lambda a: a.id in (shown or ())))[:SECTION_ARTICLES],
        )
        for key in largest
    )
