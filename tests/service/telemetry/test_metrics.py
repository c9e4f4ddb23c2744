import numpy as np

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
