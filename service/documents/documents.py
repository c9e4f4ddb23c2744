"""Prepares the documents of a request for the engine, and finishes them with its outputs.

Any thread may call these functions.
"""

from collections.abc import Collection, Sequence

from nomen.model.documents import (
    Document,
    PreparedDocument,
    TaggedDocument,
    finish_document,
    outputs_by_document,
    prepare_document,
    windows_of,
)
from nomen.model.errors import DocumentError, TooManyTokensError
from nomen.model.names.rules import NO_RULES, NameRules
from nomen.model.windows import Window, WindowProbabilities
from nomen.service.errors import DOCUMENT_TOO_LARGE, RequestError, to_request_error

Prepared = PreparedDocument | RequestError
"""A document that can be tagged, or why it cannot."""
Outcome = TaggedDocument | RequestError
"""A tagged document, or why it could not be tagged."""


def prepare_documents(
    documents: Sequence[Document | RequestError], *, max_tokens: int
) -> list[Prepared]:
    """Find the tokens and windows of documents; errors stay in their places."""
    return [_prepare(document, max_tokens=max_tokens) for document in documents]


def windows_to_run(prepared: Sequence[Prepared]) -> list[Window]:
    """Give the windows of all documents that can be tagged, in order."""
    return windows_of(_good(prepared))


def finish_documents(
    prepared: Sequence[Prepared],
    outputs: Sequence[WindowProbabilities],
    *,
    threshold: float,
    rules: NameRules = NO_RULES,
    scripts: Collection[str] | None = None,
) -> list[Outcome]:
    """Tag documents by the outputs for `windows_to_run(prepared)`; errors stay in their places.

    Args:
        prepared: The documents.
        outputs: The probabilities of their windows.
        threshold: Lowest name probability of a name's token, 0 to 1.
        rules: What the caller wants beside the threshold.
        scripts: The scripts that the bundle learned; None counts letters of no script.
    """
    remaining = iter(outputs_by_document(_good(prepared), outputs))
    return [
        document
        if isinstance(document, RequestError)
        else finish_document(
            document, next(remaining), threshold=threshold, rules=rules, scripts=scripts
        )
        for document in prepared
    ]


def _good(prepared: Sequence[Prepared]) -> list[PreparedDocument]:
    return [document for document in prepared if isinstance(document, PreparedDocument)]


def _prepare(document: Document | RequestError, *, max_tokens: int) -> Prepared:
    if isinstance(document, RequestError):
        return document
    if not isinstance(document, str) and len(document) > max_tokens:
        return _too_large(max_tokens)
    try:
        return prepare_document(document, max_tokens=max_tokens)
    except TooManyTokensError:
        return _too_large(max_tokens)
    except DocumentError as error:
        return to_request_error(error)


def _too_large(max_tokens: int) -> RequestError:
    return RequestError(DOCUMENT_TOO_LARGE, f"expected at most {max_tokens} tokens")
