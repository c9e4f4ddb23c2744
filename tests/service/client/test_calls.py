import numpy as np
import orjson
import pytest

from nomen.model.errors import DocumentError
from nomen.model.redaction.operators import (
    Hash,
    Mask,
    Number,
    Operator,
    Remove,
    Replace,
    Surrogate,
)
from nomen.service.client.calls import check_documents, line_of, models_call, redact_call, tag_call
from nomen.service.documents.redaction import RedactRequest


@pytest.mark.parametrize(
    ("document", "line"),
    [
        ("é", '{"text":"é"}'),
        (("a", "b"), '{"tokens":["a","b"]}'),
        ({"id": 1, "text": "a", "n": np.int64(2)}, '{"id":1,"text":"a","n":2}'),
    ],
)
def test_documents_become_records(document: object, line: str) -> None:
    assert line_of(document).decode() == line  # type: ignore[arg-type]  # several kinds


@pytest.mark.parametrize("document", [b"a", 7, None, "\ud800", {"text": {1}}])
def test_what_is_no_document_is_refused(document: object) -> None:
    with pytest.raises(DocumentError):
        line_of(document)  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize("documents", ["a text", {"text": "a"}, 7])
def test_one_document_is_not_several(documents: object) -> None:
    with pytest.raises(DocumentError):
        check_documents(documents)


@pytest.mark.parametrize(
    "operator",
    [
        Replace(with_="X"),
        Number(template="<{n}>", scope="batch"),
        Mask(character="#", keep_first=1),
        Hash(key=b"k", length=8),
        Remove(),
        Surrogate(key=b"k"),
    ],
)
def test_the_service_reads_every_operator_as_it_was_written(operator: Operator) -> None:
    content = redact_call("a", {"operator": operator}).content(timeout_seconds=1)

    request = RedactRequest.model_validate_json(content or b"")
    assert request.operator.build() == operator


def test_options_are_sent_as_they_were_given() -> None:
    options = {"threshold": 0.5, "allow": ("a",), "fields": ["names"], "fold_case": True}
    content = tag_call("a", options).content(timeout_seconds=2.5)  # type: ignore[arg-type]  # a plain dict

    assert orjson.loads(content or b"") == {
        "text": "a",
        "threshold": 0.5,
        "allow": ["a"],
        "fields": ["names"],
        "fold_case": True,
        "timeout_ms": 2500,
    }


def test_the_served_models_are_listed() -> None:
    listed = {
        "name": "en",
        "version": "1.0.0",
        "sha256": "0",
        "description": "One.",
        "languages": ["en", "de"],
        "chosen_for": ["en"],
    }

    (model,) = models_call().answer(orjson.dumps({"models": [listed]}))

    assert (model.name, model.languages, model.chosen_for) == ("en", ("en", "de"), ("en",))
