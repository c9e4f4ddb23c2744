"""The routes under /v1 that tag and redact."""

from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Body, Request
from fastapi.routing import APIRoute
from starlette.routing import Route

from nomen.service.documents.answers import BatchAnswer, TagAnswer
from nomen.service.documents.redaction import RedactBatchRequest, RedactRequest
from nomen.service.documents.redaction_answers import RedactAnswer, RedactBatchAnswer
from nomen.service.documents.schemas import BatchRequest, TagRequest, TextRequest
from nomen.service.edge.exchange import is_client_connected
from nomen.service.http import examples
from nomen.service.http.cancellation import run_cancellable
from nomen.service.http.json_route import JsonEndpoint, JsonResponse, TextResponse
from nomen.service.http.negotiation import prefers_text
from nomen.service.http.openapi import PROBLEM_RESPONSES, json_body, json_or_text_body
from nomen.service.http.query import REDACT_OPTIONS, TAG_OPTIONS
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.scheduling.redacting import Redacting
from nomen.service.scheduling.running import Caller, DocumentRunner
from nomen.service.scheduling.tagging import Tagging
from nomen.service.telemetry.access_record import AccessRecord

router = APIRouter(responses=PROBLEM_RESPONSES)
"""Describes the routes in OpenAPI; `serving_routes` serves them."""

T = TypeVar("T")

_RUNNER = "runner"
"""The key of the runner in a request's state."""

REDACTED_TEXT: dict[str, Any] = {
    "content": {"text/plain": {"schema": {"type": "string"}}},
    "headers": {
        "Nomen-Names": {
            "description": "With `text/plain`: how many names were replaced.",
            "schema": {"type": "integer"},
        },
        "Nomen-Expected-Missed": {
            "description": "With `text/plain`: `expected_missed`, if it is known.",
            "schema": {"type": "number"},
        },
        "Nomen-Unsupported-Scripts": {
            "description": "With `text/plain`: `unsupported_scripts`, if there are any, "
            "as `Cyrillic=40, Han=2`.",
            "schema": {"type": "string"},
        },
        "Nomen-Language": {
            "description": "With `text/plain`: `language`.",
            "schema": {"type": "string"},
        },
        "Nomen-Unsupported": {
            "description": "With `text/plain`: `unsupported`, if there is any, as `vi=40`.",
            "schema": {"type": "string"},
        },
    },
}


@router.post(
    "/v1/tag",
    tags=["tag"],
    response_model=TagAnswer,
    summary="Tag one document",
    openapi_extra=json_or_text_body(examples.TAG, TextRequest, TAG_OPTIONS),
)
async def tag(request: Request, body: Annotated[TagRequest, Body()]) -> JsonResponse:
    """Give the name probability of every token of a text or token list, and its names.

    A text may come as `text/plain`, with its options in the URL. A byte order mark at its start is
    skipped; offsets count from the character after it. JSON may have options in the URL, too.
    """
    work = partial(Tagging(runner_of(request)).tag, body)
    return respond(request, await run(request, work, body.timeout_ms))


@router.post(
    "/v1/tag/batch",
    tags=["tag"],
    response_model=BatchAnswer,
    summary="Tag several documents",
    openapi_extra=json_body(examples.TAG_BATCH),
)
async def tag_batch(request: Request, body: BatchRequest) -> JsonResponse:
    """Tag documents in their order; a document that cannot be tagged gets its own error."""
    work = partial(Tagging(runner_of(request)).tag_batch, body)
    return respond(request, await run(request, work, body.timeout_ms))


@router.post(
    "/v1/redact",
    tags=["redact"],
    response_model=RedactAnswer,
    responses={200: REDACTED_TEXT},
    summary="Redact one text",
    openapi_extra=json_or_text_body(examples.REDACT, RedactRequest, REDACT_OPTIONS),
)
async def redact(request: Request, body: RedactRequest) -> JsonResponse:
    """Give a text with something else in the place of its names, and the spans of both.

    A text may come as `text/plain`, with its options in the URL. Where Accept prefers `text/plain`,
    the answer is the redacted text itself.
    """
    redacting = Redacting(runner_of(request))
    if not prefers_text(request.headers.get("accept", "")):
        return respond(
            request, await run(request, partial(redacting.redact, body), body.timeout_ms)
        )
    alone = await run(request, partial(redacting.redact_alone, body), body.timeout_ms)
    headers = {"Nomen-Names": str(alone.num_names), "Nomen-Language": alone.language}
    if alone.expected_missed is not None:
        headers["Nomen-Expected-Missed"] = str(alone.expected_missed)
    if alone.unsupported_scripts:
        headers["Nomen-Unsupported-Scripts"] = _counts(alone.unsupported_scripts)
    if alone.unsupported:
        headers["Nomen-Unsupported"] = _counts(alone.unsupported)
    return respond(request, alone.body, TextResponse, headers)


@router.post(
    "/v1/redact/batch",
    tags=["redact"],
    response_model=RedactBatchAnswer,
    summary="Redact several texts",
    openapi_extra=json_body(examples.REDACT_BATCH),
)
async def redact_batch(request: Request, body: RedactBatchRequest) -> JsonResponse:
    """Redact texts in their order; a text that cannot be redacted gets its own error."""
    work = partial(Redacting(runner_of(request)).redact_batch, body)
    return respond(request, await run(request, work, body.timeout_ms))


OPTIONS = {"/v1/tag": TAG_OPTIONS, "/v1/redact": REDACT_OPTIONS}
"""The options in the URL, by the path of a route that takes plain text."""


def serving_routes() -> list[Route]:
    """Give the plain routes that serve what `router` describes."""
    return [
        Route(route.path, _endpoint(route), methods=["POST"])
        for route in router.routes
        if isinstance(route, APIRoute)
    ]


def _endpoint(route: APIRoute) -> JsonEndpoint:
    options = OPTIONS.get(route.path, ())
    return JsonEndpoint(route.endpoint, options=options, takes_text=bool(options))


def runner_of(request: Request) -> DocumentRunner:
    """Give the runner of a request, one for all of its answer, though a reload may come between.

    Raises:
        RequestError: While the bundle is being loaded, and after the app has closed.
    """
    state = request.scope["state"]
    if _RUNNER not in state:
        lifecycle: Lifecycle = request.scope["app"].state.lifecycle
        state[_RUNNER] = lifecycle.runner
    runner: DocumentRunner = state[_RUNNER]
    return runner


async def run(
    request: Request, work: Callable[..., Coroutine[Any, Any, T]], timeout_ms: int | None
) -> T:
    """Run a method that answers until its deadline, and while its client is connected."""
    runner = runner_of(request)
    deadline = runner.deadline(timeout_ms)
    is_wanted = partial(is_client_connected, request.scope)
    caller = Caller(deadline=deadline, is_wanted=is_wanted, record=_record(request))
    with runner.in_use():
        return await run_cancellable(
            work(caller=caller), deadline=deadline, receive=request.receive
        )


def respond(
    request: Request,
    body: bytes,
    response: type[JsonResponse] = JsonResponse,
    headers: dict[str, str] | None = None,
) -> JsonResponse:
    """Make the response for the body of an answer, with the headers of one."""
    stages = [f"{name};dur={1000 * s:.3f}" for name, s in _record(request).stage_seconds.items()]
    model = runner_of(request).headers(_record(request))
    return response(body, server_timing=", ".join(stages), nomen_model=model, headers=headers)


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name}={number}" for name, number in counts.items())


def _record(request: Request) -> AccessRecord:
    record: AccessRecord = request.scope["state"]["access_record"]
    return record
