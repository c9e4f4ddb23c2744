"""Loads the tagger that the settings name."""

import gc

from nomen.model.bundle.bundle import find_bundle
from nomen.model.tagger import Tagger, load_tagger
from nomen.service.engine.model_facts import ServedModel
from nomen.service.engine.trust import check_pinned, check_trusted
from nomen.service.settings import Settings

WARM_UP = ["Zo\u00eb and Jos\u00e9 met Dr. O'Neill \U0001f600.", "Harry Potter waved."]
COLLECTION_OBJECTS = 50_000
"""New objects between two garbage collections. Python's default of 700 would mean one collection
every other request, and requests leave no cycles."""


def open_tagger(settings: Settings) -> Tagger:
    """Load the tagger that the settings name and run the bundle's self-test.

    A symbolic link is followed once, so that it may point elsewhere while the bundle is read.

    Raises:
        NomenError: When the bundle or the device cannot be used, and when the bundle is not pinned
            or everyone may write to it.
    """
    found = find_bundle(settings.bundle)
    path = found.resolve() if found.is_symlink() else found
    check_trusted(path, settings.pins)
    tagger = load_tagger(
        path,
        device=settings.device,
        precision=settings.precision,
        num_threads=settings.threads,
    )
    check_pinned(path, tagger.bundle.sha256, settings.pins)  # it may have changed in between
    return tagger


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
