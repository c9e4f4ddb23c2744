"""Writes the graphs of a bundle again from its own weights; nothing is trained."""

from pathlib import Path

from nomen.model.bundle.bundle import Bundle, read_bundle
from nomen.model.bundle.shipped import find_bundle
from nomen.model.text.tokenizer import TOKENIZER_VERSION
from nomen.training.durable_files import removed_on_error
from nomen.training.errors import TrainingError
from nomen.training.export.card import OwnData
from nomen.training.export.export import all_tokens, creation_time, finish_bundle, make_draft
from nomen.training.export.measurement import MeasuredBundle
from nomen.training.export.network_files import write_tensors
from nomen.training.recipes.loading import load_dev, load_dev_pages, load_test
from nomen.training.recipes.recipe import Recipe

OLDEST_SCHEMA = 5


def requantise(bundle: str | Path, recipe: Recipe, *, folder: Path, target: Path) -> MeasuredBundle:
    """Write a bundle with the same weights and new graphs.

    It is calibrated and measured again on the recipe's dev and test sentences. The presets stay,
    because its users know them, and chance decides which of nearly equal thresholds is the best.

    Args:
        bundle: The name of a shipped bundle, or a folder.
        recipe: The bundle's own recipe, with the version of the new bundle.
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
    with removed_on_error(draft):
        config, tokens = old.manifest.network, all_tokens(dev)
        write_tensors(draft, old.read_tensors(), config, old.vocabulary, tokens)
        facts = dict(old.manifest) | {
            "version": recipe.version,
            "created": creation_time(),
            "tokenizer_version": TOKENIZER_VERSION,
        }
        written = Bundle.build(draft, facts, old.vocabulary)
        return finish_bundle(
            target,
            draft=written,
            dev=dev,
            test=test,
            documents=recipe.dev_documents,
            pages=load_dev_pages(recipe, folder),
            own=OwnData(guideline=recipe.guideline),
        )


def _check(bundle: Bundle, recipe: Recipe) -> None:
    manifest = bundle.manifest
    if manifest.network.cell != "lstm":
        raise TrainingError(f"{bundle.path}: expected an LSTM; no other cell has int8")
    if (manifest.name, manifest.network) != (recipe.name, recipe.network):
        raise TrainingError(
            f"{bundle.path}: expected the name and the network of the recipe {recipe.name}"
        )
