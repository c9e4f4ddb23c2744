"""How much of a text's names redaction is expected to miss."""

from nomen.model.bundle.bundle import Manifest


def expected_missed(threshold: float | str | None, manifest: Manifest) -> float | None:
    """Give the share of names that a threshold missed on the bundle's dev sets, 0 to 1.

    None if the threshold is no preset, or if the bundle was not measured at it.
    """
    recall = manifest.metrics.get(f"{threshold}/recall")
    return None if recall is None or not isinstance(threshold, str) else 1 - recall
