"""Reads the documents of a batch or of a file one by one, so that each keeps its own error."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from nomen.service.documents.redaction import RedactBatchRequest, RedactDocument
from nomen.service.documents.schemas import (
    BatchDocument,
    BatchRequest,
    TextDocument,
    TokensDocument,
)
from nomen.service.documents.validation import to_problem
from nomen.service.documents.values import DocumentId, Strict
from nomen.service.errors import TOO_MANY_DOCUMENTS, RequestError


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document that cannot be tagged, and why."""

    id: str | int | None
    error: RequestError


Entry = TextDocument | TokensDocument | Refusal
"""A document as it was read, or why it could not be."""

_document_adapter: TypeAdapter[TextDocument | TokensDocument] = TypeAdapter(BatchDocument)
_id_adapter: TypeAdapter[str | int | None] = TypeAdapter(DocumentId, config=Strict.model_config)


def read_batch(request: BatchRequest, *, max_documents: int) -> list[Entry]:
    """Read the documents of a batch, in order.

    Raises:
        RequestError: When it has too many documents.
    """
    _check_number(request.documents, max_documents)
    return [
        read_document(value, place=f"/documents/{i}") for i, value in enumerate(request.documents)
    ]


def read_redact_batch(
    request: RedactBatchRequest, *, max_documents: int
) -> list[TextDocument | Refusal]:
    """Read the documents of a batch to redact, in order.

    Raises:
        RequestError: When it has too many documents.
    """
    _check_number(request.documents, max_documents)
    return [
        read_text_document(value, place=f"/documents/{i}")
        for i, value in enumerate(request.documents)
    ]


def read_document(value: object, *, place: str = "") -> Entry:
    """Read one document, given as parsed JSON.

    Args:
        value: The document.
        place: The pointer to it in what was sent.
    """
    try:
        return _document_adapter.validate_python(value)
    except ValidationError as error:
        return _refusal(value, error, BatchDocument, place)


def read_text_document(value: object, *, place: str = "") -> TextDocument | Refusal:
    """Read one document that must be a text; arguments as for `read_document`."""
    try:
        return RedactDocument.model_validate(value)
    except ValidationError as error:
        return _refusal(value, error, RedactDocument, place)


def _check_number(documents: Sequence[object], max_documents: int) -> None:
    if len(documents) > max_documents:
        raise RequestError(
            TOO_MANY_DOCUMENTS,
            f"expected at most {max_documents} documents",
            pointer="/documents",
        )


def _refusal(value: object, error: ValidationError, expected: object, place: str) -> Refusal:
    errors = error.errors(include_url=False, include_input=False)
    return Refusal(_read_id(value), to_problem(errors, expected, place=place))


def _read_id(value: object) -> str | int | None:
    given = value.get("id") if isinstance(value, dict) else None
    try:
        return _id_adapter.validate_python(given)
    except ValidationError:
        return None
