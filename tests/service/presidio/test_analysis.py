import pytest

from nomen.model.tagger import Tagger
from nomen.service.errors import DOCUMENT_TOO_LARGE, RequestError
from nomen.service.presidio.analysis import analyze_answer
from nomen.service.presidio.schemas import AnalyzeRequest
from tests.shipped_versions import EN

TEXT = "Harry Potter and Hermione Granger invented a new spell."


def request(text: str | list[str] = TEXT, **fields: object) -> AnalyzeRequest:
    return AnalyzeRequest.model_validate({"text": text, "language": "en", **fields})


def test_a_name_is_a_person_with_its_probability(default_tagger: Tagger) -> None:
    tagged = default_tagger.tag([TEXT])

    harry, hermione = analyze_answer(tagged, request=request())

    assert harry == {
        "analysis_explanation": None,
        "end": 12,
        "entity_type": "PERSON",
        "score": pytest.approx(tagged[0].names[0].probability, abs=1e-6),
        "start": 0,
    }
    assert isinstance(hermione, dict)
    assert (hermione["start"], hermione["end"]) == (17, 33)


def test_the_way_to_a_result_is_told_if_asked(default_tagger: Tagger) -> None:
    asked = request(return_decision_process=True)

    result, _ = analyze_answer(default_tagger.tag([TEXT]), request=asked)

    assert isinstance(result, dict)
    assert result["analysis_explanation"] == {
        "original_score": result["score"],
        "pattern": None,
        "pattern_name": None,
        "recognizer": "NomenRecognizer",
        "regex_flags": None,
        "score": result["score"],
        "score_context_improvement": 0,
        "supportive_context_word": "",
        "textual_explanation": f"nomen-en {EN}: the lowest name probability of the name's tokens",
        "validation_result": None,
    }


def test_an_allowed_name_is_not_reported_if_it_stands_there_so(default_tagger: Tagger) -> None:
    allowed = request(allow_list=["Harry Potter", "Hermione", "hermione granger"])

    (result,) = analyze_answer(default_tagger.tag([TEXT]), request=allowed)

    assert isinstance(result, dict)
    assert result["start"] == 17


def test_several_texts_get_a_list_each(default_tagger: Tagger) -> None:
    texts = [TEXT, "Nobody was here."]

    answer = analyze_answer(default_tagger.tag(texts), request=request(texts))

    assert [len(results) for results in answer if isinstance(results, list)] == [2, 0]


@pytest.mark.parametrize(
    ("text", "num_good", "pointer"),
    [(TEXT, 0, "/text"), ([TEXT], 0, "/text/0"), (["", TEXT], 1, "/text/1")],
)
def test_a_text_that_cannot_be_tagged_is_named_by_its_place(
    default_tagger: Tagger, text: str | list[str], num_good: int, pointer: str
) -> None:
    good = default_tagger.tag([""] * num_good)
    bad = RequestError(DOCUMENT_TOO_LARGE, "expected at most 9 tokens")

    with pytest.raises(RequestError, match="9 tokens") as refused:
        analyze_answer([*good, bad], request=request(text))

    assert refused.value.pointer == pointer
