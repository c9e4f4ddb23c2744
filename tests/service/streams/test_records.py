import json

import pytest

from nomen.service.documents.reading import Refusal, read_document
from nomen.service.streams.lines import Line
from nomen.service.streams.records import StreamRecord, read_options, read_record


def read(content: bytes | None) -> StreamRecord:
    return read_record(Line(7, content), read=read_document, max_bytes=1000)


def test_unknown_members_come_back_as_they_are() -> None:
    record = read(b'{"b": 1.50, "text": "Harry", "a": {"text": [null, "\\u00e9"]}, "id": 3}')

    assert json.loads(record.to_answer({"names": []})) == {
        "id": 3,
        "names": [],
        "record": {"b": 1.5, "a": {"text": [None, "é"]}},
    }


def test_a_record_without_them_has_none() -> None:
    assert read(b'{"text": "Harry"}').to_answer({}) == b'{"id":null}\n'


@pytest.mark.parametrize("value", ["123456789012345678901234567890", '"\\ud800"'])
def test_what_orjson_refuses_comes_back_all_the_same(value: str) -> None:
    answer = read(b'{"tokens": [], "x": ' + value.encode() + b"}").to_answer({})

    assert json.loads(answer)["record"] == {"x": json.loads(value)}


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (None, "line-too-large"),
        (b"{", "not-json"),
        (b"\xff", "not-utf8"),
        (b'{"text": "a", "text": "b"}', "duplicate-field"),
        (b"[" * 100_000, "too-deep"),
        (b"7", "wrong-type"),
        (b"{}", "text-or-tokens"),
        (b'{"text": 1}', "wrong-type"),
    ],
)
def test_a_bad_line_is_answered_with_its_number_and_the_problem(
    content: bytes | None, slug: str
) -> None:
    record = read(content)

    assert isinstance(record.entry, Refusal)
    answer = json.loads(record.to_error(record.entry.error))
    assert set(answer) == {"line", "error"}
    assert (answer["line"], answer["error"]["type"]) == (7, f"/problems/{slug}")


def test_a_fault_of_syntax_has_its_column_in_the_line() -> None:
    entry = read(b'{"text": "a').entry

    assert isinstance(entry, Refusal)
    assert entry.error.detail == "a string does not end (column 10)"


def test_a_bad_line_has_its_id_where_it_can_be_read() -> None:
    record = read(b'{"id": "n-1", "text": null, "Quillfeather": "Quillfeather"}')

    assert isinstance(record.entry, Refusal)
    answer = record.to_error(record.entry.error)
    assert json.loads(answer)["id"] == "n-1"
    assert b"Quillfeather" not in answer


def test_the_first_line_may_hold_options() -> None:
    options = read_options(Line(1, b'{"options": {"threshold": 0.3}}'))

    assert options is not None
    assert options.value == {"threshold": 0.3}


@pytest.mark.parametrize("content", [None, b"{", b"[]", b'{"options": {}, "text": "x"}'])
def test_another_first_line_is_no_options(content: bytes | None) -> None:
    assert read_options(Line(1, content)) is None
