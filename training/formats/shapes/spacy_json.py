"""spaCy's JSON: the training format of version 2, and texts with their entities.

*Source:* https://spacy.io/api/data-formats, "JSON training format" and "Example.from_dict".
"""

from collections.abc import Iterator, Mapping

from nomen.training.formats.records import (
    Item,
    LeftOut,
    Place,
    RecordError,
    TextRecord,
    TokenRecord,
)
from nomen.training.formats.settings import FileSettings
from nomen.training.formats.shapes.values import (
    as_list,
    as_object,
    as_text,
    as_tokens,
    listed_span,
    tagged_spans,
)

_MISSING = "-"


def matches(value: object) -> bool:
    """Tell whether a value has this shape."""
    if isinstance(value, dict):
        return isinstance(value.get("paragraphs"), list) or _is_annotator(value)
    return _as_pair(value) is not None


def _is_annotator(value: Mapping[str, object]) -> bool:
    """Tell whether a value is what web annotators for spaCy write: a list of pairs."""
    return "classes" in value and isinstance(value.get("annotations"), list)


def read(value: object, place: Place, _: FileSettings) -> Iterator[Item]:
    """Read a document of version 2, or `[text, {"entities": [[start, end, label]]}]`.

    Raises:
        RecordError: When the value is malformed.
    """
    if isinstance(value, list):
        yield _pair(value, place)
        return
    record = as_object(value)
    if _is_annotator(record):
        pairs = as_list(record["annotations"], "annotations")
        yield from (_pair(pair, place) for pair in pairs if pair is not None)
        return
    for paragraph in as_list(record.get("paragraphs"), "paragraphs"):
        yield from _paragraph(
            as_object(paragraph), place, as_text(str(record.get("id", place.number)), "id")
        )


def _as_pair(value: object) -> tuple[str, dict[str, object]] | None:
    is_pair = isinstance(value, list) and len(value) == 2  # noqa: PLR2004
    if is_pair and isinstance(value[0], str) and isinstance(value[1], dict):  # type: ignore[index]  # a list
        return value[0], value[1]  # type: ignore[index]  # a list
    return None


def _pair(value: object, place: Place) -> TextRecord:
    pair = _as_pair(value)
    if pair is None:
        raise RecordError("expected [text, {'entities': [[start, end, label]]}]")
    entities = as_list(pair[1].get("entities"), "entities")
    spans = tuple(listed_span(span, "entities") for span in entities)
    return TextRecord(place=place, text=as_text(pair[0]), spans=spans)


def _paragraph(paragraph: Mapping[str, object], place: Place, document: str) -> Iterator[Item]:
    if "entities" in paragraph:
        entities = as_list(paragraph["entities"], "entities")
        spans = tuple(listed_span(span, "entities") for span in entities)
        text = as_text(paragraph.get("raw"), "raw")
        yield TextRecord(place=place, text=text, spans=spans, document=document)
        return
    for sentence in as_list(paragraph.get("sentences"), "sentences"):
        yield _sentence(as_object(sentence), place, document)


def _sentence(sentence: Mapping[str, object], place: Place, document: str) -> Item:
    tokens = [as_object(token) for token in as_list(sentence.get("tokens"), "tokens")]
    words = as_tokens([token.get("orth") for token in tokens], "orth")
    tags = [str(token.get("ner", _MISSING)) for token in tokens]
    if all(tag == _MISSING for tag in tags):
        return LeftOut(place, "not annotated")
    spans = tagged_spans(["O" if tag == _MISSING else tag for tag in tags], "bioes")
    return TokenRecord(place=place, tokens=words, spans=spans, document=document)
