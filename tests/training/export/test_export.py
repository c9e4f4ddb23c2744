import copy
import random
from pathlib import Path

import numpy as np
import pytest
import torch

from nomen.model.bundle.bundle import Precision, read_bundle
from nomen.model.names import find_names
from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import BatchTensors, DeepBiLSTM, label_probabilities
from nomen.model.network.encoding import Encoder
from nomen.model.network.label_sequences import name_probabilities
from nomen.model.network.vocabulary import Vocabulary
from nomen.model.tagger import Tagger, calibrate, load_tagger
from nomen.training.data.labels import LabelledSentence
from nomen.training.errors import TrainingError
from nomen.training.evaluation.evaluation import predict
from nomen.training.export.export import BundleFacts, Exported, check_target, export_bundle
from nomen.training.export.smoothquant import equalise
from tests.training.sentences import SENTENCES

TOKENS = [sentence.tokens for sentence in SENTENCES]


def logits(network: DeepBiLSTM, vocabulary: Vocabulary) -> torch.Tensor:
    batch = Encoder(vocabulary, max_characters=24).encode(TOKENS)
    with torch.no_grad():
        found: torch.Tensor = network.eval()(BatchTensors.from_encoded(batch))
    return found


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_an_exported_network_gives_its_probabilities(
    cell: str, tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary, tmp_path: Path
) -> None:
    config = tiny_config.model_copy(update={"cell": cell})
    network = DeepBiLSTM.build(config, tiny_vocabulary)
    before = 1 - logits(network, tiny_vocabulary).softmax(-1)[..., 0]
    facts = BundleFacts(name="any", version="0.1.0", description="", corpora=[])
    dev = {"own": SENTENCES}
    export_bundle(
        tmp_path, network=network, vocabulary=tiny_vocabulary, facts=facts, dev=dev, test={}
    )
    after = logits(network, tiny_vocabulary).softmax(-1)
    torch.testing.assert_close(before, 1 - after[..., 0], atol=1e-3, rtol=0)
    lengths = np.array([len(tokens) for tokens in TOKENS])
    expected, _ = name_probabilities(after.numpy(), lengths, config.labels)
    documents = load_tagger(tmp_path, device="cpu", precision="fp32").tag(TOKENS)
    for row, document in zip(expected, documents, strict=True):
        known = row[: len(document.tokens)]
        np.testing.assert_allclose(document.name_probabilities, known, atol=1e-5)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_equalising_does_not_change_what_a_network_says(
    cell: str, tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    config = tiny_config.model_copy(update={"cell": cell})
    network = DeepBiLSTM.build(config, tiny_vocabulary)
    equal = copy.deepcopy(network)
    equalise(equal, tiny_vocabulary, [token for tokens in TOKENS for token in tokens])
    before, after = (logits(n, tiny_vocabulary) for n in (network, equal))
    torch.testing.assert_close(before, after, atol=1e-5, rtol=0)
    assert not torch.equal(
        network.word_encoder.form_embedding.weight, equal.word_encoder.form_embedding.weight
    )


@pytest.mark.parametrize(("cell", "has_int8"), [("lstm", True), ("gru", False)])
def test_only_lstms_have_int8(
    cell: str,
    has_int8: bool,  # noqa: FBT001  # a table's column
    tiny_config: NetworkConfig,
    tiny_vocabulary: Vocabulary,
    tmp_path: Path,
) -> None:
    network = DeepBiLSTM.build(tiny_config.model_copy(update={"cell": cell}), tiny_vocabulary)
    facts = BundleFacts(name="any", version="0.1.0", description="", corpora=[])
    dev = {"own": SENTENCES}
    exported = export_bundle(
        tmp_path, network=network, vocabulary=tiny_vocabulary, facts=facts, dev=dev, test=dev
    )
    assert ("network.int8.onnx" in exported.bundle.manifest.files) is has_int8
    assert set(exported.evaluations) >= {"own/dev", "own/test", "all dev in lower case"}


def coarse_in_int8(config: NetworkConfig) -> tuple[DeepBiLSTM, Vocabulary, list[LabelledSentence]]:
    """Give a network of one huge recurrent weight, and sentences with the names it finds.

    int8 has one step for the whole matrix: the huge weight leaves none of the others.
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
) -> tuple[Exported, list[LabelledSentence]]:
    """Export a network that int8 spoils."""
    network, vocabulary, sentences = coarse_in_int8(tiny_config)
    facts = BundleFacts(name="coarse", version="0.1.0", description="", corpora=[])
    exported = export_bundle(
        tmp_path_factory.mktemp("coarse") / "bundle",
        network=network,
        vocabulary=vocabulary,
        facts=facts,
        dev={"own": sentences},
        test={},
    )
    return exported, sentences


def test_int8_is_no_default_where_it_loses_names(
    coarse: tuple[Exported, list[LabelledSentence]],
) -> None:
    manifest = coarse[0].bundle.manifest
    assert manifest.metrics["int8/f1_lost"] > 0.05
    assert manifest.default_precision == "fp32"


def test_int8_is_the_default_where_it_loses_none(tiny_bundle: Path) -> None:
    manifest = read_bundle(tiny_bundle).manifest
    assert manifest.metrics["int8/f1_lost"] <= 0.003
    assert manifest.default_precision == "int8"


def test_an_export_measures_what_the_bundle_says_calibrated(
    coarse: tuple[Exported, list[LabelledSentence]],
) -> None:
    exported, sentences = coarse
    assert exported.bundle.manifest.calibration["fp32"].slope > 2
    served = predict(load_tagger(exported.bundle.path, device="cpu"), sentences)
    np.testing.assert_allclose(exported.pooled.probabilities, served.probabilities, atol=1e-6)


@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_each_precision_is_served_with_its_own_calibration(
    precision: Precision, coarse: tuple[Exported, list[LabelledSentence]]
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


def test_a_folder_that_is_no_bundle_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(TrainingError, match="expected no such folder"):
        check_target(tmp_path)


def test_an_older_bundle_may_be_overwritten(tiny_bundle: Path, tmp_path: Path) -> None:
    check_target(tiny_bundle)
    check_target(tmp_path)
    check_target(tmp_path / "new")


def test_the_card_says_what_the_bundle_learned_from(default_tagger: Tagger) -> None:
    bundle = default_tagger.bundle
    card = (bundle.path / "README.md").read_text(encoding="utf-8")
    for corpus in bundle.manifest.corpora:
        assert corpus.name in card
        assert corpus.licence in card
    assert "int8 alone, in batches" in card
