"""Which address shows which page."""

from __future__ import annotations

import gzip
from collections.abc import Awaitable, Callable
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from litestar import HttpMethod, Request, Response, route
from litestar.handlers import HTTPRouteHandler

from siyaq.errors import NotFoundError
from siyaq.site.render import Format
from siyaq.site.serve import PAGES_KEPT, SECURITY_HEADERS, Server, View, params_of
from siyaq.site.view_article import article
from siyaq.site.view_board import outlets, preferences, trends
from siyaq.site.view_home import home, section
from siyaq.site.view_search import search
from siyaq.site.view_source import source
from siyaq.site.view_statement import statements_page
from siyaq.site.view_story import story
from siyaq.site.view_word import name, tag

if TYPE_CHECKING:
    from siyaq.engine import Engine

Handler = Callable[..., Awaitable[Response[bytes]]]
_SUFFIXES: tuple[Format, ...] = ("rss", "atom", "json")
READING = (HttpMethod.GET, HttpMethod.HEAD)
FIXED: dict[str, View] = {
    "/": home,
    "/search": search,
    "/trends": trends,
    "/statements": statements_page,
    "/outlets": outlets,
    "/preferences": preferences,
}
NAMED: dict[str, View] = {
    "/section": section,
    "/story": story,
    "/article": article,
    "/tag": tag,
    "/name": name,
    "/source": source,
}
_STATIC_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "woff2": "font/woff2",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}


def routes(engine: Engine, pages_kept: int = PAGES_KEPT) -> list[HTTPRouteHandler]:
    """All pages and static files, ready for `litestar.Litestar`.

    Args:
        pages_kept: rendered pages in memory; 0 renders every page anew.
    """
    server = Server(engine, pages_kept)
    handlers = [_fixed(server, path, view) for path, view in FIXED.items()]
    handlers += [_named(server, path, view) for path, view in NAMED.items()]
    return [*handlers, route("/static/{name:path}", http_method=READING, name="static", include_in_schema=False)(static)]


def _fixed(server: Server, path: str, view: View) -> HTTPRouteHandler:
    base = "/index" if path == "/" else path
    paths = [path, *(f"{base}.{suffix}" for suffix in _SUFFIXES)]
    if path == "/":
        paths += [f"/.{suffix}" for suffix in _SUFFIXES]

    async def handler(request: Request[Any, Any, Any]) -> Response[bytes]:
        form = request.scope["path"].rpartition(".")[2]
        return await server.answer(request, view, form if form in _SUFFIXES else "html")

    return route(paths, http_method=READING, name=f"page {path}", include_in_schema=False)(handler)


def _named(server: Server, path: str, view: View) -> HTTPRouteHandler:
    def named_view(form: Format) -> View:
        def cut(desk: Any, params: Any) -> Any:
            asked = params["name"]
            return view(desk, {**params, "name": asked if form == "html" else asked[: -len(form) - 1]})

        return cut

    async def handler(request: Request[Any, Any, Any]) -> Response[bytes]:
        suffix = params_of(request)["name"].rpartition(".")[2]
        form: Format = suffix if suffix in _SUFFIXES else "html"
        return await server.answer(request, named_view(form), form)

    return route(f"{path}/{{name:path}}", http_method=READING, name=f"page {path}", include_in_schema=False)(handler)


async def static(request: Request[Any, Any, Any]) -> Response[bytes]:
    """A file of our own: style, script, fonts, icon; kept by browsers for a year (the address changes with the content)."""
    name = params_of(request)["name"]
    kind = _STATIC_TYPES.get(name.rpartition(".")[2])
    if kind is None or not _is_static(name):
        raise NotFoundError(f"no file {name!r}")
    data, packed = _static_bytes(name)
    headers = {**SECURITY_HEADERS, "Cache-Control": "public, max-age=31536000, immutable"}
    if packed is not None:
        headers["Vary"] = "Accept-Encoding"
        if "gzip" in request.headers.get("accept-encoding", ""):
            data, headers["Content-Encoding"] = packed, "gzip"
    return Response(data, media_type=kind, headers=headers)


@lru_cache(maxsize=64)
def _static_bytes(name: str) -> tuple[bytes, bytes | None]:
    """A file of ours as it is, and compressed where that helps: fonts are compressed already."""
    data = (files("siyaq.site") / "static" / name).read_bytes()
    return data, None if name.endswith(".woff2") else gzip.compress(data, 9, mtime=0)


def _is_static(name: str) -> bool:
    parts = name.split("/")
    if len(parts) > 2 or any(part in ("", ".", "..") or "\\" in part for part in parts):
        return False
    return (files("siyaq.site") / "static" / name).is_file()
