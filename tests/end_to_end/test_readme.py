"""What the README shows is what happens."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from nomen.model.tagger import Tagger
from nomen.service.http.app import create_app
from nomen.service.settings import Settings

README = Path("README.md").read_text(encoding="utf-8")


REQUESTS = re.findall(
    r"curl http://127.0.0.1:8000(/v1\S*) .*?-d '(\{.*?\})'\n```\n\n```json\n(.*?)```",
    README,
    re.DOTALL,
)
"""Route, body and answer of each request that is shown with its answer."""


@pytest.mark.parametrize(("route", "body", "shown"), REQUESTS, ids=[each[0] for each in REQUESTS])
def test_a_request_of_the_readme_has_its_answer(
    default_tagger: Tagger, route: str, body: str, shown: str
) -> None:
    expected = json.loads(shown)
    with TestClient(create_app(Settings(), default_tagger)) as client:
        answer = client.post(route, json=json.loads(body)).json()

    assert without_probabilities(answer) == without_probabilities(expected)
    probabilities = expected.get("name_probabilities", [])
    assert answer.get("name_probabilities", []) == pytest.approx(probabilities, abs=0.05)


def test_the_readme_shows_tagging_and_redaction() -> None:
    assert [route for route, _, _ in REQUESTS] == ["/v1/tag", "/v1/redact"]


def without_probabilities(answer: dict[str, Any]) -> dict[str, Any]:
    """Leave out the probabilities, which differ between CPUs."""
    names = [{**name, "probability": None} for name in answer["names"]]
    return {**answer, "names": names, "name_probabilities": None}


def test_the_plain_text_of_the_readme_is_answered_as_one(default_tagger: Tagger) -> None:
    (path,) = re.findall(r"curl 'http://127.0.0.1:8000(/v1/redact\?\S*)'", README)
    headers = dict(re.findall(r"-H '([\w-]+): (text/plain)'", README))
    with TestClient(create_app(Settings(), default_tagger)) as client:
        answer = client.post(path, content=b"Dear Harry Potter,", headers=headers)

    assert answer.text == "Dear ***** ******,"


def test_every_file_that_the_readme_links_to_exists() -> None:
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert [link for link in links if "://" not in link and not Path(link).exists()] == []
