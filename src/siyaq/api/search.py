"""/api/v1/search"""

from typing import Annotated, Literal

from litestar.params import FromQuery, QueryParameter

from siyaq.api.access import CursorText, EngineParam, Limit, Since, Until, read, source_map, utc
from siyaq.api.cursor import Cursor, read_cursor, write_cursor
from siyaq.api.shape import Count, SearchItem, SearchPage
from siyaq.types import Rights

MAX_OFFSET = 10_000  # deeper pages cost more than anyone reads; `next` ends here
_Words = Annotated[str, QueryParameter(name="q", min_length=1, max_length=400, description="See the search language")]


@read("/search", "search", "Search articles or stories")
def search_articles(
    engine: EngineParam,
    q: _Words,
    since: Since = None,
    until: Until = None,
    source: FromQuery[str | None] = None,
    sort: FromQuery[Literal["nearness", "time"]] = "nearness",
    collapse: FromQuery[bool] = False,
    facets: FromQuery[bool] = False,
    limit: Limit = 20,
    cursor: CursorText = None,
) -> SearchPage:
    """Words in any spelling, "phrases", -not, OR, source: tag: name: section: from: to:; `collapse` gives one per story."""
    at = read_cursor(cursor)
    result = engine.search(
        q,
        k=limit,
        offset=min(at.skip, MAX_OFFSET),
        since=utc(since),
        until=utc(until),
        source=source,
        sort=sort,
        collapse=collapse,
        facets=facets,
    )
    articles = engine.store.articles([i for h in result.hits for i in (h.article, *h.others)])
    sources = source_map(engine)
    items: list[SearchItem] = []
    for hit in result.hits:
        if (article := articles.get(hit.article)) is None:
            continue  # removed since the index was brought up to date
        hidden = (sources.get(article.source) or engine.source(article.source)).rights is Rights.LINK
        items.append(
            SearchItem(
                id=article.public_id,
                title=article.title,
                source=article.source,
                published=article.when,
                score=hit.score,
                story=hit.story,
                snippet="" if hidden else hit.snippet,
                highlights=[] if hidden else list(hit.highlights),
                others=[articles[i].public_id for i in hit.others if i in articles],
            )
        )
    more = at.skip + limit < min(result.total, MAX_OFFSET) and len(result.hits) == limit
    return SearchPage(
        total=result.total,
        items=items,
        facets={k: [Count(value=v, count=n) for v, n in values] for k, values in result.facets.items()},
        suggestion=result.suggestion,
        next=write_cursor(Cursor(skip=at.skip + limit)) if more else None,
    )
