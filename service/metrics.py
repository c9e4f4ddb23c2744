"""The service's Prometheus metrics, in a registry of their own; knows no text, token or name.

*Source:* Prometheus documentation, Metric and label naming: prefix, base units, `_total`.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import HistogramMetricFamily
from prometheus_client.registry import Collector

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
POWERS = tuple(2**i for i in range(15))
RATIOS = tuple(i / 10 for i in range(10))
DECILES = np.arange(1, 11) / 10
MOST_UNCOUNTED = 4096
"""Probabilities that wait to be counted together."""


class ProbabilityHistogram(Collector):
    """A histogram that takes arrays: one observation a token would cost more than the token."""

    def __init__(self) -> None:
        self._counts = np.zeros(len(DECILES), dtype=np.int64)
        self._sum = 0.0
        self._uncounted: list[NDArray[np.float32]] = []
        self._num_uncounted = 0

    def observe(self, probabilities: NDArray[np.float32]) -> None:
        """Count probabilities, 0 to 1; many at once, for arrays of a sentence are short."""
        self._uncounted.append(probabilities)
        self._num_uncounted += len(probabilities)
        if self._num_uncounted >= MOST_UNCOUNTED:
            self._count()

    def _count(self) -> None:
        if not self._uncounted:
            return
        probabilities = np.concatenate(self._uncounted)
        self._uncounted.clear()
        self._num_uncounted = 0
        deciles = np.searchsorted(DECILES, probabilities.astype(np.float64))
        self._counts += np.bincount(np.minimum(deciles, 9), minlength=len(DECILES))
        self._sum += float(probabilities.sum(dtype=np.float64))

    def collect(self) -> Iterable[HistogramMetricFamily]:
        """Give the family in the form of Prometheus: cumulative buckets."""
        self._count()
        total = np.cumsum(self._counts).tolist()
        edges = [*(str(edge) for edge in DECILES[:-1].round(1).tolist()), "1.0", "+Inf"]
        yield HistogramMetricFamily(
            "nomen_name_probability",
            "Name probability of every token.",
            buckets=list(zip(edges, [*total, total[-1]], strict=True)),
            sum_value=self._sum,
        )


class Metrics:
    """All metrics of one app."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        labels = ("route", "code")
        self.requests = Counter("nomen_requests", "Requests.", labels, registry=registry)
        self.request_seconds = Histogram(
            "nomen_request_duration_seconds",
            "Time from a request to its answer.",
            labels,
            buckets=SECONDS,
            registry=registry,
        )
        self.stage_seconds = Histogram(
            "nomen_stage_duration_seconds",
            "Time of the stages of tagging.",
            ("stage",),
            buckets=SECONDS,
            registry=registry,
        )
        self.rejected = Counter(
            "nomen_rejected", "Requests refused, by reason.", ("reason",), registry=registry
        )
        self.tokens = Counter("nomen_tokens", "Tokens tagged.", registry=registry)
        self.names = Counter("nomen_names", "Names found.", registry=registry)
        self.ready = Gauge("nomen_ready", "1 when ready for requests.", registry=registry)
        self.name_probability = ProbabilityHistogram()
        registry.register(self.name_probability)
        # Looking labels up takes longer than counting does.
        self._of_route = cache(
            lambda route, code: (
                self.requests.labels(route, str(code)),
                self.request_seconds.labels(route, str(code)),
            )
        )
        self._of_stage = cache(self.stage_seconds.labels)
        self._add_queue(registry)
        self._add_batches(registry)
        self._add_model(registry)

    def _add_queue(self, registry: CollectorRegistry) -> None:
        self._queue_tokens = Gauge("nomen_queue_tokens", "Tokens that wait.", registry=registry)
        self._queue_requests = Gauge(
            "nomen_queue_requests", "Requests that wait.", registry=registry
        )
        self._queue_limit = Gauge(
            "nomen_queue_limit_tokens", "Most tokens that may wait.", registry=registry
        )

    def _add_batches(self, registry: CollectorRegistry) -> None:
        self._batch_documents = Histogram(
            "nomen_batch_documents",
            "Rows of a forward pass: sentences and windows of documents.",
            buckets=POWERS,
            registry=registry,
        )
        self._batch_tokens = Histogram(
            "nomen_batch_tokens", "Tokens of a forward pass.", buckets=POWERS, registry=registry
        )
        self._padding_ratio = Histogram(
            "nomen_batch_padding_ratio",
            "Share of a forward pass that is padding.",
            buckets=RATIOS,
            registry=registry,
        )

    def _add_model(self, registry: CollectorRegistry) -> None:
        self._model_info = Gauge(
            "nomen_model_info",
            "1, with what is loaded.",
            ("name", "version", "sha256", "engine", "device", "precision"),
            registry=registry,
        )
        self._load_seconds = Gauge(
            "nomen_model_load_seconds", "Time to load and prove the bundle.", registry=registry
        )

    def watch_queue(
        self, *, tokens: Callable[[], float], requests: Callable[[], float], limit_tokens: int
    ) -> None:
        """Ask for the queue's state whenever the metrics are read."""
        self._queue_tokens.set_function(tokens)
        self._queue_requests.set_function(requests)
        self._queue_limit.set(limit_tokens)

    def observe_batch(self, *, num_documents: int, num_tokens: int, num_padded: int) -> None:
        """Count a forward pass of `num_padded` tokens, padding counted."""
        self._batch_documents.observe(num_documents)
        self._batch_tokens.observe(num_tokens)
        self._padding_ratio.observe(1 - num_tokens / num_padded)

    def observe_model(self, labels: Mapping[str, str], *, load_seconds: float) -> None:
        """Tell what was loaded."""
        self._model_info.labels(**labels).set(1)
        self._load_seconds.set(load_seconds)

    def observe_request(self, *, route: str, code: int, seconds: float) -> None:
        """Count a request."""
        requests, request_seconds = self._of_route(route, code)
        requests.inc()
        request_seconds.observe(seconds)

    def observe_stages(self, stage_seconds: Mapping[str, float]) -> None:
        """Tell how long each stage of a request's tagging took."""
        for stage, seconds in stage_seconds.items():
            self._of_stage(stage).observe(seconds)

    def to_text(self) -> bytes:
        """Write all metrics in Prometheus' text format."""
        return generate_latest(self.registry)
