"""Resolves the threshold of a request or a command: a number, a preset or the default."""

from nomen.model.bundle.bundle import Manifest
from nomen.service.errors import INVALID_VALUE, UNKNOWN_PRESET, RequestError


def resolve_threshold(chosen: float | str | None, manifest: Manifest) -> float:
    """Give the threshold for a number or the name of a preset.

    Args:
        chosen: 0 to 1, a preset's name, or None for the bundle's default.
        manifest: The manifest of the bundle, which has the presets.

    Raises:
        RequestError: When the bundle has no such preset.
    """
    if chosen is None:
        return manifest.default_threshold
    if not isinstance(chosen, str):
        return chosen
    if chosen not in manifest.presets:
        known = ", ".join(sorted(manifest.presets)) or "none"
        raise RequestError(
            UNKNOWN_PRESET, f"threshold: presets of this bundle: {known}", pointer="/threshold"
        )
    return manifest.presets[chosen]


def parse_threshold(chosen: str | None, manifest: Manifest) -> float:
    """Read the threshold of a command line; see `resolve_threshold`.

    Raises:
        RequestError: When it is neither a number from 0 to 1 nor a preset of the bundle.
    """
    try:
        threshold = float(chosen or "")
    except ValueError:
        return resolve_threshold(chosen, manifest)
    if not 0 <= threshold <= 1:
        raise RequestError(INVALID_VALUE, "threshold: expected 0 to 1", pointer="/threshold")
    return threshold
