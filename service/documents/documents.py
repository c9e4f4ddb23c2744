"""Prepares the documents of a request for the engine, and finishes them with its outputs.

Any thread may call these functions.
"""

from collections.abc import Sequence

from nomen.model.documents import (
    Document,
    PreparedDocument,
    outputs_by_document,
    prepare_document,
    readers_of,
    windows_of,
)
from nomen.model.errors import DocumentError, TooManyTokensError
from nomen.model.names.rules import NO_RULES, NameRules
from nomen.model.reading import Reader
from nomen.model.routing.choosing import Choice
from nomen.model.routing.router import Router
from nomen.model.tagged_documents import TaggedDocument, finish_document
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


def route_documents(prepared: Sequence[Prepared], router: Router, choice: Choice) -> list[Prepared]:
    """Tell which bundle reads what of documents; errors stay in their places."""
    remaining = iter(router.route(_good(prepared), choice))
    return [each if isinstance(each, RequestError) else next(remaining) for each in prepared]


def readers_to_run(prepared: Sequence[Prepared]) -> list[int]:
    """Give the index of the bundle that reads each of `windows_to_run(prepared)`."""
    return readers_of(_good(prepared))


def count_tokens(prepared: Sequence[Prepared]) -> dict[int, int]:
    """Count the tokens that each bundle reads, by its index."""
    counts: dict[int, int] = {}
    for document in _good(prepared):
        if document.routing is None:
            counts[0] = counts.get(0, 0) + len(document.tokens)
            continue
        for passage in document.routing.passages:
            size = passage.stop_token - passage.first_token
            counts[passage.reader] = counts.get(passage.reader, 0) + size
    return counts


def windows_to_run(prepared: Sequence[Prepared]) -> list[Window]:
    """Give the windows of all documents that can be tagged, in order."""
    return windows_of(_good(prepared))


def finish_documents(
    prepared: Sequence[Prepared],
    outputs: Sequence[WindowProbabilities],
    *,
    threshold: float | Sequence[float],
    rules: NameRules = NO_RULES,
    readers: Sequence[Reader] = (),
) -> list[Outcome]:
    """Tag documents by the outputs for `windows_to_run(prepared)`; errors stay in their places.

    Args:
        prepared: The documents.
        outputs: The probabilities of their windows.
        threshold: Lowest name probability of a name's token, 0 to 1; or that of each bundle.
        rules: What the caller wants beside the threshold.
        readers: The bundles, in their order; none counts letters of no script.
    """
    remaining = iter(outputs_by_document(_good(prepared), outputs))
    return [
        document
        if isinstance(document, RequestError)
        else finish_document(
            document, next(remaining), threshold=threshold, rules=rules, readers=readers
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
