"""The composition root: makes the app from the settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount

from nomen.model.errors import NomenError
from nomen.model.tagger import Tagger
from nomen.service.demo.page import demo_router
from nomen.service.documents.validation import to_problem
from nomen.service.errors import METHOD_NOT_ALLOWED, NOT_FOUND, RequestError, to_request_error
from nomen.service.http import admin, operations, presidio, routes, stream_routes
from nomen.service.http.access_log import AccessLogMiddleware, to_response
from nomen.service.http.authorization import (
    OPEN_PATHS,
    Authorization,
    AuthorizationMiddleware,
)
from nomen.service.http.openapi import DESCRIPTION, OPENAPI_PATH, problem_table, require_key
from nomen.service.pages.docs import docs_router
from nomen.service.pages.index import index_router
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.settings import Settings
from nomen.service.telemetry.tracing import Tracing, open_tracing

HANDLED = (NomenError, TimeoutError, RequestValidationError, HTTPException)
"""The errors of routes that become answers."""


def create_app(
    settings: Settings,
    tagger: Tagger | None = None,
    *,
    tracing: Tracing | None = None,
    has_admin: bool = False,
) -> Starlette:
    """Make an app that loads its tagger when it starts.

    Starlette serves the routes that tag, because FastAPI's middleware would cost them 5 % or more
    of their speed. FastAPI serves all other routes.

    Args:
        settings: The settings of the service.
        tagger: Serves instead of the bundle that the settings name.
        tracing: Makes spans, whatever the settings say.
        has_admin: Whether there is a route for administrators, which something must guard.

    Raises:
        KeysError: When a line of the file of keys is wrong.
        OSError: When that file cannot be read.
        SettingsError: When the settings ask for spans and the extra `tracing` is not installed.
    """
    lifecycle = Lifecycle(settings, tagger=tagger)
    if tracing is None and settings.tracing:
        tracing = open_tracing()
    path = settings.keys_file
    authorization = None if path is None else Authorization(lifecycle, Path(path))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        watching = nullcontext() if authorization is None else authorization.running()
        async with lifecycle.running(), watching:
            yield
        if tracing is not None:
            await tracing.close()

    app = Starlette(
        routes=[
            *routes.serving_routes(),
            *stream_routes.serving_routes(),
            *presidio.serving_routes(),
            Mount("", create_api(lifecycle, has_admin=has_admin or authorization is not None)),
        ],
        middleware=_middleware(lifecycle, authorization, tracing),
        exception_handlers=dict.fromkeys(HANDLED, _answer),
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.lifecycle = lifecycle
    return app


def create_api(lifecycle: Lifecycle, *, has_admin: bool = False) -> FastAPI:
    """Make the FastAPI app, which describes all routes and serves those that do not tag."""
    api = FastAPI(
        title="Nomen",
        version="1",
        description=DESCRIPTION + problem_table(),
        docs_url=None,
        openapi_url=OPENAPI_PATH,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
        redirect_slashes=False,
        exception_handlers=dict.fromkeys(HANDLED, _answer),
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
        },  # the access log and our metrics cover these
    )
    api.state.lifecycle = lifecycle
    api.include_router(routes.router)
    api.include_router(stream_routes.router)
    api.include_router(presidio.router)
    api.include_router(operations.router)
    if lifecycle.settings.metrics_port is None:
        api.include_router(operations.metrics_router)
    if has_admin:
        api.include_router(admin.router)
    api.include_router(index_router(has_demo=lifecycle.settings.demo))
    api.include_router(docs_router())
    if lifecycle.settings.demo:
        api.include_router(demo_router())
    if lifecycle.settings.keys_file is not None:
        describe = api.openapi
        api.openapi = lambda: require_key(describe(), open_paths=OPEN_PATHS)  # type: ignore[method-assign]  # as FastAPI's documentation has it
    return api


def _middleware(
    lifecycle: Lifecycle, authorization: Authorization | None, tracing: Tracing | None
) -> list[Middleware]:
    """Give what stands around all routes, from the outside in."""
    around = [Middleware(AccessLogMiddleware, lifecycle=lifecycle, tracing=tracing)]
    if authorization is not None:
        around.append(Middleware(AuthorizationMiddleware, authorization=authorization))
    return around


async def _answer(request: Request, error: Exception) -> Response:
    problem = _problem(error)
    lifecycle: Lifecycle = request.app.state.lifecycle
    lifecycle.metrics.rejected.labels(problem.problem.reason).inc()
    return to_response(problem)


def _problem(error: Exception) -> RequestError:
    match error:
        case RequestValidationError():
            return to_problem(error.errors())
        case HTTPException(status_code=404):
            return RequestError(NOT_FOUND, "see /docs for the routes")
        case HTTPException(status_code=405):
            headers = dict(error.headers or {})
            return RequestError(METHOD_NOT_ALLOWED, "see Allow for the methods", headers=headers)
        case _:
            return to_request_error(error)
