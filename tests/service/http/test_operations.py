"""Covers `service/http/operations.py` and `service/http/dependencies.py`."""

import asyncio

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from nomen.model.tagger import Tagger
from nomen.service.http.app import create_app
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.settings import Settings
from tests.service.apps import GatedTagger, asgi_client


def test_the_model_tells_what_it_is(client: TestClient, tagger: Tagger) -> None:
    response = client.get("/v1/model")

    answer = response.json()
    assert (answer["name"], answer["version"]) == ("tiny", "0.1.0")
    assert answer["sha256"] == tagger.bundle.sha256
    assert answer["limits"]["max_tokens"] == 100_000
    assert (answer["engine"], answer["device"]) == ("onnx", "cpu")
    assert set(answer["presets"]) == {"high_recall", "balanced", "high_precision"}
    assert response.headers["nomen-model"].startswith("nomen-tiny 0.1.0 ")


@pytest.mark.parametrize("route", ["/livez", "/readyz", "/startupz"])
def test_a_healthy_service_says_so(client: TestClient, route: str) -> None:
    assert client.get(route).status_code == 200


def test_leaving_is_not_ready_but_serves(client: TestClient, lifecycle: Lifecycle) -> None:
    lifecycle.leave()

    assert client.get("/readyz").json()["type"] == "/problems/draining"
    assert client.get("/startupz").status_code == client.get("/livez").status_code == 200
    response = client.post("/v1/tag", json={"text": "Harry"})
    assert (response.status_code, response.headers["connection"]) == (200, "close")
    assert "\nnomen_ready 0.0\n" in client.get("/metrics").text


@pytest.mark.anyio
@pytest.mark.parametrize(("stuck_seconds", "status"), [(60, 200), (1e-9, 503)])
async def test_d6_only_a_stuck_engine_is_neither_alive_nor_ready(
    gated: GatedTagger, stuck_seconds: float, status: int
) -> None:
    app = create_app(Settings(stuck_seconds=stuck_seconds), gated)
    async with asgi_client(app) as client, asyncio.TaskGroup() as group:
        group.create_task(client.post("/v1/tag", json={"text": "a"}))
        await gated.until_entered()

        assert (await client.get("/livez")).status_code == status
        assert (await client.get("/readyz")).status_code == status
        assert f"\nnomen_ready {float(status == 200)}\n" in (await client.get("/metrics")).text

        gated.let_through()


def test_metrics_have_the_names_of_the_design(client: TestClient) -> None:
    client.post("/v1/tag", json={"text": "Harry waved.", "threshold": 0})
    client.post("/v1/tag", content=b"{", headers={"Content-Type": "application/json"})

    response = client.get("/metrics")

    families = {f.name: f for f in text_string_to_metric_families(response.text)}
    assert {name for name in families if name.startswith("nomen_")} >= {
        "nomen_requests",
        "nomen_request_duration_seconds",
        "nomen_stage_duration_seconds",
        "nomen_queue_tokens",
        "nomen_queue_requests",
        "nomen_queue_limit_tokens",
        "nomen_batch_documents",
        "nomen_batch_tokens",
        "nomen_batch_padding_ratio",
        "nomen_rejected",
        "nomen_tokens",
        "nomen_names",
        "nomen_name_probability",
        "nomen_model_info",
        "nomen_model_load_seconds",
        "nomen_ready",
        "nomen_reloads",
    }
    assert "process_cpu_seconds" in families
    assert families["nomen_tokens"].samples[0].value == 3
    assert families["nomen_name_probability"].samples[-2].value == 3
    assert families["nomen_rejected"].samples[0].labels == {"reason": "invalid"}
    assert response.headers["content-type"].startswith("text/plain")


def test_two_apps_have_metrics_of_their_own(client: TestClient, tagger: Tagger) -> None:
    client.post("/v1/tag", json={"text": "Harry"})

    with TestClient(create_app(Settings(), tagger)) as other:
        assert "\nnomen_tokens_total 0.0\n" in other.get("/metrics").text
