from pathlib import Path

import numpy as np
import pytest

from nomen.model.errors import BundleError
from nomen.model.network.deep_bilstm import BatchTensors
from nomen.model.network.encoding import Encoder
from nomen.model.network.label_sequences import label_marginals, name_and_begin
from nomen.model.tagger import Tagger
from nomen.training.fitting.bundled_network import BundledNetwork


def test_the_network_of_a_bundle_says_what_the_bundle_says(
    tiny_bundle: Path, tiny_tagger: Tagger
) -> None:
    found = BundledNetwork.load(str(tiny_bundle))
    config = found.network.config
    batch = Encoder(found.vocabulary, max_characters=config.max_characters).encode([["Ron", "sat"]])
    probabilities = found.network(BatchTensors.from_encoded(batch)).softmax(dim=-1).detach().numpy()
    marginals = label_marginals(probabilities, batch.lengths, config.labels)
    names, _ = name_and_begin(marginals[0], config.labels)
    expected, _ = tiny_tagger.engine.run([["Ron", "sat"]])
    np.testing.assert_allclose(names, expected[0], atol=1e-5)
    assert found.sources == list(tiny_tagger.bundle.manifest.corpora)


def test_a_folder_without_a_bundle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleError):
        BundledNetwork.load(str(tmp_path))
