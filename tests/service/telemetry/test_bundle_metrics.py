from importlib.metadata import version

from prometheus_client import CollectorRegistry, generate_latest

from nomen.service.telemetry.bundle_metrics import BundleMetrics


def lines(*loaded: tuple[str, dict[str, float]]) -> list[str]:
    """Give the metrics after bundles were loaded, one after the other."""
    registry = CollectorRegistry()
    metrics = BundleMetrics(registry)
    for release, ratios in loaded:
        metrics.observe(name="tiny", release=release, expected_ratios=ratios)
    return [each for each in generate_latest(registry).decode().splitlines() if each[0] != "#"]


def info(bundle: str, release: str) -> str:
    labels = f'bundle="{bundle}",bundle_version="{release}",version="{version("nomen")}"'
    return f"nomen_info{{{labels}}} 1.0"


def test_while_loading_the_service_alone_has_a_version() -> None:
    assert lines() == [info("", "")]


def test_versions_and_what_is_expected_stand_side_by_side() -> None:
    found = lines(("0.2.0", {"names_per_token": 0.04}))

    assert found == [info("tiny", "0.2.0"), 'nomen_expected_ratio{ratio="names_per_token"} 0.04']


def test_another_bundle_takes_the_place_of_the_first() -> None:
    found = lines(("0.2.0", {"names_per_token": 0.04}), ("0.3.0", {}))

    assert found == [info("tiny", "0.3.0")]
