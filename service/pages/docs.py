"""Serves `/docs`: the OpenAPI description in a viewer whose files are all on this server.

The viewer is Swagger UI, from the package fastapi-offline, which is not imported: only its files
are read. `docs.html` asks for everything by relative addresses, so the page also works behind a
proxy that adds a prefix.
"""

from collections.abc import Awaitable, Callable
from importlib.util import find_spec
from pathlib import Path

from fastapi import APIRouter, Response
from starlette.responses import FileResponse

PATH = "/docs"
OWN_FILES = {"docs.html": "text/html", "start.js": "text/javascript"}
VIEWER_FILES = {"swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"}
"""Beside those of every answer."""


def docs_router() -> APIRouter:
    """Give the routes of the page and of the files that it loads."""
    router = APIRouter(include_in_schema=False)
    folder = Path(__file__).parent
    files = [(folder / name, media_type) for name, media_type in OWN_FILES.items()]
    files += [(_viewer() / name, media_type) for name, media_type in VIEWER_FILES.items()]
    for file, media_type in files:
        path = PATH if file.suffix == ".html" else f"{PATH}/{file.name}"
        router.add_api_route(path, _endpoint(file, media_type), methods=["GET", "HEAD"])
    return router


def _viewer() -> Path:
    """Give the folder of the viewer's files."""
    spec = find_spec("fastapi_offline")
    if spec is None or spec.origin is None:
        raise ImportError("/docs needs the package fastapi-offline")
    return Path(spec.origin).with_name("static")


def _endpoint(file: Path, media_type: str) -> Callable[[], Awaitable[Response]]:
    async def serve() -> Response:
        return FileResponse(file, headers=HEADERS, media_type=media_type)

    return serve
