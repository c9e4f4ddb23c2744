import json
import sys
from pathlib import Path

import pytest
from pyarrow import parquet

from nomen.training.data.labels import LabelledSentence
from nomen.training.errors import CorpusError
from nomen.training.formats.opening import lines
from nomen.training.formats.parquet import names_in_schema
from nomen.training.formats.reading import read_file
from nomen.training.formats.settings import FileSettings
from nomen.training.formats.writing import convert
from tests.training.formats.files import write

TEXTS = (
    '{"text": "Ada met Bob\\tin Bönn.", "doc": "a", "spans": [[0, 3, "PER"], [15, 19, "LOC"]]}\n'
    '{"text": "Bob left.", "spans": [{"start": 0, "end": 3}]}\n'
)
COLUMNS = "-DOCSTART-\tO\n\nAda\tB-PER\nleft\tO\nBonn\tB-LOC\n"


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.jsonl.zst"])
def test_texts_keep_their_spans_and_documents(tmp_path: Path, name: str) -> None:
    done = convert([write(tmp_path, "a.jsonl", TEXTS)], tmp_path / name, FileSettings())
    written = [json.loads(line) for _, line in lines(tmp_path / name)]  # type: ignore[misc]  # no faults
    ada = {"start": 0, "end": 3, "label": "PER"}
    bonn = {"start": 15, "end": 19, "label": "LOC"}
    assert written == [
        {"text": "Ada met Bob\tin Bönn.", "spans": [ada, bonn], "doc": "a"},
        {"text": "Bob left.", "spans": [{"start": 0, "end": 3}]},
    ]
    assert (done.num_records, done.num_spans) == (2, 3)


def test_files_without_texts_keep_their_tokens(tmp_path: Path) -> None:
    paths = [write(tmp_path, name, COLUMNS) for name in ("a.conll", "b.conll")]
    convert(paths, tmp_path / "out.jsonl", FileSettings())
    first, _ = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    spans = [{"start": 0, "end": 1, "label": "PER"}, {"start": 2, "end": 3, "label": "LOC"}]
    expected = {"tokens": ["Ada", "left", "Bonn"], "spans": spans, "doc": "a.conll/1"}
    assert json.loads(first) == expected
    assert (
        read_file(tmp_path / "out.jsonl").sentences
        == [LabelledSentence(("Ada", "left", "Bonn"), ((0, 1),))] * 2
    )


def test_parquet_has_the_tags_of_names(tmp_path: Path) -> None:
    output = tmp_path / "out.parquet"
    done = convert([write(tmp_path, "a.conll", COLUMNS)], output, FileSettings())
    rows = parquet.read_table(output).to_pylist()
    assert rows == [{"tokens": ["Ada", "left", "Bonn"], "ner_tags": [1, 0, 0]}]
    assert names_in_schema(output) == ("O", "B-PER", "I-PER")
    assert (done.num_records, done.num_spans) == (1, 1)
    assert read_file(output).sentences == [LabelledSentence(("Ada", "left", "Bonn"), ((0, 1),))]


def test_nothing_is_written_where_a_record_is_faulty(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", TEXTS + "secret\n")
    with pytest.raises(CorpusError, match=r"a\.jsonl:3: expected a JSON object"):
        convert([path], tmp_path / "out.jsonl", FileSettings())
    assert [file.name for file in tmp_path.iterdir()] == ["a.jsonl"]


@pytest.mark.parametrize("name", ["out.conll", "out.json", "out.parquet.gz", "out"])
def test_other_endings_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CorpusError, match=r"expected the ending \.jsonl"):
        convert([], tmp_path / name, FileSettings())


@pytest.mark.parametrize(
    ("name", "module"), [("out.jsonl.zst", "zstandard"), ("out.parquet", "pyarrow")]
)
def test_some_outputs_need_a_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(CorpusError, match=f"expected {module}"):
        convert([write(tmp_path, "a.jsonl", TEXTS)], tmp_path / name, FileSettings())
