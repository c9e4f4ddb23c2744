from pathlib import Path

import pytest

from nomen.training.errors import CorpusError
from nomen.training.suggesting.raw_files import MAX_PART_CHARACTERS, PART_CHARACTERS, read_parts
from tests.training.formats.files import write


def texts(path: Path) -> list[str]:
    return [part.text for part in read_parts(path)]


@pytest.mark.parametrize("name", ["notes.txt", "notes.txt.gz", "notes.log.zst"])
def test_a_file_is_a_text(tmp_path: Path, name: str) -> None:
    (part,) = read_parts(write(tmp_path, name, "Ada wrote.\r\nBob read.\n"))
    assert (part.text, part.document) == ("Ada wrote.\nBob read.\n", name)


def test_a_long_text_is_parted_at_blank_lines(tmp_path: Path) -> None:
    paragraph = "x" * (PART_CHARACTERS // 2) + "\n"
    path = write(tmp_path, "long.txt", f"{paragraph}\n{paragraph}\n{paragraph}")
    assert texts(path) == [f"{paragraph}\n{paragraph}\n", paragraph]


def test_without_blank_lines_it_is_parted_at_lines(tmp_path: Path) -> None:
    line = "x" * (MAX_PART_CHARACTERS // 2) + "\n"
    assert texts(write(tmp_path, "long.txt", line * 3)) == [line * 2, line]


def test_a_file_of_json_has_documents(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", '{"text": "Ada."}\n{"text": "Bob.", "doc": "b"}\n')
    assert [(part.text, part.document) for part in read_parts(path)] == [
        ("Ada.", "a.jsonl/1"),
        ("Bob.", "a.jsonl/b"),
    ]


def test_an_array_has_documents(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", '[{"text": "Ada."}, {"text": "Bob."}]')
    assert [part.document for part in read_parts(path)] == ["a.json/1", "a.json/2"]


def test_blank_texts_have_no_part(tmp_path: Path) -> None:
    assert texts(write(tmp_path, "a.txt", "\n \n")) == []


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("a.jsonl", '{"text": "A."}\n{"body": "secret"}\n', "a.jsonl:2: expected an object with"),
        ("a.jsonl", "secret\n", "a.jsonl:1: expected a JSON object"),
        ("a.txt", b"secret \xff\n", "a.txt:1: expected UTF-8"),
    ],
)
def test_a_malformed_file_is_refused_without_its_text(
    tmp_path: Path, name: str, content: str | bytes, place: str
) -> None:
    path = write(tmp_path, name, content)
    with pytest.raises(CorpusError, match=place) as told:
        texts(path)
    assert "secret" not in str(told.value)
