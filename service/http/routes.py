"""The routes under /v1 that tag."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request
from fastapi.routing import APIRoute
from starlette.routing import Route

from nomen.service.documents.answers import BatchAnswer, TagAnswer
from nomen.service.documents.schemas import BatchRequest, TagRequest
from nomen.service.http.cancellation import run_cancellable
from nomen.service.http.json_route import JsonEndpoint, JsonResponse
from nomen.service.http.openapi import PROBLEM_RESPONSES
from nomen.service.http.protocol import is_client_connected
from nomen.service.scheduling.tagging import Tagging
from nomen.service.telemetry.access_record import AccessRecord

router = APIRouter(tags=["tag"], responses=PROBLEM_RESPONSES)
"""Describes the routes in OpenAPI; `serving_routes` serves them."""


@router.post("/v1/tag", response_model=TagAnswer, summary="Tag one document")
async def tag(request: Request, body: Annotated[TagRequest, Body()]) -> JsonResponse:
    """Give the name probability of every token of a text or token list, and its names."""
    tagging = _tagging(request)
    return await respond(request, tagging, partial(tagging.tag, body), body.timeout_ms)


@router.post("/v1/tag/batch", response_model=BatchAnswer, summary="Tag several documents")
async def tag_batch(request: Request, body: BatchRequest) -> JsonResponse:
    """Tag documents in their order; a document that cannot be tagged gets its own error."""
    tagging = _tagging(request)
    return await respond(request, tagging, partial(tagging.tag_batch, body), body.timeout_ms)


def serving_routes() -> list[Route]:
    """Give the plain routes that serve what `router` describes."""
    return [
        Route(route.path, JsonEndpoint(route.endpoint), methods=["POST"])
        for route in router.routes
        if isinstance(route, APIRoute)
    ]


def _tagging(request: Request) -> Tagging:
    tagging: Tagging = request.app.state.lifecycle.tagging
    return tagging


async def respond(
    request: Request,
    tagging: Tagging,
    tag: Callable[..., Coroutine[Any, Any, bytes]],
    timeout_ms: int | None,
) -> JsonResponse:
    """Run a method of `Tagging` until its deadline, and while its client is connected."""
    record: AccessRecord = request.scope["state"]["access_record"]
    deadline = tagging.deadline(timeout_ms)
    is_wanted = partial(is_client_connected, request.scope)
    work = tag(deadline=deadline, is_wanted=is_wanted, record=record)
    body = await run_cancellable(work, deadline=deadline, receive=request.receive)
    stages = [f"{name};dur={1000 * s:.3f}" for name, s in record.stage_seconds.items()]
    return JsonResponse(body, server_timing=", ".join(stages), nomen_model=tagging.model.header)
