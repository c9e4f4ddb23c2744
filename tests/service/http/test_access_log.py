"""Covers `service/http/access_log.py` and `service/telemetry/access_record.py`."""

import io
import json
from collections.abc import Sequence

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from nomen.model.tagger import Tagger
from nomen.model.windows import WindowProbabilities
from nomen.service.http.access_log import AccessLogMiddleware
from nomen.service.http.app import create_app
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.settings import Settings
from tests.waiting import turns

CANARY = "Quillfeather"
BODIES = [
    f'{{"text": "{CANARY} waved."}}',
    f'{{"tokens": ["{CANARY}"]}}',
    f'{{"tokens": ["{CANARY}", ""]}}',
    f'{{"text": "{CANARY}", "{CANARY}": "{CANARY}"}}',
    f'{{"text": "{CANARY}", "threshold": "{CANARY}"}}',
    f'{{"text": "{CANARY}", "offset_unit": "{CANARY}", "timeout_ms": "{CANARY}"}}',
    f'{{"text": "{CANARY} \\ud800"}}',
    f'{{"text": "{CANARY}", "text": "{CANARY}"}}',
    f'{{"{CANARY}": NaN}}',
    f'"{CANARY}"',
    f"{CANARY}",
    f'{{"documents": [{{"id": "a", "text": "{CANARY}", "{CANARY}": 1}}, {{"text": "{CANARY}"}}]}}',
]

KINDS = {
    "/v1/tag": "application/json",
    "/v1/redact": "application/json",
    "/v1/tag/stream": "application/x-ndjson",
}


class BrokenTagger(Tagger):
    """Breaks with a text in the message, as libraries do."""

    def forward(self, sentences: Sequence[Sequence[str]]) -> list[WindowProbabilities]:
        raise KeyError(sentences[0][0])


def send_all(client: TestClient) -> list[str]:
    headers = {"Content-Type": "application/json", "X-Request-ID": f"\x1b[0m {CANARY}"}
    answers = []
    for route in ("/v1/tag", "/v1/tag/batch", f"/v1/{CANARY}", f"/livez?{CANARY}"):
        for body in BODIES:
            response = client.post(route, content=body.encode(), headers=headers)
            answers.append(f"{response.status_code} {response.headers} {response.text}")
    client.request(CANARY, "/v1/tag")
    answers.append(client.get("/metrics").text)
    return answers


def test_no_text_is_in_logs_metrics_or_errors(client: TestClient, log_lines: io.StringIO) -> None:
    answers = send_all(client)

    refused = [answer for answer in answers if not answer.startswith("200")]
    assert len(refused) > 30
    assert CANARY not in "".join(refused)
    assert log_lines.getvalue().count('"event":"request"') == len(answers) + 1
    assert CANARY not in log_lines.getvalue()


def test_a_crash_is_a_problem_and_tells_no_text(tagger: Tagger, log_lines: io.StringIO) -> None:
    broken = BrokenTagger(tagger.bundle, tagger.engine)
    with TestClient(create_app(Settings(), broken), raise_server_exceptions=True) as client:
        response = client.post("/v1/tag", json={"text": CANARY})
        alive = client.get("/livez")

    assert response.status_code == 500
    assert response.json()["type"] == "/problems/internal"
    assert response.headers["x-request-id"] in log_lines.getvalue()
    assert '"error":"KeyError"' in log_lines.getvalue()
    assert CANARY not in log_lines.getvalue() + response.text
    assert alive.status_code == 200


def test_a_request_leaves_one_line(client: TestClient, log_lines: io.StringIO) -> None:
    log_lines.truncate(0)
    client.post("/v1/tag", json={"text": "Harry waved."}, headers={"X-Request-ID": "one"})

    line = json.loads(log_lines.getvalue().strip("\0"))
    assert line.pop("duration_seconds") > 0
    assert line.pop("timestamp")
    assert line == {
        "event": "request",
        "level": "info",
        "request_id": "one",
        "method": "POST",
        "route": "/v1/tag",
        "code": 200,
        "num_tokens": 3,
    }


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("/v1/tag", [{"text": "Анна met 山田."}]),
        ("/v1/redact", [{"text": "Анна met 山田."}]),
        ("/v1/tag/stream", [{"text": "Анна"}, {"text": "山田 Harry"}]),
    ],
)
def test_a_line_counts_the_letters_of_scripts_that_were_not_learned(
    client: TestClient, log_lines: io.StringIO, path: str, lines: list[dict[str, str]]
) -> None:
    log_lines.truncate(0)
    client.post(
        path, content="\n".join(map(json.dumps, lines)), headers={"Content-Type": KINDS[path]}
    )

    line = json.loads(log_lines.getvalue().strip("\0").splitlines()[-1])
    assert line["unsupported_scripts"] == {"Cyrillic": 4, "Han": 2}


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "é", "a\tb"])
def test_an_odd_request_id_is_replaced(client: TestClient, given: str) -> None:
    response = client.get("/livez", headers=[(b"X-Request-ID", given.encode())])

    assert response.headers["x-request-id"] != given
    assert len(response.headers["x-request-id"]) == 32


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/docs", "/docs"),
        ("/openapi.json", "/openapi.json"),
        ("/v1/other", "unmatched"),
        ("/v1/tag", "/v1/tag"),
    ],
)
def test_routes_are_labels_of_few_values(client: TestClient, path: str, route: str) -> None:
    client.get(path)

    assert f'route="{route}"' in client.get("/metrics").text


def test_every_answer_is_private_to_its_caller(client: TestClient) -> None:
    for response in (client.get("/livez"), client.post("/v1/tag", json={"text": "a"})):
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.anyio
async def test_a_crash_after_the_answer_began_is_logged_and_ends_there(
    tagger: Tagger, log_lines: io.StringIO
) -> None:
    sent: list[Message] = []

    async def half(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise KeyError(CANARY)

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    lifecycle = Lifecycle(Settings(), tagger=tagger)
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "headers": [],
        "app": create_app(Settings()),
    }

    await AccessLogMiddleware(half, lifecycle=lifecycle)(scope, receive, send)
    await turns()  # lines are written then

    assert [message["type"] for message in sent] == ["http.response.start"]
    assert '"event":"failure"' in log_lines.getvalue()
    assert CANARY not in log_lines.getvalue()
