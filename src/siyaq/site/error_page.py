"""Friendly pages where something is wrong, in the reader's language; the cause stands in the log, not on the page."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.exceptions import HTTPException

from siyaq.errors import NotFoundError, QueryError, SiyaqError, StorageError, UsageError
from siyaq.site.page import Page
from siyaq.site.serve import Server

_LOG = logging.getLogger("siyaq.site")
_STATUS: tuple[tuple[type[SiyaqError], int], ...] = (
    (NotFoundError, 404),
    (QueryError, 400),
    (UsageError, 400),
    (StorageError, 503),
)


def status_of(error: Exception) -> int:
    """The HTTP status that an error means."""
    if isinstance(error, HTTPException):
        return error.status_code
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def error_pages(server: Server) -> Callable[[Request[Any, Any, Any], Exception], Response[bytes]]:
    """An exception handler for `litestar.Litestar` that answers with a page."""

    def handle(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
        status = status_of(error)
        if status >= 500:
            _LOG.error("%s %s failed", request.method, request.scope["path"], exc_info=error)
        kind = str(status) if status in (400, 404, 405, 503) else ("400" if status < 500 else "500")
        desk = server.desk(request)
        page = Page(
            template="error.html",
            title=desk.t(f"error.{kind}.title"),
            path=quote("/" + str(request.scope["path"]).lstrip("/\\")),  # never an address of another host: //x, /\\x
            status=status,
            indexable=False,
            values={"kind": kind, "query": request.query_params.get("q", "")},
        )
        answer = server.respond(request, server.render(desk, page))
        if isinstance(error, HTTPException):
            answer.headers.update({key: str(value) for key, value in (error.headers or {}).items()})
        return answer

    return handle
