"""What a fine-tuned bundle keeps of the one that it began with: calibration and presets."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nomen.model.bundle.bundle import MANIFEST, Calibration, Precision, find_bundle, read_bundle
from nomen.training.data.labels import Corpora

ENOUGH_NAMES = 1000
"""Dev names that choose a calibration and presets better than many other corpora do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The calibration of each precision, and the presets."""

    calibration: Mapping[Precision, Calibration]
    presets: Mapping[str, float]


def kept_of_start(start: str | None, dev: Corpora) -> Kept | None:
    """Give what is kept of a bundle, or None where `dev` holds enough names or there is none.

    Few names are mostly told apart by any slope and any threshold, and then chance would choose
    them for all other text.

    Args:
        start: The name or folder of a bundle, or a run's folder.
        dev: The dev sentences.

    Raises:
        BundleError: When the bundle is refused.
    """
    num_names = sum(len(sentence.names) for sentences in dev.values() for sentence in sentences)
    is_run = start is not None and Path(start).is_dir() and not (Path(start) / MANIFEST).exists()
    if start is None or is_run or num_names >= ENOUGH_NAMES:
        return None
    manifest = read_bundle(find_bundle(start)).manifest
    return Kept(calibration=manifest.calibration, presets=manifest.presets)
