"""Requests to redact, to their answers: the JSON, or the redacted text itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from nomen.model.redaction.operators import Surrogate
from nomen.model.redaction.redaction import RedactedDocument
from nomen.model.tagged_documents import TaggedDocument
from nomen.service.documents.answers import batch_answer, dump_json
from nomen.service.documents.reading import Refusal, read_redact_batch
from nomen.service.documents.redaction import RedactBatchRequest, RedactOptions, RedactRequest
from nomen.service.documents.redaction_answers import redacted_to_json
from nomen.service.errors import RequestError
from nomen.service.scheduling.running import Caller, DocumentRunner

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactedText:
    """A redacted text as it is sent alone, with what its headers say.

    Attributes:
        body: The redacted text in UTF-8.
        num_names: How many names were replaced.
        expected_missed: The share of names that was expected to be missed, if it is known.
        unsupported_scripts: Letters by the script that the bundle did not learn.
        unsupported: Letters by the language that no bundle tags.
        language: The language of most of it.
    """

    body: bytes
    num_names: int
    expected_missed: float | None
    unsupported_scripts: Mapping[str, int]
    unsupported: Mapping[str, int]
    language: str


class Redacting:
    """Redacts the texts of requests.

    Its methods fill in the request's access record. They raise QueueFullError when the queue has
    no room, TimeoutError when the deadline passes first, and AbandonedError when the client has
    left.

    Args:
        runner: Runs the documents.
    """

    def __init__(self, runner: DocumentRunner) -> None:
        self.model = runner.model
        self.deadline = runner.deadline
        self._runner = runner

    async def redact(
        self,
        request: RedactRequest,
        *,
        caller: Caller,
    ) -> bytes:
        """Redact one text; give the JSON of the answer.

        Args:
            request: The text and its options.
            caller: Who waits for the answer.

        Raises:
            RequestError: When the text cannot be redacted.
        """

        def write(redacted: RedactedDocument) -> bytes:
            fields = {
                "model": redacted.model,
                **_fields(redacted, request.text, request),
                "expected_missed": self._expected_missed(request, caller),
            }
            return dump_json(fields)

        return await self._redact(request, write, caller=caller)

    async def redact_alone(
        self,
        request: RedactRequest,
        *,
        caller: Caller,
    ) -> RedactedText:
        """Redact one text; give the redacted text itself. Arguments and errors: as of `redact`."""

        def write(redacted: RedactedDocument) -> RedactedText:
            return RedactedText(
                body=redacted.text.encode(),
                num_names=len(redacted.names),
                expected_missed=self._expected_missed(request, caller),
                unsupported_scripts=redacted.unsupported_scripts,
                unsupported=redacted.unsupported,
                language=redacted.language,
            )

        return await self._redact(request, write, caller=caller)

    async def redact_batch(
        self,
        request: RedactBatchRequest,
        *,
        caller: Caller,
    ) -> bytes:
        """Redact the texts of a batch; each gets its own answer or error.

        Args:
            request: The texts and their options.
            caller: Who waits for the answer.

        Raises:
            RequestError: When the batch as a whole is refused.
        """
        redactor = request.redactor()
        max_documents = self._runner.settings.max_documents
        entries = read_redact_batch(request, max_documents=max_documents)
        texts = [entry.error if isinstance(entry, Refusal) else entry.text for entry in entries]
        outcomes = await self._runner.run(texts, request, caller=caller)

        def write_entry(i: int, tagged: TaggedDocument) -> dict[str, object]:
            text = cast("str", texts[i])  # what was tagged is no error
            return _fields(redactor.redact_tagged(text, tagged), text, request)

        def write() -> bytes:
            redactor.reserve(text for text in texts if isinstance(text, str))
            answer = batch_answer(
                outcomes,
                ids=[entry.id for entry in entries],
                write=write_entry,
                model=self._runner.labels(caller.record),
            )
            missed = self._expected_missed(request, caller)
            return dump_json({**answer, "expected_missed": missed})

        return await self._runner.encode(
            write, outcomes, record=caller.record, is_long=isinstance(redactor.operator, Surrogate)
        )

    async def _redact(
        self,
        request: RedactRequest,
        write: Callable[[RedactedDocument], T],
        *,
        caller: Caller,
    ) -> T:
        redactor = request.redactor()
        (outcome,) = await self._runner.run([request.text], request, caller=caller)
        if isinstance(outcome, RequestError):
            raise outcome
        return await self._runner.encode(
            lambda: write(redactor.redact_tagged(request.text, outcome)),
            [outcome],
            record=caller.record,
            is_long=isinstance(redactor.operator, Surrogate),
        )

    def _expected_missed(self, request: RedactOptions, caller: Caller) -> float | None:
        used = self._runner.used(caller.record)
        return self._runner.served.expected_missed(request.threshold, used=used)


def _fields(redacted: RedactedDocument, text: str, request: RedactOptions) -> dict[str, object]:
    return redacted_to_json(
        redacted, text=text, unit=request.offset_unit, with_originals=request.with_originals
    )
