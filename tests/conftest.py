"""Fixtures that many tests share: real bundles, and real corpora where they are at hand.

Tests of the model load this file, too, so only the fixtures that need training import it.
"""

import os
from itertools import chain
from pathlib import Path

import pytest
import torch
from hypothesis import settings

from nomen.model.bundle.bundle import SHIPPED, read_bundle
from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.vocabulary import Vocabulary
from nomen.model.tagger import Tagger, load_tagger

torch.set_num_threads(1)
settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")
os.environ["NOMEN_WORKERS"] = "1"  # one service process, but where a test asks for more

TOKENS = [
    ("Harry", "Potter", "met", "Hermione", "in", "Oslo", "."),
    ("a", "spell", "by", "ron", "weasley"),
    ("Nobody", "was", "here"),
]


@pytest.fixture(scope="session")
def tiny_vocabulary() -> Vocabulary:
    return Vocabulary.build(chain.from_iterable(TOKENS), min_count=1, max_forms=100)[0]


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
    """Write a small real bundle with random weights, for tests of training and of the service."""
    from nomen.training.export.export import BundleFacts, export_bundle  # noqa: PLC0415  # see above
    from tests.training.sentences import SENTENCES  # noqa: PLC0415  # see above

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


@pytest.fixture(params=sorted(file.parent.name for file in SHIPPED.glob("*/vocabulary.json")))
def shipped_bundle(request: pytest.FixtureRequest) -> Path:
    return read_bundle(SHIPPED / request.param).path
