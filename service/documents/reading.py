"""Reads the documents of a batch or of a file one by one, so that each keeps its own error."""

from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from nomen.service.documents.schemas import (
    BatchDocument,
    BatchRequest,
    DocumentId,
    Strict,
    TextDocument,
    TokensDocument,
)
from nomen.service.documents.validation import to_problem
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
    if len(request.documents) > max_documents:
        raise RequestError(TOO_MANY_DOCUMENTS, f"expected at most {max_documents} documents")
    return [read_document(value) for value in request.documents]


def read_document(value: object) -> Entry:
    """Read one document, given as parsed JSON."""
    try:
        return _document_adapter.validate_python(value)
    except ValidationError as error:
        problem = to_problem(error.errors(include_url=False, include_input=False))
        return Refusal(_read_id(value), problem)


def _read_id(value: object) -> str | int | None:
    given = value.get("id") if isinstance(value, dict) else None
    try:
        return _id_adapter.validate_python(given)
    except ValidationError:
        return None
