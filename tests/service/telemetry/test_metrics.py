import shutil
import subprocess

import numpy as np
import pytest

from nomen.service.telemetry.metrics import Metrics


def test_names_and_tokens_of_a_document_are_counted() -> None:
    metrics = Metrics()

    metrics.observe_tokens(np.array([0.05, 0.95], dtype=np.float32), num_names=1)

    lines = metrics.to_text().decode().splitlines()
    assert "nomen_tokens_total 2.0" in lines
    assert "nomen_names_total 1.0" in lines
    assert 'nomen_name_probability_bucket{le="0.1"} 1.0' in lines
    assert 'nomen_name_probability_bucket{le="1.0"} 2.0' in lines


def test_what_was_not_seen_yet_stands_at_0() -> None:
    lines = Metrics().to_text().decode().splitlines()

    assert "nomen_batch_tokens_count 0.0" in lines
    assert "nomen_queue_tokens 0.0" in lines


LABELS = {
    "name": "tiny",
    "version": "0.2.0",
    "sha256": "abc",
    "engine": "onnx",
    "device": "cpu",
    "precision": "int8",
}


def with_all_metrics() -> Metrics:
    metrics = Metrics()
    metrics.observe_request(route="/v1/tag", code=200, seconds=0.1)
    metrics.observe_stages({"queue": 0.1})
    metrics.rejected.labels("queue_full").inc()
    metrics.observe_model(LABELS, load_seconds=1.0)
    metrics.bundle.observe(name="tiny", release="0.2.0", expected_ratios={"names_per_token": 0.04})
    return metrics


def test_promtool_accepts_all_metrics() -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("needs promtool: make packages")

    text = with_all_metrics().to_text()
    command = [promtool, "check", "metrics"]
    checked = subprocess.run(command, check=False, capture_output=True, input=text)

    assert (checked.returncode, checked.stdout + checked.stderr) == (0, b"")
