"""The web application: pages and API over one engine."""

from __future__ import annotations

import gc
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from litestar import Litestar, Request, Response
from litestar.concurrency import sync_to_thread
from litestar.exceptions import HTTPException

from siyaq import api, site
from siyaq.errors import StorageError

if TYPE_CHECKING:
    from siyaq.engine import Engine

MAX_REQUEST_BYTES = 1_000_000  # bodies of the few API calls that take one


class Application(Litestar):
    """Answers HEAD wherever it answers GET, with the same headers (RFC 9110, 9.3.2)."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """See ASGI."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await super().__call__(scope, receive, send)
            return

        async def send_head(message: Any) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        asked: Any = {**scope, "method": "GET"}
        await super().__call__(asked, receive, send_head)


def create_app(engine: Engine) -> Litestar:
    """Compose the site and the API into one ASGI application.

    Args:
        engine: an open engine; it stays open as long as the application serves and is closed by the caller.
    """
    server = site.Server(engine)
    warm_up = _WarmUp(server)
    page_of, problem_of = site.error_pages(server), api.problem

    def on_error(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
        answer = problem_of if api.owns(request.scope["path"]) else page_of
        return answer(request, error)

    return Application(
        route_handlers=[*site.routes(server), *api.routes(engine)],
        exception_handlers={HTTPException: on_error, Exception: on_error},
        openapi_config=api.openapi_config(),
        middleware=[api.metered, api.validated],
        request_max_body_size=MAX_REQUEST_BYTES,
        logging_config=None,
        on_startup=[warm_up.start],
        on_shutdown=[warm_up.stop],
    )


class _WarmUp:
    """What is done before the first request, and beside the first ones."""

    def __init__(self, server: site.Server) -> None:
        self._server = server
        self._stopped = False
        self._thresholds = gc.get_threshold()

    async def start(self) -> None:
        """Read the templates and the front page, then beside the first readers what takes seconds."""
        await sync_to_thread(site.warm_up, self._server)
        threading.Thread(target=self._read_more, name="siyaq-warm-up", daemon=True).start()

    def _read_more(self) -> None:
        with suppress(StorageError):  # the engine was closed meanwhile; where its file is damaged, every page tells so
            site.warm_up_more(self._server)
        if not self._stopped:
            site.set_aside()

    def stop(self) -> None:
        """The process may go on without the site: nothing stays set aside, and garbage is collected as before."""
        self._stopped = True
        gc.unfreeze()
        gc.set_threshold(*self._thresholds)
