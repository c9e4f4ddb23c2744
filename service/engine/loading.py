"""Settings to a tagger; knows no process and no request."""

import gc

from nomen.model.tagger import Tagger, load_tagger
from nomen.service.engine.model_facts import ServedModel
from nomen.service.settings import Settings

WARM_UP = ["Zo\u00eb and Jos\u00e9 met Dr. O'Neill \U0001f600.", "Harry Potter waved."]
COLLECTION_OBJECTS = 50_000
"""New objects between two collections: Python's 700 are of two requests, which leave no cycles."""


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


def open_warm_tagger(settings: Settings) -> Tagger:
    """Open the tagger and use it once, so that no request pays for tables and buffers.

    Raises:
        NomenError: When the bundle or the device is not to be had.
    """
    tagger = open_tagger(settings)
    tagger.tag(WARM_UP)
    return tagger


def describe(tagger: Tagger) -> ServedModel:
    """Tell what a tagger is."""
    return ServedModel(
        manifest=tagger.bundle.manifest,
        sha256=tagger.bundle.sha256,
        engine=tagger.engine.name,
        device=tagger.engine.device,
        precision=tagger.engine.precision,
    )


def settle_memory() -> None:
    """Let collections pass over what was loaded, which stays, and come seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTION_OBJECTS)
