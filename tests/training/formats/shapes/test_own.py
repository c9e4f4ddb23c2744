import pytest

from nomen.training.errors import CorpusError
from nomen.training.formats.shapes import own
from tests.training.formats.shapes.shaped import read, said


def test_a_text_has_spans_of_characters() -> None:
    [record] = read(
        own,
        '{"text": "Ada met Bob.", "doc": 7, "spans": [{"start": 0, "end": 3, "label": "person"}, '
        '{"start": 8, "end": 11}]}',
    )
    assert said(record) == [("Ada", "PERSON"), ("Bob", None)]
    assert record.document == "7"  # type: ignore[union-attr]  # a record


def test_a_span_may_be_a_list() -> None:
    [record] = read(own, '{"text": "Ada met Bob.", "spans": [[0, 3], [8, 11, "PER"]]}')
    assert said(record) == [("Ada", None), ("Bob", "PER")]


def test_tokens_have_spans_of_tokens() -> None:
    [record] = read(own, '{"tokens": ["Ada", "Byron", "left"], "spans": [[0, 2, "PER"]]}')
    assert said(record) == [("Ada Byron", "PER")]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ('{"text": 3, "spans": []}', "an object with a string 'text'"),
        ('{"text": "secret \\ud800", "spans": []}', "without lone surrogates"),
        ('{"text": "secret", "spans": null}', "expected 'spans', a list of objects"),
        ('{"text": "secret", "spans": ["secret"]}', "expected 'spans', a list of objects"),
        ('{"text": "secret", "spans": [[0]]}', "expected 'spans', a list of .start, end"),
        ('{"text": "secret", "spans": [{"start": 0.0, "end": 6}]}', "an integer for 'start'"),
        ('{"text": "secret", "spans": [{"start": true, "end": 6}]}', "an integer for 'start'"),
        ('{"text": "secret", "spans": [{"end": 6}]}', "an integer for 'start'"),
        ('{"text": "secret", "spans": [[0, 6, 3]]}', "the label of span 0-6 to be a string"),
        ('{"tokens": [], "spans": []}', "'tokens', a list of strings that are not blank"),
        ('{"tokens": ["a", " "], "spans": []}', "'tokens', a list of strings that are not blank"),
    ],
)
def test_what_is_malformed_is_refused_without_its_text(written: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message) as refused:
        read(own, written)
    assert "secret" not in str(refused.value)
