"""Serves `/`: a short page that names the routes, as HTML for browsers, else as plain text."""

from html import escape
from typing import Any

from fastapi import APIRouter, Request, Response

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src data:; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
DEMO = "/demo"
PAGES = {DEMO: "Find and redact names in a text of yours", "/docs": "All routes, to try them"}
PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Nomen</title>
<link rel="icon" href="data:,">
<h1>Nomen</h1>
<p>Nomen tags person names in text and redacts them.</p>
<ul>
{pages}
</ul>
<h2>Routes</h2>
<table>
{routes}
</table>
</html>
"""


def index_router(*, has_demo: bool) -> APIRouter:
    """Give the route of the page.

    Args:
        has_demo: Whether the app serves the demo.
    """
    router = APIRouter(include_in_schema=False)
    pages = [(path, what) for path, what in PAGES.items() if has_demo or path != DEMO]

    @router.api_route("/", methods=["GET", "HEAD"])
    async def index(request: Request) -> Response:
        routes = _routes(request.app.openapi())
        if "text/html" not in request.headers.get("accept", ""):
            lines = [f"{name}  {what}" for name, what in (*pages, *routes)]
            return Response("\n".join([*lines, ""]), headers=HEADERS, media_type="text/plain")
        links = [f'<li><a href="{path[1:]}">{path}</a>: {what}</li>' for path, what in pages]
        rows = [f"<tr><td>{name}</td><td>{escape(what)}</td></tr>" for name, what in routes]
        page = PAGE.format(pages="\n".join(links), routes="\n".join(rows))
        return Response(page, headers=HEADERS, media_type="text/html")

    return router


def _routes(description: dict[str, Any]) -> list[tuple[str, str]]:
    """Give the methods and paths of an OpenAPI description, and their summaries."""
    return [
        (f"{method.upper()} {path}", operation["summary"])
        for path, operations in description["paths"].items()
        for method, operation in operations.items()
    ]
