"""The API's own description: OpenAPI 3.1 at /api, and a readable page of it for people."""

from __future__ import annotations

from html import escape
from typing import Any

from litestar import Request, Response, get
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from siyaq import __version__

MEDIA_TYPE = "application/vnd.oai.openapi+json"


def openapi_config() -> OpenAPIConfig:
    """What the document says of itself; every operation with an `include_in_schema` stands in it."""
    return OpenAPIConfig(
        title="Siyaq API",
        version=__version__,
        description="Arabic news in context: articles, stories, copies, names, tags, statements and search.",
        path="/api/openapi",
        render_plugins=[JsonRenderPlugin(path="/json")],
        use_handler_docstrings=True,
    )


@get(["/api", "/api/openapi.json"], include_in_schema=False, sync_to_thread=False)
def read_openapi(request: Request[Any, Any, Any]) -> Response[Any]:
    """The document as JSON, or as a page where a browser asks at /api."""
    schema = request.app.openapi_schema.to_schema()
    wants_page = request.scope["path"] == "/api" and "text/html" in request.headers.get("accept", "")
    if wants_page:
        headers = {"Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'"}
        return Response(_page(schema).encode(), media_type="text/html", headers=headers)
    return Response(schema, media_type=MEDIA_TYPE)


def _page(schema: dict[str, Any]) -> str:
    lines: list[str] = []
    for path, operations in sorted(schema["paths"].items()):
        for method, operation in operations.items():
            parameters = ", ".join(f"<code>{escape(p['name'])}</code>" for p in operation.get("parameters", ()))
            lines.append(
                f"<dt><code>{escape(method.upper())} {escape(path)}</code></dt>"
                f"<dd>{escape(operation.get('description') or operation.get('summary', ''))}"
                f"{'<br>' + parameters if parameters else ''}</dd>"
            )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Siyaq API</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/static/site.css">'
        '</head><body><main class="wrap plain"><h1>Siyaq API</h1>'
        '<p>OpenAPI 3.1: <a href="/api/openapi.json">openapi.json</a></p>'
        f'<dl class="steps">{"".join(lines)}</dl><p><a href="/">سياق</a></p></main></body></html>'
    )
