"""The real packages of Presidio as the other side: what they do, Nomen does.

Tests `service/presidio/anonymization.py`, `service/presidio/operators.py` and
`service/presidio/overlaps.py` once more. Presidio takes seconds to import, so that only a fixture
does it.
"""

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nomen.service.presidio.anonymization import anonymize
from nomen.service.presidio.schemas import AnonymizeRequest

if TYPE_CHECKING:
    from presidio_anonymizer import AnonymizerEngine

pytestmark = pytest.mark.slow

TEXT = "Mary Ann  Lee of Lee Ltd. wrote to 小明 Doe 😀, to Zoë\nand to O'Brien."
SALT = "a salt of sixteen bytes"
OPERATORS: dict[str, dict[str, object]] = {
    "nothing": {},
    "replace": {"DEFAULT": {"type": "replace", "new_value": "ANONYMIZED"}},
    "replace by nothing": {"PERSON": {"type": "replace", "new_value": ""}},
    "redact": {"PERSON": {"type": "redact"}},
    "mask": {
        "PERSON": {"type": "mask", "masking_char": "*", "chars_to_mask": 3, "from_end": False},
        "DEFAULT": {"type": "mask", "masking_char": "é", "chars_to_mask": 2, "from_end": True},
    },
    "mask too much": {
        "DEFAULT": {"type": "mask", "masking_char": "", "chars_to_mask": 99, "from_end": True}
    },
    "hash": {
        "PERSON": {"type": "hash", "salt": SALT},
        "FIRM": {"type": "hash", "hash_type": "sha512", "salt": SALT},
    },
    "keep": {"PERSON": {"type": "keep"}, "FIRM": {"type": "redact"}},
}


@pytest.fixture(scope="module")
def engine() -> "AnonymizerEngine":
    from presidio_anonymizer import AnonymizerEngine  # noqa: PLC0415  # see above

    return AnonymizerEngine()  # type: ignore[no-untyped-call]  # its own lack


def presidio_answer(
    engine: "AnonymizerEngine", results: list[dict[str, object]], anonymizers: dict[str, object]
) -> dict[str, object]:
    from presidio_anonymizer.entities import OperatorConfig, RecognizerResult  # noqa: PLC0415

    answer = engine.anonymize(
        TEXT,
        [RecognizerResult.from_json(result) for result in results],
        {kind: OperatorConfig.from_json(dict(each)) for kind, each in anonymizers.items()},  # type: ignore[call-overload]  # a mapping
    )
    return {"text": answer.text, "items": [item.to_dict() for item in answer.items]}


def own_answer(
    results: list[dict[str, object]], anonymizers: dict[str, object]
) -> dict[str, object]:
    body = {"text": TEXT, "analyzer_results": results, "anonymizers": anonymizers}
    return anonymize(AnonymizeRequest.model_validate(body), max_characters=1_000_000)


def result(start: int, end: int, entity_type: str, score: float) -> dict[str, object]:
    return {"start": start, "end": end, "entity_type": entity_type, "score": score}


def places() -> st.SearchStrategy[list[dict[str, object]]]:
    offset = st.integers(0, len(TEXT))
    place = st.tuples(offset, st.integers(0, 12)).map(
        lambda pair: (pair[0], min(len(TEXT), sum(pair)))
    )
    kind, score = st.sampled_from(["PERSON", "FIRM"]), st.sampled_from([0, 0.4, 0.85, 1.0])
    each = st.tuples(place, kind, score).map(lambda t: result(*t[0], t[1], t[2]))
    return st.lists(each, max_size=8)


@pytest.mark.parametrize("operators", OPERATORS)
@settings(max_examples=40, derandomize=True, suppress_health_check=list(HealthCheck))
@given(results=places())
def test_presidio_and_nomen_give_the_same_text_and_items(
    engine: "AnonymizerEngine", operators: str, results: list[dict[str, object]]
) -> None:
    theirs = presidio_answer(engine, results, OPERATORS[operators])

    assert own_answer(results, OPERATORS[operators]) == theirs


def test_presidio_leaves_letters_of_a_name_where_nomen_leaves_none(
    engine: "AnonymizerEngine",
) -> None:
    results = [
        result(0, 4, "PERSON", 0.5),
        result(3, 8, "PERSON", 0.5),
        result(2, 9, "FIRM", 0.5),
        result(9, 12, "PERSON", 0.5),
    ]
    assert TEXT[8] == " "

    assert str(presidio_answer(engine, results, {})["text"]).startswith("<PERSON><FIRM> Le")
    assert str(own_answer(results, {})["text"]).startswith("<PERSON>e of")
