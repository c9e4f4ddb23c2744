"""A text and what was found in it to the text with something else in those places."""

from nomen.service.errors import INVALID_VALUE, ProblemType, RequestError
from nomen.service.presidio.operators import Operators
from nomen.service.presidio.overlaps import Span, resolve_overlaps
from nomen.service.presidio.schemas import AnonymizeRequest

ANSWER_TOO_LARGE = ProblemType("answer-too-large", 413, "The answer would be too large")


def anonymize(request: AnonymizeRequest, *, max_characters: int) -> dict[str, object]:
    """Give the fields of an `AnonymizedText`.

    Args:
        request: The text, what was found in it, and the operators.
        max_characters: Most characters of all results and all that stands in their places. Results
            may overlap and replacements may be long, so that they can have far more than the text.

    Raises:
        RequestError: When a result does not lie in the text, an operator is refused, or there are
            more characters.
    """
    text = request.text
    spans = resolve_overlaps(_spans(request), text)
    starts = [*(span.start for span in spans), len(text)]
    parts = [text[: starts[0]]]
    items: list[dict[str, object]] = []
    operators = Operators(request.anonymizers)
    length = len(parts[0])
    num_characters = 0
    for span, next_start in zip(spans, starts[1:], strict=True):
        operator = operators.of(span.entity_type)
        new = operator.operate(text[span.start : span.end], span.entity_type)
        num_characters += span.end - span.start + len(new)
        if num_characters > max_characters:
            raise RequestError(ANSWER_TOO_LARGE, f"expected at most {max_characters} characters")
        items.append(
            {
                "start": length,
                "end": length + len(new),
                "entity_type": span.entity_type,
                "text": new,
                "operator": operator.type,
                "score": span.score,
            }
        )
        parts += [new, text[min(span.end, next_start) : next_start]]
        length += len(new) + len(parts[-1])
    return {"text": "".join(parts), "items": items[::-1]}


def _spans(request: AnonymizeRequest) -> list[Span]:
    for i, result in enumerate(request.analyzer_results):
        if not result.start <= result.end <= len(request.text):
            detail = f"expected start, end and {len(request.text)}, the text's length, in order"
            raise RequestError(INVALID_VALUE, detail, pointer=f"/analyzer_results/{i}")
    return [Span(r.start, r.end, r.entity_type, r.score) for r in request.analyzer_results]
