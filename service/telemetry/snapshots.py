"""Metrics of several processes added up.

Counters and histograms of a process that has ended stay in the sum, as far as they were read
before it ended. So no sum ever falls, which Prometheus would take for a restart.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.registry import Collector

LEAST = re.compile(r"nomen_ready|\w+_start_time_seconds")
"""Gauges that show the least of all processes."""
MOST = re.compile(r"\w+_info|nomen_model_load_seconds|nomen_expected_ratio|nomen_keys")
"""Gauges that are alike in all processes, or show the most. All other gauges are added up."""

Sample = tuple[str, tuple[tuple[str, str], ...]]
"""The name of a sample and its labels."""


class Family(NamedTuple):
    """One metric.

    Attributes:
        documentation: Its help text.
        kind: `counter`, `gauge` or `histogram`.
        samples: The value of each sample.
    """

    documentation: str
    kind: str
    samples: dict[Sample, float]


Snapshot = dict[str, Family]
"""The metrics of one process by name."""


def take_snapshot(registry: CollectorRegistry) -> Snapshot:
    """Read all metrics of a registry."""
    return {
        metric.name: Family(
            metric.documentation,
            metric.type,
            {(each.name, tuple(each.labels.items())): each.value for each in metric.samples},
        )
        for metric in registry.collect()
    }


def add_up(snapshots: Iterable[Snapshot]) -> Snapshot:
    """Add up the metrics of several processes."""
    total: Snapshot = {}
    for snapshot in snapshots:
        for name, family in snapshot.items():
            known = total.setdefault(name, Family(family.documentation, family.kind, {})).samples
            for sample, value in family.samples.items():
                known[sample] = _join(name, family.kind, known.get(sample), value)
    return total


def _join(name: str, kind: str, known: float | None, value: float) -> float:
    if known is None:
        return value
    if kind == "gauge" and LEAST.fullmatch(name):
        return min(known, value)
    if kind == "gauge" and MOST.fullmatch(name):
        return max(known, value)
    return known + value


class MetricsOfAll(Collector):
    """The last snapshot of each process, and what those counted that have ended."""

    def __init__(self) -> None:
        self._latest: dict[int, Snapshot] = {}
        self._ended: Snapshot = {}

    def update(self, process: int, snapshot: Snapshot) -> None:
        """Take what a process shows now in place of what it showed before."""
        self._latest[process] = snapshot

    def retire(self, process: int) -> None:
        """Keep what a process has counted that has ended; its gauges are gone."""
        counted = {
            name: family
            for name, family in self._latest.pop(process, {}).items()
            if family.kind != "gauge"
        }
        self._ended = add_up([self._ended, counted])

    def collect(self) -> Iterable[Metric]:
        """Give the sum; a registry calls this."""
        for name, family in add_up([self._ended, *self._latest.values()]).items():
            metric = Metric(name, family.documentation, family.kind)
            for (sample, labels), value in family.samples.items():
                metric.add_sample(sample, dict(labels), value)
            yield metric

    def to_text(self) -> bytes:
        """Write the sum in Prometheus' text format."""
        registry = CollectorRegistry()
        registry.register(self)
        return generate_latest(registry)
