"""What stands in a finished bundle: `training/export/export.py` and the order of its steps."""

import copy
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from nomen.model.bundle.bundle import read_bundle
from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import BatchTensors, DeepBiLSTM
from nomen.model.network.encoding import Encoder
from nomen.model.network.label_sequences import name_probabilities
from nomen.model.network.vocabulary import Vocabulary
from nomen.model.tagger import Tagger, load_tagger
from nomen.training.errors import TrainingError
from nomen.training.export.export import BundleFacts, check_target, export_bundle
from nomen.training.export.smoothquant import smooth_word_vectors
from tests.conftest import SENTENCES

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


def test_what_is_exported_is_smoothed_for_int8(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary, tmp_path: Path
) -> None:
    network = DeepBiLSTM.build(tiny_config, tiny_vocabulary)
    expected = copy.deepcopy(network)
    smooth_word_vectors(expected, tiny_vocabulary, [t for tokens in TOKENS for t in tokens])
    facts = BundleFacts(name="any", version="0.1.0", description="", corpora=[])
    dev = {"own": SENTENCES}
    export_bundle(
        tmp_path, network=network, vocabulary=tiny_vocabulary, facts=facts, dev=dev, test={}
    )
    for found, smoothed in zip(network.parameters(), expected.parameters(), strict=True):
        torch.testing.assert_close(found, smoothed, atol=0.02, rtol=0)


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
    assert exported.bundle == read_bundle(tmp_path)


class OpenedManifests:
    """Counts how often Python opens a manifest, to read and to write."""

    def __init__(self) -> None:
        self.modes: list[str] | None = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and self.modes is not None:
            path, mode, _ = arguments
            if isinstance(mode, str) and str(path).endswith("manifest.json"):
                self.modes.append(mode)


@pytest.fixture
def manifests() -> Iterator[OpenedManifests]:
    """Listen while a test runs; an audit hook cannot be removed, so it falls silent."""
    heard = OpenedManifests()
    yield heard
    heard.modes = None


def test_an_export_writes_its_manifest_once_and_reads_it_once(
    manifests: OpenedManifests,
    tiny_config: NetworkConfig,
    tiny_vocabulary: Vocabulary,
    tmp_path: Path,
) -> None:
    export_bundle(
        tmp_path / "new",
        network=DeepBiLSTM.build(tiny_config, tiny_vocabulary),
        vocabulary=tiny_vocabulary,
        facts=BundleFacts(name="any", version="0.1.0", description="", corpora=[]),
        dev={"own": SENTENCES},
        test={},
    )
    assert manifests.modes == ["w", "r"]


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
