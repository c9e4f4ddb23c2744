"""Values of JSON records, checked; what is wrong is told without the text."""

from collections.abc import Mapping, Sequence

from nomen.training.data.labels import Scheme, Tag, entities
from nomen.training.formats.records import LabelledSpan, RecordError


def as_object(value: object) -> Mapping[str, object]:
    """Check that a value is an object.

    Raises:
        RecordError: When it is not.
    """
    if not isinstance(value, dict):
        raise RecordError("expected a JSON object")
    return value


def as_list(value: object, name: str) -> Sequence[object]:
    """Check that a value is a list.

    Raises:
        RecordError: When it is not; `name` says of which member.
    """
    if not isinstance(value, list):
        raise RecordError(f"expected '{name}', a list")
    return value


def as_text(value: object, name: str = "text") -> str:
    """Check that a value is a string without lone surrogates.

    Raises:
        RecordError: When it is not; `name` says of which member.
    """
    if not isinstance(value, str):
        raise RecordError(f"expected an object with a string '{name}'")
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        raise RecordError(f"expected '{name}' without lone surrogates")
    return value


def as_tokens(value: object, name: str = "tokens") -> tuple[str, ...]:
    """Check that a value is a list of tokens: strings that are not blank, one at least.

    Raises:
        RecordError: When it is not; `name` says of which member.
    """
    tokens = tuple(as_text(token, f"{name}[]") for token in as_list(value, name))
    if not tokens or not all(map(str.strip, tokens)):
        raise RecordError(f"expected '{name}', a list of strings that are not blank")
    return tokens


def as_span(start: object, end: object, label: object = None, text: object = None) -> LabelledSpan:
    """Check the ends of a span and its label, which None leaves open.

    Raises:
        RecordError: When an end is no integer, or the label no string.
    """
    if type(start) is not int or type(end) is not int:
        raise RecordError("expected spans with an integer for 'start' and for 'end'")
    if label is not None and not isinstance(label, str):
        raise RecordError(f"expected the label of span {start}-{end} to be a string")
    said = text if isinstance(text, str) else None
    name = None if label is None else as_text(label, "label").strip().upper()
    return LabelledSpan(start, end, name, said)


def listed_span(value: object, name: str) -> LabelledSpan:
    """Read a span that is a list: its ends and, if there is one, its label.

    Raises:
        RecordError: When it is not.
    """
    if not isinstance(value, list) or not 2 <= len(value) <= 3:  # noqa: PLR2004
        raise RecordError(f"expected '{name}', a list of [start, end, label]")
    return as_span(*value)


def tagged_spans(tags: Sequence[str], scheme: Scheme) -> tuple[LabelledSpan, ...]:
    """Give the spans of a sentence's tags.

    Raises:
        RecordError: When a tag is malformed, or cannot stand where it does.
    """
    parsed: list[Tag] = []
    for i, tag in enumerate(tags, 1):
        try:
            parsed.append(Tag.parse(as_text(tag, "tags[]")))
        except ValueError as error:
            raise RecordError(f"token {i}: {error}") from error
    try:
        found = entities(parsed, scheme=scheme)
    except ValueError as error:
        message, index = error.args
        raise RecordError(f"token {index + 1}: {message}") from error
    return tuple(LabelledSpan(start, end, label) for start, end, label in found)


def document_of(record: Mapping[str, object]) -> str | None:
    """Give what a record says its document is called: `doc`, `doc_id` or `document_id`.

    Raises:
        RecordError: When the name holds a lone surrogate.
    """
    named = (record.get(key) for key in ("doc", "doc_id", "document_id"))
    found = next((str(name) for name in named if isinstance(name, (str, int))), None)
    return None if found is None else as_text(found, "doc")
