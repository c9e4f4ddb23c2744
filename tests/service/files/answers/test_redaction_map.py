import json
import os
import stat
from pathlib import Path

import pytest

from nomen.model.errors import RestoreError
from nomen.model.redaction.operators import Mask, Number, Operator, Remove, Replace
from nomen.model.redaction.redaction import RedactedDocument, Redactor
from nomen.service.files.answers.redaction_map import MappedDocument, map_line, open_map, read_map
from nomen.service.files.sources import SourceError
from tests.model.redaction.names_in import names_in

LINE = b'{"place":{"line":7},"id":"a","pairs":[["[NAME_1]","Ada \xc3\x85s",0]]}\n'


def redacted(text: str, *names: str) -> RedactedDocument:
    return Redactor(Number()).redact(text, names_in(text, *names))


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_document_is_one_line() -> None:
    document = redacted("Ada Ås waved.", "Ada Ås")
    assert map_line(document, place={"line": 7}, id="a") == LINE
    assert map_line(redacted("Nobody."), place={}) == b""


def test_a_line_names_the_replacements_that_the_text_held_before(tmp_path: Path) -> None:
    text, path = "Zoe, Zoe, X", tmp_path / "form.map"
    document = Redactor(Replace(with_="X")).redact(text, names_in(text, "Zoe", "Zoe"))
    with open_map(path, Replace(with_="X")) as file:
        file.write(map_line(document, place={}))
    (mapped,) = read_map(path)
    assert mapped.stood_before == ["X"]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "letter.map"
    with open_map(path, Number()) as file:
        file.write(LINE)
        file.write(map_line(redacted("No, Zoe!", "Zoe"), place={}))
    assert [(document.place, document.id, document.pairs) for document in read_map(path)] == [
        ({"line": 7}, "a", [("[NAME_1]", "Ada Ås", 0)]),
        ({}, None, [("[NAME_1]", "Zoe", 4)]),
    ]


@pytest.mark.parametrize(
    ("key", "value", "has"),
    [
        ("line", "7", True),
        ("line", "8", False),
        ("id", "a", True),
        ("file", "a", False),
        ("id", "None", False),
    ],
)
def test_a_document_is_found_by_its_place_or_id(key: str, value: str, *, has: bool) -> None:
    assert MappedDocument.model_validate_json(LINE).has(key, value) == has


def test_only_the_owner_may_read_a_map_from_its_first_byte(tmp_path: Path) -> None:
    path = tmp_path / "letter.map"
    before = os.umask(0)
    try:
        with open_map(path, Number()) as file:
            assert mode_of(path) == 0o600
            file.write(LINE)
    finally:
        os.umask(before)
    assert mode_of(path) == 0o600


def test_an_existing_file_is_written_over_only_by_force(tmp_path: Path) -> None:
    path = tmp_path / "letter.map"
    path.write_bytes(b"old")
    path.chmod(0o644)
    with pytest.raises(FileExistsError):
        open_map(path, Number())
    with open_map(path, Number(), force=True) as file:
        assert (mode_of(path), path.read_bytes()) == (0o600, b"")
        file.write(LINE)
    assert path.read_bytes() == LINE


def test_a_job_that_is_taken_up_again_keeps_the_bytes_that_count(tmp_path: Path) -> None:
    path = tmp_path / "letter.map"
    path.write_bytes(LINE + b'{"place":{"li')
    with open_map(path, Number(), keep_bytes=len(LINE)) as file:
        file.write(LINE)
    assert path.read_bytes() == LINE * 2


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "letter.map").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="letter"):
        open_map(tmp_path / "letter.map", Number(), force=True)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("operator", [Mask(), Remove()])
def test_an_operator_that_cannot_be_undone_gets_no_map(operator: Operator, tmp_path: Path) -> None:
    with pytest.raises(RestoreError, match="names cannot be put back"):
        open_map(tmp_path / "letter.map", operator)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "line",
    [
        "Merriweather",
        '{"place":{},"id":null}',
        '{"place":{},"id":null,"pairs":[["Merriweather"]]}',
        '{"place":{},"id":null,"pairs":[["a","Merriweather",-1]]}',
        '{"place":{},"id":null,"pairs":[],"Merriweather":1}',
    ],
)
def test_what_is_no_map_is_refused_by_its_line(line: str, tmp_path: Path) -> None:
    path = tmp_path / "letter.map"
    path.write_text(f"{json.dumps({'place': {}, 'id': None, 'pairs': []})}\n{line}\n")
    with pytest.raises(
        SourceError, match=r"letter\.map: line 2: expected a line of a map$"
    ) as raised:
        list(read_map(path))
    assert "Merriweather" not in str(raised.value)


def test_a_map_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none: cannot be read \(No such file or directory\)$"):
        list(read_map(tmp_path / "none"))
