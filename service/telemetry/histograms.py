"""Histograms that count their observations only when they are read.

An observation is one append to a list. In the client library it takes a lock and two additions,
which cost a request more than tagging its tokens.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from prometheus_client.core import HistogramMetricFamily
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

MOST_UNCOUNTED = 4096
"""Values that are kept before they are counted."""


class Series:
    """The observations of one set of label values; for use by one thread.

    Args:
        bounds: Upper bounds of the buckets, inclusive, ascending.
    """

    def __init__(self, bounds: Sequence[float]) -> None:
        self._bounds = np.array(bounds, dtype=np.float64)
        self._counts = np.zeros(len(bounds) + 1, dtype=np.int64)
        self._sum = 0.0
        self._uncounted: list[float] = []

    def observe(self, value: float) -> None:
        """Add a value."""
        self._uncounted.append(value)
        if len(self._uncounted) >= MOST_UNCOUNTED:
            self._count()

    def observe_all(self, values: Sequence[float]) -> None:
        """Add any number of values."""
        self._uncounted += values
        if len(self._uncounted) >= MOST_UNCOUNTED:
            self._count()

    def cumulated(self) -> tuple[list[int], float]:
        """Give the number of values up to each bucket's bound, and the sum of all values."""
        self._count()
        return np.cumsum(self._counts).tolist(), self._sum

    def _count(self) -> None:
        values = np.array(self._uncounted, dtype=np.float64)
        self._uncounted.clear()
        buckets = np.searchsorted(self._bounds, values)
        self._counts += np.bincount(buckets, minlength=len(self._counts))
        self._sum += float(values.sum())


class Histogram(Collector):
    """A Prometheus histogram.

    Args:
        name: The name of the metric.
        documentation: Its help text.
        bounds: Upper bounds of the buckets, inclusive, ascending.
        labels: The names of its labels.

    *Source:* Prometheus documentation, Metric types: cumulative buckets with inclusive bounds.
    """

    def __init__(
        self, name: str, documentation: str, *, bounds: Sequence[float], labels: Sequence[str] = ()
    ) -> None:
        self._name = name
        self._documentation = documentation
        self._bounds = bounds
        self._labels = labels
        self._series: dict[tuple[str, ...], Series] = {}
        if not labels:
            self.series()

    def series(self, *values: str) -> Series:
        """Give the series for label values in the order of the labels."""
        found = self._series.get(values)
        if found is None:
            found = self._series[values] = Series(self._bounds)
        return found

    def collect(self) -> Iterable[HistogramMetricFamily]:
        """Give all series; the registry calls this."""
        family = HistogramMetricFamily(self._name, self._documentation, labels=self._labels)
        edges = [*map(floatToGoString, self._bounds), "+Inf"]
        for values, series in self._series.items():
            counts, total = series.cumulated()
            family.add_metric(values, list(zip(edges, counts, strict=True)), total)
        yield family
