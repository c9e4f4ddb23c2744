"""Hands requests for some routes straight to them, past the framework's stack; knows no route.

The layers that FastAPI puts around every route cost a request as much as its sentence does, and a
`JsonRoute` needs none of them.
"""

from collections.abc import Awaitable, Callable, Sequence

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.types import ASGIApp, Receive, Scope, Send

from model.errors import NomenError
from service.json_route import JsonRoute

Answer = Callable[[Request, Exception], Awaitable[Response]]

CALLERS_FAULTS = (NomenError, TimeoutError, RequestValidationError)
"""What routes raise and an answer is made of."""


class Shortcut:
    """Serves POST on the paths of some routes; all else goes to the app behind.

    Args:
        app: What serves all else.
        routes: Of fixed paths.
        answer: Makes an answer of what a route raises.
    """

    def __init__(self, app: ASGIApp, *, routes: Sequence[JsonRoute], answer: Answer) -> None:
        self._app = app
        self._routes = {route.path: route for route in routes}
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        is_post = scope["type"] == "http" and scope["method"] == "POST"
        route = self._routes.get(scope["path"]) if is_post else None
        if route is None:
            await self._app(scope, receive, send)
            return
        scope["route"] = route
        try:
            await route.app(scope, receive, send)
        except CALLERS_FAULTS as error:
            response = await self._answer(Request(scope, receive), error)
            await response(scope, receive, send)
