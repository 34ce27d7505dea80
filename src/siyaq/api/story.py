"""/api/v1/stories and the front page"""

from typing import Annotated

from litestar.params import FromPath, QueryParameter

from siyaq.api.access import CursorText, EngineParam, Limit, MemoParam, Since, Until, briefs, public_ids, read, utc
from siyaq.api.cursor import Cursor, read_cursor, write_cursor
from siyaq.api.shape import Count, FrontPage, StoryFull, StoryPage, story_brief
from siyaq.survey import front_page

AtLeast = Annotated[int, QueryParameter(ge=1, le=1000)]


@read("/front", "stories", "The front page")
def read_front(engine: EngineParam, memo: MemoParam) -> FrontPage:
    """The day's stories and sections; the latest day that has news where today has none."""
    front = memo.get("front", lambda: front_page(engine))
    public = {i: a.public_id for i, a in front.articles.items()}
    return FrontPage(
        since=front.since,
        until=front.until,
        today=front.is_today,
        articles=front.total,
        stories=[story_brief(s, public) for s in front.stories],
        sections=[Count(value=s.name, count=s.count) for s in front.sections],
    )


@read("/stories", "stories", "Stories, most independent outlets first")
def list_stories(
    engine: EngineParam,
    since: Since = None,
    until: Until = None,
    min_articles: AtLeast = 1,
    min_outlets: AtLeast = 1,
    limit: Limit = 20,
    cursor: CursorText = None,
) -> StoryPage:
    """Stories whose span meets the time asked for."""
    at = read_cursor(cursor)
    found = engine.stories(
        since=utc(since),
        until=utc(until),
        min_articles=min_articles,
        min_outlets=min_outlets,
        limit=limit + 1,
        offset=at.skip,
    )
    shown = found[:limit]
    public = public_ids(engine, shown)
    after = write_cursor(Cursor(skip=at.skip + limit)) if len(found) > limit else None
    return StoryPage(items=[story_brief(s, public) for s in shown], next=after)


@read("/stories/{story_id:str}", "stories", "One story with its reports", lookup=True)
def read_story(engine: EngineParam, story_id: FromPath[str]) -> StoryFull:
    """A story; one that was merged is answered with the story that it is in now (its id differs from the one asked for)."""
    story = engine.story(story_id)
    articles = engine.store.articles(story.articles)
    public = {i: a.public_id for i, a in articles.items()}
    return StoryFull(
        story=story_brief(story, public),
        articles=briefs(engine, [articles[i] for i in story.articles if i in articles]),
    )
