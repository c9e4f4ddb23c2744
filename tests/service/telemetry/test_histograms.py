from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client import Histogram as ClientHistogram

from nomen.service.telemetry.histograms import MOST_UNCOUNTED, Histogram

VALUES = [0, 0.1, 0.1000001, 1, 2.5, 1e9]


def text_of(histogram: Histogram) -> list[str]:
    registry = CollectorRegistry()
    registry.register(histogram)
    return generate_latest(registry).decode().splitlines()


def test_it_reads_as_the_client_librarys_own_does() -> None:
    ours = Histogram("h", "Help.", bounds=(0.1, 1, 2.5), labels=("way",))
    registry = CollectorRegistry()
    theirs = ClientHistogram("h", "Help.", ("way",), buckets=(0.1, 1, 2.5), registry=registry)

    for value in VALUES:
        ours.series("a").observe(value)
        theirs.labels("a").observe(value)

    expected = generate_latest(registry).decode().splitlines()
    assert text_of(ours) == [line for line in expected if "_created" not in line]


def test_reading_twice_counts_once() -> None:
    histogram = Histogram("h", "Help.", bounds=(1,))
    histogram.series().observe_all([0.5, 3])

    assert text_of(histogram) == text_of(histogram)
    assert 'h_bucket{le="+Inf"} 2.0' in text_of(histogram)


def test_what_waits_to_be_counted_is_bounded() -> None:
    histogram = Histogram("h", "Help.", bounds=(1,))

    for _ in range(3 * MOST_UNCOUNTED):
        histogram.series().observe(0.5)
        assert len(histogram.series()._uncounted) < MOST_UNCOUNTED  # noqa: SLF001  # memory has no face

    assert f'h_bucket{{le="1.0"}} {3.0 * MOST_UNCOUNTED}' in text_of(histogram)
