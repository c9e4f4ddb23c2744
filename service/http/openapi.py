"""The parts of the OpenAPI description that belong to no single route."""

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any

from nomen.service import errors
from nomen.service.documents.schemas import Options
from nomen.service.errors import MEDIA_TYPE, ProblemType
from nomen.service.http.examples import TEXT, Examples
from nomen.service.http.query import KEYED

DESCRIPTION = """\
Nomen tags person names. For every token of a text it gives the probability that the token is part
of a person's name, and it gives the names as spans. It also redacts: it puts something else in the
place of the names.

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


def require_key(description: dict[str, Any], *, open_paths: Collection[str]) -> dict[str, Any]:
    """Say in a description that a key is needed.

    Args:
        description: What FastAPI made; it is changed.
        open_paths: The paths that need none.
    """
    schemes = description.setdefault("components", {}).setdefault("securitySchemes", {})
    schemes["key"] = {"type": "http", "scheme": "bearer"}
    for path, operations in description["paths"].items():
        for operation in operations.values():
            operation["security"] = [] if path in open_paths else [{"key": []}]
    return description


def json_body(examples: Examples) -> dict[str, Any]:
    """Describe a body in JSON by examples; FastAPI adds its schema."""
    return {"requestBody": {"content": {"application/json": {"examples": examples}}}}


def json_or_text_body(
    examples: Examples, model: type[Options], options: Sequence[str]
) -> dict[str, Any]:
    """Describe a body in JSON, or as a plain text with its options in the URL.

    Args:
        examples: Of the body in JSON.
        model: The model of the body in JSON.
        options: The fields of the model that the URL may have.
    """
    properties = model.model_json_schema()["properties"]
    body = json_body(examples)
    content = {"schema": {"type": "string"}, "examples": PLAIN_TEXT_EXAMPLES}
    body["requestBody"]["content"]["text/plain"] = content
    return {**body, "parameters": [_parameter(name, properties[name]) for name in options]}


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Describe a field as a query parameter."""
    if name == "operator":
        kinds = [kind for kind in schema["discriminator"]["mapping"] if kind not in KEYED]
        schema = {"type": "string", "enum": kinds, "description": schema["description"]}
    choices = [each for each in schema.get("anyOf", []) if each != {"type": "null"}]
    if choices:
        alone = choices[0] if len(choices) == 1 else {"anyOf": choices}
        schema = {"description": schema["description"], **alone}
    is_list = schema.get("type") == "array"
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": schema["description"],
        "schema": {key: schema[key] for key in SCHEMA_KEYS if key in schema},
        **({"style": "form", "explode": False} if is_list else {}),
    }


def _responses() -> dict[int | str, dict[str, Any]]:
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        str(status): {
            "description": "; ".join(problem.title for problem in problems),
            "content": {MEDIA_TYPE: schema},
        }
        for status, problems in groupby(problem_types(), key=lambda problem: problem.status)
    }


PLAIN_TEXT_EXAMPLES = {"a_text": {"summary": "A text", "value": TEXT}}
SCHEMA_KEYS = ("type", "enum", "anyOf", "items", "minItems", "minimum", "maximum")
OPENAPI_PATH = "/openapi.json"
PROBLEM_RESPONSES = _responses()
"""The response for each status of a problem."""
