import pytest

from nomen.service.files.formats.format import Record, Rejected
from nomen.service.files.formats.text import PlainText, TextLines
from nomen.service.files.sources import SourceError
from tests.service.files.formats.rewriting import read_all, rewrite_all


def test_a_file_is_one_document() -> None:
    assert read_all(PlainText(), "Zoë\r\n".encode()) == [Record(place={}, document="Zoë\r\n")]
    assert read_all(PlainText(), b"") == [Record(place={}, document="")]
    assert rewrite_all(PlainText(), b"a\r\n", str.upper) == b"A\r\n"


def test_a_file_that_is_not_utf8_is_refused_with_its_place() -> None:
    with pytest.raises(SourceError, match=r"^byte 6 is not UTF-8$"):
        read_all(PlainText(), b"Harry \xff")


def test_each_line_that_is_not_blank_is_a_document() -> None:
    first, second, third = read_all(TextLines(), b"a \r\n \n\nb\rc\n\xff")

    assert first == Record(place={"line": 1}, document="a ")
    assert second == Record(place={"line": 4}, document="b\rc")
    assert isinstance(third, Rejected)
    assert third.place == {"line": 5}


def test_lines_are_written_again_with_their_ends() -> None:
    assert rewrite_all(TextLines(), b"a\r\n \n\nb\nc", str.upper) == b"A\r\n \n\nB\nC"
    assert rewrite_all(TextLines(), b"a\n\xff\nb\n", str.upper) == b"A\nB\n"
