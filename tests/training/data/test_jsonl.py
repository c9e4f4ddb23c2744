import json
from pathlib import Path
from typing import Any

import pytest

from nomen.training.data.jsonl import read_jsonl
from nomen.training.data.labels import LabelledSentence
from nomen.training.errors import CorpusError


def write(folder: Path, content: str) -> Path:
    path = folder / "own.jsonl"
    path.write_bytes(content.encode())
    return path


def write_records(folder: Path, *records: Any) -> Path:  # noqa: ANN401  # whatever JSON can hold
    return write(folder, "\n".join(json.dumps(record) for record in records))


def read(path: Path) -> list[LabelledSentence]:
    return [sentence for sentence in read_jsonl(path) if sentence is not None]


def test_each_line_starts_a_document(tmp_path: Path) -> None:
    records = [{"text": "Ann left. Bo stayed.", "spans": []}, {"text": "Hi", "spans": []}]
    starts = [sentence is None for sentence in read_jsonl(write_records(tmp_path, *records))]
    assert starts == [True, False, False, True, False]


def test_spans_of_characters_become_spans_of_tokens(tmp_path: Path) -> None:
    text = "Ada Byron met 👩‍💻 Bob. Nobody wrote."
    bob = text.index("Bob")
    people = [{"start": bob, "end": bob + 3}, {"start": 0, "end": 9, "label": "person"}]
    path = write_records(tmp_path, {"id": 1, "text": text, "spans": people})
    first, second = read(path)
    assert [first.tokens[start:end] for start, end in first.names] == [
        ("Ada", "Byron"),
        ("Bob",),
    ]
    assert second.names == ()


def test_spans_of_other_labels_are_no_names_and_may_overlap(tmp_path: Path) -> None:
    found = [{"start": 0, "end": 3, "label": "PER"}, {"start": 0, "end": 10, "label": "ORG"}]
    [sentence] = read(write_records(tmp_path, {"text": "Ada School", "spans": found}))
    assert sentence == LabelledSentence(("Ada", "School"), ((0, 1),))


def test_a_name_is_never_cut_by_the_end_of_a_sentence(tmp_path: Path) -> None:
    record = {"text": "It was Who? Me. Then all.", "spans": [{"start": 7, "end": 14}]}
    sentences = read(write_records(tmp_path, record))
    assert [sentence.names for sentence in sentences] == [((2, 5),), ()]


def test_blank_lines_and_blank_texts_hold_no_sentence(tmp_path: Path) -> None:
    records = '{"text": "  ", "spans": []}\r\n\r\n{"text": "Hi", "spans": []}\r\n'
    assert read(write(tmp_path, records)) == [LabelledSentence(("Hi",))]


@pytest.mark.parametrize(
    ("found", "message"),
    [
        ([{"start": 0, "end": 2}], "span 0-2 to begin and end with a token; it cuts 0-6"),
        ([{"start": 1, "end": 9}], "it cuts 0-6 and 7-12"),
        ([{"start": 6, "end": 12}], "span 6-12 .*, found a blank"),
        ([{"start": 0, "end": 6}] * 2, "0-6 and 0-6 overlap"),
        ([{"start": 0, "end": 12}, {"start": 7, "end": 12}], "0-12 and 7-12 overlap"),
        ([{"start": 7, "end": 13}], "0 <= start < end <= 12"),
        ([{"start": 7, "end": 13, "label": "ORG"}], "0 <= start < end <= 12"),
        ([{"start": -1, "end": 6}], "0 <= start < end"),
        ([{"start": 3, "end": 3}], "0 <= start < end"),
        ([{"start": 0.0, "end": 6}], "0 <= start < end"),
        ([{"start": True, "end": 6}], "0 <= start < end"),
        ([{"end": 6}], "0 <= start < end"),
        ([{"start": 0, "end": 6, "label": 3}], "label of span 0-6 to be a string"),
        (["secret"], "expected 'spans', a list of objects"),
        ({"start": 0, "end": 6}, "expected 'spans', a list of objects"),
        (None, "expected 'spans', a list of objects"),
    ],
)
def test_a_wrong_span_is_refused_by_its_offsets(
    tmp_path: Path,
    found: Any,  # noqa: ANN401  # whatever JSON can hold
    message: str,
) -> None:
    path = write_records(
        tmp_path, {"text": "x", "spans": []}, {"text": "secret words", "spans": found}
    )
    with pytest.raises(CorpusError, match=rf"own\.jsonl:2: .*{message}") as refused:
        read(path)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("secret", "expected a JSON object"),
        ('{"text": "secret"', "expected a JSON object"),
        ("[" * 100_000, "expected a JSON object"),
        ('["secret"]', "an object with a string 'text'"),
        ('{"text": 3, "spans": []}', "an object with a string 'text'"),
        ('{"text": "secret", "span": []}', "expected 'spans'"),
        (r'{"text": "secret \ud800", "spans": []}', "without lone surrogates"),
    ],
)
def test_a_line_that_is_no_record_is_refused_without_its_text(
    tmp_path: Path, line: str, message: str
) -> None:
    with pytest.raises(CorpusError, match=rf"own\.jsonl:1: .*{message}") as refused:
        read(write(tmp_path, line))
    assert "secret" not in str(refused.value)
