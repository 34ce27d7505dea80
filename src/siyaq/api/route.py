"""All handlers of the API and of the operational addresses, with the engine as an injected value."""

from __future__ import annotations

from litestar import Router
from litestar.di import Provide

from siyaq.api import article, board, document, operation, push, search, story
from siyaq.engine import Engine
from siyaq.survey import Memo

PREFIX = "/api/v1"


def routes(engine: Engine) -> list[Router]:
    """Routers for `litestar.Litestar`."""
    memo = Memo(engine.store.last_seq)
    dependencies = {
        "engine": Provide(lambda: engine, sync_to_thread=False),
        "memo": Provide(lambda: memo, sync_to_thread=False),
    }
    versioned = [
        article.list_articles,
        article.read_article,
        article.list_similar,
        article.read_also,
        article.list_copies,
        article.list_versions,
        story.read_front,
        story.list_stories,
        story.read_story,
        search.search_articles,
        board.read_tag,
        board.read_name,
        board.compare_names,
        board.list_sources,
        board.read_source,
        board.list_feeds,
        board.list_trends,
        board.list_statements,
        board.list_changes,
    ]
    plain = [
        document.read_openapi,
        operation.read_health,
        operation.read_metrics,
        operation.read_opml,
        operation.read_sitemap,
        operation.read_news_sitemap,
        operation.read_robots,
        operation.read_opensearch,
        push.confirm_subscription,
        push.receive_delivery,
    ]
    return [
        Router(PREFIX, route_handlers=versioned, dependencies=dependencies),
        Router("/", route_handlers=plain, dependencies=dependencies),
    ]
