import copy
from pathlib import Path

import numpy as np
import pytest
import torch

from model.encoding import Encoder
from model.label_sequences import name_probabilities
from model.network import BatchTensors, DeepBiLSTM
from model.network_config import NetworkConfig
from model.tagger import Tagger, load_tagger
from model.vocabulary import Vocabulary
from tests.conftest import SENTENCES
from training.equalisation import equalise
from training.errors import TrainingError
from training.export import BundleFacts, check_target, export_bundle

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
