"""The presets that a fine-tuned bundle keeps of the one that it began with."""

from collections.abc import Mapping
from pathlib import Path

from nomen.model.bundle.bundle import MANIFEST, read_bundle
from nomen.model.bundle.shipped import find_bundle
from nomen.training.data.labels import Corpora

ENOUGH_NAMES = 1000
"""Dev names that choose a calibration and presets better than many other corpora do."""


def presets_of_start(start: str | None, dev: Corpora) -> Mapping[str, float]:
    """Give the presets of a bundle; none where `dev` holds enough names or there is no bundle.

    Few names are mostly told apart by any slope and any threshold, and then chance would choose
    them for all other text. The old calibration is not kept: the new network is less sure of what
    it was not fine-tuned on, and the old intercept would make it miss more of that.

    Args:
        start: The name or folder of a bundle, or a run's folder.
        dev: The dev sentences.

    Raises:
        BundleError: When the bundle is refused.
    """
    num_names = sum(len(sentence.names) for sentences in dev.values() for sentence in sentences)
    is_run = start is not None and Path(start).is_dir() and not (Path(start) / MANIFEST).exists()
    if start is None or is_run or num_names >= ENOUGH_NAMES:
        return {}
    return read_bundle(find_bundle(start)).manifest.presets
