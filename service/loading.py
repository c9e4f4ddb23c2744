"""Settings to a tagger; knows no process and no request."""

from model.tagger import Tagger, load_tagger
from service.settings import Settings


def open_tagger(settings: Settings) -> Tagger:
    """Load and prove the tagger that the settings name.

    Raises:
        NomenError: When the bundle or the device is not to be had.
    """
    return load_tagger(
        settings.bundle,
        device=settings.device,
        precision=settings.precision,
        num_threads=settings.threads,
    )
