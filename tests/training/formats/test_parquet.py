import json
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from nomen.training.errors import CorpusError
from nomen.training.formats.parquet import names_in_schema, read_rows
from tests.training.formats.files import write

FEATURES = {
    "info": {
        "features": {
            "tokens": {"feature": {"dtype": "string", "_type": "Value"}, "_type": "Sequence"},
            "ner_tags": {
                "feature": {"names": ["O", "B-PER"], "_type": "ClassLabel"},
                "_type": "Sequence",
            },
        }
    }
}
ROWS = [
    {"tokens": ["Ada", "left"], "ner_tags": [1, 0]},
    {"tokens": ["Nobody"], "ner_tags": [0]},
]


def table(folder: Path, name: str, metadata: dict[bytes, bytes] | None = None) -> Path:
    rows = pa.Table.from_pylist(ROWS).replace_schema_metadata(metadata)
    parquet.write_table(rows, folder / "plain.parquet")
    return write(folder, name, (folder / "plain.parquet").read_bytes())


@pytest.mark.parametrize("name", ["train.parquet", "train.parquet.gz", "train.parquet.zst"])
def test_rows_are_objects_and_the_schema_names_the_tags(tmp_path: Path, name: str) -> None:
    path = table(tmp_path, name, {b"huggingface": json.dumps(FEATURES).encode()})
    found = list(read_rows(path))
    assert [row for _, row in found] == ROWS
    assert str(found[1][0]) == f"{path}, row 2"
    assert names_in_schema(path) == ("O", "B-PER")


@pytest.mark.parametrize("metadata", [None, {b"huggingface": b"secret"}])
def test_a_schema_may_name_no_tags(tmp_path: Path, metadata: dict[bytes, bytes] | None) -> None:
    assert names_in_schema(table(tmp_path, "train.parquet", metadata)) == ()


def test_other_bytes_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "train.parquet", "secret")
    with pytest.raises(CorpusError, match=r"train\.parquet: expected Parquet"):
        list(read_rows(path))


def test_pyarrow_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = table(tmp_path, "train.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(CorpusError, match=r"train\.parquet: expected pyarrow"):
        list(read_rows(path))
