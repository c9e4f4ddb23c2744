import pytest
from pydantic import TypeAdapter, ValidationError

from nomen.model.tagger import Tagger
from nomen.service.documents.expectations import EXPECTED
from nomen.service.presidio.operators import Operator
from nomen.service.presidio.schemas import AnalyzeRequest, AnonymizeRequest

LEAST = {"text": "Jane Doe waved.", "language": "en"}


def test_one_text_is_a_list_of_one() -> None:
    assert AnalyzeRequest.model_validate(LEAST).texts == ["Jane Doe waved."]
    assert AnalyzeRequest.model_validate({**LEAST, "text": ["a", ""]}).texts == ["a", ""]


@pytest.mark.parametrize(
    ("entities", "is_for_persons"),
    [(None, True), ([], True), (["ZIP", "PERSON"], True), (["US_SSN"], False)],
)
def test_persons_are_asked_for_by_name_or_with_everything(
    entities: list[str] | None, *, is_for_persons: bool
) -> None:
    request = AnalyzeRequest.model_validate({**LEAST, "entities": entities})

    assert request.is_for_persons == is_for_persons


@pytest.mark.parametrize(
    ("threshold", "expected"), [(None, 0.4), (0, 0.25), (0.1, 0.25), (0.9, 0.9), (1, 1)]
)
def test_the_preset_of_high_recall_is_the_lowest_threshold(
    tagger: Tagger, threshold: float | None, expected: float
) -> None:
    presets = {"high_recall": 0.25}
    manifest = tagger.bundle.with_facts(presets=presets, default_threshold=0.4).manifest

    request = AnalyzeRequest.model_validate({**LEAST, "score_threshold": threshold})

    assert request.threshold(manifest) == expected


def test_fields_that_presidio_does_not_know_are_ignored() -> None:
    fields = {**LEAST, "trace": False, "correlation_id": 7, "regex_flags": None, "context": ["Mr"]}

    assert AnalyzeRequest.model_validate(fields).texts == ["Jane Doe waved."]


@pytest.mark.parametrize(
    "field",
    [
        {"text": ""},
        {"text": []},
        {"text": ["a", None]},
        {"text": "\ud800"},
        {"language": ""},
        {"language": None},
        {"score_threshold": 85},
        {"allow_list": "Jane"},
        {"allow_list_match": "regex"},
        {"ad_hoc_recognizers": [{"name": "Zip", "deny_list": ["12345"]}]},
    ],
)
def test_what_would_change_the_results_unseen_is_refused(field: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        AnalyzeRequest.model_validate({**LEAST, **field})


def test_every_field_says_what_it_expects_or_takes_anything() -> None:
    requests = TypeAdapter(AnalyzeRequest | AnonymizeRequest | Operator).json_schema()["$defs"]
    fields = {name for request in requests.values() for name in request["properties"]}

    said = fields & set(EXPECTED)

    assert fields - said == {
        "chars_to_mask",
        "context",
        "correlation_id",
        "new_value",
        "regex_flags",
        "salt",
        "type",
    }


@pytest.mark.parametrize(
    "result",
    [
        {"start": -1, "end": 2, "score": 1, "entity_type": "PERSON"},
        {"start": 0, "end": 2, "score": 1, "entity_type": ""},
        {"start": 0, "end": 2, "entity_type": "PERSON"},
        {"start": "0", "end": 2, "score": 1, "entity_type": "PERSON"},
    ],
)
def test_a_result_needs_its_place_its_type_and_its_score(result: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        AnonymizeRequest.model_validate({"text": "Jane", "analyzer_results": [result]})
