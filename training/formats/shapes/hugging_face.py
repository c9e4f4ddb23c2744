"""Hugging Face: tokens with a tag each, as a string or as a number of the feature's names.

*Source:* https://huggingface.co/docs/datasets/about_dataset_features ("ClassLabel"), and the column
names of https://huggingface.co/docs/transformers/tasks/token_classification.
"""

from collections.abc import Iterator, Mapping, Sequence

from nomen.training.formats.records import Item, Place, RecordError, TokenRecord
from nomen.training.formats.settings import FileSettings
from nomen.training.formats.shapes.values import (
    as_list,
    as_object,
    as_tokens,
    document_of,
    tagged_spans,
)

TOKEN_KEYS = ("tokens", "words")
TAG_KEYS = ("ner_tags", "tags", "labels", "ner")


def matches(value: object) -> bool:
    """Tell whether a value has this shape."""
    if not isinstance(value, dict):
        return False
    tokens, tags = (value.get(first_key(value, keys)) for keys in (TOKEN_KEYS, TAG_KEYS))
    is_tokens = isinstance(tokens, list) and all(isinstance(token, str) for token in tokens)
    return is_tokens and isinstance(tags, list)


def read(value: object, place: Place, settings: FileSettings) -> Iterator[Item]:
    """Read `{"tokens": […], "ner_tags": […]}`; tags follow the settings' scheme.

    Raises:
        RecordError: When the value is malformed, or tags are numbers without names.
    """
    record = as_object(value)
    key = first_key(record, TAG_KEYS)
    tokens = as_tokens(record.get(first_key(record, TOKEN_KEYS)))
    tags = _tags(as_list(record.get(key), key), settings.label_names)
    if len(tags) != len(tokens):
        raise RecordError(f"expected a tag for each of {len(tokens)} tokens, found {len(tags)}")
    spans = tagged_spans(tags, settings.columns.scheme)
    yield TokenRecord(place=place, tokens=tokens, spans=spans, document=document_of(record))


def first_key(record: Mapping[str, object], keys: Sequence[str]) -> str:
    """Give the first of some keys that a record has; the very first where it has none."""
    return next((key for key in keys if key in record), keys[0])


def _tags(values: Sequence[object], names: Sequence[str]) -> list[str]:
    if all(isinstance(value, str) for value in values):
        return [str(value) for value in values]
    if not all(type(value) is int for value in values):
        raise RecordError("expected tags that are all strings or all numbers")
    numbers = [int(str(value)) for value in values]
    if not names:
        raise RecordError(
            "expected the names of the tags' numbers: a dataset_info.json or features.json "
            "beside the file, or label_names"
        )
    if not all(0 <= number < len(names) for number in numbers):
        raise RecordError(f"expected numbers of tags from 0 to {len(names) - 1}")
    return [names[number] for number in numbers]
