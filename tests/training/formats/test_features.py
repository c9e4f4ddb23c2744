import json
from pathlib import Path

import pytest

from nomen.training.formats.features import names_beside, names_of
from tests.training.formats.files import write

NAMES = ["O", "B-PER", "I-PER"]
LABEL = {"names": NAMES, "_type": "ClassLabel"}
OTHER = {"feature": {"names": ["DT", "NN"], "_type": "ClassLabel"}, "_type": "Sequence"}
SEQUENCE = {"pos_tags": OTHER, "ner_tags": {"feature": LABEL, "_type": "Sequence"}}


@pytest.mark.parametrize(
    "features",
    [
        SEQUENCE,
        {"ner_tags": {"feature": LABEL, "_type": "List"}},
        {"ner_tags": [LABEL]},
        {"info": {"features": SEQUENCE}},
        {"plain_text": {"description": "x", "features": SEQUENCE}},
    ],
    ids=["sequence", "list", "old list", "schema", "infos"],
)
def test_names_are_found_in_each_description(features: object) -> None:
    assert names_of(features) == tuple(NAMES)


def test_a_column_without_names_has_none() -> None:
    assert names_of({"ner_tags": {"feature": {"dtype": "string"}}}) == ()


@pytest.mark.parametrize("name", ["dataset_info.json", "features.json", "dataset_infos.json"])
def test_the_description_stands_beside_the_data_or_above(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, json.dumps({"features": SEQUENCE}))
    assert names_beside(tmp_path / "train.jsonl") == tuple(NAMES)
    assert names_beside(tmp_path / "data" / "train.jsonl") == tuple(NAMES)


def test_what_is_no_description_counts_for_nothing(tmp_path: Path) -> None:
    write(tmp_path, "dataset_info.json", "secret")
    assert names_beside(tmp_path / "train.jsonl") == ()
