"""Files of columns to sentences; `training/data/lines.py`, too."""

from pathlib import Path

import pytest

from nomen.training.data.conll import Columns, Row
from nomen.training.data.labels import LabelledSentence, Scheme, Tag
from nomen.training.data.readers import BadLine, conll_rows, read_documents, read_sentences
from nomen.training.errors import CorpusError

ADA = LabelledSentence(("Ada", "wrote", "."), ((0, 1),))
BOB = LabelledSentence(("Bob",), ((0, 1),))


def write(folder: Path, content: str | bytes, name: str = "own.conll") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


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


def test_a_malformed_line_does_not_end_the_reading_of_rows() -> None:
    lines = [(1, "Ada\tB-PER", False), (2, "wrote", False), (3, ".\tO", True)]
    found = list(conll_rows(lines, Columns()))
    rows = [Row(1, "Ada", Tag("B", "PER")), Row(3, ".", Tag("O", ""))]
    assert found == [BadLine(2, "expected a token and a tag, found 1 column(s)"), rows]


@pytest.mark.parametrize("name", ["none.conll", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(CorpusError, match="expected a readable file"):
        read_sentences(tmp_path / name)
