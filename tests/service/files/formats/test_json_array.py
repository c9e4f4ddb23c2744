import io
import json

import pytest

from nomen.service.files.formats.format import Record
from nomen.service.files.formats.json_array import JsonArray
from nomen.service.files.formats.lines import GROUP_BYTES
from nomen.service.files.sources import SourceError
from tests.service.files.formats.rewriting import read_all, rewrite_all


def test_each_element_is_a_record() -> None:
    content = b' [ {"text": "a", "n": [1, {}]},\n{"id": 1, "text": "]"} ] \n'

    assert read_all(JsonArray(), content) == [
        Record(place={"element": 1}, document="a", record={"n": [1, {}]}),
        Record(place={"element": 2}, document="]", id=1),
    ]


@pytest.mark.parametrize("content", [b"[]", b" [ ] ", b""])
def test_an_empty_array_has_no_records_and_stays(content: bytes) -> None:
    assert read_all(JsonArray(), content) == []
    assert rewrite_all(JsonArray(), content, str.upper) == content


def test_one_object_without_a_text_is_no_file_to_read() -> None:
    (chunk,) = JsonArray().split(io.BytesIO(b' {"a": [{"text": "Ada"}]}\n'))
    with pytest.raises(SourceError, match=r"text and tokens; --text-field names the member with a"):
        JsonArray().read(chunk)


def test_one_object_is_never_written_as_null() -> None:
    (chunk,) = JsonArray().split(io.BytesIO(b'{"tokens": ["Ada"]}'))
    with pytest.raises(SourceError, match=r"^expected a text; tokens cannot be redacted$"):
        JsonArray().rewrite(chunk, [None])


def test_one_object_is_one_record() -> None:
    content = b'{\n "text": "a",\n "n": 1\n}\n'

    assert read_all(JsonArray(), content) == [
        Record(place={"element": 1}, document="a", record={"n": 1})
    ]
    assert rewrite_all(JsonArray(), content, str.upper) == content.replace(b'"a"', b'"A"')


def test_a_rejected_element_becomes_null() -> None:
    content = b'[{"text": "a"} ,{"text": 5},\n 7, {"text": "b"}]'

    assert rewrite_all(JsonArray(), content, str.upper) == (
        b'[{"text": "A"} ,null,\n null, {"text": "B"}]'
    )


def test_a_long_array_is_split_between_elements() -> None:
    elements = [{"text": f"é {number}", "n": number / 3} for number in range(9000)]
    content = json.dumps(elements, indent=1, ensure_ascii=False).encode()

    chunks = list(JsonArray().split(io.BytesIO(content)))

    assert b"".join(chunk.content for chunk in chunks) == content
    assert all(len(chunk.content) < 2 * GROUP_BYTES for chunk in chunks)
    records = read_all(JsonArray(), content)
    assert [record.place["element"] for record in records] == list(range(1, 9001))
    assert rewrite_all(JsonArray(), content, str.upper) == content.replace(
        "é".encode(), "É".encode()
    )


def test_an_element_may_be_longer_than_a_chunk() -> None:
    content = json.dumps([{"text": "x" * 3 * GROUP_BYTES}, {"text": "y"}]).encode()

    first, second = read_all(JsonArray(), content)

    assert isinstance(first, Record)
    assert len(first.document) == 3 * GROUP_BYTES
    assert second.place == {"element": 2}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'[{"text": "a"}', "character 14 is not expected here"),
        (b'[{"text": "a"},]', "character 15 is not expected here"),
        (b'[{"text": "a"}] x', "character 16 is not expected here"),
        (b'[{"text": "a"} {"text": "b"}]', "character 15 is not expected here"),
        (b'{"text": "a"}\n{"text": "b"}', "character 14 is not expected here"),
        (b'[{"text": "a}]', "character 10 is not expected here"),
        (b'["\xff"]', "byte 2 is not UTF-8"),
        (b"[" * 200_000, "arrays and objects are nested too deeply"),
    ],
)
def test_a_broken_array_is_refused_with_its_place(content: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=f"^{message}$"):
        read_all(JsonArray(), content)
