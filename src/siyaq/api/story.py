"""/api/v1/stories and the front page"""

from typing import Annotated

from litestar.params import FromPath, QueryParameter

from siyaq.api.access import CursorText, EngineParam, Limit, MemoParam, Since, Until, briefs, public_ids, read, utc
from siyaq.api.cursor import Cursor, read_cursor, write_cursor
from siyaq.api.shape import Count, FrontPage, StoryPage, counts_out, statement_out, story_brief
from siyaq.api.shape_story import AffairOut, CoverageOut, StoryFull
from siyaq.engine import Step
from siyaq.survey import busiest_names, front_page, load, statements
from siyaq.survey.coverage import MAX_SURVEYED, OutletCoverage, outlet_coverage
from siyaq.survey.exclusive import names_by_outlet, shared_names
from siyaq.types import Rights

MAX_STATEMENTS = 50

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
    """A story outlet by outlet, with the affair around it; a merged one is answered with the story that it is in now."""
    story = engine.story(story_id)
    known = engine.store.articles(story.articles)
    articles = [known[i] for i in story.articles if i in known]
    public = {i: a.public_id for i, a in known.items()}
    frame = load(engine, articles[-MAX_SURVEYED:])
    hidden = {s.id for s in map(engine.source, {a.source for a in articles}) if s.rights is Rights.LINK}
    chain, relations = engine.chains.chain(story), engine.chains.report_relations(story)
    covered = outlet_coverage(engine, frame, story.title, unquotable=hidden, name_of=lambda source: engine.source(source).name)
    return StoryFull(
        story=story_brief(story, public),
        articles=briefs(engine, articles),
        coverage=[_coverage(one) for one in covered],
        shared=list(shared_names(names_by_outlet(frame))),
        names=counts_out(busiest_names(frame)),
        statements=[statement_out(s) for s in statements(frame, leave_out=hidden, k=MAX_STATEMENTS)],
        relations={public[i]: found.kind for i, found in relations.items()},
        before=[_affair(one) for one in chain.before],
        after=[_affair(one) for one in chain.after],
    )


def _coverage(covered: OutletCoverage) -> CoverageOut:
    return CoverageOut(
        source=covered.source,
        first=covered.first,
        article=covered.shown.public_id,
        title=covered.shown.title,
        reports=covered.reports,
        sentence=covered.sentence,
        names=list(covered.names),
        cited=list(covered.cited),
        copies=[a.public_id for a in covered.copies],
    )


def _affair(step: Step) -> AffairOut:
    return AffairOut(
        story=step.story.id if step.story else None,
        article=step.article.public_id,
        title=(step.story.title if step.story else "") or step.article.title,
        when=step.when,
        outlets=step.outlets,
        relation=step.link.kind,
        score=step.link.score,
        why=list(step.link.why),
    )
