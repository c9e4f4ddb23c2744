"""The metrics of the served bundle beside `nomen_model_info`: versions, and what it expects."""

from collections.abc import Mapping
from importlib.metadata import version

from prometheus_client import CollectorRegistry, Gauge, Info


class BundleMetrics:
    """Which version of the service serves which bundle, and what that found when it was made.

    Args:
        registry: Where the app's metrics are.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self._info = Info("nomen", "The version of the service, and its bundle.", registry=registry)
        self._show(bundle="", bundle_version="")
        self._expected = Gauge(
            "nomen_expected_ratio",
            "What the bundle found in its dev sentences.",
            ("ratio",),
            registry=registry,
        )

    def observe(self, *, name: str, release: str, expected_ratios: Mapping[str, float]) -> None:
        """Set what was loaded, in the place of what was loaded before.

        Args:
            name: The bundle's name.
            release: Its version.
            expected_ratios: What it found in its dev sentences, 0 to 1, by the name of the ratio.
        """
        self._show(bundle=name, bundle_version=release)
        self._expected.clear()
        for ratio, value in expected_ratios.items():
            self._expected.labels(ratio).set(value)

    def _show(self, **labels: str) -> None:
        self._info.info({"version": version("nomen"), **labels})
