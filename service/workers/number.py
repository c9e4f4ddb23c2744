"""How many workers serve."""

from pathlib import Path

from nomen.service.cpus import available_cpus
from nomen.service.settings import Settings

GPU = Path("/dev/nvidiactl")
"""Exists where the driver of a GPU does."""


def choose_number(settings: Settings, *, gpu: Path = GPU) -> int:
    """Give the number of workers: as set, else one for each CPU, or one before a GPU."""
    if settings.workers is not None:
        return settings.workers
    has_gpu = settings.device == "cuda" or (settings.device == "auto" and gpu.exists())
    return 1 if has_gpu else available_cpus()
