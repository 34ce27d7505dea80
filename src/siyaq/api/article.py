"""/api/v1/articles"""

from typing import Annotated

from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, QueryParameter

from siyaq.api.access import CursorText, EngineParam, Limit, Since, Until, briefs, read, utc
from siyaq.api.cursor import next_cursor, read_cursor
from siyaq.api.shape import ArticleFull, ArticlePage, CopyOut, LinkOut, article_full, copies_out, link_out
from siyaq.survey.provenance import provenance
from siyaq.types import Analysis, Article, Link

_NO_NOTES = Analysis()
_Most = Annotated[int, QueryParameter(ge=1, le=50)]


@read("/articles", "articles", "Articles, newest first")
def list_articles(
    engine: EngineParam,
    source: FromQuery[str | None] = None,
    section: FromQuery[str | None] = None,
    tag: FromQuery[str | None] = None,
    name: FromQuery[str | None] = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 20,
    cursor: CursorText = None,
) -> ArticlePage:
    """Articles by outlet, section, tag, name and time; tags and names in any spelling."""
    at = read_cursor(cursor)
    bounds = [b for b in (utc(until), at.bound) if b is not None]
    found = engine.find(
        source=source,
        section=section,
        tag=tag,
        name=name,
        since=utc(since),
        until=min(bounds, default=None),
        limit=limit + 1,
        offset=at.skip,
    )
    shown = found[:limit]
    return ArticlePage(items=briefs(engine, shown), next=next_cursor(shown, at, more=len(found) > limit))


@read("/articles/{article_id:str}", "articles", "One article with its notes", lookup=True)
def read_article(engine: EngineParam, article_id: FromPath[str]) -> ArticleFull:
    """An article by Siyaq's id or the given one, with tags, names, statements, cited sources, dates, and its way here."""
    article = engine.resolve(article_id)
    story, notes = engine.store.story_of([article.id]).get(article.id), engine.analysis(article.id)
    return article_full(article, engine.source(article.source), notes, story, provenance(engine, article, notes))


@read("/articles/{article_id:str}/similar", "articles", "Similar articles", lookup=True)
def list_similar(
    engine: EngineParam, article_id: FromPath[str], k: Annotated[int, QueryParameter(ge=1, le=50)] = 10
) -> list[LinkOut]:
    """Near articles with evidence, nearest first, one per happening; never the one to read next, never a copy."""
    article = engine.resolve(article_id)
    return _links(engine, engine.similar(article.id, k))


@read(
    "/articles/{article_id:str}/read-also",
    "articles",
    "The one article to read next",
    lookup=True,
    more={204: ResponseSpec(None, description="No article fits")},
)
def read_also(engine: EngineParam, article_id: FromPath[str]) -> Response[LinkOut | None]:
    """One article, or 204 where none fits."""
    article = engine.resolve(article_id)
    link = engine.read_also(article.id)
    found = _links(engine, (link,)) if link else []
    return Response(found[0], status_code=200) if found else Response(None, status_code=204)


@read("/articles/{article_id:str}/copies", "articles", "Its group of copies", lookup=True)
def list_copies(engine: EngineParam, article_id: FromPath[str]) -> list[CopyOut]:
    """The original first, then its copies by time; empty where it was not copied and copies nothing."""
    notes = engine.copies(engine.resolve(article_id).id)
    return copies_out(notes, engine.store.articles(sorted({i for n in notes for i in (n.article, n.original)})))


@read("/articles/{article_id:str}/versions", "articles", "Its versions", lookup=True)
def list_versions(engine: EngineParam, article_id: FromPath[str]) -> list[ArticleFull]:
    """All versions, oldest first, without notes."""
    article = engine.resolve(article_id)
    source = engine.source(article.source)
    return [article_full(v, source, _NO_NOTES, None) for v in engine.store.versions(article.id)]


def _links(engine: EngineParam, links: tuple[Link, ...]) -> list[LinkOut]:
    articles: dict[str, Article] = engine.store.articles([link.target for link in links])
    return [link_out(link, articles) for link in links if link.target in articles]
