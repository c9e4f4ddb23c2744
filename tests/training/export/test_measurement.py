import random
from pathlib import Path

import numpy as np
import pytest
import torch

from nomen.model.bundle.bundle import Precision, read_bundle
from nomen.model.engines.calibration import calibrate
from nomen.model.names.finding import find_names
from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import BatchTensors, DeepBiLSTM, label_probabilities
from nomen.model.network.encoding import Encoder
from nomen.model.network.label_sequences import name_probabilities
from nomen.model.network.vocabulary import Vocabulary
from nomen.model.tagger import load_tagger
from nomen.training.data.labels import LabelledSentence
from nomen.training.evaluation.evaluation import evaluate, predict
from nomen.training.export.export import BundleFacts, export_bundle
from nomen.training.export.measurement import MeasuredBundle
from tests.training.evaluation.documents.pages import LETTERS, LOGS
from tests.training.sentences import SENTENCES


def coarse_in_int8(config: NetworkConfig) -> tuple[DeepBiLSTM, Vocabulary, list[LabelledSentence]]:
    """Give a network of one huge recurrent weight, and sentences with the names it finds.

    int8 has one step for the whole matrix, so the huge weight rounds the others to 0.
    """
    words, draw = [f"w{i}" for i in range(40)], random.Random(0)
    sentences = [tuple(draw.choices(words, k=draw.randint(3, 12))) for _ in range(100)]
    vocabulary, _ = Vocabulary.build(words, min_count=1, max_forms=100)
    torch.manual_seed(0)
    network = DeepBiLSTM.build(config, vocabulary).eval()
    batch = Encoder(vocabulary, max_characters=24).encode(sentences)
    with torch.no_grad():
        for name, parameter in network.recurrent.named_parameters():
            if "weight_hh" in name:
                parameter.mul_(4)
                parameter[0, 0] = 1000
        found = label_probabilities(network(BatchTensors.from_encoded(batch))).numpy()
    names, begins = name_probabilities(found, batch.lengths, config.labels)
    threshold = float(np.median(names[names > 0]))
    gold = []
    for tokens, name, begin in zip(sentences, names, begins, strict=True):
        spans = find_names(name[: len(tokens)], begin[: len(tokens)], threshold=threshold)
        gold.append(LabelledSentence(tokens, tuple((span.start, span.stop) for span in spans)))
    return network, vocabulary, gold


@pytest.fixture(scope="module")
def coarse(
    tiny_config: NetworkConfig, tmp_path_factory: pytest.TempPathFactory
) -> tuple[MeasuredBundle, list[LabelledSentence]]:
    """Export a network that int8 spoils."""
    network, vocabulary, sentences = coarse_in_int8(tiny_config)
    facts = BundleFacts(name="coarse", version="0.1.0", description="", corpora=[])
    exported = export_bundle(
        tmp_path_factory.mktemp("coarse") / "bundle",
        network=network,
        vocabulary=vocabulary,
        facts=facts,
        dev={"own": sentences},
        test={"own": sentences[:40]},
    )
    return exported, sentences


def test_int8_is_no_default_where_it_loses_names(
    coarse: tuple[MeasuredBundle, list[LabelledSentence]],
) -> None:
    manifest = coarse[0].bundle.manifest
    assert manifest.metrics["int8/f1_lost"] > 0.05
    assert manifest.default_precision == "fp32"


def test_int8_is_the_default_where_it_loses_none(tiny_bundle: Path) -> None:
    manifest = read_bundle(tiny_bundle).manifest
    assert manifest.metrics["int8/f1_lost"] <= 0.003
    assert manifest.default_precision == "int8"


def test_an_export_measures_what_the_bundle_says_calibrated(
    coarse: tuple[MeasuredBundle, list[LabelledSentence]],
) -> None:
    exported, sentences = coarse
    assert exported.bundle.manifest.calibration["fp32"].slope > 2
    served = predict(load_tagger(exported.bundle.path, device="cpu"), sentences)
    np.testing.assert_allclose(exported.pooled.probabilities, served.probabilities, atol=1e-6)


@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_each_precision_is_served_with_its_own_calibration(
    precision: Precision, coarse: tuple[MeasuredBundle, list[LabelledSentence]]
) -> None:
    exported, sentences = coarse
    manifest = exported.bundle.manifest
    assert manifest.calibration["fp32"] != manifest.calibration["int8"]
    tokens = sentences[0].tokens
    tagger = load_tagger(exported.bundle.path, device="cpu", precision=precision)
    raw, _ = tagger.engine.run([tokens])
    (document,) = tagger.tag([tokens])
    expected = calibrate(raw[0], manifest.calibration[precision])
    np.testing.assert_allclose(document.name_probabilities, expected, atol=1e-6)


def test_every_set_is_measured_with_the_default_engine(
    coarse: tuple[MeasuredBundle, list[LabelledSentence]],
) -> None:
    measured, sentences = coarse
    sets = {"own/dev", "own/test", "all dev", "all dev in lower case", "all dev in UPPER CASE"}
    assert set(measured.evaluations) == sets
    served = predict(load_tagger(measured.bundle.path, device="cpu"), sentences[:40])
    assert measured.evaluations["own/test"] == evaluate(served)
    metrics = measured.bundle.manifest.metrics
    assert metrics["f1/own/test"] == round(measured.evaluations["own/test"].f1, 4)


@pytest.fixture(scope="module")
def on_documents(
    tiny_config: NetworkConfig,
    tiny_vocabulary: Vocabulary,
    tmp_path_factory: pytest.TempPathFactory,
) -> MeasuredBundle:
    """Export a network of random weights with documents."""
    torch.manual_seed(0)
    return export_bundle(
        tmp_path_factory.mktemp("documents") / "bundle",
        network=DeepBiLSTM.build(tiny_config, tiny_vocabulary),
        vocabulary=tiny_vocabulary,
        facts=BundleFacts(name="own", version="0.1.0", description="", corpora=[]),
        dev={"own": SENTENCES},
        test={},
        pages={"letters": LETTERS, "logs": LOGS},
    )


def test_documents_are_measured_at_the_presets_of_the_bundle(on_documents: MeasuredBundle) -> None:
    manifest = on_documents.bundle.manifest
    assert on_documents.on_documents is not None
    assert on_documents.on_documents.thresholds == manifest.presets
    mean = on_documents.on_documents.mean_of_genres
    assert manifest.metrics["documents/f1"] == round(mean.f1.value, 4)
    left = manifest.metrics["documents/high_recall/letters_left"]
    assert left == round(mean.left["high_recall"].value, 4)


def test_documents_without_names_are_ignored(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary, tmp_path: Path
) -> None:
    exported = export_bundle(
        tmp_path,
        network=DeepBiLSTM.build(tiny_config, tiny_vocabulary),
        vocabulary=tiny_vocabulary,
        facts=BundleFacts(name="own", version="0.1.0", description="", corpora=[]),
        dev={"own": SENTENCES},
        test={},
        pages={"logs": LOGS},
    )
    assert exported.on_documents is None
    assert "documents/f1" not in exported.bundle.manifest.metrics


def test_presets_are_chosen_on_the_dev_sentences(
    coarse: tuple[MeasuredBundle, list[LabelledSentence]],
) -> None:
    manifest = coarse[0].bundle.manifest
    assert set(manifest.presets) == {"high_recall", "balanced", "high_precision"}
    assert manifest.default_threshold == manifest.presets["balanced"]
    assert manifest.metrics["high_recall/recall"] >= manifest.metrics["high_precision/recall"]


def test_dev_sets_of_registered_corpora_are_measured_by_language(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary, tmp_path: Path
) -> None:
    torch.manual_seed(0)
    exported = export_bundle(
        tmp_path,
        network=DeepBiLSTM.build(tiny_config, tiny_vocabulary),
        vocabulary=tiny_vocabulary,
        facts=BundleFacts(name="own", version="0.1.0", description="", corpora=[]),
        dev={"wnut17": SENTENCES, "sv_klintan": SENTENCES, "own": SENTENCES},
        test={},
    )
    assert exported.languages.keys() == {"en", "sv"}
    recall = exported.bundle.manifest.metrics["high_recall/recall"]
    assert exported.languages["sv"].recall == pytest.approx(recall, abs=1e-4)
    card = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert f"| {100 * recall:.1f} | – |" in card
