import pytest
from prometheus_client import CollectorRegistry, Counter, Gauge

from nomen.service.telemetry.metrics import Metrics
from nomen.service.telemetry.snapshots import MetricsOfAll, Snapshot, add_up, take_snapshot


def counted(number: float) -> Snapshot:
    registry = CollectorRegistry()
    Counter("nomen_tokens", "Tokens.", registry=registry).inc(number)
    return take_snapshot(registry)


def shown(name: str, number: float) -> Snapshot:
    registry = CollectorRegistry()
    Gauge(name, "A gauge.", registry=registry).set(number)
    return take_snapshot(registry)


def test_one_process_alone_shows_what_it_would_show_itself() -> None:
    metrics, all_processes = Metrics(), MetricsOfAll()
    metrics.observe_batch(num_documents=2, num_tokens=9, num_padded=12)
    metrics.observe_request(route="/v1/tag", code=200, seconds=0.01)
    all_processes.update(1, take_snapshot(metrics.registry))

    lines = all_processes.to_text().decode().splitlines()

    mine = metrics.to_text().decode().splitlines()
    assert [line for line in lines if "process_" not in line] == [
        line for line in mine if "process_" not in line
    ]


def test_histograms_are_added_up_bucket_by_bucket() -> None:
    all_processes = MetricsOfAll()
    for process in (1, 2):
        metrics = Metrics()
        metrics.observe_batch(num_documents=2, num_tokens=9, num_padded=12)
        all_processes.update(process, take_snapshot(metrics.registry))

    text = all_processes.to_text().decode()

    assert 'nomen_batch_documents_bucket{le="1.0"} 0.0\n' in text
    assert 'nomen_batch_documents_bucket{le="2.0"} 2.0\n' in text
    assert "nomen_batch_tokens_sum 18.0\n" in text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nomen_queue_tokens", 3.0),
        ("nomen_ready", 1.0),
        ("nomen_model_info", 2.0),
        ("process_start_time_seconds", 1.0),
    ],
)
def test_gauges_are_joined_by_what_they_mean(name: str, expected: float) -> None:
    total = add_up([shown(name, 2), shown(name, 1)])

    assert list(total[name].samples.values()) == [expected]


def test_no_counter_falls_when_a_process_ends() -> None:
    all_processes = MetricsOfAll()
    all_processes.update(1, counted(5))
    all_processes.update(2, counted(7))

    all_processes.retire(1)
    all_processes.retire(2)
    all_processes.update(3, counted(1))

    assert "nomen_tokens_total 13.0\n" in all_processes.to_text().decode()


def test_the_gauges_of_a_process_that_has_ended_are_gone() -> None:
    all_processes = MetricsOfAll()
    all_processes.update(1, shown("nomen_queue_tokens", 5))

    all_processes.retire(1)

    assert all_processes.to_text() == b""
