import gzip
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from nomen.service.files.sampling import Drawing, Sample, draw_rows
from nomen.service.files.sources import SourceError

ALL = Drawing(num_rows=100)


def write(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def test_all_rows_are_drawn_where_there_are_few(tmp_path: Path) -> None:
    file = write(tmp_path, "a.csv", b'name,note\r\nZo\xc3\xab,"a,\n""b"""\r\n\r\nRon\r\n')

    assert draw_rows(file, ALL) == Sample(
        num_rows=2,
        num_drawn=2,
        cells={"name": ["Zoë", "Ron"], "note": ['a,\n"b"', None]},
        others=[],
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"a;b\nRon;1\n"),
        ("a.tsv", b"a\tb\nRon\t1\n"),
        ("a.csv", b"\xef\xbb\xbfa,b\nRon,1\n"),
        ("a.csv", b"\xff\xfe" + "a,b\nRon,1\n".encode("utf-16-le")),
        ("a.csv.gz", gzip.compress(b"a|b\nRon|1\n")),
    ],
)
def test_delimiter_encoding_and_compression_are_those_of_the_file(
    tmp_path: Path, name: str, content: bytes
) -> None:
    assert draw_rows(write(tmp_path, name, content), ALL).cells == {"a": ["Ron"], "b": ["1"]}


def test_without_headers_columns_have_numbers(tmp_path: Path) -> None:
    file = write(tmp_path, "a.csv", b"Ron,1\nZoe,2\n")

    sample = draw_rows(file, Drawing(num_rows=9, has_header=False))

    assert sample.cells == {"1": ["Ron", "Zoe"], "2": ["1", "2"]}


def test_headers_that_are_empty_or_twice_get_their_numbers(tmp_path: Path) -> None:
    file = write(tmp_path, "a.csv", b"a,,a\n1,2,3\n")

    assert list(draw_rows(file, ALL).cells) == ["a", "(2)", "a (3)"]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_sample_is_spread_over_the_file_and_the_same_for_a_seed(
    tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"a.{ending}"
    values = [str(number) for number in range(10_000)]
    if ending == "csv":
        file.write_text("\n".join(["n", *values]), encoding="utf-8")
    else:
        parquet.write_table(pa.table({"n": values}), file, row_group_size=100)

    sample = draw_rows(file, Drawing(num_rows=500))

    assert sample == draw_rows(file, Drawing(num_rows=500))
    assert sample != draw_rows(file, Drawing(num_rows=500, seed=1))
    drawn = [int(cell or 0) for cell in sample.cells["n"]]
    assert (sample.num_rows, sample.num_drawn, len(set(drawn))) == (10_000, 500, 500)
    assert drawn == sorted(drawn)
    assert all(min(abs(each - place) for each in drawn) < 700 for place in range(0, 10_000, 500))


def test_strings_lists_and_dictionaries_of_parquet_are_text(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    columns = {
        "text": pa.array(["Ron", None]),
        "large": pa.array(["Ron", "Zoë"], pa.large_string()),
        "dictionary": pa.array(["Ron", "Ron"]).dictionary_encode(),
        "list": pa.array([["Ron", None, "Zoë"], None]),
        "number": pa.array([1, 2]),
        "struct": pa.array([{"name": "Ron"}, None]),
    }
    parquet.write_table(pa.table(columns), file)

    sample = draw_rows(file, ALL)

    assert sample.cells == {
        "text": ["Ron", None],
        "large": ["Ron", "Zoë"],
        "dictionary": ["Ron", "Ron"],
        "list": ["Ron\nZoë", None],
    }
    assert sample.others == ["number", "struct"]


@pytest.mark.parametrize(
    ("name", "content", "drawing", "message"),
    [
        ("a.txt", b"", ALL, "expected a table: csv, tsv or parquet"),
        ("a.csv", b"", ALL, "expected a row at least"),
        ("a.csv", b"a\nb\nQuillfeather \xff\n", ALL, "byte 17 is not UTF-8"),
        ("a.csv", b"\xef\xbb\xbfa\nb\n\xff\n", ALL, "byte 7 is not UTF-8"),
        ("a.csv", b"a\nb\n\xc3", ALL, "byte 4 is not UTF-8"),
        ("a.csv.gz", b"Quillfeather", ALL, "found damaged gz data"),
        ("a.parquet", b"Quillfeather", ALL, "expected a Parquet file that is not damaged"),
        (
            "a.parquet",
            b"",
            Drawing(num_rows=1, encoding="latin-1"),
            "without --encoding or compression",
        ),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(
    tmp_path: Path, name: str, content: bytes, drawing: Drawing, message: str
) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        draw_rows(write(tmp_path, name, content), drawing)

    assert str(caught.value).startswith(str(tmp_path / name))
    assert "Quillfeather" not in str(caught.value)


def test_an_empty_parquet_file_has_no_rows(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"a": pa.array([], pa.string())}), tmp_path / "a.parquet")

    sample = draw_rows(tmp_path / "a.parquet", ALL)

    assert sample == Sample(num_rows=0, num_drawn=0, cells={"a": []}, others=[])


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"cannot be read \(No such file or directory\)$"):
        draw_rows(tmp_path / "none.csv", ALL)


def test_a_cell_that_does_not_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nomen.service.files.sampling.MAX_CELL_CHARACTERS", 1000)
    file = write(tmp_path, "a.csv", b'a\nb\n"' + b"x" * 2000)

    with pytest.raises(SourceError, match="after line 2: expected a row of CSV"):
        draw_rows(file, ALL)


def test_a_column_of_string_views_is_drawn(tmp_path: Path) -> None:
    table = pa.table({"v": pa.array(["Ron", None, "Zoë"], pa.string_view())})
    parquet.write_table(table, tmp_path / "v.parquet")

    assert draw_rows(tmp_path / "v.parquet", ALL).cells == {"v": ["Ron", None, "Zoë"]}
