"""Covers `model/text/checking.py`, too."""

from collections import deque
from typing import Any

import numpy as np
import pytest

from nomen.model.documents import (
    Document,
    outputs_by_document,
    prepare_document,
    windows_of,
)
from nomen.model.errors import DocumentError
from nomen.model.tagged_documents import finish_document
from nomen.model.windows import WindowProbabilities


@pytest.mark.parametrize(
    "document",
    [
        None,
        3,
        b"Harry",
        bytearray(),
        {"text": "Harry"},
        {"Harry"},
        iter(["Harry"]),
        np.array("Harry"),
        np.array([["Harry"]]),
    ],
    ids=["None", "int", "bytes", "bytearray", "dict", "set", "iterator", "0-d array", "2-d array"],
)
def test_what_is_neither_text_nor_tokens_is_refused(document: Any) -> None:  # noqa: ANN401
    with pytest.raises(DocumentError, match=r"^expected a text or a list of tokens$"):
        prepare_document(document)


@pytest.mark.parametrize(
    "tokens",
    [("Harry", "Potter"), deque(["Harry", "Potter"]), np.array(["Harry", "Potter"])],
    ids=["tuple", "deque", "array"],
)
def test_tokens_may_stand_in_any_sequence(tokens: Any) -> None:  # noqa: ANN401
    assert list(prepare_document(tokens).tokens) == ["Harry", "Potter"]


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ("Zo\u00eb \ud800", ""),
        ("\ud83d\ude00", ""),
        (["a", "\ud800"], r"tokens\.1: "),
        (["\ud83d", "\ude00"], r"tokens\.0: "),
    ],
    ids=["in a text", "both halves apart", "in a token", "in two tokens"],
)
def test_a_lone_surrogate_is_refused_by_its_place(document: Document, place: str) -> None:
    with pytest.raises(
        DocumentError, match=f"^{place}expected both halves of every surrogate pair$"
    ):
        prepare_document(document)


def test_outputs_go_to_the_documents_that_they_belong_to() -> None:
    documents = [
        prepare_document(text) for text in ("Harry waved. Ron slept.", "", "Hermione ran.")
    ]
    outputs = [
        WindowProbabilities(
            np.array([0.9 if t in {"Ron", "ran"} else 0.1 for t in window.tokens], np.float32),
            np.zeros(len(window.tokens), dtype=np.float32),
        )
        for window in windows_of(documents)
    ]
    tagged = [
        finish_document(document, own, threshold=0.5)
        for document, own in zip(documents, outputs_by_document(documents, outputs), strict=True)
    ]
    assert [len(document.tokens) for document in tagged] == [6, 0, 3]
    assert [[name.text for name in document.names] for document in tagged] == [
        ["Ron"],
        [],
        ["ran"],
    ]
