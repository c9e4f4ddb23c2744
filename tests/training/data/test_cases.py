import json
from pathlib import Path

import pytest

from nomen.training.data.cases import LabelledCase, cases_folder, read_cases
from nomen.training.errors import CorpusError

CASE = {"id": "S-1", "kind": "greeting", "text": "Hi Bo, Cy", "expected_names": [[7, 9], [3, 5]]}
TOKENS = {"id": 2, "kind": "list", "tokens": ["Bo", ";", "Cy"], "expected_names": [[0, 1], [2, 3]]}


def written(folder: Path, *records: object) -> Path:
    folder.mkdir()
    (folder / "own.jsonl").write_text("\n".join(json.dumps(record) for record in records) + "\n\n")
    return folder


def test_a_case_is_a_text_or_tokens(tmp_path: Path) -> None:
    assert read_cases(written(tmp_path / "cases", CASE, TOKENS)) == [
        LabelledCase("S-1", "greeting", "Hi Bo, Cy", ((3, 5), (7, 9))),
        LabelledCase("2", "list", ("Bo", ";", "Cy"), ((0, 1), (2, 3))),
    ]


def test_cases_are_beside_the_documents_or_absent(tmp_path: Path) -> None:
    folder = cases_folder(tmp_path / "documents")

    assert folder == tmp_path / "cases"
    assert read_cases(folder) == []


@pytest.mark.parametrize(
    "change",
    [{"text": 3}, {"expected_names": [[3, 99]]}, {"tokens": [], "expected_names": [[0, 1]]}],
)
def test_a_malformed_case_is_refused_by_its_line(tmp_path: Path, change: dict[str, object]) -> None:
    folder = written(tmp_path / "cases", CASE, CASE | change)

    with pytest.raises(CorpusError, match=r"own\.jsonl:2: expected an object with 'id', "):
        read_cases(folder)
