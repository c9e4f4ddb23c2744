from pathlib import Path

import pytest

from nomen.training.errors import CorpusError
from nomen.training.formats.detecting import find_format, is_brat, may_be_columns
from tests.training.formats.files import write


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.conll", "[ O\nAnn B-PER\n", "conll"),
        ("a.txt", "Ann B-PER\n", "conll"),
        ("a.txt", "{ O\nAnn B-PER\n", "conll"),
        ("a.tsv.gz", "Ann\tB-PER\n", "conll"),
        ("a.spacy", b"x", "spacy"),
        ("a.jsonl", '{"text": "", "spans": []}', "jsonl"),
        ("a.txt", '{"text": "", "spans": []}', "jsonl"),
        ("a.jsonl", '{"text": ""}', "jsonl"),
        ("a.jsonl", '{"text": "", "spans": [], "answer": "accept"}', "prodigy"),
        ("a.jsonl.zst", '{"text": "", "label": []}', "doccano"),
        ("a.jsonl", '{"text": "", "entities": [{"start_offset": 0}]}', "doccano"),
        ("a.json", '[{"data": {}, "annotations": []}]', "label-studio"),
        ("a.json", '[{"text": "", "annotator": 1}]', "label-studio"),
        ("a.json", '[{"text": ""}, {"text": "", "x": [{"labels": []}]}]', "label-studio"),
        ("a.json", '{"tokens": ["Ann"], "ner_tags": [1]}', "hugging-face"),
        ("a.json", '[{"tokenized_text": [], "ner": []}]', "gliner"),
        ("a.json", '[{"id": 0, "paragraphs": []}]', "spacy-json"),
        ("a.json", '[["Ann", {"entities": []}]]', "spacy-json"),
        ("a.jsonl", '["Ann", {"entities": []}]\n', "spacy-json"),
    ],
)
def test_content_and_ending_tell_the_format(
    tmp_path: Path, name: str, content: str | bytes, expected: str
) -> None:
    assert find_format(write(tmp_path, name, content)) == expected


def test_a_text_with_annotations_beside_it_is_brats(tmp_path: Path) -> None:
    text, annotations = write(tmp_path, "a.txt.gz", "Ann"), write(tmp_path, "a.ann", "")
    assert [find_format(path) for path in (text, annotations, tmp_path)] == ["brat"] * 3
    assert is_brat(tmp_path)


def test_json_of_no_known_shape_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", '[{"secret": 1}]')
    with pytest.raises(CorpusError, match=r"a\.json: expected JSON of one of .*gliner") as refused:
        find_format(path)
    assert "secret" not in str(refused.value)


def test_a_folder_without_annotations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="expected a file, or a folder of"):
        find_format(tmp_path)


def test_some_endings_are_never_columns() -> None:
    assert may_be_columns(Path("a.txt"))
    assert not may_be_columns(Path("a.jsonl.gz"))
