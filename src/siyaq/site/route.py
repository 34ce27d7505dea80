"""Which address shows which page."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler

from siyaq.errors import NotFoundError
from siyaq.site.page import Kind
from siyaq.site.render import Format
from siyaq.site.serve import SECURITY_HEADERS, Server
from siyaq.site.view_article import article
from siyaq.site.view_board import outlets, preferences, trends
from siyaq.site.view_home import home, section
from siyaq.site.view_search import search
from siyaq.site.view_source import source
from siyaq.site.view_statement import statements_page
from siyaq.site.view_story import story
from siyaq.site.view_word import name, tag
from siyaq.survey.memo import TIMELESS_S
from siyaq.web_text.packing import Coding, coding_for, pack

_SUFFIXES: tuple[Format, ...] = ("rss", "atom", "json")
_PAGED = frozenset({"page"})
_SEARCHED = frozenset({"q", "source", "section", "from", "to", "sort", "page"})
_SAID = frozenset({"q", "source", "from", "to", "speaker", "page"})
FIXED: dict[str, Kind] = {
    "/": Kind(view=home),
    "/search": Kind(view=search, params=_SEARCHED, zoned=True),
    "/trends": Kind(view=trends),
    "/statements": Kind(view=statements_page, params=_SAID, zoned=True),
    "/outlets": Kind(view=outlets),
    "/preferences": Kind(view=preferences),
}
NAMED: dict[str, Kind] = {
    "/section": Kind(view=section, params=_PAGED, keep_s=TIMELESS_S),
    "/story": Kind(view=story, params=_PAGED, keep_s=TIMELESS_S, zoned=True),
    "/article": Kind(view=article, keep_s=TIMELESS_S),
    "/tag": Kind(view=tag, params=_PAGED, keep_s=TIMELESS_S, zoned=True),
    "/name": Kind(view=name, params=_PAGED, keep_s=TIMELESS_S, zoned=True),
    "/source": Kind(view=source, params=_PAGED, zoned=True),
}
_STATIC_TYPES = {
    "css": "text/css",
    "js": "text/javascript",
    "woff2": "font/woff2",
    "svg": "image/svg+xml",
    "txt": "text/plain",
}


def routes(server: Server) -> list[HTTPRouteHandler]:
    """All pages and static files, ready for `litestar.Litestar`."""
    handlers = [_fixed(server, path, kind) for path, kind in FIXED.items()]
    handlers += [_named(server, path, kind) for path, kind in NAMED.items()]
    return [*handlers, get("/static/{name:path}", name="static", include_in_schema=False)(static)]


def _fixed(server: Server, path: str, kind: Kind) -> HTTPRouteHandler:
    base = "/index" if path == "/" else path
    paths = [path, *(f"{base}.{suffix}" for suffix in _SUFFIXES)]
    if path == "/":
        paths += [f"/.{suffix}" for suffix in _SUFFIXES]

    async def handler(request: Request[Any, Any, Any]) -> Response[bytes]:
        form = request.scope["path"].rpartition(".")[2]
        return await server.answer(request, kind, form=form if form in _SUFFIXES else "html")

    return get(paths, name=f"page {path}", include_in_schema=False)(handler)


def _named(server: Server, path: str, kind: Kind) -> HTTPRouteHandler:
    async def handler(request: Request[Any, Any, Any]) -> Response[bytes]:
        asked = _name_in_path(request)
        head, _, suffix = asked.rpartition(".")
        if suffix in _SUFFIXES:
            return await server.answer(request, kind, head, suffix)
        return await server.answer(request, kind, asked)

    return get(f"{path}/{{name:path}}", name=f"page {path}", include_in_schema=False)(handler)


def _name_in_path(request: Request[Any, Any, Any]) -> str:
    return str(request.path_params["name"]).removeprefix("/")


async def static(request: Request[Any, Any, Any]) -> Response[bytes]:
    """A file of our own: style, script, fonts, icon; kept by browsers for a year (the address changes with the content)."""
    name = _name_in_path(request)
    kind = _STATIC_TYPES.get(name.rpartition(".")[2])
    if kind is None or not _is_static(name):
        raise NotFoundError(f"no file {name!r}")
    data = _static_bytes(name, None)
    headers = {**SECURITY_HEADERS, "Cache-Control": "public, max-age=31536000, immutable"}
    if not name.endswith(".woff2"):  # fonts are compressed already
        headers["Vary"] = "Accept-Encoding"
        if coding := coding_for(request.headers.get("accept-encoding", "")):
            data, headers["Content-Encoding"] = _static_bytes(name, coding), coding
    return Response(data, media_type=kind, headers=headers)


@lru_cache(maxsize=64)
def _static_bytes(name: str, coding: Coding | None) -> bytes:
    """A file of ours as it is, or compressed."""
    data = (files("siyaq.site") / "static" / name).read_bytes()
    return data if coding is None else pack(data, coding, "always")


def _is_static(name: str) -> bool:
    parts = name.split("/")
    if len(parts) > 2 or any(part in ("", ".", "..") or "\\" in part for part in parts):
        return False
    return (files("siyaq.site") / "static" / name).is_file()
