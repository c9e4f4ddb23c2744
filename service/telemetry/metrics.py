"""The service's Prometheus metrics, in a registry of their own. They hold no text, token or name.

*Source:* Prometheus documentation, Metric and label naming: prefix, base units, `_total`.
"""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    ProcessCollector,
    generate_latest,
)

from nomen.service.telemetry.bundle_metrics import BundleMetrics
from nomen.service.telemetry.histograms import Histogram

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
POWERS = tuple(2**i for i in range(15))
RATIOS = tuple(i / 10 for i in range(10))
RELOAD_RESULTS = ("succeeded", "failed")
DECILES = tuple(i / 10 for i in range(1, 11))


class Metrics:
    """The metrics of one app.

    Attributes:
        bundle: The metrics of the served bundle.
    """

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.bundle = BundleMetrics(registry)
        labels = ("route", "code")
        self.requests = Counter("nomen_requests", "Requests.", labels, registry=registry)
        self.request_seconds = Histogram(
            "nomen_request_duration_seconds",
            "Seconds from a request to its answer.",
            bounds=SECONDS,
            labels=labels,
        )
        self.stage_seconds = Histogram(
            "nomen_stage_duration_seconds",
            "Seconds of each stage of tagging.",
            bounds=SECONDS,
            labels=("stage",),
        )
        self.rejected = Counter(
            "nomen_rejected", "Rejected requests by reason.", ("reason",), registry=registry
        )
        self.streams = Gauge("nomen_streams", "Open streams.", registry=registry)
        self._ready = Gauge(
            "nomen_ready", "1 when the service is ready for requests.", registry=registry
        )
        for histogram in (self.request_seconds, self.stage_seconds):
            registry.register(histogram)
        # Looking labels up takes longer than counting.
        self._of_route = cache(
            lambda route, code: (
                self.requests.labels(route, str(code)),
                self.request_seconds.series(route, str(code)),
            )
        )
        self._connections = Gauge("nomen_connections", "Open connections.", registry=registry)
        self._held_bytes = Gauge(
            "nomen_held_body_bytes",
            "Bytes of bodies whose requests have no answer yet.",
            registry=registry,
        )
        self._add_tokens(registry)
        self._add_queue(registry)
        self._add_batches(registry)
        self._add_model(registry)

    def _add_tokens(self, registry: CollectorRegistry) -> None:
        self._tokens = Counter("nomen_tokens", "Tagged tokens.", registry=registry)
        self._model_tokens = Counter(
            "nomen_model_tokens", "Tagged tokens by the bundle.", ("name",), registry=registry
        )
        self._names = Counter("nomen_names", "Names found.", registry=registry)
        self._name_probability = Histogram(
            "nomen_name_probability", "Name probabilities of all tokens.", bounds=DECILES
        )
        registry.register(self._name_probability)

    def _add_queue(self, registry: CollectorRegistry) -> None:
        self._queue_tokens = Gauge("nomen_queue_tokens", "Tokens in the queue.", registry=registry)
        self._queue_requests = Gauge(
            "nomen_queue_requests", "Requests in the queue.", registry=registry
        )
        self._queue_limit = Gauge(
            "nomen_queue_limit_tokens", "Most tokens that the queue may hold.", registry=registry
        )

    def _add_batches(self, registry: CollectorRegistry) -> None:
        documents = Histogram(
            "nomen_batch_documents",
            "Rows of a batch: sentences, or windows of long ones.",
            bounds=POWERS,
        )
        tokens = Histogram("nomen_batch_tokens", "Tokens of a batch.", bounds=POWERS)
        padding = Histogram(
            "nomen_batch_padding_ratio", "Share of padding in a batch.", bounds=RATIOS
        )
        for histogram in (documents, tokens, padding):
            registry.register(histogram)
        self.out_of_memory = Counter(
            "nomen_out_of_memory",
            "Batches that did not fit into the device's memory and were halved.",
            registry=registry,
        )
        self._batch_documents, self._batch_tokens = documents.series(), tokens.series()
        self._padding_ratio = padding.series()

    def _add_model(self, registry: CollectorRegistry) -> None:
        self._model_info = Gauge(
            "nomen_model_info",
            "Always 1; the labels describe the loaded bundle and its engine.",
            ("name", "version", "sha256", "engine", "device", "precision"),
            registry=registry,
        )
        self._load_seconds = Gauge(
            "nomen_model_load_seconds",
            "Seconds to load and self-test the bundle.",
            registry=registry,
        )
        self.reloads = Counter(
            "nomen_reloads", "Reloads of the bundle by result.", ("result",), registry=registry
        )
        for result in RELOAD_RESULTS:
            self.reloads.labels(result)

    def watch_queue(
        self, *, tokens: Callable[[], float], requests: Callable[[], float], limit_tokens: int
    ) -> None:
        """Read the queue's state whenever the metrics are read."""
        self._queue_tokens.set_function(tokens)
        self._queue_requests.set_function(requests)
        self._queue_limit.set(limit_tokens)

    def watch_edge(
        self, *, connections: Callable[[], float], held_bytes: Callable[[], float]
    ) -> None:
        """Read the state of the edge whenever the metrics are read."""
        self._connections.set_function(connections)
        self._held_bytes.set_function(held_bytes)

    def watch_engine(self, pid: Callable[[], int | None]) -> None:
        """Add the CPU time and memory of the engine's process, while there is one."""
        ProcessCollector(
            namespace="nomen_engine", pid=lambda: pid() or "none", registry=self.registry
        )

    def watch_ready(self, is_ready: Callable[[], bool]) -> None:
        """Look whether the service is ready whenever the metrics are read."""
        self._ready.set_function(is_ready)

    def observe_batch(self, *, num_documents: int, num_tokens: int, num_padded: int) -> None:
        """Count a batch; `num_padded` is its tokens with padding."""
        self._batch_documents.observe(num_documents)
        self._batch_tokens.observe(num_tokens)
        self._padding_ratio.observe(1 - num_tokens / num_padded)

    def observe_model(self, *models: Mapping[str, str], load_seconds: float) -> None:
        """Set what was loaded, by the labels of each; nothing else is loaded from now on."""
        self._model_info.clear()
        for labels in models:
            self._model_info.labels(**labels).set(1)
        self._load_seconds.set(load_seconds)

    def observe_request(self, *, route: str, code: int, seconds: float) -> None:
        """Count a request."""
        requests, request_seconds = self._of_route(route, code)
        requests.inc()
        request_seconds.observe(seconds)

    def observe_stages(self, stage_seconds: Mapping[str, float]) -> None:
        """Count the stages of one request."""
        for stage, seconds in stage_seconds.items():
            self.stage_seconds.series(stage).observe(seconds)

    def observe_tokens(self, name_probabilities: NDArray[np.float32], *, num_names: int) -> None:
        """Count the tokens of a document, float32 (T,), and its names."""
        self._tokens.inc(len(name_probabilities))
        self._names.inc(num_names)
        self._name_probability.series().observe_all(name_probabilities.tolist())

    def observe_models(self, num_tokens: Mapping[str, int]) -> None:
        """Count tokens by the name of the bundle that read them."""
        for name, number in num_tokens.items():
            self._model_tokens.labels(name).inc(number)

    def to_text(self) -> bytes:
        """Write all metrics in Prometheus' text format."""
        return generate_latest(self.registry)
