"""Makes the int8 form of an exported bundle anew, from its own weights; trains nothing."""

import shutil
from pathlib import Path

from nomen.model.bundle.bundle import (
    GRAPHS,
    VOCABULARY,
    WEIGHTS,
    WORDS,
    Bundle,
    find_bundle,
    read_bundle,
)
from nomen.training.errors import TrainingError
from nomen.training.export.export import Exported, creation_time, finish_bundle, make_draft
from nomen.training.export.network_files import write_int8
from nomen.training.recipes.loading import load_dev, load_test
from nomen.training.recipes.recipe import Recipe

OLDEST_SCHEMA = 5
_KEPT = (WEIGHTS, VOCABULARY, WORDS["fp32"], GRAPHS["fp32"])


def requantise(bundle: str | Path, recipe: Recipe, *, folder: Path, target: Path) -> Exported:
    """Write a bundle with the same weights and fp32 graphs, and int8 graphs as `pinning` says.

    Calibration and figures are fitted and measured again, on the recipe's dev and test sentences.
    The presets stay: the best of nearly equal thresholds would be another by chance, and the
    bundle's users know these.

    Args:
        bundle: The name of a shipped bundle, or a folder.
        recipe: The bundle's own, with the version of the bundle to come.
        folder: The folder of registered corpora.
        target: Where the bundle goes; the bundle's own folder is replaced.

    Raises:
        BundleError: When the bundle is refused.
        CorpusError: When a corpus is missing or malformed.
        TrainingError: When recipe and bundle do not belong together, or `target` holds something
            that is no bundle.
    """
    old = read_bundle(find_bundle(bundle), oldest=OLDEST_SCHEMA)
    _check(old, recipe)
    dev, test = load_dev(recipe, folder), load_test(recipe, folder)
    draft = make_draft(target)
    for name in _KEPT:
        shutil.copyfile(old.path / name, draft / name)
    tokens = [token for sentences in dev.values() for s in sentences for token in s.tokens]
    write_int8(draft, old.manifest.network, old.vocabulary, tokens)
    manifest = old.manifest.model_dump(exclude={"schema_version", "files"}) | {
        "version": recipe.version,
        "created": creation_time(),
    }
    return finish_bundle(target, draft=draft, manifest=manifest, dev=dev, test=test)


def _check(bundle: Bundle, recipe: Recipe) -> None:
    manifest = bundle.manifest
    if manifest.network.cell != "lstm":
        raise TrainingError(f"{bundle.path}: expected an LSTM; no other cell has int8")
    if (manifest.name, manifest.network) != (recipe.name, recipe.network):
        raise TrainingError(
            f"{bundle.path}: expected the name and the network of the recipe {recipe.name}"
        )
