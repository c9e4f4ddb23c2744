"""How many workers serve, and what each of them has."""

from pathlib import Path

from nomen.service.cpus import available_cpus
from nomen.service.settings import Settings

GPU = Path("/dev/nvidiactl")
"""Exists where the driver of a GPU does."""


def plan_workers(settings: Settings, *, gpu: Path = GPU) -> Settings:
    """Give the settings of each worker: how many there are, what they share, and its limits.

    Where nothing is set, each CPU has one; before a GPU there is one, and several share an engine.
    Limits that protect the machine's memory and its files are those of all workers together.
    """
    has_gpu = settings.device == "cuda" or (settings.device == "auto" and gpu.exists())
    number = settings.workers or (1 if has_gpu else available_cpus())
    shares = has_gpu if settings.share_engine is None else settings.share_engine
    connections = settings.max_connections
    return settings.model_copy(
        update={
            "workers": number,
            "share_engine": shares and number > 1,
            "max_connections": connections and -(-connections // number),
            "held_body_bytes": -(-settings.held_body_bytes // number),
        }
    )
