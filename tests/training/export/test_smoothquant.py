import copy

import pytest
import torch

from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import BatchTensors, DeepBiLSTM
from nomen.model.network.encoding import EncodedBatch, Encoder
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.export.smoothquant import smooth_word_vectors
from tests.conftest import SENTENCES

SENTENCE_TOKENS = [sentence.tokens for sentence in SENTENCES]
TOKENS = [token for tokens in SENTENCE_TOKENS for token in tokens]


def encoded(vocabulary: Vocabulary) -> EncodedBatch:
    return Encoder(vocabulary, max_characters=24).encode(SENTENCE_TOKENS)


@torch.no_grad()
def logits(network: DeepBiLSTM, vocabulary: Vocabulary) -> torch.Tensor:
    found: torch.Tensor = network.eval()(BatchTensors.from_encoded(encoded(vocabulary)))
    return found


@torch.no_grad()
def word_vectors(network: DeepBiLSTM, vocabulary: Vocabulary) -> torch.Tensor:
    batch = BatchTensors.from_encoded(encoded(vocabulary))
    found: torch.Tensor = network.word_encoder(batch.form_ids, batch.character_ids, batch.shape_ids)
    return found


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_smoothing_does_not_change_what_a_network_says(
    cell: str, tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    config = tiny_config.model_copy(update={"cell": cell})
    network = DeepBiLSTM.build(config, tiny_vocabulary)
    smoothed = copy.deepcopy(network)
    smooth_word_vectors(smoothed, tiny_vocabulary, TOKENS)
    before, after = (logits(n, tiny_vocabulary) for n in (network, smoothed))
    torch.testing.assert_close(before, after, atol=1e-5, rtol=0)
    assert not torch.equal(
        network.word_encoder.form_embedding.weight, smoothed.word_encoder.form_embedding.weight
    )


def test_a_large_unit_of_the_word_vectors_becomes_smaller(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    network = DeepBiLSTM.build(tiny_config, tiny_vocabulary)
    with torch.no_grad():
        network.word_encoder.form_embedding.weight[:, 0] *= 100
    ranges = []
    for _ in range(2):
        largest = word_vectors(network, tiny_vocabulary).abs().amax(dim=0)
        ranges.append(float(largest[0] / largest[1:8].mean()))
        smooth_word_vectors(network, tiny_vocabulary, TOKENS)
    assert ranges[1] < 0.25 * ranges[0]
