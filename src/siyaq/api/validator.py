"""Validators and compression of the API's answers, as ASGI middleware."""

from __future__ import annotations

from typing import Any

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from siyaq.api.problem import owns
from siyaq.web_text.etag import matches_etag, weak_etag
from siyaq.web_text.packing import SMALLEST, coding_for, pack

_FRESH = b"public, max-age=0, must-revalidate"  # clients ask each time, and most are answered with 304
_UNCHANGED = frozenset({b"etag", b"cache-control", b"vary", b"x-content-type-options"})  # what a 304 repeats


def validated(app: ASGIApp) -> ASGIApp:
    """Give the answers an ETag, answer 304 where the client has the same, and compress them.

    Pages and static files see to all of this themselves.
    """

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or not owns(scope["path"]):
            await app(scope, receive, send)
            return
        held: list[Any] = []

        async def note(message: Message) -> None:
            if message["type"] == "http.response.start":
                held.append(message)
            elif held and message["type"] == "http.response.body" and not message.get("more_body"):
                for finished in _finished(_headers_of(scope), held.pop(), message):
                    await send(finished)
            else:
                if held:
                    await send(held.pop())
                await send(message)

        await app(scope, receive, note)

    return run


def _headers_of(scope: Any) -> dict[bytes, bytes]:
    return {key.lower(): value for key, value in scope["headers"]}


def _finished(asked: dict[bytes, bytes], start: Any, body: Any) -> tuple[Any, Any]:
    headers = {key.lower(): value for key, value in start["headers"]}
    headers.setdefault(b"x-content-type-options", b"nosniff")
    kept = headers.get(b"cache-control", _FRESH)
    if start["status"] == 200 and kept != b"no-store":
        etag = weak_etag(body["body"])
        headers |= {b"etag": etag.encode(), b"cache-control": kept, b"vary": b"Accept-Encoding"}
        if matches_etag(asked.get(b"if-none-match", b"").decode("latin-1"), etag):
            unchanged = [(key, value) for key, value in headers.items() if key in _UNCHANGED]
            return {**start, "status": 304, "headers": unchanged}, {**body, "body": b""}
        coding = coding_for(asked.get(b"accept-encoding", b"").decode("latin-1"))
        if coding and len(body["body"]) > SMALLEST:
            body = {**body, "body": pack(body["body"], coding, "once")}
            headers |= {b"content-encoding": coding.encode(), b"content-length": str(len(body["body"])).encode()}
    return {**start, "headers": list(headers.items())}, body
