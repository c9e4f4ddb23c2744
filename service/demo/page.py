"""Serves the page's files from memory, with headers that keep on the page what is typed there.

`index.html` asks for its style sheet, script and icon by relative addresses, so the page also works
behind a proxy that adds a prefix.
"""

import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import APIRouter, Request, Response

PATH, PAGE = "/demo", "index.html"
MEDIA_TYPES = {
    PAGE: "text/html",
    "demo.css": "text/css",
    "icon.svg": "image/svg+xml",
    **dict.fromkeys(
        [
            "access.js",
            "demo.js",
            "languages.js",
            "marked.js",
            "names.js",
            "page.js",
            "pane.js",
            "redaction.js",
            "service.js",
        ],
        "text/javascript",
    ),
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
}
"""Beside those of every answer."""


def demo_router() -> APIRouter:
    """Give the routes of the page and of the files that it loads."""
    router = APIRouter(include_in_schema=False)
    for name, media_type in MEDIA_TYPES.items():
        endpoint = _endpoint(name, media_type)
        router.add_api_route(_path(name), endpoint, methods=["GET", "HEAD"])
    return router


def demo_paths() -> frozenset[str]:
    """Give the paths of the page and of the files that it loads; they hold nothing of anybody."""
    return frozenset(map(_path, MEDIA_TYPES))


def _path(name: str) -> str:
    return PATH if name == PAGE else f"{PATH}/{name}"


def _endpoint(name: str, media_type: str) -> Callable[[Request], Awaitable[Response]]:
    body = Path(__file__).with_name(name).read_bytes()
    headers = {
        **HEADERS,
        "Cache-Control": "no-store"
        if name == PAGE
        else "no-cache",  # no copy of a page with a text
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
    }

    async def serve(request: Request) -> Response:
        known = request.headers.get("if-none-match", "")
        if headers["ETag"] in [tag.strip().removeprefix("W/") for tag in known.split(",")]:
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers, media_type=media_type)

    return serve
