import pytest

from nomen.service.errors import RequestError
from nomen.service.presidio.anonymization import anonymize
from nomen.service.presidio.schemas import AnonymizeRequest, Anonymizers, Result

TEXT = "Call Jane Doe at 030 1234."
PERSON = Result(start=5, end=13, score=0.8, entity_type="PERSON")
PHONE = Result(start=17, end=25, score=0.95, entity_type="PHONE_NUMBER")


def request(*results: Result, anonymizers: Anonymizers = None) -> AnonymizeRequest:
    return AnonymizeRequest(text=TEXT, analyzer_results=list(results), anonymizers=anonymizers)


def test_items_come_from_the_end_of_the_text_with_their_places_in_the_new_one() -> None:
    answer = anonymize(
        request(PERSON, PHONE, anonymizers={"PERSON": {"type": "redact"}}), max_characters=100
    )

    assert answer == {
        "text": "Call  at <PHONE_NUMBER>.",
        "items": [
            {
                "start": 9,
                "end": 23,
                "entity_type": "PHONE_NUMBER",
                "text": "<PHONE_NUMBER>",
                "operator": "replace",
                "score": 0.95,
            },
            {
                "start": 5,
                "end": 5,
                "entity_type": "PERSON",
                "text": "",
                "operator": "redact",
                "score": 0.8,
            },
        ],
    }


def test_a_text_without_results_stays_as_it_is() -> None:
    assert anonymize(request(), max_characters=0) == {"text": TEXT, "items": []}


def test_of_two_types_that_intersect_each_is_replaced() -> None:
    address = Result(start=10, end=16, score=0.1, entity_type="ADDRESS")

    answer = anonymize(request(PERSON, address), max_characters=100)

    assert answer["text"] == "Call <PERSON><ADDRESS> 030 1234."


@pytest.mark.parametrize(("start", "end"), [(5, 27), (27, 27), (13, 5)])
def test_a_place_outside_the_text_is_refused_by_its_index(start: int, end: int) -> None:
    outside = Result(start=start, end=end, score=0.8, entity_type="PERSON")

    with pytest.raises(RequestError, match="26") as refused:
        anonymize(request(PHONE, outside), max_characters=100)

    assert refused.value.pointer == "/analyzer_results/1"


def test_an_answer_that_grows_beyond_its_limit_is_refused() -> None:
    long: Anonymizers = {"PERSON": {"type": "replace", "new_value": "x" * 92}}

    assert anonymize(request(PERSON, anonymizers=long), max_characters=100)
    with pytest.raises(RequestError, match="at most 99 characters"):
        anonymize(request(PERSON, anonymizers=long), max_characters=99)
