"""GLiNER: tokens with the spans of its entities, whose ends are inclusive.

*Source:* https://urchade.github.io/GLiNER/training.html, "Dataset Format".
"""

from collections.abc import Iterator

from nomen.training.formats.records import Item, LabelledSpan, Place, TokenRecord
from nomen.training.formats.settings import FileSettings
from nomen.training.formats.shapes.values import (
    as_list,
    as_object,
    as_tokens,
    document_of,
    listed_span,
)


def matches(value: object) -> bool:
    """Tell whether a value has this shape."""
    return isinstance(value, dict) and "tokenized_text" in value


def read(value: object, place: Place, _: FileSettings) -> Iterator[Item]:
    """Read `{"tokenized_text": […], "ner": [[first, last, label]]}`.

    Raises:
        RecordError: When the value is malformed.
    """
    record = as_object(value)
    tokens = as_tokens(record.get("tokenized_text"), "tokenized_text")
    given = (listed_span(span, "ner") for span in as_list(record.get("ner"), "ner"))
    spans = tuple(LabelledSpan(span.start, span.end + 1, span.label) for span in given)
    yield TokenRecord(place=place, tokens=tokens, spans=spans, document=document_of(record))
