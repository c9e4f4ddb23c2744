"""Builds requests from arguments, and reads their answers. Nothing here sends."""

from collections.abc import AsyncIterable, Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Generic, Literal, TypedDict, TypeVar

import orjson

from nomen.model.errors import DocumentError
from nomen.model.redaction.operators import Hash, Number, Operator, Replace, Surrogate
from nomen.service.client.errors import AnswerError
from nomen.service.client.results import (
    Json,
    ListedModel,
    Model,
    Redacted,
    Refused,
    Tagged,
    read_entry,
    read_model,
    read_models,
    read_redacted,
    read_tagged,
)

OffsetUnit = Literal["codepoint", "utf16", "byte"]
Document = str | Sequence[str] | Mapping[str, object]
"""A text, a token list, or a record: `text` or `tokens`, an `id`, and in streams other members."""
Threshold = float | Literal["high_recall", "balanced", "high_precision"]

T = TypeVar("T")


class Options(TypedDict, total=False):
    """The options of every call.

    Attributes:
        language: `auto` if not given; a BCP 47 tag, or the name of the bundle that reads all.
        threshold: Lowest name probability of a name's tokens, or the name of a preset.
        offset_unit: What offsets count; code points if not given, as Python does.
        consistent: Whether the sure names of a document raise the same words elsewhere in it.
        allow: Phrases that are never a name.
        deny: Phrases that always are a name, except inside an allowed phrase.
        fold_case: Whether allowed and denied phrases match in any casing.
    """

    language: str
    threshold: Threshold
    offset_unit: OffsetUnit
    consistent: bool
    allow: Sequence[str]
    deny: Sequence[str]
    fold_case: bool


class TagOptions(Options, total=False):
    """The options of a call that tags.

    Attributes:
        fields: What to answer; everything if not given.
    """

    fields: Sequence[
        Literal[
            "tokens",
            "starts",
            "ends",
            "name_probabilities",
            "names",
            "unsupported_scripts",
            "language",
            "model",
            "unsupported",
        ]
    ]


class RedactOptions(Options, total=False):
    """The options of a call that redacts.

    Attributes:
        operator: What stands in the place of a name; `Replace()` if not given.
        with_originals: Whether to answer the names as they stood.
    """

    operator: Operator
    with_originals: bool


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """A request and the reader of its answer.

    Attributes:
        path: The path of the route.
        fields: The JSON object to send; None for a GET.
        read: Reads the parsed answer.
    """

    path: str
    fields: Json | None
    read: Callable[[Any], T]

    def content(self, *, timeout_seconds: float) -> bytes | None:
        """Write the body of a request that must be answered in time.

        Raises:
            DocumentError: When it cannot be written as JSON.
        """
        if self.fields is None:
            return None
        timeout_ms = min(3_600_000, max(1, int(1000 * timeout_seconds)))
        return _dumps({**self.fields, "timeout_ms": timeout_ms})

    def answer(self, content: bytes) -> T:
        """Read the body of an answer.

        Raises:
            AnswerError: When it is not what the route answers.
        """
        return read_answer(content, self.read)


def model_call() -> Call[Model]:
    """Ask what is served."""
    return Call("/v1/model", None, read_model)


def models_call() -> Call[list[ListedModel]]:
    """Ask which bundles are served."""
    return Call("/v1/models", None, read_models)


def tag_call(document: Document, options: TagOptions) -> Call[Tagged]:
    """Tag one document."""
    return Call("/v1/tag", {**record_of(document), **options_of(options)}, read_tagged)


def redact_call(text: str, options: RedactOptions) -> Call[Redacted]:
    """Redact one text."""
    return Call("/v1/redact", {**record_of(text), **options_of(options)}, read_redacted)


def tag_batch_call(options: TagOptions, documents: Sequence[bytes]) -> Call[list[Tagged | Refused]]:
    """Tag documents, each given as JSON."""
    return _batch_call("/v1/tag/batch", documents, options, read_tagged)


def redact_batch_call(
    options: RedactOptions, documents: Sequence[bytes]
) -> Call[list[Redacted | Refused]]:
    """Redact texts, each given as JSON."""
    return _batch_call("/v1/redact/batch", documents, options, read_redacted)


def _batch_call(
    path: str, documents: Sequence[bytes], options: Options, read: Callable[[Json], T]
) -> Call[list[T | Refused]]:
    def read_all(value: Json) -> list[T | Refused]:
        entries = value["documents"]
        if len(entries) != len(documents):
            raise ValueError("expected an answer for each document")
        shared = {"expected_missed": value.get("expected_missed")}
        return [read_entry({**shared, **entry}, read) for entry in entries]

    fragments = [orjson.Fragment(document) for document in documents]
    return Call(path, {"documents": fragments, **options_of(options)}, read_all)


def read_answer(content: bytes, read: Callable[[Any], T]) -> T:
    """Parse JSON and read it.

    Raises:
        AnswerError: When it is not what was expected.
    """
    try:
        return read(orjson.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AnswerError("expected an answer of Nomen") from error


def line_of(document: Document) -> bytes:
    """Write a document as JSON.

    Raises:
        DocumentError: When it is neither a text, nor a token list, nor a record.
    """
    return _dumps(record_of(document))


def options_line(options: Options) -> bytes:
    """Write options as the first line of a stream; empty where there are none."""
    return _dumps({"options": options_of(options)}) + b"\n" if options else b""


def check_documents(documents: object) -> None:
    """Refuse one document in the place of several.

    Raises:
        DocumentError: When it is a string or a mapping, or nothing to iterate over.
    """
    is_several = isinstance(documents, (Iterable, AsyncIterable))
    if not is_several or isinstance(documents, (str, bytes, bytearray, Mapping)):
        raise DocumentError("documents: expected several texts, token lists or records")


def has_batch_scope(options: RedactOptions) -> bool:
    """Tell whether an operator needs to see all texts of a batch together."""
    operator = options.get("operator")
    return isinstance(operator, Number) and operator.scope == "batch"


def record_of(document: Document) -> Json:
    """Give the record of a document.

    Raises:
        DocumentError: When it is neither a text, nor a token list, nor a record.
    """
    match document:
        case str():
            return {"text": document}
        case Mapping():
            return document
        case Sequence() if not isinstance(document, (bytes, bytearray, memoryview)):
            return {"tokens": list(document)}
    raise DocumentError("expected a text, a list of tokens, or a mapping with text or tokens")


def options_of(options: Options) -> dict[str, object]:
    """Give options as JSON."""
    fields: dict[str, object] = {
        name: list(value) if isinstance(value, (tuple, set, frozenset)) else value
        for name, value in options.items()
    }
    operator = fields.get("operator")
    if operator is not None:
        fields["operator"] = _operator(operator)  # type: ignore[arg-type]  # as RedactOptions has it
    return fields


def _operator(operator: Operator) -> dict[str, object]:
    fields = {"kind": type(operator).__name__.lower(), **asdict(operator)}
    if isinstance(operator, Replace):
        fields["with"] = fields.pop("with_")
    if isinstance(operator, (Hash, Surrogate)):
        fields["key"] = operator.key.decode()
    return fields


def _dumps(fields: Json) -> bytes:
    try:
        return orjson.dumps(fields, option=orjson.OPT_SERIALIZE_NUMPY)
    except orjson.JSONEncodeError:
        raise DocumentError("expected JSON: text in whole characters, numbers, lists") from None
