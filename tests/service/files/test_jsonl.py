import json
from pathlib import Path

from nomen.service.documents.reading import Refusal
from nomen.service.documents.schemas import TextDocument, TokensDocument
from nomen.service.files.jsonl import GROUP_BYTES, Lines, read_lines


def test_records_have_the_numbers_of_their_lines() -> None:
    lines = Lines(Path("a.jsonl"), 7, b'{"text": "a"}\n\n \r\n{"tokens": ["b"]}\r\n{\n')

    records = list(lines.records())

    assert [record.number for record in records] == [7, 10, 11]
    kinds = [type(record.entry) for record in records]
    assert kinds == [TextDocument, TokensDocument, Refusal]


def test_a_rejected_record_tells_its_place_and_problem() -> None:
    (record,) = Lines(Path("a.jsonl"), 3, b'{"id": "x", "text": 5}').records()
    assert isinstance(record.entry, Refusal)

    line = record.to_refusal(record.entry)

    answer = json.loads(line)
    assert line.endswith(b"}\n")
    assert (answer["id"], answer["file"], answer["line"]) == ("x", "a.jsonl", 3)
    assert answer["error"]["pointer"] == "/text"


def test_groups_are_about_as_large_as_said_and_lose_no_line(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"".join(b'{"text": "%06d"}\n' % number for number in range(10_000)))

    groups = list(read_lines([file]))

    assert b"".join(group.content for group in groups) == file.read_bytes()
    sizes = [len(group.content) for group in groups]
    assert all(GROUP_BYTES <= size < GROUP_BYTES + 20 for size in sizes[:-1])
    firsts = [int(group.content[10:16]) + 1 for group in groups]
    assert [group.first for group in groups] == firsts


def test_a_longer_line_is_a_group_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    long = b"x" * (2 * GROUP_BYTES) + b"\n"
    file.write_bytes(long + b"y\n")

    assert [group.content for group in read_lines([file])] == [long, b"y\n"]
