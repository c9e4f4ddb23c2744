import json
from pathlib import Path

import pytest

from nomen.training.errors import CorpusError
from nomen.training.experiments.consistency.documents import read_sets, read_texts

PAGES = [
    {"text": "Ada met Bo.", "spans": [[0, 3], [8, 10]], "doc": "a"},
    {"text": "Elsewhere.", "spans": [], "doc": "b"},
    {"text": "Ada left.", "spans": [[0, 2]], "doc": "a"},
]


def written(path: Path, records: list[object]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{json.dumps(record)}\n" for record in records)
    path.write_text(f"{lines}\n", encoding="utf-8")
    return path


def test_pages_of_one_document_are_joined(tmp_path: Path) -> None:
    first, second = read_texts(written(tmp_path / "own.jsonl", list(PAGES)))
    assert first.tokens == ["Ada", "met", "Bo", ".", "Ada", "left", "."]
    assert first.in_names.tolist() == [True, False, True, False, True, False, False]
    assert (len(first.parts), second.tokens) == (2, ["Elsewhere", "."])


@pytest.mark.parametrize("record", [3, {"text": "Ada"}, {"text": 1, "spans": [], "doc": "a"}])
def test_a_malformed_record_is_refused_by_its_line(tmp_path: Path, record: object) -> None:
    path = written(tmp_path / "own.jsonl", [PAGES[0], record])
    with pytest.raises(CorpusError, match=r"own\.jsonl:2: expected an object with 'text', "):
        list(read_texts(path))


def test_sets_that_are_not_at_hand_are_left_out(tmp_path: Path) -> None:
    written(tmp_path / "texts" / "dev" / "own.jsonl", list(PAGES))
    sets = dict(read_sets("dev", corpora=tmp_path, texts=tmp_path / "texts"))
    assert [(name, len(documents)) for name, documents in sets.items()] == [("own/dev", 2)]
    assert not list(read_sets("dev", corpora=tmp_path, texts=None))


@pytest.mark.slow
def test_corpora_are_read_by_their_documents(corpora: Path) -> None:
    sets = dict(read_sets("dev", corpora=corpora, texts=None))
    documents = sets["litbank_prop/dev"]
    assert len(documents) == 10
    assert sum(len(document.tokens) for document in documents) == 21_018
