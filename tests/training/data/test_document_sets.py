import hashlib
import json
from pathlib import Path

import pytest

from nomen.training.data import document_sets
from nomen.training.data.document_sets import (
    DocumentSet,
    find_document_set,
    load_labelled_pages,
    load_pages,
)
from nomen.training.data.texts import LabelledText
from nomen.training.errors import CorpusError

PAGE = json.dumps({"text": "Hi Bo", "spans": [[3, 5]], "doc": 1, "genre": "chat"}) + "\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Register a set of one page and write its train part."""
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / "own.jsonl").write_text(PAGE, encoding="utf-8")
    own = DocumentSet(
        name="own",
        licence_class="open",
        licence="CC0",
        repository="own/own",
        commit="0123456789",
        description="A test's own.",
        sha256={"train": hashlib.sha256(PAGE.encode()).hexdigest()},
    )
    monkeypatch.setattr(document_sets, "document_sets", lambda: {"own": own})
    return tmp_path


def test_the_pages_of_a_registered_set_are_read(folder: Path) -> None:
    assert load_pages("own", "train", folder) == [LabelledText("Hi Bo", ((3, 5),))]


def test_a_page_keeps_its_document_and_genre(folder: Path) -> None:
    (page,) = load_labelled_pages("own", "train", folder)
    assert (page.document, page.genre) == ("own/1", "chat")


def test_a_changed_file_is_refused(folder: Path) -> None:
    (folder / "train" / "own.jsonl").write_text(PAGE * 2, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"own.jsonl: sha256 is not the registered one"):
        load_pages("own", "train", folder)


def test_an_absent_file_is_told_with_the_setting(folder: Path) -> None:
    (folder / "train" / "own.jsonl").unlink()
    with pytest.raises(CorpusError, match="not at hand; expected it there, set NOMEN_DOCUMENTS"):
        load_pages("own", "train", folder)


def test_a_split_that_is_not_registered_is_refused(folder: Path) -> None:
    with pytest.raises(CorpusError, match="own: expected a split of train, not dev"):
        load_pages("own", "dev", folder)


def test_an_unknown_set_is_refused() -> None:
    with pytest.raises(CorpusError, match="nowhere: no set of documents of that name"):
        find_document_set("nowhere")


def test_every_set_has_a_class_and_an_address() -> None:
    every = document_sets.document_sets().values()
    assert {each.licence_class for each in every} == {"open", "customary", "closed"}
    assert all(each.address for each in every)
    assert find_document_set("gedcom").address.startswith("https://github.com/")
