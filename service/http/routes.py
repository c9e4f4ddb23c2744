"""The routes under /v1 that tag and redact."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Body, Request
from fastapi.routing import APIRoute
from starlette.routing import Route

from nomen.service.documents.answers import BatchAnswer, TagAnswer
from nomen.service.documents.redaction import RedactBatchRequest, RedactRequest
from nomen.service.documents.redaction_answers import RedactAnswer, RedactBatchAnswer
from nomen.service.documents.schemas import BatchRequest, TagRequest
from nomen.service.http.cancellation import run_cancellable
from nomen.service.http.json_route import JsonEndpoint, JsonResponse
from nomen.service.http.openapi import PROBLEM_RESPONSES
from nomen.service.http.protocol import is_client_connected
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.telemetry.access_record import AccessRecord

router = APIRouter(responses=PROBLEM_RESPONSES)
"""Describes the routes in OpenAPI; `serving_routes` serves them."""

T = TypeVar("T")


@router.post("/v1/tag", tags=["tag"], response_model=TagAnswer, summary="Tag one document")
async def tag(request: Request, body: Annotated[TagRequest, Body()]) -> JsonResponse:
    """Give the name probability of every token of a text or token list, and its names."""
    work = partial(_lifecycle(request).tagging.tag, body)
    return _respond(request, await _run(request, work, body.timeout_ms))


@router.post(
    "/v1/tag/batch", tags=["tag"], response_model=BatchAnswer, summary="Tag several documents"
)
async def tag_batch(request: Request, body: BatchRequest) -> JsonResponse:
    """Tag documents in their order; a document that cannot be tagged gets its own error."""
    work = partial(_lifecycle(request).tagging.tag_batch, body)
    return _respond(request, await _run(request, work, body.timeout_ms))


@router.post("/v1/redact", tags=["redact"], response_model=RedactAnswer, summary="Redact one text")
async def redact(request: Request, body: RedactRequest) -> JsonResponse:
    """Give a text with something else in the place of its names, and the spans of both."""
    work = partial(_lifecycle(request).redacting.redact, body)
    return _respond(request, await _run(request, work, body.timeout_ms))


@router.post(
    "/v1/redact/batch",
    tags=["redact"],
    response_model=RedactBatchAnswer,
    summary="Redact several texts",
)
async def redact_batch(request: Request, body: RedactBatchRequest) -> JsonResponse:
    """Redact texts in their order; a text that cannot be redacted gets its own error."""
    work = partial(_lifecycle(request).redacting.redact_batch, body)
    return _respond(request, await _run(request, work, body.timeout_ms))


def serving_routes() -> list[Route]:
    """Give the plain routes that serve what `router` describes."""
    return [
        Route(route.path, JsonEndpoint(route.endpoint), methods=["POST"])
        for route in router.routes
        if isinstance(route, APIRoute)
    ]


def _lifecycle(request: Request) -> Lifecycle:
    lifecycle: Lifecycle = request.app.state.lifecycle
    return lifecycle


async def _run(
    request: Request, work: Callable[..., Coroutine[Any, Any, T]], timeout_ms: int | None
) -> T:
    """Run a method that answers until its deadline, and while its client is connected."""
    deadline = _lifecycle(request).runner.deadline(timeout_ms)
    is_wanted = partial(is_client_connected, request.scope)
    running = work(deadline=deadline, is_wanted=is_wanted, record=_record(request))
    return await run_cancellable(running, deadline=deadline, receive=request.receive)


def _respond(request: Request, body: bytes) -> JsonResponse:
    stages = [f"{name};dur={1000 * s:.3f}" for name, s in _record(request).stage_seconds.items()]
    header = _lifecycle(request).runner.model.header
    return JsonResponse(body, server_timing=", ".join(stages), nomen_model=header)


def _record(request: Request) -> AccessRecord:
    record: AccessRecord = request.scope["state"]["access_record"]
    return record
