"""Covers `service/files/formats/rows.py`, too."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.service.files.formats.delimited import Delimited
from nomen.service.files.formats.format import Chunk, Record, Rejected
from nomen.service.files.formats.lines import GROUP_BYTES
from nomen.service.files.sources import SourceError
from tests.service.files.formats.rewriting import read_all, rewrite_all

NOTE = Delimited(columns=("note",))
SECOND = Delimited(columns=("2",))
AWKWARD = st.text(st.sampled_from('ab",;\n\r\t é'), max_size=6)


def documents(table: Delimited, content: bytes) -> list[str]:
    found = read_all(table, content)
    return [str(each.document) for each in found if isinstance(each, Record)]


def test_cells_have_their_lines_and_columns() -> None:
    content = b'id,note\r\n1,"a ""b""\r\nc"\r\n\r\n2,d\r\n'

    assert read_all(NOTE, content) == [
        Record(place={"line": 2, "column": "note"}, document='a "b"\r\nc'),
        Record(place={"line": 5, "column": "note"}, document="d"),
    ]


def test_by_numbers_alone_the_first_row_is_a_row_like_others() -> None:
    assert documents(SECOND, b"1,a\n2,b\n") == ["a", "b"]
    assert documents(Delimited(columns=("2", "x")), b"x,y\n2,b\n") == ["b", "2"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_most_frequent_one_of_the_first_row(delimiter: str) -> None:
    content = delimiter.join(["id", '"a;,x,;"', "note"]) + "\n" + delimiter.join("123")

    assert documents(NOTE, content.encode()) == ["3"]


@given(
    rows=st.lists(st.lists(AWKWARD, min_size=3, max_size=3), min_size=1, max_size=5),
    quote_all=st.booleans(),
)
def test_cells_are_those_that_the_csv_module_reads(
    rows: list[list[str]], *, quote_all: bool
) -> None:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL).writerows(
        [["x", "y", "note"], *rows]
    )

    assert documents(NOTE, written.getvalue().encode()) == [row[2] for row in rows]
    assert rewrite_all(NOTE, written.getvalue().encode(), str) == written.getvalue().encode()


@given(st.text(st.sampled_from('ab",\n\r '), max_size=40))
def test_any_bytes_are_split_without_loss(text: str) -> None:
    content = b"x,note\n" + text.encode()

    assert b"".join(chunk.content for chunk in NOTE.split(io.BytesIO(content))) == content


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xef\xbb\xbfid,note\r\n1,a\r\n", b"\xef\xbb\xbfid,note\r\n1,A\r\n"),
        (b'"id","note"\n" 1","a"\n', b'"id","note"\n" 1","A"\n'),
        (b"note\na\n\nb", b"note\nA\n\nB"),
        (b'note,x\n"a""b",5" disk\n', b'note,x\n"A""B",5" disk\n'),
        (b"note\ra\rb", b"note\rA\rB"),
        (b"id,note\n1,a\n2\n3,b\n", b"id,note\n1,A\n3,B\n"),
        (b'id,note\n1,a\n2,"b\n3,c\n', b"id,note\n1,A\n"),
        (b"id,note\n1,a\n2,\xff\n3,b\n", b"id,note\n1,A\n3,B\n"),
    ],
)
def test_all_but_the_cells_stays_byte_for_byte(content: bytes, expected: bytes) -> None:
    assert rewrite_all(NOTE, content, str.upper) == expected


def test_a_replacement_with_a_delimiter_gets_quotes() -> None:
    assert rewrite_all(NOTE, b"note,x\na,b\n", lambda _: '1,"2"') == b'note,x\n"1,""2""",b\n'


@pytest.mark.parametrize(
    ("row", "detail"),
    [
        (b"1", "the row has only 1 cells"),
        (b'1,"a', "a quote does not end; the row reaches from line 2 to the end, line 2"),
        (
            b'1,"a\r\n2,b\n3,c',
            "a quote does not end; the row reaches from line 2 to the end, line 4",
        ),
        (b'1,"a\n2,b\n', "a quote does not end; the row reaches from line 2 to the end, line 3"),
        (b"1,\xff", "byte 0 of the cell is not UTF-8"),
    ],
)
def test_a_row_without_the_cell_is_rejected(row: bytes, detail: str) -> None:
    (rejected,) = read_all(NOTE, b"id,note\n" + row)

    assert isinstance(rejected, Rejected)
    assert (rejected.place, rejected.error.detail) == ({"line": 2, "column": "note"}, detail)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (("x",), "no column x; expected a header, or 1 to 3"),
        (("4",), "no column 4; expected a header, or 1 to 3"),
        (("note",), "2 columns are named note; expected one"),
        ((), r"expected --column; like text: 2 \(note\)"),
    ],
)
def test_a_column_that_is_not_there_is_refused(columns: tuple[str, ...], message: str) -> None:
    with pytest.raises(SourceError, match=f"^{message}"):
        read_all(Delimited(columns=columns), b"id,note,note\n1,a b c,d\n2,a b d e,\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("cell", ["a", '"a\n\r"'])
def test_a_long_table_is_split_between_rows(cell: str, end: str) -> None:
    rows = [f"{number},{cell}{end}" for number in range(20_000)]
    content = ("id,note" + end + "".join(rows)).encode()

    chunks = list(NOTE.split(io.BytesIO(content)))

    assert b"".join(chunk.content for chunk in chunks) == content
    assert len(chunks) > 2
    assert all(len(chunk.content) < 3 * GROUP_BYTES for chunk in chunks)
    lines = [record.place["line"] for record in read_all(NOTE, content)]
    assert lines == [2 + number * (3 if "\n" in cell else 1) for number in range(20_000)]


def test_columns_are_added_for_each_chosen_one() -> None:
    chunk = Chunk(first=1, content=b"id;note\r\n1;a\r\n2\r\n\r\n", position=0, head=b"id;note\r\n")

    assert NOTE.extend(chunk, [b'[";"]', b""]) == (
        b'id;note;note_names\r\n1;a;"["";""]"\r\n2;;\r\n\r\n'
    )


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(SourceError, match=r"^expected a table; the file is empty$"):
        list(Delimited(columns=("name",)).split(io.BytesIO(b"")))


def test_all_columns_may_be_chosen_in_all_rows() -> None:
    content = b"name,note\nAda,\n"

    assert documents(Delimited(has_all=True), content) == ["name", "note", "Ada", ""]
