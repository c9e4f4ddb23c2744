"""The threshold that a caller means: a number, a preset or the bundle's default."""

from numbers import Real

from nomen.model.bundle.bundle import Manifest
from nomen.model.errors import ThresholdError


def choose_threshold(chosen: float | str | None, manifest: Manifest) -> float:
    """Give the threshold that a caller means.

    Args:
        chosen: A number from 0 to 1, the name of a preset, or None for the bundle's default.
        manifest: Of the bundle.

    Raises:
        ThresholdError: When it is neither 0 to 1 nor a preset of the bundle.
    """
    if chosen is None:
        return manifest.default_threshold
    if isinstance(chosen, str) and chosen in manifest.presets:
        return manifest.presets[chosen]
    if isinstance(chosen, Real) and not isinstance(chosen, bool) and 0 <= chosen <= 1:
        return float(chosen)
    presets = ", ".join(sorted(manifest.presets)) or "none"
    raise ThresholdError(f"threshold: expected 0 to 1 or a preset of this bundle: {presets}")
