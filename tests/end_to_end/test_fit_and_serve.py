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


def fit(run: Path, *options: str, recipe: str | Path = RECIPE) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BIN / "nomen-train", "fit", recipe, "--run", run, *options],
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


def test_the_card_and_tensorboard_tell_what_was_read_and_how(run: Path) -> None:
    card = (run / "bundle" / "README.md").read_text(encoding="utf-8")
    assert "| own/train | PER, PERS, PERSON | – | 159 | 1,660 | 124 |" in card
    events = [path.read_bytes() for path in (run / "tensorboard").glob("events*")]
    assert any(b"optimisation.learning_rate" in content for content in events)


def that_learns_nothing(start: Path) -> str:
    """Give the recipe that begins with a bundle and hardly moves its weights."""
    text = Path(RECIPE).read_text(encoding="utf-8")
    for name in ("train.conll", "dev.jsonl"):
        text = text.replace(f'"{name}"', f'"{Path("tests/data", name).resolve()}"')
    text = text.replace("learning_rate = 1.5e-2", "learning_rate = 1e-12")
    text = text.replace("max_epochs = 28", "max_epochs = 1")
    return text.replace("seed = 1", f'seed = 1\nstart = "{start}"')


def test_a_bundle_that_is_no_better_is_written_only_if_that_is_allowed(
    run: Path, tmp_path: Path
) -> None:
    recipe, tuned = tmp_path / "recipe.toml", tmp_path / "run"
    recipe.write_text(that_learns_nothing(run / "bundle"), encoding="utf-8")
    done = fit(tuned, "--guideline", "All that is a name.", recipe=recipe)
    assert done.returncode == 1
    assert "begins with: the bundle own 0.1.0" in done.stdout
    last = done.stderr.splitlines()[-1]
    assert last.startswith("error: no bundle was written: ")
    assert "## Before and after" in (tuned / "report" / "report.md").read_text(encoding="utf-8")
    assert not (tuned / "bundle").exists()
    command = [str(BIN / "nomen-train"), "export", str(tuned), "--allow-worse"]
    allowed = subprocess.run(command, capture_output=True, text=True, check=True)
    assert allowed.stderr.splitlines()[-1].startswith("warning: ")
    assert "> All that is a name." in (tuned / "bundle" / "README.md").read_text(encoding="utf-8")


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
