"""The whole way: labelled sentences, a bundle, an HTTP service."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import torch

from nomen.training.fitting.fitted_network import FittedNetwork
from tests.waiting import wait_until

BIN = Path(sys.executable).parent
RECIPE = "tests/data/recipe.toml"
pytestmark = pytest.mark.slow


def fit(run: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BIN / "nomen-train", "fit", RECIPE, "--run", run, *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fit") / "run"
    done = fit(folder)
    assert done.returncode == 0, done.stderr
    return folder


@contextmanager
def serving(bundle: Path) -> Iterator[str]:
    """Run `nomen serve` on a free port until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"NOMEN_BUNDLE": str(bundle), "NOMEN_PORT": str(port), "NOMEN_DRAIN_SECONDS": "0"}
    kept = {k: v for k, v in os.environ.items() if not k.startswith("NOMEN_")}
    with subprocess.Popen([BIN / "nomen", "serve"], env=kept | settings) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until(lambda: is_ready(address))
            yield address
        finally:
            server.send_signal(signal.SIGTERM)
            assert server.wait(timeout=20) == 0


def is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=1) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except OSError:
        return False


def post(address: str, document: dict[str, object]) -> dict[str, object]:
    request = urllib.request.Request(  # noqa: S310  # loopback
        f"{address}/v1/tag",
        data=json.dumps(document).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        found: dict[str, object] = json.load(answer)
    return found


def test_a_recipe_becomes_a_service(run: Path) -> None:
    with serving(run / "bundle") as address:
        answer = post(address, {"tokens": ["Nobody", "answered", "."], "threshold": 0.0})
    assert answer["model"] == "nomen-own 0.1.0"
    assert len(answer["name_probabilities"]) == 3  # type: ignore[arg-type]  # a list of numbers


def test_the_small_network_learned_something(run: Path) -> None:
    manifest = json.loads((run / "bundle" / "manifest.json").read_bytes())
    assert manifest["metrics"]["f1/own/dev"] >= 0.5
    assert manifest["corpora"][0]["licence"] == "Apache-2.0"


def test_the_report_has_its_pictures(run: Path) -> None:
    page = (run / "report" / "report.md").read_text(encoding="utf-8")
    for picture in ("learning-curves.png", "precision-recall.png", "reliability.png"):
        assert picture in page
        assert (run / "report" / picture).read_bytes().startswith(b"\x89PNG")


def test_exporting_again_gives_the_same_weights(run: Path, tmp_path: Path) -> None:
    subprocess.run([BIN / "nomen-train", "export", run, "--bundle", tmp_path / "again"], check=True)
    first, again = (p / "weights.safetensors" for p in (run / "bundle", tmp_path / "again"))
    assert first.read_bytes() == again.read_bytes()


def test_a_killed_training_resumes_to_the_same_weights(run: Path, tmp_path: Path) -> None:
    command = [str(BIN / "nomen-train"), "fit", RECIPE, "--run", str(tmp_path / "killed")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as training:
        assert training.stderr is not None
        assert any("epoch 3 of" in line for line in training.stderr)
        training.kill()
    assert not (tmp_path / "killed" / "bundle").exists()
    assert fit(tmp_path / "killed", "--resume").returncode == 0
    expected = FittedNetwork.from_run(run).network.state_dict()
    found = FittedNetwork.from_run(tmp_path / "killed").network.state_dict()
    assert all(torch.equal(expected[name], found[name]) for name in expected)
