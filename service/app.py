"""The composition root: settings to app; knows how the parts fit, and none of their insides."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from model.tagger import Tagger
from service import operations, routes
from service.documentation import DESCRIPTION, problem_table
from service.errors import METHOD_NOT_ALLOWED, NOT_FOUND, RequestError, to_request_error
from service.exchange import ExchangeMiddleware, to_response
from service.json_route import JsonRoute
from service.lifecycle import Lifecycle
from service.settings import Settings
from service.shortcut import CALLERS_FAULTS, Shortcut
from service.validation import to_problem


def create_app(settings: Settings, tagger: Tagger | None = None) -> FastAPI:
    """Make an app, which loads its tagger when it starts.

    Args:
        settings: What the operator chose.
        tagger: Serves instead of the one that the settings name.
    """
    lifecycle = Lifecycle(settings, tagger=tagger)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with lifecycle.running():
            yield

    app = _App(
        title="Nomen",
        version="1",
        description=DESCRIPTION + problem_table(),
        lifespan=lifespan,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # we tell these ourselves
    )
    app.state.lifecycle = lifecycle
    routes.add_routes(app.router)
    app.include_router(operations.router)
    for kind in (*CALLERS_FAULTS, HTTPException):
        app.add_exception_handler(kind, _answer)
    return app


class _App(FastAPI):
    """FastAPI, behind what surrounds every request and the shortcut to the routes that tag."""

    def build_middleware_stack(self) -> ASGIApp:
        stack = super().build_middleware_stack()
        routes = [route for route in self.routes if isinstance(route, JsonRoute)]
        shortcut = Shortcut(stack, routes=routes, answer=_answer)
        return ExchangeMiddleware(shortcut, lifecycle=self.state.lifecycle)


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
