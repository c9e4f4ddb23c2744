"""The routes under /v1 that tag; knows neither batching nor engines."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Body, Request, Response

from model.tagger import Document
from service.answers import BatchAnswer, TagAnswer
from service.documentation import PROBLEM_RESPONSES
from service.errors import TOO_MANY_DOCUMENTS, RequestError
from service.json_route import JsonRoute
from service.lifecycle import Lifecycle
from service.model_facts import model_header, model_label
from service.patience import wait_as_long_as_caller
from service.schemas import BatchRequest, Options, Refusal, TagRequest, read_document
from service.tagging import Answers, Envelope


async def tag(request: Request, body: Annotated[TagRequest, Body()]) -> Response:
    """Give the name probability of every token of a text or token list, and its names."""
    lifecycle: Lifecycle = request.app.state.lifecycle
    model = model_label(lifecycle.tagging.tagger.bundle.manifest)

    def envelope(answers: Answers) -> dict[str, object]:
        if isinstance(answers[0], RequestError):
            raise answers[0]
        return {"model": model, **answers[0]}

    return await _answer(request, [body.document], body, envelope=envelope)


async def tag_batch(request: Request, body: BatchRequest) -> Response:
    """Tag documents in their order; what is wrong with one is told in its place."""
    lifecycle: Lifecycle = request.app.state.lifecycle
    model = model_label(lifecycle.tagging.tagger.bundle.manifest)
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


def add_routes(router: APIRouter) -> None:
    """Put the routes on a router itself: looking into an included one takes longer."""
    for path, endpoint, answer, summary in (
        ("/v1/tag", tag, TagAnswer, "Tag one document"),
        ("/v1/tag/batch", tag_batch, BatchAnswer, "Tag several documents"),
    ):
        router.add_api_route(
            path,
            endpoint,
            methods=["POST"],
            response_model=answer,
            summary=summary,
            tags=["tag"],
            responses=PROBLEM_RESPONSES,
            route_class_override=JsonRoute,
        )


def _entry(
    document_id: str | int | None, answer: dict[str, object] | RequestError
) -> dict[str, object]:
    if isinstance(answer, RequestError):
        return {"id": document_id, "error": answer.to_json()}
    return {"id": document_id, **answer}


async def _answer(
    request: Request, documents: Sequence[Document], options: Options, *, envelope: Envelope
) -> Response:
    lifecycle: Lifecycle = request.app.state.lifecycle
    tagging = lifecycle.tagging
    deadline = tagging.deadline(options.timeout_ms)
    work = tagging.tag(documents, options, deadline=deadline, envelope=envelope)
    tagged = await wait_as_long_as_caller(work, deadline=deadline, receive=request.receive)
    request.state.exchange.num_tokens = tagged.num_tokens
    stages = (f"{name};dur={1000 * s:.3f}" for name, s in tagged.stage_seconds.items())
    headers = {
        "Server-Timing": ", ".join(stages),
        "Nomen-Model": model_header(tagging.tagger.bundle),
    }
    return Response(tagged.body, media_type="application/json", headers=headers)
