"""Keys where several workers serve: what a key may do does not depend on who answers."""

from pathlib import Path

import httpx2
import pytest

from tests.end_to_end.test_keys import new_key
from tests.service.http.test_server import ready
from tests.waiting import wait_until

pytestmark = pytest.mark.slow
RELOADED = 'nomen_reloads_total{result="succeeded"} 2.0'


def test_budgets_and_reloads_are_those_of_all_workers(tiny_bundle: Path, tmp_path: Path) -> None:
    file = tmp_path / "keys"
    slow = new_key(file, "slow", "--tokens-per-second", "1")
    admin = new_key(file, "admin", "--routes", "/admin/reload,/metrics")

    def ask(path: str, key: str, **more: object) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {key}"}
        return httpx2.request(
            "GET" if path == "/metrics" else "POST",
            url.join(path),
            headers=headers,
            timeout=20,
            **more,  # type: ignore[arg-type]  # as given
        )

    with ready(tiny_bundle, NOMEN_WORKERS="2", NOMEN_KEYS_FILE=str(file)) as (_, client):
        url = client.base_url
        wait_until(lambda: client.get("/readyz").is_success)
        assert ask("/v1/tag", slow, json={"tokens": ["Harry"] * 1000}).status_code == 200
        codes = [ask("/v1/tag", slow, json={"tokens": ["Harry"]}).status_code for _ in range(20)]
        assert codes == [429] * 20

        assert ask("/admin/reload", admin).status_code == 200
        wait_until(lambda: RELOADED in ask("/metrics", admin).text)
