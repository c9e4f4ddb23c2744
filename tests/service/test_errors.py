import pytest

from nomen.model.errors import DocumentError, OperatorError
from nomen.service.errors import (
    NOT_JSON,
    ClosedError,
    ProblemType,
    QueueFullError,
    RequestError,
    to_request_error,
)
from nomen.service.http.openapi import problem_table, problem_types


@pytest.mark.parametrize(
    ("error", "slug", "status"),
    [
        (RequestError(NOT_JSON, "x"), "not-json", 400),
        (DocumentError("tokens.3: expected a string"), "invalid-document", 422),
        (QueueFullError(retry_after_seconds=1.2), "queue-full", 429),
        (OperatorError("template", "expected {n} once"), "invalid-value", 422),
        (OperatorError("kind", "surrogates need faker"), "no-surrogates", 501),
        (ClosedError(), "draining", 503),
        (TimeoutError(), "deadline", 504),
        (KeyError("Hermione"), "internal", 500),
    ],
)
def test_errors_become_problems(error: Exception, slug: str, status: int) -> None:
    problem = to_request_error(error).to_json()

    assert (problem["type"], problem["status"]) == (f"/problems/{slug}", status)
    assert "Hermione" not in str(problem)


def test_a_full_queue_tells_when_to_come_back_in_whole_seconds() -> None:
    assert to_request_error(QueueFullError(retry_after_seconds=1.2)).headers == {"Retry-After": "2"}


def test_slugs_are_unique_and_all_stand_in_the_table() -> None:
    slugs = [problem.slug for problem in problem_types()]

    assert len(slugs) == len(set(slugs)) > 25
    assert all(f"`/problems/{slug}`" in problem_table() for slug in slugs)
    assert isinstance(problem_types()[0], ProblemType)


def test_an_operator_that_cannot_be_used_is_found_in_the_body() -> None:
    problem = to_request_error(OperatorError("template", "expected {n} once"))

    assert (problem.pointer, problem.detail) == ("/operator/template", "expected {n} once")
