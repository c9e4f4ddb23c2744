import torch

from nomen.model.bundle.bundle import read_bundle
from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.vocabulary import Vocabulary
from nomen.model.tagger import Tagger
from nomen.training.export.self_tests import SENTENCES, make_self_tests


def test_each_sentence_has_a_probability_for_each_token(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    torch.manual_seed(0)
    found = make_self_tests(DeepBiLSTM.build(tiny_config, tiny_vocabulary).eval(), tiny_vocabulary)
    assert [" ".join(test.tokens) for test in found] == list(SENTENCES)
    assert all(0 < p < 1 for test in found for p in test.name_probabilities)


def test_a_bundle_s_fp32_engine_passes_its_self_tests(tiny_tagger: Tagger) -> None:
    for test in read_bundle(tiny_tagger.bundle.path).manifest.self_tests:
        found, _ = tiny_tagger.engine.run([test.tokens])
        torch.testing.assert_close(
            torch.from_numpy(found[0]), torch.tensor(test.name_probabilities), atol=1e-5, rtol=0
        )
