"""What callers get, as plain Python and as they show it; covers `model/arrays.py`, too."""

import json
from typing import Any

import numpy as np
import pytest

from nomen.model.redaction.redaction import Redactor
from nomen.model.tagged_documents import Name, TaggedDocument
from nomen.model.tagger import Tagger

HARRY = "Harry Potter waved."


def name(text: str, probability: float | None = 0.96401739) -> Name:
    return Name(text=text, start=0, end=12, first_token=0, last_token=1, probability=probability)


def tagged(*names: Name, tokens: Any = ("Harry", "Potter")) -> TaggedDocument:  # noqa: ANN401  # sequences of all kinds
    return TaggedDocument(
        tokens=tokens,
        starts=np.array([0, 6], dtype=np.int32),
        ends=np.array([5, 12], dtype=np.int32),
        name_probabilities=np.array([0.9640174, 0.5], dtype=np.float32),
        names=list(names),
    )


def test_a_tagged_document_is_plain_python_for_json() -> None:
    fields = tagged(name("Harry Potter"), tokens=np.array(["Harry", "Potter"])).to_dict()

    assert json.loads(json.dumps(fields)) == fields
    assert fields == {
        "tokens": ["Harry", "Potter"],
        "starts": [0, 6],
        "ends": [5, 12],
        "name_probabilities": [0.964017, 0.5],
        "names": [
            {
                "text": "Harry Potter",
                "start": 0,
                "end": 12,
                "first_token": 0,
                "last_token": 1,
                "probability": 0.964017,
            }
        ],
        "unsupported_scripts": {},
        "language": "und",
        "model": "",
        "unsupported": {},
    }


def test_a_token_list_has_no_offsets(default_tagger: Tagger) -> None:
    fields = default_tagger.tag([("Harry", "Potter", "waved")])[0].to_dict()

    assert fields["starts"] is fields["ends"] is None
    assert json.loads(json.dumps(fields)) == fields


@pytest.mark.parametrize("names", [[], ["Harry Potter"], ["Harry", "Ron"]])
def test_the_representation_of_a_tagged_document_shows_no_text(names: list[str]) -> None:
    shown = f"<TaggedDocument of 2 tokens, {len(names)} names>"
    assert repr(tagged(*map(name, names))) == shown


def test_a_redacted_document_gives_originals_only_if_asked() -> None:
    redacted = Redactor().redact(HARRY, [name("Harry Potter")])

    assert redacted.to_dict() == {
        "text": "[NAME] waved.",
        "names": [
            {
                "start": 0,
                "end": 12,
                "redacted_start": 0,
                "redacted_end": 6,
                "replacement": "[NAME]",
                "probability": 0.964017,
            }
        ],
        "unsupported_scripts": {},
        "language": "und",
        "model": "",
        "unsupported": {},
    }
    assert "Harry Potter" in str(redacted.to_dict(with_originals=True))
    assert "Harry" not in repr(redacted)
