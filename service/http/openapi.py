"""The parts of the OpenAPI description that belong to no single route."""

from itertools import groupby
from typing import Any

from nomen.service import errors
from nomen.service.errors import MEDIA_TYPE, ProblemType

DESCRIPTION = """\
Nomen tags person names. For every token of a text it gives the probability that the token is part
of a person's name, and it gives the names as spans.

Errors are `application/problem+json` (RFC 9457) and never repeat what was sent. Their `type` is one
of these:

"""


def problem_types() -> list[ProblemType]:
    """List all problem types by status."""
    found = [value for value in vars(errors).values() if isinstance(value, ProblemType)]
    return sorted(found, key=lambda problem: problem.status)


def problem_table() -> str:
    """Write the problem types as a Markdown table."""
    rows = ["| type | status | when |", "| --- | --- | --- |"]
    rows += [f"| `/problems/{p.slug}` | {p.status} | {p.title} |" for p in problem_types()]
    return "\n".join(rows) + "\n"


def _responses() -> dict[int | str, dict[str, Any]]:
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        str(status): {
            "description": "; ".join(problem.title for problem in problems),
            "content": {MEDIA_TYPE: schema},
        }
        for status, problems in groupby(problem_types(), key=lambda problem: problem.status)
    }


DOCS_PATH, OPENAPI_PATH = "/docs", "/openapi.json"
PROBLEM_RESPONSES = _responses()
"""The response for each status of a problem."""
