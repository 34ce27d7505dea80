"""Addresses that programs expect of a site: health, metrics, OPML, site maps, robots, OpenSearch."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape

from litestar import Request, Response, get

from siyaq import __version__
from siyaq.api.access import EngineParam, MemoParam, source_map
from siyaq.api.meter import METER
from siyaq.arabic import clean
from siyaq.engine import Engine
from siyaq.feeds import write_opml
from siyaq.types import Article, FeedStatus, Rights

MAX_SITEMAP = 5000  # the protocol allows 50,000; the newest few thousand are what crawlers come for
MAX_NEWS = 1000  # limit of news site maps
NEWS_AGE = timedelta(days=2)  # older articles do not belong into a news site map
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


@get("/healthz", sync_to_thread=True, tags=["operation"], summary="Is the service able to answer?")
def read_health(engine: EngineParam) -> dict[str, str | int]:
    """Reads the store; an unreadable one is answered with 503."""
    seq = engine.store.last_seq()
    return {"status": "ok", "version": __version__, "changes": seq, "index_behind": max(0, seq - engine.index.last_seq())}


@get("/metrics", sync_to_thread=True, include_in_schema=False)
def read_metrics(engine: EngineParam) -> Response[str]:
    """Numbers in Prometheus' text format."""
    feeds = engine.feeds()
    seq = engine.store.last_seq()
    gauges: list[tuple[str, str, str, int]] = [
        ("siyaq_articles", "Articles in the store, removed ones too.", "", engine.store.count()),
        ("siyaq_changes", "Sequence number of the newest change.", "", seq),
        ("siyaq_index_behind", "Changes that the search index has not taken in yet.", "", seq - engine.index.last_seq()),
        ("siyaq_outlets", "Registered outlets.", "", len(engine.sources())),
    ]
    gauges += [
        ("siyaq_feeds", "Feeds by state.", f'{{status="{status.value}"}}', sum(f.status is status for f in feeds))
        for status in FeedStatus
    ]
    lines: list[str] = [f'# TYPE siyaq_build_info gauge\nsiyaq_build_info{{version="{__version__}"}} 1']
    named: set[str] = set()
    for name, meaning, labels, value in gauges:
        if name not in named:
            named.add(name)
            lines += [f"# HELP {name} {meaning}", f"# TYPE {name} gauge"]
        lines.append(f"{name}{labels} {value}")
    text = "\n".join([*lines, *METER.lines()]) + "\n"
    return Response(text, media_type="text/plain; version=0.0.4", headers={"Cache-Control": "no-store"})


@get("/opml", sync_to_thread=True, include_in_schema=False)
def read_opml(engine: EngineParam) -> Response[bytes]:
    """All outlets with their feeds, for reader programs."""
    return Response(write_opml(engine.sources()), media_type="text/x-opml")


@get("/sitemap.xml", sync_to_thread=True, include_in_schema=False)
def read_sitemap(request: Request[Any, Any, Any], engine: EngineParam, memo: MemoParam) -> Response[str]:
    """Pages that may be indexed: the fixed ones, the newest stories, and articles whose text we may show in full."""
    base = base_url(engine, request)
    return _xml(memo.get(("sitemap", base), lambda: _sitemap(engine, base)))


@get("/sitemap-news.xml", sync_to_thread=True, include_in_schema=False)
def read_news_sitemap(request: Request[Any, Any, Any], engine: EngineParam, memo: MemoParam) -> Response[str]:
    """Articles of the last two days whose text we may show in full (Google's news site map)."""
    base = base_url(engine, request)
    return _xml(memo.get(("news sitemap", base), lambda: _news_sitemap(engine, base)))


@get("/robots.txt", sync_to_thread=False, include_in_schema=False)
def read_robots(request: Request[Any, Any, Any], engine: EngineParam) -> Response[str]:
    """What crawlers may read (RFC 9309); pages decide about indexing themselves."""
    base = base_url(engine, request)
    text = f"User-agent: *\nDisallow: /api/\nDisallow: /search\nSitemap: {base}/sitemap.xml\nSitemap: {base}/sitemap-news.xml\n"
    return Response(text, media_type="text/plain")


@get("/opensearch.xml", sync_to_thread=False, include_in_schema=False)
def read_opensearch(request: Request[Any, Any, Any], engine: EngineParam) -> Response[str]:
    """Lets browsers search here from their address line (OpenSearch 1.1)."""
    base = escape(base_url(engine, request))
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">'
        "<ShortName>سياق</ShortName><Description>ابحث في الأخبار</Description><InputEncoding>UTF-8</InputEncoding>"
        f'<Url type="text/html" template="{base}/search?q={{searchTerms}}"/></OpenSearchDescription>\n'
    )
    return Response(text, media_type="application/opensearchdescription+xml; charset=utf-8")


def base_url(engine: Engine, request: Request[Any, Any, Any]) -> str:
    """Scheme and host of our addresses: the setting, or as requested."""
    return (engine.settings.base_url or str(request.base_url)).rstrip("/")


def _xml(text: str) -> Response[str]:
    return Response(text, media_type="application/xml; charset=utf-8", headers={"Cache-Control": "public, max-age=300"})


def _shown_whole(engine: Engine, since: datetime | None, limit: int) -> list[Article]:
    """Newest articles of outlets whose rights are full."""
    full = [s.id for s in source_map(engine).values() if s.rights is Rights.FULL]
    found = [a for source in full for a in engine.find(source=source, since=since, limit=limit)]
    found.sort(key=lambda a: a.when or datetime.fromtimestamp(0, UTC), reverse=True)
    return found[:limit]


def _stamp(when: datetime | None) -> str:
    return f"<lastmod>{when.astimezone(UTC).isoformat(timespec='seconds')}</lastmod>" if when else ""


def _article_url(base: str, article: Article) -> str:
    return f"{escape(base)}/article/{article.id}"


def _sitemap(engine: Engine, base: str) -> str:
    urls = [f"<url><loc>{escape(base + path)}</loc></url>" for path in ("/", "/trends", "/outlets")]
    urls += [
        f"<url><loc>{escape(base)}/story/{story.id}</loc>{_stamp(story.last)}</url>"
        for story in engine.stories(min_outlets=2, limit=MAX_SITEMAP)
    ]
    urls += [
        f"<url><loc>{_article_url(base, article)}</loc>{_stamp(article.modified or article.when)}</url>"
        for article in _shown_whole(engine, None, MAX_SITEMAP)
    ]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {_SITEMAP}>{"".join(urls)}</urlset>\n'


def _news_sitemap(engine: Engine, base: str) -> str:
    sources = source_map(engine)
    urls: list[str] = []
    for article in _shown_whole(engine, engine.now() - NEWS_AGE, MAX_NEWS):
        source = sources[article.source]
        language = clean(article.language or source.language)
        when = (article.when or engine.now()).astimezone(UTC).isoformat(timespec="seconds")
        urls.append(
            f"<url><loc>{_article_url(base, article)}</loc><news:news><news:publication>"
            f"<news:name>{escape(clean(source.name))}</news:name><news:language>{escape(language)}</news:language>"
            f"</news:publication><news:publication_date>{when}</news:publication_date>"
            f"<news:title>{escape(clean(article.title))}</news:title></news:news></url>"
        )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {_SITEMAP} {_NEWS}>{"".join(urls)}</urlset>\n'
