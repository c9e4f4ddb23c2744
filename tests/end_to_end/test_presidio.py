"""A client of Presidio, the real package, with a running Nomen in the place of its service."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from nomen.model.bundle.bundle import SHIPPED
from tests.service.http.test_server import ready

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine, RecognizerResult

pytestmark = pytest.mark.slow

TEXT = "Mr. Tobias Okonkwo wrote of T-4711, and Aylin answered on 2024-01-05."


@pytest.fixture(scope="module")
def nomen() -> Iterator[httpx2.Client]:
    with ready(SHIPPED / "en") as (_, client):
        yield client


@pytest.fixture(scope="module")
def analyzer(nomen: httpx2.Client) -> "AnalyzerEngine":
    """Make an engine of Presidio that asks Nomen for persons and has a recognizer of its own."""
    from presidio_analyzer import (  # noqa: PLC0415  # takes seconds to import
        AnalyzerEngine,
        PatternRecognizer,
        RecognizerRegistry,
        RecognizerResult,
        RemoteRecognizer,
    )
    from presidio_analyzer.nlp_engine import NoOpNlpEngine  # noqa: PLC0415

    class NomenRecognizer(RemoteRecognizer):
        def __init__(self) -> None:
            super().__init__(
                supported_entities=nomen.get("/supportedentities").json(),
                name=nomen.get("/recognizers").json()[0],
                supported_language="en",
                version="1",
            )

        def get_supported_entities(self) -> list[str]:
            return self.supported_entities

        def analyze(
            self,
            text: str,
            entities: list[str],
            nlp_artifacts: Any,  # noqa: ANN401, ARG002  # as Presidio has it
        ) -> "list[RecognizerResult]":
            body = {"text": text, "language": "en", "entities": entities}
            answer = nomen.post("/analyze", json=body).raise_for_status()
            return [RecognizerResult.from_json(result) for result in answer.json()]

    tickets = PatternRecognizer(supported_entity="TICKET", deny_list=["T-4711"])
    no_model = NoOpNlpEngine(models=[{"lang_code": "en", "model_name": "none"}])
    registry = RecognizerRegistry(recognizers=[NomenRecognizer(), tickets])
    return AnalyzerEngine(registry=registry, nlp_engine=no_model)


def found(results: "list[RecognizerResult]") -> list[tuple[str, str]]:
    return sorted((result.entity_type, TEXT[result.start : result.end]) for result in results)


def test_persons_come_from_nomen_and_the_rest_from_presidio(analyzer: "AnalyzerEngine") -> None:
    assert found(analyzer.analyze(TEXT, language="en")) == [
        ("PERSON", "Aylin"),
        ("PERSON", "Tobias Okonkwo"),
        ("TICKET", "T-4711"),
    ]
    assert found(analyzer.analyze(TEXT, language="en", entities=["TICKET"])) == [
        ("TICKET", "T-4711"),
    ]


def test_nomen_anonymizes_what_presidio_found(
    analyzer: "AnalyzerEngine", nomen: httpx2.Client
) -> None:
    results = [result.to_dict() for result in analyzer.analyze(TEXT, language="en")]
    anonymizers = {"PERSON": {"type": "replace", "new_value": "NN"}}
    body = {"text": TEXT, "analyzer_results": results, "anonymizers": anonymizers}

    answer = nomen.post("/anonymize", json=body).raise_for_status().json()

    expected = "Mr. NN wrote of <TICKET>, and NN answered on 2024-01-05."
    assert answer["text"] == expected
