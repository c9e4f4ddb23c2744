"""Covers a bundle that replaces another in a running `nomen serve`: `service/http/server.py`."""

import json
import shutil
import signal
import threading
from pathlib import Path

import httpx2
import pytest

from tests.service.http.test_server import Served, ready
from tests.waiting import wait_until

pytestmark = pytest.mark.slow


def copy_bundle(bundle: Path, place: Path, *, version: str) -> Path:
    """Copy a bundle, and give the copy another version."""
    shutil.copytree(bundle, place)
    manifest = place / "manifest.json"
    manifest.write_text(
        json.dumps({**json.loads(manifest.read_bytes()), "version": version}), encoding="utf-8"
    )
    return place


def point(link: Path, bundle: Path) -> None:
    """Move a symbolic link at once, as a deployment does."""
    new = link.with_suffix(".new")
    new.symlink_to(bundle)
    new.rename(link)


def deploy(bundle: Path, folder: Path) -> tuple[Path, Path, Path]:
    """Give a link to version 1.0.0 of a bundle, a good 2.0.0 and a broken 3.0.0."""
    link = folder / "bundle"
    point(link, copy_bundle(bundle, folder / "one", version="1.0.0"))
    new = copy_bundle(bundle, folder / "two", version="2.0.0")
    broken = copy_bundle(bundle, folder / "broken", version="3.0.0")
    (broken / "vocabulary.json").write_bytes(b"{}")
    return link, new, broken


class Asking(threading.Thread):
    """Asks until it is told to stop, and keeps what each answer says of its model."""

    def __init__(self, url: httpx2.URL) -> None:
        super().__init__(daemon=True)
        self.answers: list[tuple[int, str, str]] = []
        self.stopping = threading.Event()
        self._url = url

    def run(self) -> None:
        with httpx2.Client(base_url=self._url, timeout=20) as client:
            while not self.stopping.is_set():
                answer = client.post("/v1/tag", json={"text": "Harry waved. " * 50})
                header = answer.headers.get("nomen-model", "").rpartition(" ")[0]
                self.answers.append((answer.status_code, header, answer.json().get("model")))


def count_events(served: Served, event: str) -> int:
    return sum(line["event"] == event for line in served.lines)


def test_m2_a_reload_under_load_loses_no_request_and_mixes_no_answer(
    tiny_bundle: Path, tmp_path: Path
) -> None:
    link, new, broken = deploy(tiny_bundle, tmp_path)

    with ready(link) as (served, client):
        asking = [Asking(client.base_url) for _ in range(3)]
        for each in asking:
            each.start()
        point(link, broken)
        served.process.send_signal(signal.SIGHUP)
        refused = served.wait_for("reload refused")
        point(link, new)
        served.process.send_signal(signal.SIGHUP)
        wait_until(lambda: count_events(served, "ready") == 2)
        wait_until(lambda: all(each.answers[-1][1] == "nomen-tiny 2.0.0" for each in asking))
        for each in asking:
            each.stopping.set()
            each.join(timeout=20)
        metrics = client.get("/metrics").text

    answers = {answer for each in asking for answer in each.answers}
    assert answers == {
        (200, f"nomen-tiny {version}", f"nomen-tiny {version}") for version in ("1.0.0", "2.0.0")
    }
    assert "vocabulary.json: size: expected" in refused["reason"]
    assert '\nnomen_reloads_total{result="failed"} 1.0\n' in metrics
    assert '\nnomen_reloads_total{result="succeeded"} 1.0\n' in metrics
    assert metrics.count("\nnomen_model_info{") == 1
