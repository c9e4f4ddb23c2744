"""The shapes' own tests show the rest."""

import pytest

from nomen.training.errors import CorpusError
from nomen.training.formats.records import LabelledSpan
from nomen.training.formats.shapes.values import as_object, as_span, document_of, tagged_spans


def test_labels_are_in_upper_case_without_blanks() -> None:
    assert as_span(0, 3, " Person ", "Ada") == LabelledSpan(0, 3, "PERSON", "Ada")


def test_a_value_that_is_no_object_is_refused() -> None:
    with pytest.raises(CorpusError, match="expected a JSON object"):
        as_object(["secret"])


def test_the_document_has_several_names() -> None:
    assert document_of({"doc_id": 3}) == "3"
    assert document_of({"doc": "a", "doc_id": 3}) == "a"
    assert document_of({"doc": None}) is None


def test_tags_become_spans() -> None:
    expected = (LabelledSpan(0, 2, "PER"), LabelledSpan(2, 3, "ORG"))
    assert tagged_spans(["B-PER", "I-PER", "B-ORG", "O"], "bio") == expected
    with pytest.raises(CorpusError, match="token 2: expected I- to follow"):
        tagged_spans(["O", "I-PER"], "bio")
