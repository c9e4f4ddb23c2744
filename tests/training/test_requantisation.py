import json
import resource
import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from nomen.model.bundle.bundle import SCHEMA_VERSION, Calibration, FileFacts, read_bundle
from nomen.model.errors import BundleError
from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.vocabulary import NUM_SHAPES, SHAPES, Vocabulary
from nomen.model.tagger import load_tagger
from nomen.model.text.tokenizer import TOKENIZER_VERSION
from nomen.training.errors import TrainingError
from nomen.training.export.export import BundleFacts, export_bundle
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.recipe import Recipe
from nomen.training.requantisation import OLDEST_SCHEMA, requantise
from tests.training.sentences import SENTENCES

DATA = Path("tests/data")
NOWHERE = Path("nowhere")
SHAPE_VECTORS = "word_encoder.shape_embedding.weight"


@pytest.fixture
def recipe(tiny_config: NetworkConfig) -> Recipe:
    own = CorpusShare(name="own", train=DATA / "train.conll", dev=DATA / "dev.jsonl")
    return Recipe(name="tiny", version="0.1.1", corpora=[own], network=tiny_config)


@pytest.fixture
def old(tiny_bundle: Path, tmp_path: Path) -> Path:
    """Copy a bundle and make it an older one: no vectors for marks, no word graph of int8."""
    copied = Path(shutil.copytree(tiny_bundle, tmp_path / "old"))
    (copied / "words.int8.onnx").unlink()
    weights = copied / "weights.safetensors"
    tensors = load_file(weights)
    save_file({**tensors, SHAPE_VECTORS: tensors[SHAPE_VECTORS][: SHAPES.index("markup")]}, weights)
    manifest = json.loads((copied / "manifest.json").read_bytes())
    del manifest["files"]["words.int8.onnx"]
    manifest["files"]["weights.safetensors"] = FileFacts.from_file(weights).model_dump()
    manifest["schema_version"] = OLDEST_SCHEMA
    manifest["tokenizer_version"] = TOKENIZER_VERSION - 1
    (copied / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return copied


def test_an_older_bundle_is_renewed_and_its_weights_are_kept(
    old: Path, recipe: Recipe, tmp_path: Path
) -> None:
    with pytest.raises(BundleError, match="nomen-train requantise"):
        read_bundle(old)
    target = tmp_path / "new"
    exported = requantise(old, recipe, folder=NOWHERE, target=target)
    manifest = exported.bundle.manifest
    assert (manifest.schema_version, manifest.version) == (SCHEMA_VERSION, "0.1.1")
    before = read_bundle(old, oldest=OLDEST_SCHEMA).read_parameters()
    after = exported.bundle.read_parameters()
    for name, values in before.items():
        np.testing.assert_array_equal(after[name], values, err_msg=name)
    assert len(after[SHAPE_VECTORS]) == NUM_SHAPES
    assert manifest.presets == read_bundle(old, oldest=OLDEST_SCHEMA).manifest.presets
    assert "own/dev" in exported.evaluations
    assert manifest.metrics["int8_batches/largest_difference"] == 0
    assert load_tagger(target, device="cpu", precision="int8").tag(["Harry waved."])[0].tokens


def test_a_calibration_is_not_fitted_upon_the_older_one(
    old: Path, recipe: Recipe, tmp_path: Path
) -> None:
    once = requantise(old, recipe, folder=NOWHERE, target=tmp_path / "once")
    twice = requantise(tmp_path / "once", recipe, folder=NOWHERE, target=tmp_path / "twice")
    fitted = once.bundle.manifest.calibration
    assert fitted["int8"] != Calibration()
    assert twice.bundle.manifest.calibration == fitted


def test_a_bundle_may_be_renewed_in_its_own_folder(old: Path, recipe: Recipe) -> None:
    requantise(old, recipe, folder=NOWHERE, target=old)
    assert read_bundle(old).manifest.version == "0.1.1"


def test_a_full_disk_leaves_the_old_bundle_and_no_draft(old: Path, recipe: Recipe) -> None:
    size = (old / "weights.safetensors").stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, before[1]))  # as if the disk were full
    try:
        with pytest.raises(OSError, match="too large"):
            requantise(old, recipe, folder=NOWHERE, target=old)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert read_bundle(old, oldest=OLDEST_SCHEMA).manifest.version == "0.1.0"
    assert [path.name for path in old.parent.iterdir()] == [old.name]


@pytest.mark.parametrize(
    "change", [{"name": "other"}, {"network": NetworkConfig(hidden_size=13)}], ids=["name", "size"]
)
def test_another_bundles_recipe_is_refused(
    old: Path, recipe: Recipe, change: dict[str, object]
) -> None:
    with pytest.raises(TrainingError, match="expected the name and the network of the recipe"):
        requantise(old, recipe.model_copy(update=change), folder=NOWHERE, target=old)


def test_a_cell_without_int8_is_refused(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary, recipe: Recipe, tmp_path: Path
) -> None:
    config = tiny_config.model_copy(update={"cell": "gru"})
    export_bundle(
        tmp_path,
        network=DeepBiLSTM.build(config, tiny_vocabulary),
        vocabulary=tiny_vocabulary,
        facts=BundleFacts(name="tiny", version="0.1.0", description="", corpora=[]),
        dev={"own": SENTENCES},
        test={},
    )
    with pytest.raises(TrainingError, match="expected an LSTM"):
        requantise(tmp_path, recipe, folder=NOWHERE, target=tmp_path)
