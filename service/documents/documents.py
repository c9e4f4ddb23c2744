"""The two ends of tagging, without the waiting between: documents to windows, outputs to answers.

It knows no queue and no event loop: any thread may run it.
"""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from nomen.model.documents import (
    Document,
    PreparedDocument,
    TaggedDocument,
    Window,
    WindowProbabilities,
    finish_document,
    prepare_document,
)
from nomen.model.errors import DocumentError
from nomen.model.text.offsets import OffsetUnit
from nomen.service.documents.answers import to_json
from nomen.service.errors import DOCUMENT_TOO_LARGE, RequestError, to_request_error

Prepared = PreparedDocument | RequestError
"""A document that can be tagged, or why it cannot."""


class Finished(NamedTuple):
    """A document's answer, or what is wrong with it; and what was tagged."""

    answer: dict[str, object] | RequestError
    tagged: TaggedDocument | None = None


def prepare_documents(documents: Sequence[Document], *, max_tokens: int) -> list[Prepared]:
    """Find the tokens and windows of documents; what is wrong with one stays its own."""
    return [_prepare(document, max_tokens=max_tokens) for document in documents]


def windows_of(prepared: Sequence[Prepared]) -> list[Window]:
    """Give the windows of all documents, in their order."""
    good = [document for document in prepared if isinstance(document, PreparedDocument)]
    return [window for document in good for window in document.windows]


def finish_documents(
    prepared: Sequence[Prepared],
    outputs: Sequence[WindowProbabilities],
    *,
    threshold: float,
    unit: OffsetUnit = "codepoint",
) -> list[Finished]:
    """Make answers of the outputs of `windows_of(prepared)`, in the documents' order."""
    remaining = iter(outputs)
    finished = []
    for document in prepared:
        if isinstance(document, RequestError):
            finished.append(Finished(document))
            continue
        own = list(islice(remaining, len(document.windows)))
        tagged = finish_document(document, own, threshold=threshold)
        finished.append(Finished(to_json(tagged, text=document.text, unit=unit), tagged))
    return finished


def _prepare(document: Document, *, max_tokens: int) -> Prepared:
    if not isinstance(document, str) and len(document) > max_tokens:
        return _too_large(max_tokens)
    try:
        prepared = prepare_document(document)
    except DocumentError as error:
        return to_request_error(error)
    return _too_large(max_tokens) if len(prepared.tokens) > max_tokens else prepared


def _too_large(max_tokens: int) -> RequestError:
    return RequestError(DOCUMENT_TOO_LARGE, f"expected at most {max_tokens} tokens")
