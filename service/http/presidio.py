"""The routes of Presidio's REST service, for its clients: persons, and any results.

Errors have Presidio's form, `{"error": "…"}`, and the status of Nomen's own problems.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import PlainTextResponse
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from nomen.model.errors import LanguageError, NomenError
from nomen.service.documents.answers import dump_json
from nomen.service.documents.schemas import Options
from nomen.service.errors import (
    TOO_MANY_DOCUMENTS,
    RequestError,
    to_request_error,
)
from nomen.service.http.cancellation import run_cancellable
from nomen.service.http.dependencies import AppLifecycle
from nomen.service.http.json_route import JsonEndpoint
from nomen.service.http.routes import respond, run, runner_of
from nomen.service.presidio.analysis import analyze_answer
from nomen.service.presidio.anonymization import anonymize as anonymize_text
from nomen.service.presidio.operators import OPERATORS
from nomen.service.presidio.schemas import (
    PERSON,
    RECOGNIZERS,
    AnalyzedResult,
    AnalyzeRequest,
    AnonymizedText,
    AnonymizeRequest,
    Refusal,
)
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.scheduling.running import LARGE, Caller, DocumentRunner

CHARACTERS_PER_BODY_BYTE = 16
"""Most characters of an answer's replacements for each byte that a body may have."""

Language = Annotated[
    str, Query(description="A served language, as a BCP 47 tag; empty for all.", examples=["en"])
]

router = APIRouter(
    tags=["Presidio"],
    responses={
        code: {"model": Refusal, "description": "Presidio's form of an error"}
        for code in (400, 401, 403, 405, 413, 415, 422, 429, 503, 504)
    },
)


class PresidioEndpoint:
    """An ASGI app for a JSON body whose errors have Presidio's form."""

    def __init__(self, endpoint: JsonEndpoint) -> None:
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            await self._endpoint(scope, receive, send)
        except (NomenError, TimeoutError) as error:
            refusal = refuse(error, scope["app"].state.lifecycle)
            await refusal(scope, receive, send)


@router.post("/analyze", response_model=list[AnalyzedResult] | list[list[AnalyzedResult]])
async def analyze(request: Request, body: Annotated[AnalyzeRequest, Body()]) -> ASGIApp:
    """Find the names of persons in a text or in several."""
    runner = runner_of(request)
    max_documents = runner.settings.max_documents
    if len(body.texts) > max_documents:
        detail = f"expected at most {max_documents} texts"
        raise RequestError(TOO_MANY_DOCUMENTS, detail, pointer="/text")
    if not body.is_for_persons:
        return _json([] if isinstance(body.text, str) else [[] for _ in body.texts])
    return respond(request, await run(request, partial(_analyze, runner, body), None))


@router.post("/anonymize", response_model=AnonymizedText)
async def anonymize(request: Request, body: Annotated[AnonymizeRequest, Body()]) -> ASGIApp:
    """Put something else in the places of a text where an analyzer found something."""
    settings = _lifecycle(request).settings
    limit = CHARACTERS_PER_BODY_BYTE * settings.max_body_bytes
    deadline = asyncio.get_running_loop().time() + settings.timeout_seconds
    work = _anonymize(body, max_characters=limit)
    answer = await run_cancellable(work, deadline=deadline, receive=request.receive)
    return Response(answer, media_type="application/json")


@router.get("/supportedentities", response_model=list[str])
async def supported_entities(lifecycle: AppLifecycle, language: Language = "") -> Response:
    """List the entity types that are found."""
    return _listed([PERSON], language, lifecycle)


@router.get("/recognizers", response_model=list[str])
async def recognizers(lifecycle: AppLifecycle, language: Language = "") -> Response:
    """List the recognizers."""
    return _listed(RECOGNIZERS, language, lifecycle)


@router.get("/anonymizers", response_model=list[str])
async def anonymizers() -> Response:
    """List the kinds of anonymizers."""
    return _json(list(OPERATORS))


@router.get("/health", response_class=PlainTextResponse)
async def health(lifecycle: AppLifecycle) -> Response:
    """Fail until the bundle is loaded and self-tested, and from SIGTERM on."""
    try:
        await lifecycle.check_all_ready()
    except RequestError as error:
        return refuse(error, lifecycle)
    return PlainTextResponse("Nomen is up")


def serving_routes() -> list[Route]:
    """Give the plain routes that serve what reads a body."""
    return [
        Route(route.path, PresidioEndpoint(_endpoint(route)), methods=["POST"])
        for route in router.routes
        if isinstance(route, APIRoute) and "POST" in (route.methods or ())
    ]


def paths() -> frozenset[str]:
    """Give the paths whose errors have Presidio's form."""
    return frozenset(route.path for route in router.routes if isinstance(route, APIRoute))


def _endpoint(route: APIRoute) -> JsonEndpoint:
    return JsonEndpoint(route.endpoint, needs_engine=route.path != "/anonymize")


def refuse(error: Exception, lifecycle: Lifecycle) -> Response:
    """Make the answer for an error, and count it."""
    found = to_request_error(error)
    lifecycle.metrics.rejected.labels(found.problem.reason).inc()
    place = (found.pointer or "").strip("/").replace("/", ".") or found.problem.title
    return Response(
        dump_json({"error": f"{place}: {found.detail}"}),
        status_code=found.problem.status,
        headers=found.headers,
        media_type="application/json",
    )


async def _analyze(
    runner: DocumentRunner,
    body: AnalyzeRequest,
    *,
    caller: Caller,
) -> bytes:
    chosen = runner.served.choose(body.language).reader
    threshold = body.threshold(runner.models[chosen or 0].manifest)
    options = Options(language=body.language, threshold=threshold)
    outcomes = await runner.run(body.texts, options, caller=caller)
    build = partial(analyze_answer, outcomes, request=body)
    return await runner.encode(lambda: dump_json(build()), outcomes, record=caller.record)


async def _anonymize(body: AnonymizeRequest, *, max_characters: int) -> bytes:
    def write() -> bytes:
        return dump_json(anonymize_text(body, max_characters=max_characters))

    is_large = len(body.text) + len(body.analyzer_results) >= LARGE
    return await asyncio.to_thread(write) if is_large else write()


def _listed(names: Sequence[str], language: str, lifecycle: Lifecycle) -> Response:
    try:
        if language:
            lifecycle.runner.served.choose(language)
    except (LanguageError, RequestError) as error:
        return refuse(error, lifecycle)
    return _json(list(names))


def _json(value: Sequence[object]) -> Response:
    return Response(dump_json(value), media_type="application/json")


def _lifecycle(request: Request) -> Lifecycle:
    lifecycle: Lifecycle = request.app.state.lifecycle
    return lifecycle
