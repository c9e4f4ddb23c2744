"""Serves `/metrics` on a port of its own, where no key is asked for.

Its connections have the protocol and the limits of all others, and are drained with them.
"""

import asyncio
import socket
from collections.abc import Callable
from functools import partial

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn.server import ServerState

from nomen.service.errors import METHOD_NOT_ALLOWED, NOT_FOUND, RequestError
from nomen.service.http.access_log import AccessLogMiddleware, to_response
from nomen.service.http.operations import PATH, metrics_response
from nomen.service.scheduling.lifecycle import Lifecycle


def create_metrics_app(lifecycle: Lifecycle) -> Starlette:
    """Make an app that serves the metrics of another app."""

    async def metrics(_request: Request) -> Response:
        return await metrics_response(lifecycle)

    async def refuse(_request: Request, error: Exception) -> Response:
        is_missing = isinstance(error, HTTPException) and error.status_code == NOT_FOUND.status
        kind = NOT_FOUND if is_missing else METHOD_NOT_ALLOWED
        return to_response(RequestError(kind, f"expected GET {PATH}"))

    return Starlette(
        routes=[Route(PATH, metrics, methods=["GET"])],
        middleware=[Middleware(AccessLogMiddleware, lifecycle=lifecycle)],
        exception_handlers={HTTPException: refuse},
    )


async def open_metrics_port(
    listener: socket.socket, lifecycle: Lifecycle, *, like: uvicorn.Config, state: ServerState
) -> asyncio.Server:
    """Serve the metrics on a socket.

    Args:
        listener: The socket.
        lifecycle: The app whose metrics they are.
        like: The config of the app's own server, for its protocol and its times.
        state: The state of that server, which closes these connections with its own.
    """
    config = uvicorn.Config(
        create_metrics_app(lifecycle),
        http=like.http,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=like.timeout_keep_alive,
    )
    config.load()
    make: Callable[..., asyncio.Protocol] = config.http_protocol_class
    return await asyncio.get_running_loop().create_server(
        partial(make, config=config, server_state=state, app_state={}),
        sock=listener,
        backlog=config.backlog,
    )
