import json
from pathlib import Path
from typing import Any

import pytest

from nomen.training.data.labels import LabelledSentence
from nomen.training.errors import CorpusError
from nomen.training.formats.detecting import find_format
from nomen.training.formats.reading import read_file
from nomen.training.suggesting.writing import Tool, write_suggestions
from tests.training.suggesting.sentences import candidate

FIRST = candidate("Ada Blix met Bob .", names=[(0, 8), (13, 16)], document="a.txt")
SECOND = candidate("🚀 to Åsa and Bo !", names=[(5, 8), (13, 15)], document="b.txt")


def written(folder: Path, tool: Tool) -> Path:
    path = folder / ("tasks.json" if tool == "label-studio" else "tasks.jsonl")
    write_suggestions(path, [FIRST, SECOND], tool, label="PER", model="nomen-en 1.0.0")
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("tool", ["doccano", "prodigy", "jsonl"])
def test_what_is_written_is_read_back(tmp_path: Path, tool: Tool) -> None:
    path = written(tmp_path, tool)
    assert find_format(path) == tool
    assert read_file(path).sentences == [
        LabelledSentence(("Ada", "Blix", "met", "Bob", "."), ((0, 2), (3, 4))),
        LabelledSentence(("🚀", "to", "Åsa", "and", "Bo", "!"), ((2, 3), (4, 5))),
    ]


def test_a_task_of_label_studio_is_read_back_when_it_is_annotated(tmp_path: Path) -> None:
    path = written(tmp_path, "label-studio")
    with pytest.raises(CorpusError, match="2 not annotated"):
        read_file(path)
    tasks = json.loads(path.read_text(encoding="utf-8"))
    for number, task in enumerate(tasks):
        task |= {"id": number, "annotations": [{"result": task["predictions"][0]["result"]}]}
    path.write_text(json.dumps(tasks), encoding="utf-8")
    assert find_format(path) == "label-studio"
    names = [sentence.names for sentence in read_file(path).sentences]
    assert names == [((0, 2), (3, 4)), ((2, 3), (4, 5))]


def test_label_studio_gets_a_task_with_a_prediction(tmp_path: Path) -> None:
    first, second = json.loads(written(tmp_path, "label-studio").read_text(encoding="utf-8"))
    assert first["data"] == {"text": "Ada Blix met Bob .", "doc": "a.txt"}
    (prediction,) = first["predictions"]
    assert prediction["model_version"] == "nomen-en 1.0.0"
    assert prediction["result"][0] == {
        "id": "name-1",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {"start": 0, "end": 8, "text": "Ada Blix", "labels": ["PER"]},
    }
    assert second["predictions"][0]["result"][0]["value"]["start"] == 6  # UTF-16 units


def test_doccano_gets_lists(tmp_path: Path) -> None:
    assert lines(written(tmp_path, "doccano"))[0] == {
        "text": "Ada Blix met Bob .",
        "label": [[0, 8, "PER"], [13, 16, "PER"]],
        "doc": "a.txt",
    }


def test_prodigy_gets_tokens(tmp_path: Path) -> None:
    task = lines(written(tmp_path, "prodigy"))[0]
    assert task["tokens"][1] == {"text": "Blix", "start": 4, "end": 8, "id": 1, "ws": True}
    assert task["tokens"][-1]["ws"] is False
    assert task["spans"][0] == {
        "start": 0,
        "end": 8,
        "token_start": 0,
        "token_end": 1,
        "label": "PER",
    }
    assert task["meta"] == {"doc": "a.txt", "entropy": 0.0}


def test_our_own_lines_have_documents(tmp_path: Path) -> None:
    assert [line["doc"] for line in lines(written(tmp_path, "jsonl"))] == ["a.txt", "b.txt"]
