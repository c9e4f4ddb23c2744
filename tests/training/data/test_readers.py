"""Files to sentences; `training/data/lines.py`, too."""

import json
from pathlib import Path
from typing import Any

import pytest

from nomen.training.data.conll import Columns
from nomen.training.data.labels import LabelledSentence, Scheme
from nomen.training.data.readers import read_documents, read_file, read_sentences
from nomen.training.errors import CorpusError

ADA = LabelledSentence(("Ada", "wrote", "."), ((0, 1),))
BOB = LabelledSentence(("Bob",), ((0, 1),))


def write(folder: Path, content: str | bytes, name: str = "own.conll") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def write_records(folder: Path, *records: Any) -> Path:  # noqa: ANN401  # whatever JSON can hold
    return write(folder, "\n".join(json.dumps(record) for record in records), "own.jsonl")


@pytest.mark.parametrize(
    "content",
    [
        "Ada\tB-PER\nwrote\tO\n.\tO\n\nBob\tB-PER\n",
        "Ada\tB-PER\r\nwrote\tO\r\n.\tO\r\n\r\nBob\tB-PER",
        "\ufeffAda\tB-PER\nwrote\tO\n.\tO\n\t\n \nBob\tB-PER\n\n\n",
        "Ada NNP B-PER\nwrote VBD O\n. . O\n\nBob NNP B-PER\n",
        "-DOCSTART-\tO\n\nAda\tB-PER\nwrote\tO\n.\tO\n-DOCSTART- -X- O\nBob\tB-PER\n",
    ],
    ids=["plain", "crlf", "bom", "blanks", "documents"],
)
def test_line_ends_marks_and_documents_do_not_change_sentences(
    tmp_path: Path, content: str
) -> None:
    assert read_sentences(write(tmp_path, content)) == [ADA, BOB]


@pytest.mark.parametrize(
    ("scheme", "content"),
    [
        ("bio", "Ada\tB-PER\nByron\tI-PER\nBob\tB-PER\n"),
        ("iob1", "Ada\tI-PER\nByron\tI-PER\nBob\tB-PER\n"),
        ("bioes", "Ada\tB-PER\nByron\tE-PER\nBob\tS-PER\n"),
    ],
)
def test_each_scheme_gives_the_same_names(tmp_path: Path, scheme: Scheme, content: str) -> None:
    [sentence] = read_sentences(write(tmp_path, content), Columns(scheme=scheme))
    assert sentence.names == ((0, 2), (2, 3))


def test_documents_and_comments_of_other_layouts_are_found(tmp_path: Path) -> None:
    columns = Columns(token=1, tag=2, comment="# ", document="# newdoc")
    path = write(tmp_path, "# newdoc id = 1\n# text = Bob\n1\tBob\tB-PER\n\n# newdoc id = 2\n")
    assert list(read_documents(path, columns)) == [None, BOB, None]


def test_a_line_that_is_cut_off_is_left_out_only_where_that_is_known(tmp_path: Path) -> None:
    path = write(tmp_path, "B-PER\tBob\nO\t")
    assert list(read_documents(path, Columns(token=1, tag=0, is_cut_off=True))) == [BOB]
    with pytest.raises(CorpusError, match=r"own\.conll:2: expected a token"):
        list(read_documents(path, Columns(token=1, tag=0)))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"own\.conll: expected at least one sentence"),
        (b"-DOCSTART-\tO\n\n", r"own\.conll: expected at least one sentence"),
        (b"Ada\tB-PER\nsecret\n", r"own\.conll:2: .* found 1 column"),
        (b"Ada\tO\n\nsecret\tI-PER\n", r"own\.conll:3: expected I- to follow"),
        (b"Ada\tO\nsecret\tB-PER\n\xff\tO\n", r"own\.conll:3: expected UTF-8"),
        ("Ada\tO\n".encode("utf-16"), r"own\.conll:1: expected UTF-8"),
        (b"Ada\tO\nsecret\tE-PER\n", r"own\.conll:2: expected O, B- or I- in scheme bio"),
    ],
)
def test_a_malformed_file_is_refused_by_line_without_its_text(
    tmp_path: Path, content: bytes, message: str
) -> None:
    with pytest.raises(CorpusError, match=message) as refused:
        read_sentences(write(tmp_path, content))
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


INDEXED = "1\tAda\tB-PATIENT\n2\twrote\tO\n3\t.\tO\n\n1\tBob\tB-PATIENT\n"
PATIENTS = Columns(token=1, tag=2, name_types=frozenset({"PATIENT"}))


def test_a_column_of_numbers_is_no_column_of_tokens(tmp_path: Path) -> None:
    expected = r"own\.conll: column 0: expected tokens, found numbers; .*token = 1.*--token-column"
    with pytest.raises(CorpusError, match=expected):
        read_sentences(write(tmp_path, INDEXED))
    assert read_sentences(write(tmp_path, INDEXED), PATIENTS) == [ADA, BOB]


def test_tokens_may_be_numbers_among_words(tmp_path: Path) -> None:
    [sentence] = read_sentences(write(tmp_path, "1.\tO\nAda\tB-PER\n54.12\tO\n2,5-3\tO\n"))
    assert sentence.tokens == ("1.", "Ada", "54.12", "2,5-3")


def test_entities_that_are_no_names_are_counted_by_type(tmp_path: Path) -> None:
    content = "Ada\tB-PER\nActon\tB-LOC\nTown\tI-LOC\nBonn\tB-LOC\n\nAcme\tB-ORG\n"
    assert read_file(write(tmp_path, content)).dropped == {"LOC": 2, "ORG": 1}
    spans_ = [{"start": 0, "end": 3, "label": "per"}, {"start": 0, "end": 10, "label": "org"}]
    path = write_records(tmp_path, {"text": "Ada School", "spans": spans_})
    assert read_file(path).dropped == {"ORG": 1}


def test_json_lines_have_the_types_that_are_names_too(tmp_path: Path) -> None:
    found = [{"start": 0, "end": 3, "label": "Patient"}, {"start": 4, "end": 10, "label": "PER"}]
    path = write_records(tmp_path, {"text": "Ada School", "spans": found})
    assert read_sentences(path, PATIENTS) == [LabelledSentence(("Ada", "School"), ((0, 1),))]


@pytest.mark.parametrize("name", ["none.conll", "none.jsonl", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(CorpusError, match="expected a readable file"):
        read_sentences(tmp_path / name)
