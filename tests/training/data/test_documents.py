import json
from pathlib import Path

import pytest

from nomen.training.data.documents import documents_folder, read_page_sets, read_pages
from nomen.training.data.texts import LabelledText
from nomen.training.errors import CorpusError

PAGE = {"text": "Ada met Bo 𐐀.", "spans": [[8, 12], [0, 3]], "doc": 7, "genre": "note"}


def written(path: Path, records: list[object]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(json.dumps(record) for record in records) + "\n", encoding="utf-8")
    return path


def test_a_page_has_its_names_in_order_and_its_document(tmp_path: Path) -> None:
    (page,) = read_pages(written(tmp_path / "own.jsonl", [PAGE]))

    assert page.labelled == LabelledText("Ada met Bo 𐐀.", ((0, 3), (8, 12)))
    assert (page.document, page.genre) == ("own/7", "note")


def test_a_file_without_genres_is_a_genre(tmp_path: Path) -> None:
    record = {"text": "Rain.", "spans": [], "doc": "a"}
    (page,) = read_pages(written(tmp_path / "own.jsonl", [record]))

    assert page.genre == "own"


@pytest.mark.parametrize(
    "record",
    [
        3,
        {"text": "Ada", "doc": "a"},
        {"text": 1, "spans": [], "doc": "a"},
        {"text": "Ada", "spans": [[0, 4]], "doc": "a"},
        {"text": "Ada", "spans": [[0, 2], [1, 3]], "doc": "a"},
        {"text": "\ud800", "spans": [], "doc": "a"},
    ],
)
def test_a_malformed_page_is_refused_by_its_line(tmp_path: Path, record: object) -> None:
    path = written(tmp_path / "own.jsonl", [PAGE, record])

    with pytest.raises(CorpusError, match=r"own\.jsonl:2: expected an object with 'text', "):
        list(read_pages(path))


def test_the_sets_of_a_split_are_read_by_name(tmp_path: Path) -> None:
    for place in ("dev/b", "dev/a", "train/c"):
        written(tmp_path / f"{place}.jsonl", [PAGE])

    assert list(read_page_sets(tmp_path, "dev")) == ["a", "b"]


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"dev/\*\.jsonl: expected at least one document"):
        read_page_sets(tmp_path, "dev")
    written(tmp_path / "dev" / "empty.jsonl", []).write_text("\n")
    with pytest.raises(CorpusError, match=r"dev/empty\.jsonl: expected at least one document"):
        read_page_sets(tmp_path, "dev")


def test_the_folder_is_beside_the_corpora_or_where_the_variable_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NOMEN_DOCUMENTS", raising=False)
    assert documents_folder(Path("data/ner")) == Path("data/documents")
    monkeypatch.setenv("NOMEN_DOCUMENTS", "elsewhere")
    assert documents_folder(Path("data/ner")) == Path("elsewhere")
