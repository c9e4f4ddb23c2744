"""Covers `service/http/examples.py`, too, whose examples are sent."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from nomen.service.http.app import create_api
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.settings import Settings
from tests.service.http.test_server import ready

pytestmark = pytest.mark.slow

LONG_MS = 10_000
LONGEST = 256
"""Characters of a language."""
EXCLUDED_CHECKS: tuple[tuple[str, Any], ...] = (
    # Batches and streams answer what is wrong with a document with 200.
    ("/v1/tag/batch", negative_data_rejection),
    ("/v1/redact/batch", negative_data_rejection),
    ("/v1/tag/stream", negative_data_rejection),
    ("/v1/redact/stream", negative_data_rejection),
    ("/anonymize", positive_data_acceptance),  # no schema says that a place lies in the text
)


@schemathesis.serializer("application/jsonl")
def lines(_context: object, value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


api = schemathesis.openapi.from_dict(create_api(Lifecycle(Settings())).openapi())


@pytest.fixture(scope="module")
def address(tiny_bundle: Path) -> Iterator[str]:
    with ready(tiny_bundle) as (_, client):
        yield str(client.base_url)


SOME = settings(
    max_examples=80, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)
MANY = settings(SOME, max_examples=600)
"""10,000 cases and more, all routes together."""


@api.parametrize()
@SOME
def test_r1_the_service_does_what_its_documentation_says(
    case: schemathesis.Case[Any], address: str
) -> None:
    _check(case, address)


@pytest.mark.long
@api.parametrize()
@MANY
def test_r1_the_service_does_what_its_documentation_says_in_10_000_cases(
    case: schemathesis.Case[Any], address: str
) -> None:
    _check(case, address)


def _check(case: schemathesis.Case[Any], address: str) -> None:
    if isinstance(case.body, dict):
        _lengthen_deadline(case.body)
    for options in (case.body, case.query):
        if isinstance(options, dict):
            _choose_language(options)
            _choose_character(options)
    if str((case.query or {}).get("timeout_ms", "")).isdigit():
        case.query["timeout_ms"] = str(LONG_MS)
    has_empty = (case.query or {}).get("language") == ""  # it says how null is written
    if has_empty:
        case.query["language"] = "auto"
    excluded = [check for path, check in EXCLUDED_CHECKS if path == case.path]
    if _drop_options_of_both(case) or has_empty:
        excluded.append(negative_data_rejection)  # what was dropped may have been wrong
    if case.media_type == "text/plain":  # of which every body is a text
        excluded.append(negative_data_rejection)

    case.call_and_validate(address, excluded_checks=excluded)


def _drop_options_of_both(case: schemathesis.Case[Any]) -> bool:
    """Take those options out of the URL that the body has; no schema says that one place is enough.

    Returns:
        Whether there were any.
    """
    fields = case.body if isinstance(case.body, dict) else {}
    both = [name for name in case.query or {} if name in fields]
    for name in both:
        del case.query[name]
    return bool(both)


def _choose_language(options: dict[str, Any]) -> None:
    """Choose a language that is served; no schema can say which ones are."""
    if isinstance(options.get("language"), str) and 1 <= len(options["language"]) <= LONGEST:
        options["language"] = "auto"


def _choose_character(options: dict[str, Any]) -> None:
    """Choose a character that stands alone; a pattern of all combining marks would be too long."""
    operator = options.get("operator")
    for each in (options, operator if isinstance(operator, dict) else {}):
        found = each.get("character")
        if isinstance(found, str) and len(found) == 1 and unicodedata.category(found)[0] == "M":
            each["character"] = "*"


def _lengthen_deadline(body: dict[str, Any]) -> None:
    """Spare the service the deadlines that nobody can keep."""
    timeout_ms = body.get("timeout_ms")
    if isinstance(timeout_ms, int | float) and 1 <= timeout_ms < LONG_MS:
        body["timeout_ms"] = LONG_MS
