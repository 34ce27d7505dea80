"""Errors of the API as problem objects: RFC 9457, media type application/problem+json."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException

from siyaq.errors import NotFoundError, QueryError, SiyaqError, StorageError, UsageError

_LOG = logging.getLogger("siyaq.api")
_STATUS: tuple[tuple[type[SiyaqError], int], ...] = (
    (NotFoundError, 404),
    (QueryError, 400),
    (UsageError, 400),
    (StorageError, 503),
)
_PREFIXES = ("/api", "/healthz", "/metrics", "/opml", "/sitemap", "/robots.txt", "/opensearch.xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A problem object (RFC 9457). `code` is a stable word of Siyaq's error tree, `errors` what was wrong with parameters."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    instance: str = ""
    code: str = "error"
    errors: list[dict[str, Any]] = field(default_factory=list)


def owns(path: str) -> bool:
    """Whether errors under a path are answered with problem objects instead of pages."""
    return any(path == prefix or path.startswith((prefix + "/", prefix + ".", prefix + "-")) for prefix in _PREFIXES)


def problem(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The answer to an error. What is no error of ours or of the request is logged, and its text is not shown."""
    status, detail, code, errors = _facts(error)
    if status >= 500:
        _LOG.error("%s %s failed", request.method, request.scope["path"], exc_info=error)
    value = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=str(request.scope["path"]),
        code=code,
        errors=errors,
    )
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    if isinstance(error, HTTPException):
        headers |= {k: str(v) for k, v in (error.headers or {}).items()}
    body = msgspec.json.encode(asdict(value))
    return Response(body, status_code=status, media_type="application/problem+json", headers=headers)


def _facts(error: Exception) -> tuple[int, str, str, list[dict[str, Any]]]:
    if isinstance(error, HTTPException):
        extra = error.extra if isinstance(error.extra, list) else []
        errors = [{k: str(v) for k, v in item.items()} for item in extra if isinstance(item, dict)]
        code = "not-found" if error.status_code == 404 else "usage" if error.status_code < 500 else "error"
        return error.status_code, error.detail, code, errors
    if isinstance(error, SiyaqError):
        status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
        return status, str(error), error.code, []
    return 500, "an unexpected error; its cause is in the log", "error", []
