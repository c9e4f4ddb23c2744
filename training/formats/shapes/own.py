"""Our own JSON Lines: a text, or the tokens of a sentence, with the spans of its names."""

from collections.abc import Iterator

from nomen.training.formats.records import (
    Item,
    LabelledSpan,
    Place,
    RecordError,
    TextRecord,
    TokenRecord,
)
from nomen.training.formats.settings import FileSettings
from nomen.training.formats.shapes.values import (
    as_object,
    as_span,
    as_text,
    as_tokens,
    document_of,
    listed_span,
)


def matches(value: object) -> bool:
    """Tell whether a value has this shape."""
    return isinstance(value, dict) and "spans" in value and ("text" in value or "tokens" in value)


def read(value: object, place: Place, _: FileSettings) -> Iterator[Item]:
    """Read `{"text": …, "spans": [{"start", "end", "label"}], "doc": …}`.

    `tokens` may stand in place of `text`; the spans then count tokens. A span may be a list of its
    ends and its label. A span without a label is a name.

    Raises:
        RecordError: When the value is malformed.
    """
    record = as_object(value)
    if "tokens" in record and "text" not in record:
        tokens = as_tokens(record["tokens"])
        found = spans_of(record.get("spans"))
        yield TokenRecord(place=place, tokens=tokens, spans=found, document=document_of(record))
        return
    text = as_text(record.get("text"))
    found = spans_of(record.get("spans"))
    yield TextRecord(place=place, text=text, spans=found, document=document_of(record))


def spans_of(value: object) -> tuple[LabelledSpan, ...]:
    """Read a list of spans, each an object or a list.

    Raises:
        RecordError: When it is none.
    """
    if not isinstance(value, list) or not all(isinstance(span, (dict, list)) for span in value):
        raise RecordError("expected 'spans', a list of objects")
    return tuple(_span(span) for span in value)


def _span(value: object) -> LabelledSpan:
    if isinstance(value, dict):
        return as_span(value.get("start"), value.get("end"), value.get("label"), value.get("text"))
    return listed_span(value, "spans")
