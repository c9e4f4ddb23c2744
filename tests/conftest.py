"""Fixtures that many tests share: real bundles, real corpora where they are at hand."""

import os
from pathlib import Path

import pytest
import torch
from hypothesis import settings

from nomen.model.bundle.bundle import SHIPPED, read_bundle
from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.vocabulary import Vocabulary
from nomen.model.tagger import Tagger, load_tagger
from nomen.training.data.labels import LabelledSentence
from nomen.training.export.export import BundleFacts, export_bundle

torch.set_num_threads(1)
settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")

SENTENCES = [
    LabelledSentence(
        ("Harry", "Potter", "met", "Hermione", "in", "Oslo", "."),
        ((0, 2), (3, 4)),
    ),
    LabelledSentence(("a", "spell", "by", "ron", "weasley"), ((3, 5),)),
    LabelledSentence(("Nobody", "was", "here")),
]


@pytest.fixture(scope="session")
def tiny_vocabulary() -> Vocabulary:
    tokens = [token for sentence in SENTENCES for token in sentence.tokens]
    return Vocabulary.build(tokens, min_count=1, max_forms=100)[0]


@pytest.fixture(scope="session")
def tiny_config() -> NetworkConfig:
    return NetworkConfig(
        hidden_size=12, embedding_dim=8, character_dim=6, character_filters=5, shape_dim=3
    )


@pytest.fixture(scope="session")
def tiny_bundle(
    tmp_path_factory: pytest.TempPathFactory,
    tiny_vocabulary: Vocabulary,
    tiny_config: NetworkConfig,
) -> Path:
    """Write a small real bundle with random weights."""
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("bundles") / "tiny"
    export_bundle(
        path,
        network=DeepBiLSTM.build(tiny_config, tiny_vocabulary),
        vocabulary=tiny_vocabulary,
        facts=BundleFacts(name="tiny", version="0.1.0", description="Random weights.", corpora=[]),
        dev={"own": SENTENCES},
        test={},
    )
    return path


@pytest.fixture
def tiny_tagger(tiny_bundle: Path) -> Tagger:
    return load_tagger(tiny_bundle, device="cpu", precision="fp32")


@pytest.fixture(scope="session")
def default_tagger() -> Tagger:
    return load_tagger("en", device="cpu")


@pytest.fixture(scope="session")
def default_fp32_tagger() -> Tagger:
    return load_tagger("en", device="cpu", precision="fp32")


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Give the folder of published corpora, which a newcomer does not have."""
    folder = os.environ.get("NOMEN_CORPORA")
    if folder is None or not Path(folder, "conll2003", "dev.conll").exists():
        pytest.skip("needs the folder of corpora in NOMEN_CORPORA")
    return Path(folder)


@pytest.fixture(params=[path.name for path in sorted(SHIPPED.glob("*"))])
def shipped_bundle(request: pytest.FixtureRequest) -> Path:
    return read_bundle(SHIPPED / request.param).path
