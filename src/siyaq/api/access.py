"""What the handlers share: the engine as an injected value, common parameters, and batch lookups."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter

from siyaq.api.cursor import PATTERN
from siyaq.api.problem import Problem
from siyaq.api.shape import ArticleBrief, article_brief
from siyaq.engine import Engine
from siyaq.survey import Memo, load
from siyaq.types import Article, Source, Story

EngineParam = NamedDependency[Engine]
MemoParam = NamedDependency[Memo]
Limit = Annotated[int, QueryParameter(ge=1, le=100, description="Most items of a page")]
CursorText = Annotated[str | None, QueryParameter(name="cursor", pattern=PATTERN, description="`next` of the page before")]
Since = Annotated[datetime | None, QueryParameter(name="since", description="From this time on, ISO 8601 (UTC if no offset)")]
Until = Annotated[datetime | None, QueryParameter(name="until", description="Before this time, ISO 8601 (UTC if no offset)")]
_PROBLEM = "application/problem+json"
_BAD_REQUEST = ResponseSpec(Problem, description="A parameter or the query cannot be read", media_type=_PROBLEM)
_NOT_FOUND = ResponseSpec(Problem, description="There is none of that id", media_type=_PROBLEM)


def read(path: str, tag: str, summary: str, *, lookup: bool = False, more: dict[int, ResponseSpec] | None = None) -> get:
    """The decorator of a reading operation, run in a thread, with the problems that it may answer.

    Args:
        tag: group in the OpenAPI document.
        lookup: it asks for one thing by id, which may not exist.
        more: other answers.
    """
    answers = {400: _BAD_REQUEST} | ({404: _NOT_FOUND} if lookup else {}) | (more or {})
    return get(path, sync_to_thread=True, tags=[tag], summary=summary, responses=answers)


def utc(moment: datetime | None) -> datetime | None:
    """A time of a request: aware, UTC where it names no offset; None stays None.

    Times at the very ends of the calendar cannot be moved to UTC and are taken as given there.
    """
    if moment is None or moment.tzinfo is None:
        return None if moment is None else moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)


def briefs(engine: Engine, articles: Sequence[Article]) -> list[ArticleBrief]:
    """Articles as lists give them, with four reads whatever their number."""
    frame = load(engine, articles)
    sources = source_map(engine)
    return [
        article_brief(
            a,
            (sources.get(a.source) or engine.source(a.source)).rights,
            story=frame.story_of.get(a.id),
            is_copy=a.id in frame.copy_of,
        )
        for a in articles
    ]


def source_map(engine: Engine) -> dict[str, Source]:
    """All registered outlets by id."""
    return {s.id: s for s in engine.sources()}


def public_ids(engine: Engine, stories: Iterable[Story]) -> dict[str, str]:
    """Public id of every article of the stories, by Siyaq's id."""
    ids = list(dict.fromkeys(i for s in stories for i in s.articles))
    return {i: a.public_id for i, a in engine.store.articles(ids).items()}
