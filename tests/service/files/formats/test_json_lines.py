"""Covers `service/files/formats/json_records.py`, too."""

import json

import pytest

from nomen.service.files.formats.format import Record, Rejected
from nomen.service.files.formats.json_lines import JsonLines
from tests.service.files.formats.rewriting import read_all, rewrite_all

NESTED = JsonLines(fields=("a.note",))


def test_records_of_texts_and_tokens_have_their_lines_and_other_members() -> None:
    content = b'{"id": 5, "text": "a", "n": 1}\n \r\n{"tokens": ["b"]}\r\n'

    assert read_all(JsonLines(), content) == [
        Record(place={"line": 1}, document="a", id=5, record={"n": 1}),
        Record(place={"line": 3}, document=["b"]),
    ]


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        (b"{", "expected the name of a field"),
        (b"[]", "expected an object"),
        (b'{"text": "a", "tokens": []}', "expected exactly one of text and tokens"),
        (b'{"text": 5}', "expected a string"),
        (b"\xff", "expected UTF-8; byte 0 is not"),
    ],
)
def test_what_is_no_record_is_rejected(line: bytes, detail: str) -> None:
    (rejected,) = read_all(JsonLines(), line)

    assert isinstance(rejected, Rejected)
    assert rejected.place == {"line": 1}
    assert rejected.error.detail.startswith(detail)


def test_a_text_is_found_in_nested_members_and_the_rest_is_carried_through() -> None:
    content = b'{"id": "x", "a": {"note": "b", "c": 1}, "d": 2}\n{"a.note": "e", "id": 1.5}\n'

    assert read_all(NESTED, content) == [
        Record(place={"line": 1}, document="b", id="x", record={"a": {"c": 1}, "d": 2}),
        Record(place={"line": 2}, document="e", record={"id": 1.5}),
    ]


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        (b'{"b": 1}', "expected the member a.note"),
        (b'{"a": 1}', "expected the member a.note"),
        (b'{"a": {"note": null}}', "a.note: expected a string"),
        (rb'{"a": {"note": "\ud800"}}', "a.note: half a surrogate pair is no text"),
    ],
)
def test_a_record_without_the_text_is_rejected(line: bytes, detail: str) -> None:
    (rejected,) = read_all(NESTED, line)

    assert isinstance(rejected, Rejected)
    assert rejected.error.detail == detail


def test_several_fields_are_documents_of_their_own() -> None:
    both = JsonLines(fields=("a", "b"))
    content = b'{"b": "x", "a": "y"}\n{"a": "z"}\n'

    first, second, third, fourth = read_all(both, content)

    assert (first.place, second.place) == ({"line": 1, "field": "a"}, {"line": 1, "field": "b"})
    assert isinstance(third, Record)
    assert isinstance(fourth, Rejected)
    assert rewrite_all(both, content, str.upper) == b'{"b": "X", "a": "Y"}\n'


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b' { "n" : 1.50 ,"text":"a"}\r\n\n', b' { "n" : 1.50 ,"text":"A"}\r\n\n'),
        (b'{"text":"\\u0061\\n","x":{"text":"a"}}', b'{"text":"A\\n","x":{"text":"a"}}'),
        ('{"text": "ß", "é": 1}'.encode(), '{"text": "SS", "é": 1}'.encode()),
        (b'{"text": "\\u00e9"}', b'{"text": "\\u00c9"}'),
        (b'{"text": "A\\u0041"}', b'{"text": "A\\u0041"}'),
        (b'{"text": "a"}\n{\n{"text": "b"}', b'{"text": "A"}\n{"text": "B"}'),
    ],
)
def test_all_but_the_text_stays_byte_for_byte(content: bytes, expected: bytes) -> None:
    assert rewrite_all(JsonLines(), content, str.upper) == expected


def test_a_nested_text_is_written_in_its_place() -> None:
    content = b'{"note": "b", "a": {"x": [{}], "note": "c"}}'

    assert rewrite_all(NESTED, content, str.upper) == content.replace(b'"c"', b'"C"')


def test_an_escaped_name_of_a_member_is_found() -> None:
    assert rewrite_all(JsonLines(), b'{"te\\u0078t": "a"}', str.upper) == b'{"te\\u0078t": "A"}'
    assert json.loads(b'{"te\\u0078t": "a"}') == {"text": "a"}
