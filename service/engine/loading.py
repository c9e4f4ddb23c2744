"""Loads the tagger that the settings name."""

import gc

from nomen.model.bundle.shipped import find_bundle
from nomen.model.tagger import Tagger, load_tagger
from nomen.service.engine.model_facts import ServedModel
from nomen.service.engine.trust import check_pinned, check_trusted
from nomen.service.settings import Settings

WARM_UP = ["Zo\u00eb and Jos\u00e9 met Dr. O'Neill \U0001f600.", "Harry Potter waved."]
COLLECTION_OBJECTS = 50_000
"""New objects between two garbage collections. Python's default of 700 would mean one collection
every other request, and requests leave no cycles."""


def open_tagger(settings: Settings) -> Tagger:
    """Load the tagger that the settings name and run the self-test of each bundle.

    A symbolic link is followed once, so that it may point elsewhere while the bundle is read.

    Raises:
        NomenError: When the bundle or the device cannot be used, and when the bundle is not pinned
            or everyone may write to it.
    """
    paths = []
    for name in settings.bundle_names:
        found = find_bundle(name)
        paths.append(found.resolve() if found.is_symlink() else found)
        check_trusted(paths[-1], settings.pins)
    tagger = load_tagger(
        paths,
        device=settings.device,
        precision=settings.precision,
        num_threads=settings.threads,
    )
    for path, loaded in zip(paths, tagger.bundles, strict=True):  # they may have changed meanwhile
        check_pinned(path, loaded.bundle.sha256, settings.pins)
    return tagger


def open_warm_tagger(settings: Settings) -> Tagger:
    """Load the tagger and run it once, so that the first request finds tables and buffers ready.

    Each bundle runs.

    Raises:
        NomenError: When the bundle or the device cannot be used.
    """
    tagger = open_tagger(settings)
    for reader in tagger.router.readers:
        tagger.tag(WARM_UP, language=reader.name)
    return tagger


def describe(tagger: Tagger) -> ServedModel:
    """Describe the first bundle of a loaded tagger."""
    return describe_all(tagger)[0]


def describe_all(tagger: Tagger) -> list[ServedModel]:
    """Describe all bundles of a loaded tagger, in their order."""
    return [
        ServedModel(
            manifest=each.bundle.manifest,
            sha256=each.bundle.sha256,
            engine=each.engine.name,
            device=each.engine.device,
            precision=each.engine.precision,
            scripts=each.reader.scripts,
        )
        for each in tagger.bundles
    ]


def settle_memory() -> None:
    """Keep garbage collections away from what was loaded, and make them rare."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTION_OBJECTS)
