"""How much of a text's names redaction is expected to miss."""

from collections.abc import Iterable

from nomen.model.bundle.bundle import Manifest


def expected_missed(threshold: float | str | None, manifests: Iterable[Manifest]) -> float | None:
    """Give the share of names that a threshold missed on the bundles' dev sets, 0 to 1.

    Args:
        threshold: 0 to 1, or the name of a preset; None is each bundle's default.
        manifests: Those of the bundles that read, at least one.

    Returns:
        The highest of all; None if the threshold is no preset, or if a bundle was not measured
        at it.
    """
    if not isinstance(threshold, str):
        return None
    recalls = [each.metrics.get(f"{threshold}/recall") for each in manifests]
    known = [recall for recall in recalls if recall is not None]
    return 1 - min(known) if len(known) == len(recalls) else None
