import json
from pathlib import Path

import pytest

from nomen.training.formats.json_values import first_values, json_values
from nomen.training.formats.records import Fault
from tests.training.formats.files import write

ONE, TWO = {"text": "Ann"}, {"text": "Bob\nand", "spans": []}
BOTH = [ONE, TWO]
INDENTED = json.dumps(ONE, indent=1)


@pytest.mark.parametrize(
    ("name", "content", "positions"),
    [
        ("a.jsonl", f"{json.dumps(ONE)}\n\n{json.dumps(TWO)}\n", [":1", ":3"]),
        ("a.json", json.dumps(BOTH), [":1, record 1", ":1, record 2"]),
        ("a.json", json.dumps(BOTH, indent=1), [":2, record 1", ":5, record 2"]),
        ("a.json", f"{json.dumps(ONE)}\n{json.dumps(TWO)}", [":1", ":2"]),
        (
            "a.json",
            f"{json.dumps(ONE, indent=1)}\n{json.dumps(TWO)}",
            [":1, record 1", ":4, record 2"],
        ),
        ("a.jsonl", json.dumps(BOTH, indent=1), [":2, record 1", ":5, record 2"]),
    ],
    ids=["lines", "array", "indented", "lines of .json", "objects", "array of .jsonl"],
)
def test_values_have_their_places(
    tmp_path: Path, name: str, content: str, positions: list[str]
) -> None:
    found = list(json_values(write(tmp_path, name, content)))
    assert [item[1] for item in found if not isinstance(item, Fault)] == BOTH
    assert [item[0].position for item in found if not isinstance(item, Fault)] == positions


def test_lines_may_be_pairs(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", '["Ann", {}]\n["Bob", {}]\n')
    assert first_values(path, 9) == [["Ann", {}], ["Bob", {}]]


def test_values_longer_than_a_chunk_are_read_whole(tmp_path: Path) -> None:
    values = [{"text": "Ann " * 50_000}, ONE, {"text": "Bob " * 30_000}]
    path = write(tmp_path, "a.json", json.dumps(values, indent=2))
    assert first_values(path, 9) == values


def test_a_line_that_is_no_json_is_a_fault_and_the_next_one_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", 'secret\n{"text": "Ann"}\n' + "[" * 100_000)
    first, second, third = json_values(path)
    assert isinstance(first, Fault)
    assert str(first.as_error()) == f"{path}:1: expected a JSON object, found no valid JSON"
    assert not isinstance(second, Fault)
    assert second[1] == ONE
    assert isinstance(third, Fault)


@pytest.mark.parametrize("rest", ["secret]", '{"a": 1', '{"a": 1} {"b": 2}]', '{"a": 1}] 3'])
def test_an_array_ends_at_its_first_fault(tmp_path: Path, rest: str) -> None:
    path = write(tmp_path, "a.json", f'[{{"text": "Ann"}},\n{rest}')
    *_, last = json_values(path)
    assert isinstance(last, Fault)
    assert last.place.number == 2
    assert "nothing behind that is read" in last.message
