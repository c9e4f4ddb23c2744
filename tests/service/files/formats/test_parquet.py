"""Covers `service/files/formats/arrow.py` and `service/files/outputs/staged.py`, too."""

import io
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nomen.service.files.formats.arrow import assemble
from nomen.service.files.formats.format import Record, Rejected
from nomen.service.files.formats.parquet import Parquet
from nomen.service.files.sources import SourceError
from tests.service.files.folders import lines_of, run
from tests.service.files.formats.rewriting import read_all, rewrite_all

NOTE = Parquet(columns=("note",))


def table_of(notes: Sequence[str | None], kind: pa.DataType | None = None) -> pa.Table:
    schema = pa.schema(
        [pa.field("id", pa.int32(), metadata={"unit": "1"}), pa.field("note", kind or pa.string())],
        metadata={"owner": "us"},
    )
    return pa.table([list(range(len(notes))), notes], schema=schema)


def write(table: pa.Table, **options: object) -> bytes:
    written = io.BytesIO()
    pq.write_table(table, written, **options)
    return written.getvalue()


def rewrite(file_format: Parquet, content: bytes) -> io.BytesIO:
    written = io.BytesIO()
    assemble(io.BytesIO(rewrite_all(file_format, content, str.upper)), written)
    return written


def test_cells_that_are_not_null_have_their_rows() -> None:
    content = write(table_of(["a", None, "", "d"]), row_group_size=2)

    assert read_all(NOTE, content) == [
        Record(place={"row": 1, "column": "note"}, document="a"),
        Record(place={"row": 3, "column": "note"}, document=""),
        Record(place={"row": 4, "column": "note"}, document="d"),
    ]
    assert read_all(Parquet(columns=("2",)), content)[2].place == {"row": 4, "column": "2"}


@pytest.mark.parametrize(
    "kind",
    [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())],
    ids=str,
)
def test_all_but_the_cells_stays(kind: pa.DataType) -> None:
    table = table_of(["a", None, "b c"], kind)

    written = pq.ParquetFile(rewrite(NOTE, write(table, compression="zstd")))

    read = written.read()
    assert read.schema.equals(table.schema, check_metadata=True)
    assert read.to_pydict() == {"id": [0, 1, 2], "note": ["A", None, "B C"]}
    assert written.metadata.row_group(0).column(1).compression == "ZSTD"


def test_an_empty_table_stays_one() -> None:
    table = table_of([])

    assert pq.read_table(rewrite(NOTE, write(table))).equals(table)


def test_a_large_table_is_split_into_many_chunks_of_rows() -> None:
    content = write(
        table_of([f"é {number}" * 50 for number in range(120)] * 20),
        row_group_size=700,
        use_dictionary=False,
    )

    chunks = list(NOTE.split(io.BytesIO(content)))

    assert len(chunks) > 5
    records = read_all(NOTE, content)
    assert [record.place["row"] for record in records] == list(range(1, 2401))


def test_a_cell_that_is_not_utf8_is_rejected_and_becomes_null() -> None:
    broken = pa.array([b"a", b"\xff"]).view(pa.string())
    content = write(pa.table({"note": broken}))

    first, second = read_all(NOTE, content)

    assert isinstance(first, Record)
    assert isinstance(second, Rejected)
    assert pq.read_table(rewrite(NOTE, content)).to_pydict() == {"note": ["A", None]}


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ((), r"expected --column; like text: 2 \(note\)"),
        (("x",), "no column x; expected a name, or 1 to 2"),
        (("id",), "column id: expected strings, found int32"),
    ],
)
def test_a_column_that_is_no_text_is_refused(columns: tuple[str, ...], message: str) -> None:
    with pytest.raises(SourceError, match=f"^{message}$"):
        read_all(Parquet(columns=columns), write(table_of(["a b c d", None])))


def test_what_is_no_parquet_is_refused() -> None:
    with pytest.raises(SourceError, match=r"^expected a Parquet file$"):
        read_all(NOTE, b"PAR1")


def test_a_file_is_redacted_and_tagged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.parquet").write_bytes(write(table_of(["Harry Potter waved.", None])))
    column = ["--column", "note"]

    redacted = run("redact", "a.parquet", *column, "--output", "b.parquet")
    tagged = run("tag", "a.parquet", *column, "--output", "c.parquet")
    answered = run("tag", "a.parquet", *column, "--names-only")

    assert (redacted.exit_code, tagged.exit_code) == (0, 0)
    assert pq.read_table("b.parquet")["note"].to_pylist() == ["[NAME] waved.", None]
    found = pq.read_table("c.parquet")
    assert found.schema.names == ["id", "note", "note_names"]
    assert found["note_names"][0].as_py().startswith('[{"text":"Harry Potter"')
    assert [line["row"] for line in lines_of(answered.stdout)] == [1]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a.parquet",
        "b.parquet",
        "c.parquet",
    ]
    assert Path("b.parquet").stat().st_mode & 0o777 == 0o644
