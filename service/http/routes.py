"""The routes under /v1 that tag; knows neither batching nor engines."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Body, Request
from fastapi.routing import APIRoute
from starlette.routing import Route

from nomen.model.documents import Document
from nomen.service.documents.answers import BatchAnswer, TagAnswer
from nomen.service.documents.schemas import (
    BatchRequest,
    Options,
    Refusal,
    TagRequest,
    read_document,
)
from nomen.service.errors import TOO_MANY_DOCUMENTS, RequestError
from nomen.service.http.cancellation import wait_as_long_as_caller
from nomen.service.http.json_route import JsonAnswer, JsonEndpoint
from nomen.service.http.openapi import PROBLEM_RESPONSES
from nomen.service.http.protocol import is_client_there
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.scheduling.tagging import Answers, Envelope

router = APIRouter(tags=["tag"], responses=PROBLEM_RESPONSES)
"""Describes the routes in OpenAPI; requests go to `serving_routes`."""


@router.post("/v1/tag", response_model=TagAnswer, summary="Tag one document")
async def tag(request: Request, body: Annotated[TagRequest, Body()]) -> JsonAnswer:
    """Give the name probability of every token of a text or token list, and its names."""
    lifecycle: Lifecycle = request.app.state.lifecycle
    model = lifecycle.tagging.model.label

    def envelope(answers: Answers) -> dict[str, object]:
        if isinstance(answers[0], RequestError):
            raise answers[0]
        return {"model": model, **answers[0]}

    return await _answer(request, [body.document], body, envelope=envelope)


@router.post("/v1/tag/batch", response_model=BatchAnswer, summary="Tag several documents")
async def tag_batch(request: Request, body: BatchRequest) -> JsonAnswer:
    """Tag documents in their order; what is wrong with one is told in its place."""
    lifecycle: Lifecycle = request.app.state.lifecycle
    model = lifecycle.tagging.model.label
    max_documents = lifecycle.settings.max_documents
    if len(body.documents) > max_documents:
        raise RequestError(TOO_MANY_DOCUMENTS, f"expected at most {max_documents} documents")
    entries = [read_document(value) for value in body.documents]
    good = [entry.document for entry in entries if not isinstance(entry, Refusal)]

    def envelope(answers: Answers) -> dict[str, object]:
        remaining = iter(answers)
        documents = [
            _entry(entry.id, entry.error if isinstance(entry, Refusal) else next(remaining))
            for entry in entries
        ]
        return {"model": model, "documents": documents}

    return await _answer(request, good, body, envelope=envelope)


def serving_routes() -> list[Route]:
    """Give the plain routes that serve what `router` describes."""
    return [
        Route(route.path, JsonEndpoint(route.endpoint), methods=["POST"])
        for route in router.routes
        if isinstance(route, APIRoute)
    ]


def _entry(
    document_id: str | int | None, answer: dict[str, object] | RequestError
) -> dict[str, object]:
    if isinstance(answer, RequestError):
        return {"id": document_id, "error": answer.to_json()}
    return {"id": document_id, **answer}


async def _answer(
    request: Request, documents: Sequence[Document], options: Options, *, envelope: Envelope
) -> JsonAnswer:
    lifecycle: Lifecycle = request.app.state.lifecycle
    tagging = lifecycle.tagging
    deadline = tagging.deadline(options.timeout_ms)
    work = tagging.tag(
        documents,
        options,
        deadline=deadline,
        is_wanted=partial(is_client_there, request.scope),
        envelope=envelope,
    )
    tagged = await wait_as_long_as_caller(work, deadline=deadline, receive=request.receive)
    request.scope["state"]["exchange"].num_tokens = tagged.num_tokens
    stages = ", ".join(f"{name};dur={1000 * s:.3f}" for name, s in tagged.stage_seconds.items())
    return JsonAnswer(tagged.body, server_timing=stages, nomen_model=tagging.model.header)
