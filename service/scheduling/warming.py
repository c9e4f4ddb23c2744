"""Runs sentences through all that answers a request before the first request comes.

Nothing of it is counted: the metrics tell of requests alone.
"""

from collections.abc import Sequence

from nomen.model.reading import UNDETERMINED
from nomen.model.routing.choosing import Choice
from nomen.model.tagged_documents import TaggedDocument
from nomen.service.documents.answers import dump_json, tag_answer
from nomen.service.documents.documents import (
    Prepared,
    finish_documents,
    prepare_documents,
    readers_to_run,
    route_documents,
    windows_to_run,
)
from nomen.service.documents.schemas import TextRequest
from nomen.service.documents.served import Served
from nomen.service.engine.inference import Inference
from nomen.service.engine.loading import WARM_UP
from nomen.service.engine.model_facts import ServedModel

ROUNDS = 3
"""After so many rounds, another one is hardly faster."""


async def warm_up(inference: Inference, models: Sequence[ServedModel], *, max_tokens: int) -> None:
    """Tag some sentences and write their answers, so that code and memory are at hand.

    Args:
        inference: The engine.
        models: What it serves; each of them reads every sentence.
        max_tokens: Most tokens of a document; longer sentences are left out.

    Raises:
        EngineEndedError: When the engine's process ends first.
    """
    served = Served([each.manifest for each in models], [each.reader for each in models])
    for _ in range(ROUNDS):
        for text in WARM_UP:
            for reader in range(len(models)):
                prepared = route_documents(
                    prepare_documents([text], max_tokens=max_tokens),
                    served.router,
                    Choice(reader, UNDETERMINED),
                )
                await _answer(TextRequest(text=text), inference, served, prepared)


async def _answer(
    request: TextRequest, inference: Inference, served: Served, prepared: list[Prepared]
) -> None:
    windows = windows_to_run(prepared)
    if not windows:
        return
    result = await inference.run([window.tokens for window in windows], readers_to_run(prepared))
    outcomes = finish_documents(
        prepared,
        result.outputs,
        threshold=served.thresholds(request.threshold),
        rules=request.rules,
        readers=served.readers,
    )
    for tagged in outcomes:
        if isinstance(tagged, TaggedDocument):
            dump_json(
                tag_answer(
                    tagged,
                    document=request.document,
                    unit=request.offset_unit,
                    fields=request.answer_fields,
                )
            )
