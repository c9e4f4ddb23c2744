"""Requests to tag, to the JSON of their answers."""

from functools import partial
from typing import cast

from nomen.model.documents import Document
from nomen.model.tagged_documents import TaggedDocument
from nomen.service.documents.answers import batch_answer, dump_json, tag_answer, to_json
from nomen.service.documents.reading import Refusal, read_batch
from nomen.service.documents.schemas import BatchRequest, TextRequest, TokensRequest
from nomen.service.errors import RequestError
from nomen.service.scheduling.running import Caller, DocumentRunner


class Tagging:
    """Tags the documents of requests.

    `tag` and `tag_batch` give the body of the answer, and fill in the request's access record.
    Both raise QueueFullError when the queue has no room, TimeoutError when the deadline passes
    first, and AbandonedError when the client has left.

    Args:
        runner: Runs the documents.
    """

    def __init__(self, runner: DocumentRunner) -> None:
        self.model = runner.model
        self.deadline = runner.deadline
        self._runner = runner

    async def tag(
        self,
        request: TextRequest | TokensRequest,
        *,
        caller: Caller,
    ) -> bytes:
        """Tag one document.

        Args:
            request: The document and its options.
            caller: Who waits for the answer.

        Raises:
            RequestError: When the document cannot be tagged.
        """
        documents = [request.document]
        (outcome,) = await self._runner.run(documents, request, caller=caller)
        if isinstance(outcome, RequestError):
            raise outcome
        build = partial(
            tag_answer,
            outcome,
            document=request.document,
            unit=request.offset_unit,
            fields=request.answer_fields,
        )
        return await self._runner.encode(
            lambda: dump_json(build()), [outcome], record=caller.record
        )

    async def tag_batch(
        self,
        request: BatchRequest,
        *,
        caller: Caller,
    ) -> bytes:
        """Tag the documents of a batch; each gets its own answer or error.

        Args:
            request: The documents and their options.
            caller: Who waits for the answer.

        Raises:
            RequestError: When the batch as a whole is refused.
        """
        max_documents = self._runner.settings.max_documents
        entries = read_batch(request, max_documents=max_documents)
        documents = [
            entry.error if isinstance(entry, Refusal) else entry.document for entry in entries
        ]
        outcomes = await self._runner.run(documents, request, caller=caller)

        def write(i: int, tagged: TaggedDocument) -> dict[str, object]:
            unit, fields = request.offset_unit, request.answer_fields
            document = cast("Document", documents[i])  # what was tagged is no error
            return to_json(tagged, document=document, unit=unit, fields=fields)

        ids = [entry.id for entry in entries]
        build = partial(
            batch_answer, outcomes, ids=ids, write=write, model=self._runner.labels(caller.record)
        )
        return await self._runner.encode(lambda: dump_json(build()), outcomes, record=caller.record)
