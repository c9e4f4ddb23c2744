"""What the README shows is what happens."""

import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from nomen.model.tagger import Tagger
from nomen.service.http.app import create_app
from nomen.service.settings import Settings

README = Path("README.md").read_text(encoding="utf-8")


def test_the_request_of_the_readme_has_its_answer(default_tagger: Tagger) -> None:
    (request,) = re.findall(r"-d '(\{\"text\": .*\})'", README)
    (shown,) = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", README, re.DOTALL))
    with TestClient(create_app(Settings(), default_tagger)) as client:
        answer = client.post("/v1/tag", json=json.loads(request)).json()
    assert {k: v for k, v in answer.items() if "prob" not in k and k != "names"} == {
        k: v for k, v in shown.items() if "prob" not in k and k != "names"
    }
    assert [name["text"] for name in answer["names"]] == [name["text"] for name in shown["names"]]
    assert answer["name_probabilities"] == pytest.approx(shown["name_probabilities"], abs=0.05)


def test_every_file_that_the_readme_links_to_exists() -> None:
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert [link for link in links if "://" not in link and not Path(link).exists()] == []
