"""Covers `service/telemetry/key_metrics.py`, too."""

import io
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from starlette.routing import BaseRoute, Route
from starlette.testclient import TestClient
from starlette.types import Message

from nomen.model.tagger import Tagger
from nomen.service.http.app import create_app
from nomen.service.http.authorization import OPEN_PATHS, Charge, Pace
from nomen.service.keys.budgets import Budgets
from nomen.service.keys.key import Key, KeysError
from nomen.service.settings import Settings
from nomen.service.telemetry.access_record import AccessRecord
from tests.service.keys.test_key_ring import line
from tests.waiting import wait_until

GOOD, LIMITED, ADMIN = "good-secret", "limited-secret", "admin-secret"
ROUTES_OPEN = {"/livez", "/readyz", "/startupz", "/health", "/demo"}
"""All that answers without a key, and the files under /demo/, which are those of the page."""
STREAM = {"Content-Type": "application/jsonl"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "keys"
    made.write_text(
        line("web", GOOD)
        + line("tags", LIMITED, "tokens_per_second=1 routes=/v1/tag*")
        + line("root", ADMIN, "routes=/admin/*")
    )
    return made


@pytest.fixture
def locked(tagger: Tagger, file: Path) -> Iterator[TestClient]:
    app = create_app(Settings(keys_file=str(file)), tagger)
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def paths_of(routes: Sequence[BaseRoute]) -> set[str]:
    """List the paths of routes, and of what is mounted or included among them."""
    found: set[str] = set()
    for route in routes:
        inner = getattr(route, "original_router", None) or getattr(route, "app", None)
        if isinstance(route, Route):
            found.add(route.path)
        else:
            assert inner is not None, "this kind of route is unknown here"
            found |= paths_of(inner.routes)
    return found


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "OPTIONS"])
def test_s2_every_route_but_probes_and_the_page_asks_for_a_key(
    locked: TestClient, method: str
) -> None:
    paths = paths_of(locked.app.routes)  # type: ignore[attr-defined]  # an app to it
    assert len(paths) > 25
    for path in sorted(paths | {"/nowhere", "/admin/reload", "/admin/nowhere"}):
        is_open = path in ROUTES_OPEN or path.startswith("/demo/")

        assert (path in OPEN_PATHS) == is_open, path
        code = locked.request(method, path).status_code
        assert (code not in {401, 429}) == is_open, path


SENT = {
    "no key": ({}, ""),
    "bad key": (bearer("bad"), ""),
    "revoked key": (bearer("revoked"), ""),
    "key in the query": ({}, f"?key={GOOD}&access_token={GOOD}&api_key={GOOD}"),
    "another header": ({"X-API-Key": GOOD}, ""),
    "another scheme": ({"Authorization": f"Basic {GOOD}"}, ""),
}


@pytest.mark.parametrize("sent", SENT)
def test_s2_what_is_no_good_key_gets_401_everywhere(locked: TestClient, sent: str) -> None:
    headers, query = SENT[sent]
    for path in ("/v1/tag", "/v1/redact/stream", "/metrics", "/analyze", "/admin/x", "/"):
        answer = locked.post(path + query, headers=headers, content=b"{")

        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith('Bearer realm="nomen"')
        assert GOOD not in answer.text


def test_s2_two_headers_get_401_though_both_are_good(locked: TestClient) -> None:
    two = [("Authorization", f"Bearer {GOOD}"), ("Authorization", f"Bearer {GOOD}")]

    assert locked.get("/v1/model", headers=two).status_code == 401


def test_s2_a_good_key_gets_what_a_service_without_keys_gives(
    locked: TestClient, client: TestClient
) -> None:
    for method, path in [("GET", "/v1/model"), ("GET", "/docs"), ("GET", "/"), ("GET", "/nowhere")]:
        assert (
            locked.request(method, path, headers=bearer(GOOD)).status_code
            == client.request(method, path).status_code
        )
    tagged = locked.post("/v1/tag", json={"text": "Harry"}, headers=bearer(GOOD))
    assert tagged.content == client.post("/v1/tag", json={"text": "Harry"}).content


def test_s2_a_key_gets_403_beyond_its_routes(locked: TestClient) -> None:
    assert locked.get("/metrics", headers=bearer(LIMITED)).status_code == 403
    assert locked.post("/v1/redact", headers=bearer(LIMITED)).status_code == 403
    assert locked.post("/admin/reload", headers=bearer(GOOD)).status_code == 403
    assert locked.post("/v1/tag", headers=bearer(ADMIN)).status_code == 403


def test_s3_the_eleventh_bad_key_of_a_minute_gets_429(locked: TestClient) -> None:
    answers = [locked.get("/v1/model", headers=bearer("bad")) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert locked.get("/v1/model", headers=bearer(GOOD)).status_code == 200


def test_s5_logs_metrics_and_answers_have_the_name_of_a_key_alone(
    locked: TestClient, log_lines: io.StringIO, file: Path
) -> None:
    answers = [
        locked.post("/v1/tag", json={"text": "Harry waved."}, headers=bearer(GOOD)),
        locked.post("/v1/tag", content=GOOD.encode(), headers=bearer(GOOD)),
        locked.get("/v1/model", headers=bearer(GOOD)),
        locked.get("/metrics", headers=bearer(GOOD)),
        locked.get("/v1/model", headers=bearer(f"{GOOD}-mistyped")),
    ]
    digest = file.read_text().split()[1]
    told = log_lines.getvalue() + "".join(f"{answer.headers}{answer.text}" for answer in answers)

    assert '"key":"web"' in log_lines.getvalue()
    assert '\nnomen_key_requests_total{key="web"} 3.0' in answers[3].text
    assert '\nnomen_key_tokens_total{key="web"} 3.0' in answers[3].text
    assert GOOD not in told
    assert digest not in told


def test_refused_clients_of_presidio_get_its_form(locked: TestClient) -> None:
    assert set(locked.post("/analyze").json()) == {"error"}
    assert locked.get("/v1/model").json()["type"] == "/problems/key-missing"
    metrics = locked.get("/metrics", headers=bearer(GOOD)).text
    assert 'nomen_rejected_total{reason="key"} 2.0' in metrics


def test_the_description_says_what_needs_a_key(locked: TestClient, client: TestClient) -> None:
    described = locked.get("/openapi.json", headers=bearer(GOOD)).json()

    needed = {
        path: one["security"] for path, each in described["paths"].items() for one in each.values()
    }
    assert needed["/v1/tag"] == [{"key": []}]
    assert {path for path, key in needed.items() if not key} == ROUTES_OPEN - {"/demo"}
    assert described["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert "securitySchemes" not in client.get("/openapi.json").json()["components"]


def test_refused_keys_are_counted_and_logged_with_their_address(
    locked: TestClient, log_lines: io.StringIO
) -> None:
    locked.get("/v1/model", headers=bearer("bad"))
    metrics = locked.get("/metrics", headers=bearer(GOOD)).text

    assert 'nomen_rejected_total{reason="key"} 1.0' in metrics
    assert '"problem":"key-refused","address":"testclient"' in log_lines.getvalue()


def test_a_key_that_used_its_tokens_waits(locked: TestClient) -> None:
    text = {"text": "Harry waved . " * 20}
    codes = [
        locked.post("/v1/tag", json=text, headers=bearer(LIMITED)).status_code for _ in range(2)
    ]
    refused = locked.post("/v1/tag", json=text, headers=bearer(LIMITED))

    assert codes == [200, 429]
    assert refused.json()["type"] == "/problems/key-limit"
    assert 45 < int(refused.headers["retry-after"]) <= 50
    assert locked.post("/v1/tag", json=text, headers=bearer(GOOD)).status_code == 200


def test_a_refused_document_costs_nothing(locked: TestClient) -> None:
    for _ in range(20):
        answer = locked.post("/v1/tag", json={"text": 1}, headers=bearer(LIMITED))
        assert answer.status_code == 422

    tagged = locked.post("/v1/tag", json={"text": "Harry"}, headers=bearer(LIMITED))
    assert tagged.status_code == 200


def test_keys_are_read_again_and_a_wrong_file_changes_nothing(
    locked: TestClient, file: Path, log_lines: io.StringIO
) -> None:
    file.write_text(line("web", "new-secret"))
    wait_until(lambda: locked.get("/v1/model", headers=bearer("new-secret")).is_success)
    assert locked.get("/v1/model", headers=bearer(GOOD)).status_code in {401, 429}

    file.write_text("Canary")
    wait_until(lambda: "keys not read" in log_lines.getvalue())
    metrics = locked.get("/metrics", headers=bearer("new-secret")).text
    assert '\nnomen_key_reloads_total{result="failed"} 1.0' in metrics
    assert '\nnomen_key_reloads_total{result="succeeded"} 1.0' in metrics
    assert "\nnomen_keys 1.0" in metrics
    assert "Canary" not in log_lines.getvalue()


def test_a_worker_that_starts_late_has_the_keys_of_its_start(tagger: Tagger, file: Path) -> None:
    """Workers are forked from a process that read the keys long ago."""
    app = create_app(Settings(keys_file=str(file)), tagger)
    file.write_text(line("web", "new-secret"))
    with TestClient(app) as client:
        wait_until(lambda: client.get("/v1/model", headers=bearer("new-secret")).is_success)
        assert client.get("/v1/model", headers=bearer(GOOD)).status_code == 401


def test_a_service_with_a_wrong_file_does_not_start(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("Canary")

    with pytest.raises(KeysError, match="line 1"):
        create_app(Settings(keys_file=str(tmp_path / "keys")))


def test_without_keys_there_is_no_admin(client: TestClient) -> None:
    assert client.post("/admin/reload").status_code == 404


def test_a_stream_is_charged_while_it_is_read(locked: TestClient) -> None:
    started = time.monotonic()
    body = b'{"text": "Harry waved ."}\n' * 3
    answer = locked.post("/v1/tag/stream", content=body, headers={**STREAM, **bearer(LIMITED)})
    refused = locked.post("/v1/tag/stream", content=body, headers={**STREAM, **bearer(LIMITED)})

    assert answer.text.count("name_probabilities") == 3
    assert time.monotonic() - started < 5
    assert refused.status_code in {200, 429}


@pytest.mark.anyio
async def test_a_stream_is_read_as_fast_as_its_key_allows() -> None:
    key = Key(name="k", digest=b"k" * 32, tokens_per_second=1000)
    budgets = Budgets()
    messages: list[Message] = [
        {"type": "http.request", "body": b"x" * 12_000, "more_body": True},
        {"type": "http.request", "body": b"", "more_body": False},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return messages.pop(0)

    pace = Pace(receive, Charge(budgets, key, AccessRecord("id")))
    started = time.monotonic()
    budgets.take(key, 10_050)
    pieces = [await pace.receive()]
    waited = time.monotonic() - started
    budgets.take(key, -20_000)
    pieces += [await pace.receive() for _ in range(4)]
    budgets.close()

    assert waited >= 0.049
    assert [len(piece["body"]) for piece in pieces[:4]] == [5000, 5000, 2000, 0]
    assert [piece["more_body"] for piece in pieces[:4]] == [True, True, True, False]
    assert pieces[4]["type"] == "http.disconnect"
