import numpy as np
import orjson
import pytest

from nomen.model.tagged_documents import Name, TaggedDocument
from nomen.model.text.offsets import OffsetUnit
from nomen.service.documents.answers import DocumentAnswer, dump_json, to_json
from nomen.service.documents.schemas import ALL_FIELDS, AnswerField

TEXT = "😀 Zoë ran"
TAGGED = TaggedDocument(
    tokens=["😀", "Zoë", "ran"],
    starts=np.array([0, 2, 6], dtype=np.int32),
    ends=np.array([1, 5, 9], dtype=np.int32),
    name_probabilities=np.array([0.1, 0.98765432, 1e-9], dtype=np.float32),
    names=[Name(text="Zoë", start=2, end=5, first_token=1, last_token=1, probability=0.98765432)],
)


@pytest.mark.parametrize(
    ("unit", "starts", "ends"),
    [
        ("codepoint", [0, 2, 6], [1, 5, 9]),
        ("utf16", [0, 3, 7], [2, 6, 10]),
        ("byte", [0, 5, 10], [4, 9, 13]),
    ],
)
def test_offsets_count_the_unit_that_was_asked_for(
    unit: OffsetUnit, starts: list[int], ends: list[int]
) -> None:
    answer = orjson.loads(dump_json(to_json(TAGGED, document=TEXT, unit=unit)))

    assert (answer["starts"], answer["ends"]) == (starts, ends)
    assert (answer["names"][0]["start"], answer["names"][0]["end"]) == (starts[1], ends[1])


def test_probabilities_have_six_decimals() -> None:
    answer = orjson.loads(dump_json(to_json(TAGGED, document=TEXT)))

    assert answer["name_probabilities"] == [0.1, 0.987654, 0.0]
    assert answer["names"][0]["probability"] == 0.987654


def test_the_answer_is_what_the_documentation_says() -> None:
    answer = DocumentAnswer.model_validate_json(dump_json(to_json(TAGGED, document=TEXT)))

    assert answer.names[0].text == "Zoë"


@pytest.mark.parametrize("field", sorted(ALL_FIELDS))
def test_a_field_alone_is_as_it_is_among_all(field: AnswerField) -> None:
    whole = orjson.loads(dump_json(to_json(TAGGED, document=TEXT, unit="byte")))

    answer = to_json(TAGGED, document=TEXT, unit="byte", fields=frozenset({field}))

    assert orjson.loads(dump_json(answer)) == {field: whole[field]}
