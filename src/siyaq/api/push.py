"""Where WebSub hubs call back (https://www.w3.org/TR/websub/): proofs of intent, and deliveries."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath

from siyaq.api.access import EngineParam
from siyaq.engine.pushing import answer_hub, take_delivery
from siyaq.ingest import PUSH_PATH

MAX_DELIVERY_BYTES = 10_000_000  # as for a fetched feed
_PATH = PUSH_PATH + "{token:str}"
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@get(_PATH, sync_to_thread=True, include_in_schema=False)
def confirm_subscription(token: FromPath[str], request: Request[Any, Any, Any], engine: EngineParam) -> Response[str]:
    """A hub asks whether we want what it was asked for; its challenge goes back where we do."""
    query = {name: request.query_params.getall(name)[0] for name in request.query_params}
    verdict = answer_hub(engine, token, query)
    return Response(verdict.body, status_code=verdict.status, media_type="text/plain", headers=_HEADERS)


@post(_PATH, include_in_schema=False, request_max_body_size=MAX_DELIVERY_BYTES)
async def receive_delivery(token: FromPath[str], request: Request[Any, Any, Any], engine: EngineParam) -> Response[bytes]:
    """A hub delivers a feed, or its newest items. What is wrongly signed is ignored."""
    body, headers = await request.body(), request.headers
    signature = headers.get("x-hub-signature")
    status = await sync_to_thread(take_delivery, engine, token, body, headers.get("content-type"), signature)
    return Response(b"", status_code=status, headers=_HEADERS)
