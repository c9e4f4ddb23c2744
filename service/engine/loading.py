"""Loads the tagger that the settings name."""

import gc

from nomen.model.tagger import Tagger, load_tagger
from nomen.service.engine.model_facts import ServedModel
from nomen.service.settings import Settings

WARM_UP = ["Zo\u00eb and Jos\u00e9 met Dr. O'Neill \U0001f600.", "Harry Potter waved."]
COLLECTION_OBJECTS = 50_000
"""New objects between two garbage collections. Python's default of 700 would mean one collection
every other request, and requests leave no cycles."""


def open_tagger(settings: Settings) -> Tagger:
    """Load the tagger that the settings name and run the bundle's self-test.

    Raises:
        NomenError: When the bundle or the device cannot be used.
    """
    return load_tagger(
        settings.bundle,
        device=settings.device,
        precision=settings.precision,
        num_threads=settings.threads,
    )


def open_warm_tagger(settings: Settings) -> Tagger:
    """Load the tagger and run it once, so that the first request finds tables and buffers ready.

    Raises:
        NomenError: When the bundle or the device cannot be used.
    """
    tagger = open_tagger(settings)
    tagger.tag(WARM_UP)
    return tagger


def describe(tagger: Tagger) -> ServedModel:
    """Describe a loaded tagger."""
    return ServedModel(
        manifest=tagger.bundle.manifest,
        sha256=tagger.bundle.sha256,
        engine=tagger.engine.name,
        device=tagger.engine.device,
        precision=tagger.engine.precision,
        scripts=tagger.scripts,
    )


def settle_memory() -> None:
    """Keep garbage collections away from what was loaded, and make them rare."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTION_OBJECTS)
