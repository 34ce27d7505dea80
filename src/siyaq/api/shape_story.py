"""The JSON shapes of stories in full: outlet by outlet, with the affair around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from siyaq.api.shape import ArticleBrief, Count, StatementOut, StoryBrief
from siyaq.types import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageOut:
    """An outlet's coverage: the report that stands for it, and the sentence and names that only its reports have."""

    source: str
    first: datetime | None
    article: str
    title: str
    reports: int
    sentence: str
    names: list[str]
    cited: list[str]
    copies: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AffairOut:
    """Another happening of the same affair: a story of several outlets, or an article where `story` is null.

    Attributes:
        relation: how the later of the two stands to the earlier one (update, follow-up, background, reaction, copy): among the
            happenings before, how the story that was asked for stands to this one.
        score: probability of the relation, 0..1; the weights of `why` add up to it.
    """

    story: str | None
    article: str
    title: str
    when: datetime
    outlets: int
    relation: str
    score: float
    why: list[Evidence]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFull:
    """A story with its reports, oldest first; `coverage` is empty where a single outlet reports it.

    Attributes:
        shared: names that most outlets mention.
        relations: how each report but the first stands to the first one, by its id.
        before: happenings of the same affair that began earlier, newest first.
        after: those that began later.
    """

    story: StoryBrief
    articles: list[ArticleBrief]
    coverage: list[CoverageOut]
    shared: list[str]
    names: list[Count]
    statements: list[StatementOut]
    relations: dict[str, str]
    before: list[AffairOut]
    after: list[AffairOut]
