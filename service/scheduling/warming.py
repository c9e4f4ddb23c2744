"""Runs sentences through all that answers a request before the first request comes.

Nothing of it is counted: the metrics tell of requests alone.
"""

from nomen.model.documents import TaggedDocument
from nomen.service.documents.answers import dump_json, tag_answer
from nomen.service.documents.documents import finish_documents, prepare_documents, windows_to_run
from nomen.service.documents.schemas import TextRequest
from nomen.service.documents.thresholds import resolve_threshold
from nomen.service.engine.inference import Inference
from nomen.service.engine.loading import WARM_UP
from nomen.service.engine.model_facts import ServedModel

ROUNDS = 3
"""After so many rounds, another one is hardly faster."""


async def warm_up(inference: Inference, model: ServedModel, *, max_tokens: int) -> None:
    """Tag some sentences and write their answers, so that code and memory are at hand.

    Args:
        inference: The engine.
        model: What it serves.
        max_tokens: Most tokens of a document; longer sentences are left out.

    Raises:
        EngineEndedError: When the engine's process ends first.
    """
    for _ in range(ROUNDS):
        for text in WARM_UP:
            await _answer(TextRequest(text=text), inference, model, max_tokens=max_tokens)


async def _answer(
    request: TextRequest, inference: Inference, model: ServedModel, *, max_tokens: int
) -> None:
    prepared = prepare_documents([request.document], max_tokens=max_tokens)
    windows = windows_to_run(prepared)
    if not windows:
        return
    result = await inference.run([window.tokens for window in windows])
    threshold = resolve_threshold(request.threshold, model.manifest)
    outcomes = finish_documents(
        prepared, result.outputs, threshold=threshold, rules=request.rules, scripts=model.scripts
    )
    for tagged in outcomes:
        if isinstance(tagged, TaggedDocument):
            dump_json(
                tag_answer(
                    tagged,
                    document=request.document,
                    unit=request.offset_unit,
                    fields=request.answer_fields,
                    model=model.label,
                )
            )
