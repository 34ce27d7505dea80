"""Requests -> responses: the reader's language and zone, the page cache, validators, and the headers of every page."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, cast

from litestar import Request, Response
from litestar.concurrency import sync_to_thread
from litestar.datastructures import Cookie

from siyaq.errors import NotFoundError
from siyaq.site.clock import zone_of
from siyaq.site.desk import Desk
from siyaq.site.page import Kind, Page
from siyaq.site.render import FORMATS, Format, feed_path, render
from siyaq.site.text import LANGUAGES, Language
from siyaq.site.view_home import home
from siyaq.survey import Memo
from siyaq.survey.memo import REUSE_FACTOR
from siyaq.web_text.etag import matches_etag, weak_etag
from siyaq.web_text.packing import SMALLEST, Coding, coding_for, pack

if TYPE_CHECKING:
    from siyaq.engine import Engine

# While the archive changes, a page and what it is made of may each be `memo.MAX_STALE_S` old. With what a browser, or a cache
# before us, may keep it for, a reader sees an article a minute after it came in at the latest.
MAX_AGE_S = 50
COOKIE_AGE_S = 365 * 24 * 3600
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


@dataclass(slots=True, kw_only=True)
class Rendered:
    """A page ready to send. Its compressed forms are made when they are first asked for."""

    status: int
    media_type: str
    body: bytes
    etag: str
    indexable: bool
    is_kept: bool
    moved_to: str | None = None
    packed: dict[Coding, bytes] = field(default_factory=dict)

    def in_coding(self, coding: Coding) -> bytes:
        """The body compressed."""
        known = self.packed.get(coding)
        if known is None:
            known = self.packed[coding] = pack(self.body, coding, "often" if self.is_kept else "once")
        return known


class Server:
    """Answers requests for pages of one engine. Safe to use from many threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.memo = Memo(engine.store.last_seq, size=engine.settings.surveys_kept, reuse=REUSE_FACTOR)
        self.pages = Memo(engine.store.last_seq, size=engine.settings.pages_kept, reuse=REUSE_FACTOR)
        self._keeps_pages = engine.settings.pages_kept > 0

    def warm_up(self) -> None:
        """Read what the front page is made of, so that no reader waits for it."""
        home(self.own_desk(), {})

    def own_desk(self) -> Desk:
        """A desk for no request: language and zone from the settings."""
        return self._desk_for(self._known_language(), *self._known_zone(), self.engine.settings.base_url)

    def desk(self, request: Request[Any, Any, Any]) -> Desk:
        """The desk of a request: language and zone from the address, the cookies, or the settings."""
        base_url = self.engine.settings.base_url or str(request.base_url)
        return self._desk_for(self._language(request), *self._zone(request), base_url)

    def _desk_for(self, language: Language, zone: tzinfo, zone_name: str, base_url: str) -> Desk:
        return Desk(
            engine=self.engine,
            memo=self.memo,
            language=language,
            zone=zone,
            zone_name=zone_name,
            now=self.engine.now(),
            base_url=base_url.rstrip("/"),
        )

    async def answer(
        self, request: Request[Any, Any, Any], kind: Kind, name: str | None = None, form: Format = "html"
    ) -> Response[bytes]:
        """The response of a page, from the cache where nothing changed.

        A page that is there, or of which all is there but the rendering (a millisecond), is given in the server's own thread:
        passing it to another one would cost more. What has to read the archive is done in another thread.

        Args:
            name: what follows the kind in the path; None where nothing does.
            form: as a page or as a feed.
        """
        desk, params = self.desk(request), params_of(request, kind, name)
        survey = (kind.view.__name__, desk.language, desk.base_url, kind.zoned and desk.zone_name, *sorted(params.items()))
        key = (survey, form, desk.zone_name)
        page: Rendered | None = self.pages.peek(key)
        if page is None and (told := self.memo.peek(survey, kind.keep_s)) is not None:
            page = self._keep(key, lambda: self.render(desk, told, form))
        if page is None:
            page = await sync_to_thread(self._make, key, survey, kind, desk, params, form)
        return self.respond(request, page)

    def _make(
        self, key: Hashable, survey: Hashable, kind: Kind, desk: Desk, params: Mapping[str, str], form: Format
    ) -> Rendered:
        told = self.memo.get(survey, lambda: kind.view(desk, params), max_age_s=kind.keep_s)
        return self._keep(key, lambda: self.render(desk, told, form))

    def _keep(self, key: Hashable, build: Callable[[], Rendered]) -> Rendered:
        return self.pages.get(key, build) if self._keeps_pages else build()

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
        if page.status == 200 and matches_etag(request.headers.get("if-none-match"), page.etag):
            return Response(b"", status_code=304, headers=headers, cookies=cookies)
        body = page.body
        coding = coding_for(request.headers.get("accept-encoding", "")) if len(body) > SMALLEST else None
        if coding is not None:
            body, headers["Content-Encoding"] = page.in_coding(coding), coding
        return Response(body, status_code=page.status, media_type=page.media_type, headers=headers, cookies=cookies)

    def render(self, desk: Desk, page: Page, form: Format = "html") -> Rendered:
        """Render a page now, past the cache."""
        if page.moved_to:
            moved = page.moved_to if form == "html" else feed_path(page.moved_to, form)
            return self._rendered(page, b"", "html", etag='""', moved_to=moved)
        if form != "html" and page.items is None:
            raise NotFoundError(f"{page.path} is no list and has no .{form}")
        body = render(desk, page, form)
        return self._rendered(page, body, form, etag=weak_etag(body))

    def _rendered(self, page: Page, body: bytes, form: Format, *, etag: str, moved_to: str | None = None) -> Rendered:
        status = page.status if moved_to is None else 302 if page.status == 302 else 301
        return Rendered(
            status=status,
            media_type=FORMATS[form],
            body=body,
            etag=etag,
            indexable=moved_to is None and (page.indexable or form != "html"),
            is_kept=self._keeps_pages,
            moved_to=moved_to,
        )

    def _language(self, request: Request[Any, Any, Any]) -> Language:
        return self._known_language(request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE))

    def _known_language(self, *asked: str | None) -> Language:
        """The first that we have, else the setting."""
        known = (one for one in (*asked, self.engine.settings.language) if one in LANGUAGES)
        return cast(Language, next(known, "ar"))

    def _zone(self, request: Request[Any, Any, Any]) -> tuple[tzinfo, str]:
        return self._known_zone(request.query_params.get("tz"), request.cookies.get(ZONE_COOKIE))

    def _known_zone(self, *asked: str | None) -> tuple[tzinfo, str]:
        """The first that exists, else the setting, with its name."""
        for name in (*asked, self.engine.settings.timezone):
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


def params_of(request: Request[Any, Any, Any], kind: Kind, name: str | None = None) -> dict[str, str]:
    """Query parameters that the kind of page reads and, as `name`, what follows it in the path.

    Others are left out, so that addresses with made-up parameters share one page in the cache.
    """
    params = {key: str(value) for key, value in request.query_params.items() if key in kind.params and value}
    return params if name is None else params | {"name": name}
