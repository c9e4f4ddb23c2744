"""Tagged texts to the results that clients of Presidio expect."""

from collections.abc import Sequence

from nomen.model.tagged_documents import Name, TaggedDocument
from nomen.service.errors import RequestError
from nomen.service.presidio.schemas import PERSON, RECOGNIZERS, AnalyzeRequest

DECIMALS = 6


def analyze_answer(
    outcomes: Sequence[TaggedDocument | RequestError], *, request: AnalyzeRequest
) -> Sequence[object]:
    """Give the results of one text, or a list of results for each of several.

    Args:
        outcomes: The tagged texts, or why they could not be tagged.
        request: What was asked for.

    Raises:
        RequestError: When one of the texts could not be tagged.
    """
    found = [_results(outcome, request=request) for outcome in _checked(outcomes, request)]
    return found[0] if isinstance(request.text, str) else found


def _checked(
    outcomes: Sequence[TaggedDocument | RequestError], request: AnalyzeRequest
) -> list[TaggedDocument]:
    tagged = []
    for i, outcome in enumerate(outcomes):
        if isinstance(outcome, RequestError):
            pointer = "/text" if isinstance(request.text, str) else f"/text/{i}"
            raise RequestError(outcome.problem, outcome.detail, pointer=pointer) from outcome
        tagged.append(outcome)
    return tagged


def _results(tagged: TaggedDocument, *, request: AnalyzeRequest) -> list[object]:
    allowed = frozenset(request.allow_list or ())
    return [
        _result(name, is_explained=bool(request.return_decision_process), model=tagged.model)
        for name in tagged.names
        if name.text not in allowed
    ]


def _result(name: Name, *, is_explained: bool, model: str) -> dict[str, object]:
    score = round(1.0 if name.probability is None else name.probability, DECIMALS)
    return {
        "analysis_explanation": _explanation(score, model) if is_explained else None,
        "end": name.end,
        "entity_type": PERSON,
        "score": score,
        "start": name.start,
    }


def _explanation(score: float, model: str) -> dict[str, object]:
    return {
        "original_score": score,
        "pattern": None,
        "pattern_name": None,
        "recognizer": RECOGNIZERS[0],
        "regex_flags": None,
        "score": score,
        "score_context_improvement": 0,
        "supportive_context_word": "",
        "textual_explanation": f"{model}: the lowest name probability of the name's tokens",
        "validation_result": None,
    }
