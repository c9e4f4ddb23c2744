"""JSON records: their texts, their other members, and the same record with other texts."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from nomen.model.redaction.redaction import RedactedDocument
from nomen.service.documents.reading import Refusal, read_document
from nomen.service.documents.strict_json import parse_json
from nomen.service.errors import INVALID_DOCUMENT, MISSING_FIELD, WRONG_TYPE, RequestError
from nomen.service.files.formats.format import Record, Rejected

Place = Mapping[str, int | str]

TEXT, TOKENS, ID = "text", "tokens", "id"

_BLANKS = re.compile(r"[ \t\n\r]*")
_value_at = json.JSONDecoder().raw_decode
"""Reads the value at an index of a text and gives the index behind it."""


def read_record(content: bytes, *, place: Place, fields: Sequence[str]) -> list[Record | Rejected]:
    """Read the documents of one JSON record: one for each field.

    Args:
        content: The record in UTF-8.
        place: Where it stands.
        fields: Its texts, nested by dots; none means `{"id"?, "text" or "tokens"}`.
    """
    record = _parse(content)
    if isinstance(record, RequestError):
        return [Rejected(place=place, error=record)] * max(1, len(fields))
    if not fields:
        return [_read_plain(record, place)]
    rest = _without(record, fields)
    document_id = rest.get(ID)
    if isinstance(document_id, str | int) and not isinstance(document_id, bool):
        rest.pop(ID)
    else:
        document_id = None
    return [
        _read_field(record, field, _place(place, field, fields), document_id, rest)
        for field in fields
    ]


def rewrite_record(
    content: bytes, *, fields: Sequence[str], redacted: Sequence[RedactedDocument]
) -> bytes:
    """Write a record again; all but the texts with names stays as it is, byte for byte."""
    if not any(document.names for document in redacted):
        return content
    source = content.decode()
    spans = [_span(source, field) for field in fields or (TEXT,)]
    for (start, end), document in sorted(
        zip(spans, redacted, strict=True), key=lambda each: each[0], reverse=True
    ):
        if document.names:
            literal = json.dumps(document.text, ensure_ascii=source.isascii())
            source = source[:start] + literal + source[end:]
    return source.encode()


def _parse(content: bytes) -> dict[str, object] | RequestError:
    try:
        record = parse_json(content)
    except RequestError as error:
        return error
    return record if isinstance(record, dict) else RequestError(WRONG_TYPE, "expected an object")


def _read_plain(record: dict[str, object], place: Place) -> Record | Rejected:
    """Read a record of `{"id"?, "text" or "tokens"}`; its other members are carried through."""
    known = {field: record.pop(field) for field in (ID, TEXT, TOKENS) if field in record}
    entry = read_document(known)
    if isinstance(entry, Refusal):
        return Rejected(place=place, error=entry.error, id=entry.id)
    return Record(place=place, document=entry.document, id=entry.id, record=record)


def _read_field(
    record: Mapping[str, object],
    field: str,
    place: Place,
    document_id: str | int | None,
    rest: Mapping[str, object],
) -> Record | Rejected:
    try:
        value = _get(record, field)
    except KeyError:
        error = RequestError(MISSING_FIELD, f"expected the member {field}")
        return Rejected(place=place, error=error, id=document_id)
    if not isinstance(value, str):
        error = RequestError(WRONG_TYPE, f"{field}: expected a string")
        return Rejected(place=place, error=error, id=document_id)
    entry = read_document({TEXT: value})
    if isinstance(entry, Refusal):
        error = RequestError(INVALID_DOCUMENT, f"{field}: half a surrogate pair is no text")
        return Rejected(place=place, error=error, id=document_id)
    return Record(place=place, document=value, id=document_id, record=rest)


def _place(place: Place, field: str, fields: Sequence[str]) -> Place:
    return place if len(fields) == 1 else {**place, "field": field}


def _get(record: object, field: str) -> object:
    """Give a member, nested by dots; a member whose own name has the dots goes first.

    Raises:
        KeyError: When there is none.
    """
    if not isinstance(record, dict):
        raise KeyError(field)
    if field in record:
        return record[field]
    first, dot, rest = field.partition(".")
    if not dot:
        raise KeyError(field)
    return _get(record[first], rest)


def _without(record: Mapping[str, object], fields: Sequence[str]) -> dict[str, object]:
    """Copy a record without the members of some fields."""
    kept = dict(record)
    nested: dict[str, list[str]] = {}
    for field in fields:
        first, dot, rest = field.partition(".")
        if field in kept:
            del kept[field]
        elif dot:
            nested.setdefault(first, []).append(rest)
    for first, rests in nested.items():
        inner = kept.get(first)
        if isinstance(inner, dict):
            kept[first] = _without(inner, rests)
    return kept


class _Member(NamedTuple):
    name: str
    start: int
    end: int


def _span(source: str, field: str) -> tuple[int, int]:
    """Give the place of a member's value in the source of a record that holds it."""
    return _find(source, _end_of_blanks(source, 0), field)


def _find(source: str, start: int, field: str) -> tuple[int, int]:
    members = {each.name: each for each in _members(source, start)}
    if field in members:
        found = members[field]
        return found.start, found.end
    first, _, rest = field.partition(".")
    return _find(source, members[first].start, rest)


def _members(source: str, start: int) -> Iterator[_Member]:
    """Give the members of the object at an index of valid JSON."""
    i = _end_of_blanks(source, start + 1)
    while source[i] != "}":
        name, i = cast("tuple[str, int]", _value_at(source, i))
        value = _end_of_blanks(source, _end_of_blanks(source, i) + 1)  # behind the colon
        _, end = _value_at(source, value)
        yield _Member(name, value, end)
        i = _end_of_blanks(source, end)
        if source[i] == ",":
            i = _end_of_blanks(source, i + 1)


def _end_of_blanks(source: str, start: int) -> int:
    found = _BLANKS.match(source, start)
    return start if found is None else found.end()
