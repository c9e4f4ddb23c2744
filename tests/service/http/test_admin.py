from pathlib import Path

import pytest
from starlette.testclient import TestClient

from nomen.model.tagger import Tagger
from nomen.service.http.app import create_app
from nomen.service.settings import Settings
from tests.service.apps import asgi_client


def test_there_is_no_route_for_administrators_without_a_guard(client: TestClient) -> None:
    assert client.post("/admin/reload").status_code == 404
    assert "/admin/reload" not in client.get("/openapi.json").json()["paths"]


def test_a_reload_that_is_refused_is_a_conflict(tagger: Tagger) -> None:
    with TestClient(create_app(Settings(), tagger, has_admin=True)) as client:
        refused = client.post("/admin/reload")

        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/reload-refused")
        assert '\nnomen_reloads_total{result="failed"} 1.0\n' in client.get("/metrics").text
        assert client.post("/v1/tag", json={"text": "Harry"}).status_code == 200


@pytest.mark.slow
@pytest.mark.anyio
async def test_a_reload_tells_what_is_served_now(tiny_bundle: Path) -> None:
    app = create_app(Settings(bundle=str(tiny_bundle)), has_admin=True)
    async with asgi_client(app) as client:
        before = (await client.get("/v1/model")).json()
        reloaded = await client.post("/admin/reload")

        assert (reloaded.status_code, reloaded.json()) == (200, before)
        assert reloaded.headers["nomen-model"].startswith("nomen-tiny 0.1.0 ")
