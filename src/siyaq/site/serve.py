"""Requests -> responses: the reader's language and zone, the page cache, validators, and the headers of every page."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, cast

from litestar import Request, Response
from litestar.concurrency import sync_to_thread
from litestar.datastructures import Cookie

from siyaq.errors import NotFoundError
from siyaq.site.clock import zone_of
from siyaq.site.desk import Desk
from siyaq.site.page import Page
from siyaq.site.render import FORMATS, Format, feed_path, render
from siyaq.site.text import LANGUAGES, Language
from siyaq.survey import Memo

if TYPE_CHECKING:
    from siyaq.engine import Engine

View = Callable[[Desk, Mapping[str, str]], Page]
PAGES_KEPT = 1024  # about 20 MB of compressed and plain pages
SURVEYS_KEPT = 1024  # what pages are made of, some 50 KB each
MAX_AGE_S = 60  # a reader's browser may show a page again for a minute; so may a cache before us
SMALLEST_GZIP = 600  # bytes; below this the compressed page is hardly smaller
COOKIE_AGE_S = 365 * 24 * 3600
PARAMETERS = frozenset({"q", "source", "section", "from", "to", "sort", "page", "speaker"})
LANGUAGE_COOKIE = "siyaq_lang"
ZONE_COOKIE = "siyaq_tz"
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self' http: https: data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS: dict[str, str] = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page ready to send, plain and compressed."""

    status: int
    media_type: str
    body: bytes
    packed: bytes | None
    etag: str
    indexable: bool
    moved_to: str | None = None


class Server:
    """Answers requests for pages of one engine. Safe to use from many threads."""

    def __init__(self, engine: Engine, pages_kept: int = PAGES_KEPT) -> None:
        self.engine = engine
        self.memo = Memo(engine.store.last_seq, size=SURVEYS_KEPT)  # shared by pages; the page cache holds those in front
        self.pages = Memo(engine.store.last_seq, size=pages_kept)

    def desk(self, request: Request[Any, Any, Any]) -> Desk:
        """The desk of a request: language and zone from the address, the cookies, or the settings."""
        language = self._language(request)
        zone, zone_name = self._zone(request)
        return Desk(
            engine=self.engine,
            memo=self.memo,
            language=language,
            zone=zone,
            zone_name=zone_name,
            now=self.engine.now(),
            base_url=(self.engine.settings.base_url or str(request.base_url)).rstrip("/"),
        )

    async def answer(self, request: Request[Any, Any, Any], view: View, form: Format = "html") -> Response[bytes]:
        """The response of a view, from the cache where nothing changed.

        A page in the cache is given at once, in the server's own thread: passing it to another one would cost more than it.
        """
        desk, params = self.desk(request), params_of(request)
        key = (request.scope["path"], form, tuple(sorted(params.items())), desk.language, desk.zone_name, desk.base_url)
        page: Rendered | None = self.pages.peek(key)
        if page is None:
            page = await sync_to_thread(self.pages.get, key, lambda: self.render(desk, view(desk, params), form))
        return self.respond(request, page)

    def respond(self, request: Request[Any, Any, Any], page: Rendered) -> Response[bytes]:
        """The response of a rendered page to this request: moved, not modified, compressed or plain."""
        headers = {
            **SECURITY_HEADERS,
            "ETag": page.etag,
            "Cache-Control": self._caching(request, page),
            "Vary": "Accept-Encoding, Cookie",
            "Content-Language": self._language(request),
        }
        if not page.indexable:
            headers["X-Robots-Tag"] = "noindex"
        cookies = self._cookies(request)
        if page.moved_to:
            return Response(
                b"", status_code=page.status, headers=headers | {"Location": page.moved_to}, media_type="text/plain"
            )
        if page.status == 200 and _matches(request.headers.get("if-none-match"), page.etag):
            return Response(b"", status_code=304, headers=headers, cookies=cookies)
        body = page.body
        if page.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            body, headers["Content-Encoding"] = page.packed, "gzip"
        return Response(body, status_code=page.status, media_type=page.media_type, headers=headers, cookies=cookies)

    def render(self, desk: Desk, page: Page, form: Format = "html") -> Rendered:
        """Render a page now, past the cache."""
        if page.moved_to:
            moved = page.moved_to if form == "html" else feed_path(page.moved_to, form)
            return Rendered(302 if page.status == 302 else 301, "text/plain", b"", None, '""', False, moved)
        if form != "html" and page.items is None:
            raise NotFoundError(f"{page.path} is no list and has no .{form}")
        body = render(desk, page, form)
        packed = gzip.compress(body, 6, mtime=0) if len(body) > SMALLEST_GZIP else None
        etag = f'W/"{blake2b(body, digest_size=10).hexdigest()}"'
        return Rendered(page.status, FORMATS[form], body, packed, etag, page.indexable or form != "html")

    def _language(self, request: Request[Any, Any, Any]) -> Language:
        for asked in (
            request.query_params.get("lang"),
            request.cookies.get(LANGUAGE_COOKIE),
            self.engine.settings.language,
        ):
            if asked in LANGUAGES:
                return cast(Language, asked)
        return "ar"

    def _zone(self, request: Request[Any, Any, Any]) -> tuple[tzinfo, str]:
        for name in (request.query_params.get("tz"), request.cookies.get(ZONE_COOKIE), self.engine.settings.timezone):
            zone = zone_of((name or "").replace("%2F", "/"))
            if name and zone is not None:
                return zone, name.replace("%2F", "/")
        return cast(tzinfo, zone_of("UTC")), "UTC"

    @classmethod
    def _caching(cls, request: Request[Any, Any, Any], page: Rendered) -> str:
        """Pages may be kept by anyone for a minute; one that sets a cookie by nobody but the reader."""
        if page.status >= 400:
            return "no-store"
        return "private, no-cache" if cls._cookies(request) else f"public, max-age={MAX_AGE_S}"

    @staticmethod
    def _cookies(request: Request[Any, Any, Any]) -> list[Cookie]:
        """Remember a language or zone that the address names."""
        language, zone = request.query_params.get("lang"), request.query_params.get("tz")
        kept: list[Cookie] = []
        if language in LANGUAGES:
            kept.append(Cookie(LANGUAGE_COOKIE, path="/", value=language, max_age=COOKIE_AGE_S, samesite="lax"))
        if zone and zone_of(zone) is not None:
            kept.append(Cookie(ZONE_COOKIE, path="/", value=zone, max_age=COOKIE_AGE_S, samesite="lax"))
        return kept


def params_of(request: Request[Any, Any, Any]) -> dict[str, str]:
    """Query parameters that pages know and, as `name`, what follows the page's kind in the path.

    Others are left out, so that addresses with made-up parameters share one page in the cache.
    """
    params = {key: str(value) for key, value in request.query_params.items() if key in PARAMETERS}
    if "name" in request.path_params:
        params["name"] = str(request.path_params["name"]).removeprefix("/")
    return params


def _matches(header: str | None, etag: str) -> bool:
    if not header:
        return False
    return header.strip() == "*" or etag.removeprefix("W/") in {part.strip().removeprefix("W/") for part in header.split(",")}
