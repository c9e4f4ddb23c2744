import time

import pytest
from starlette.testclient import TestClient

from nomen.model.tagger import Tagger
from nomen.service.http.app import create_app
from nomen.service.settings import Settings


@pytest.mark.parametrize("path", ["/v1/tag/?q=Hermione", "/readyz/", "/docs/oauth2-redirect"])
def test_nobody_is_sent_elsewhere(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Host": "evil.example"}, follow_redirects=False)
    assert answer.status_code in {404, 405}
    assert "Hermione" not in answer.text


@pytest.mark.parametrize(
    ("value", "code"),
    [({"tokens": [1] * 300_000}, 422), ({"documents": [1] * 300_000}, 413)],
)
def test_a_body_of_many_faults_is_refused_at_the_first(
    client: TestClient, value: dict[str, object], code: int
) -> None:
    route = "/v1/tag" if "tokens" in value else "/v1/tag/batch"
    started = time.process_time()
    answer = client.post(route, json=value)
    assert answer.status_code == code
    assert time.process_time() - started < 2.0


def test_c4_a_document_of_the_limit_fits_the_queue(tagger: Tagger) -> None:
    limits = Settings(max_tokens=3_000, queue_tokens=3_000)
    with TestClient(create_app(limits, tagger)) as client:
        answer = client.post("/v1/tag", json={"tokens": ["x"] * 3_000})
    assert answer.status_code == 200
