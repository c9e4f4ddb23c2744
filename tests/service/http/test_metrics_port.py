import signal
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from nomen.model.tagger import Tagger
from nomen.service.http.app import create_app
from nomen.service.http.metrics_port import create_metrics_app
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.settings import Settings
from tests.service.http.test_server import ready
from tests.service.keys.test_key_ring import line


def test_nothing_but_the_metrics_is_on_their_port(lifecycle: Lifecycle) -> None:
    client = TestClient(create_metrics_app(lifecycle))

    assert "\nnomen_ready 1.0" in client.get("/metrics").text
    codes = [client.get("/v1/model").status_code, client.post("/metrics").status_code]
    assert codes == [404, 405]
    assert client.get("/v1/model").headers["content-type"] == "application/problem+json"


def test_the_metrics_are_not_elsewhere_then(tagger: Tagger) -> None:
    with TestClient(create_app(Settings(metrics_port=0), tagger)) as client:
        assert client.get("/metrics").status_code == 404
        assert "/metrics" not in client.get("/openapi.json").text


@pytest.mark.slow
def test_s2_the_metrics_port_asks_for_no_key_and_ends_with_the_service(
    tiny_bundle: Path, tmp_path: Path
) -> None:
    (tmp_path / "keys").write_text(line("web", "good"))
    settings = {"NOMEN_KEYS_FILE": str(tmp_path / "keys"), "NOMEN_METRICS_PORT": "0"}
    with ready(tiny_bundle, **settings) as (served, client):
        url = served.wait_for("listening")["metrics_url"]
        with httpx2.Client(base_url=url) as scraper:
            assert client.get("/v1/model").status_code == 401
            assert "\nnomen_keys 1.0" in scraper.get("/metrics").text
            assert scraper.get("/v1/model").status_code == 404
            assert client.get("/metrics", headers={"Authorization": "Bearer good"}).is_error

            assert served.end(signal.SIGTERM) == 0
        with pytest.raises(httpx2.ConnectError):
            httpx2.get(f"{url}/metrics")
