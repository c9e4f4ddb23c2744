import json
from pathlib import Path

import pytest

from nomen.model.tagger import Tagger
from nomen.training.data import document_sets
from nomen.training.data.document_sets import DocumentSet
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.registry import file_sha256
from nomen.training.data.texts import LabelledText
from nomen.training.errors import CorpusError
from nomen.training.experiments.suggesting.pool import StudyPool, as_text, true_names
from tests.training.suggesting.sentences import candidate

FACTS = {
    "licence_class": "open",
    "licence": "CC0",
    "repository": "own/own",
    "commit": "a" * 40,
    "description": "Notes.",
}


def register(folder: Path, monkeypatch: pytest.MonkeyPatch, *, num_documents: int) -> Path:
    """Register a set of notes, one a document."""
    path = folder / "dev" / "notes.jsonl"
    path.parent.mkdir(parents=True)
    rows = [
        {"text": f"Ada Blix read note {i}. It was long.", "spans": [[0, 8]], "doc": str(i)}
        for i in range(num_documents)
    ]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    notes = DocumentSet.model_validate(
        {"name": "notes", "sha256": {"dev": file_sha256(path)}, **FACTS}
    )
    monkeypatch.setattr(document_sets, "document_sets", lambda: {"notes": notes})
    monkeypatch.setattr(
        "nomen.training.experiments.suggesting.pool.document_sets", lambda: {"notes": notes}
    )
    return folder


def test_a_set_is_halved_by_document(
    default_tagger: Tagger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = register(tmp_path, monkeypatch, num_documents=4)
    pool = StudyPool.read("notes", default_tagger, documents=folder, corpora=tmp_path)
    assert [len(names) for names in pool.gold] == [1, 0, 1, 0]
    assert len(pool.test) == 2
    read = {each.text for each in pool.candidates if each.text.startswith("Ada")}
    assert read.isdisjoint(" ".join(block.tokens[:5]) for block in pool.test)


def test_one_document_cannot_be_halved(
    default_tagger: Tagger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = register(tmp_path, monkeypatch, num_documents=1)
    with pytest.raises(CorpusError, match="notes: expected two documents at least"):
        StudyPool.read("notes", default_tagger, documents=folder, corpora=tmp_path)


def test_a_corpus_is_a_pool(default_tagger: Tagger, corpora: Path) -> None:
    pool = StudyPool.read("wnut17", default_tagger, documents=corpora, corpora=corpora)
    assert (len(pool.candidates) > 2000, len(pool.test) > 1000) == (True, True)


def test_true_names_are_those_inside() -> None:
    text = LabelledText("Bob. Ada met Bob Lee", ((0, 3), (5, 8), (13, 20)))
    assert true_names(candidate("Ada met Bob", start=5), text) == [(0, 3), (8, 11)]


def test_tokens_are_joined_by_blanks() -> None:
    sentence = LabelledSentence(("Ada", "Blix", "and", "Bob"), ((0, 2), (3, 4)))
    assert as_text(sentence) == LabelledText("Ada Blix and Bob", ((0, 8), (13, 16)))
