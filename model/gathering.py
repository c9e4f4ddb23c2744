"""Documents of an iterable: checked one by one, and gathered into groups that are worth a run."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from nomen.model.documents import Document, PreparedDocument, prepare_document
from nomen.model.errors import DocumentError, RulesError
from nomen.model.names.rules import NameRules

GROUP_DOCUMENTS = 4096
"""Most documents of a group, however short they are."""


def check_iterable(documents: object, *, expected: str) -> None:
    """Refuse what is no list of documents: one string, a mapping, a table.

    Raises:
        DocumentError: When it is one of these or nothing that can be iterated.
    """
    is_one = isinstance(documents, (str, bytes, bytearray, Mapping))
    if is_one or hasattr(documents, "columns") or not isinstance(documents, Iterable):
        raise DocumentError(f"documents: expected {expected}")


def check_rules(rules: object) -> None:
    """Refuse what is no `NameRules`.

    Raises:
        RulesError: When it is something else.
    """
    if not isinstance(rules, NameRules):
        raise RulesError("rules: expected a NameRules")


def prepare_each(documents: Iterable[Document]) -> Iterator[PreparedDocument]:
    """Prepare documents one after the other.

    Raises:
        DocumentError: When a document is neither a text nor a list of tokens; it names its place.
    """
    for i, document in enumerate(documents):
        try:
            prepared = prepare_document(document)
        except DocumentError as error:
            raise DocumentError(f"documents.{i}: {error}") from error
        yield prepared


def gather(
    prepared: Iterable[PreparedDocument], *, num_tokens: int
) -> Iterator[list[PreparedDocument]]:
    """Gather documents, in their order, into groups.

    Args:
        prepared: The documents.
        num_tokens: Tokens from which a group is complete.

    Raises:
        DocumentError: When a document is bad. The documents before it are a group first.
    """
    group: list[PreparedDocument] = []
    gathered = 0
    try:
        for document in prepared:
            group.append(document)
            gathered += len(document.tokens)
            if gathered >= num_tokens or len(group) == GROUP_DOCUMENTS:
                yield group
                group, gathered = [], 0
    except Exception:  # a bad document, or whatever the caller's own iterable raises
        if group:
            yield group
        raise
    if group:
        yield group


def remember(texts: Iterable[str], *, remembered: deque[str]) -> Iterator[str]:
    """Pass texts on, and append each to a queue.

    Raises:
        DocumentError: When one of them is no text; it names its place.
    """
    for i, text in enumerate(texts):
        if not isinstance(text, str):
            raise DocumentError(f"documents.{i}: expected a text")
        remembered.append(text)
        yield text
