"""The routes under /v1 that tag; knows neither batching nor engines."""

import asyncio
from collections.abc import Coroutine
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Body, Request, Response
from starlette.requests import ClientDisconnect

from service.answers import BatchAnswer, TagAnswer
from service.dependencies import AppLifecycle, RequestExchange
from service.documentation import PROBLEM_RESPONSES
from service.errors import TOO_MANY_DOCUMENTS, RequestError
from service.exchange import Exchange
from service.json_route import JsonRoute
from service.model_facts import model_header, model_label
from service.schemas import BatchRequest, Refusal, TagRequest, read_document
from service.tagging import Answers, Tagged, Tagging

router = APIRouter(route_class=JsonRoute, tags=["tag"], responses=PROBLEM_RESPONSES)
T = TypeVar("T")


@router.post("/v1/tag", response_model=TagAnswer, summary="Tag one document")
async def tag(
    request: Request,
    body: Annotated[TagRequest, Body()],
    lifecycle: AppLifecycle,
    exchange: RequestExchange,
) -> Response:
    """Give the name probability of every token of a text or token list, and its names."""
    tagging = lifecycle.tagging
    model = model_label(tagging.tagger.bundle.manifest)

    def envelope(answers: Answers) -> dict[str, object]:
        if isinstance(answers[0], RequestError):
            raise answers[0]
        return {"model": model, **answers[0]}

    work = tagging.tag([body.document], body, envelope=envelope)
    return _respond(await _unless_gone(request, work), exchange, tagging)


@router.post("/v1/tag/batch", response_model=BatchAnswer, summary="Tag several documents")
async def tag_batch(
    request: Request, body: BatchRequest, lifecycle: AppLifecycle, exchange: RequestExchange
) -> Response:
    """Tag documents in their order; what is wrong with one is told in its place."""
    tagging = lifecycle.tagging
    model = model_label(tagging.tagger.bundle.manifest)
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

    work = tagging.tag(good, body, envelope=envelope)
    return _respond(await _unless_gone(request, work), exchange, tagging)


def _entry(
    document_id: str | int | None, answer: dict[str, object] | RequestError
) -> dict[str, object]:
    if isinstance(answer, RequestError):
        return {"id": document_id, "error": answer.to_json()}
    return {"id": document_id, **answer}


async def _unless_gone(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Wait for work, but not longer than the client waits.

    Raises:
        ClientDisconnect: When the client went first; the work is cancelled.
    """
    working = asyncio.create_task(work)
    watching = asyncio.ensure_future(request.receive())
    try:
        await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        working.cancel()
        watching.cancel()
        await asyncio.wait({working, watching})


def _respond(tagged: Tagged, exchange: Exchange, tagging: Tagging) -> Response:
    exchange.num_tokens = tagged.num_tokens
    stages = (f"{name};dur={1000 * s:.3f}" for name, s in tagged.stage_seconds.items())
    headers = {
        "Server-Timing": ", ".join(stages),
        "Nomen-Model": model_header(tagging.tagger.bundle),
    }
    return Response(tagged.body, media_type="application/json", headers=headers)
