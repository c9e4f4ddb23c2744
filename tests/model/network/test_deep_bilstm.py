from typing import Literal

import pytest
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import BatchTensors, DeepBiLSTM, RecurrentLayers, reversal
from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import Vocabulary
from tests.conftest import TOKENS


def batch_of(vocabulary: Vocabulary, sentences: list[tuple[str, ...]]) -> BatchTensors:
    return BatchTensors.from_encoded(Encoder(vocabulary, max_characters=24).encode(sentences))


@pytest.mark.parametrize(("head", "num_labels"), [("name", 1), ("bio", 3), ("bioes", 5)])
def test_each_token_has_a_logit_for_each_label(
    head: str, num_labels: int, tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    config = tiny_config.model_copy(update={"head": head})
    logits = DeepBiLSTM.build(config, tiny_vocabulary)(batch_of(tiny_vocabulary, TOKENS))
    assert logits.shape == (3, 7, num_labels)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_padding_does_not_change_a_sentence(
    cell: str, tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    config = tiny_config.model_copy(update={"cell": cell})
    network = DeepBiLSTM.build(config, tiny_vocabulary).eval()
    together = network(batch_of(tiny_vocabulary, TOKENS))
    for i, tokens in enumerate(TOKENS):
        alone = network(batch_of(tiny_vocabulary, [tokens]))[0]
        torch.testing.assert_close(together[i, : len(tokens)], alone, atol=1e-6, rtol=0)


def test_a_longer_neighbour_token_does_not_change_a_word_vector(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    encoder = DeepBiLSTM.build(tiny_config, tiny_vocabulary).word_encoder
    alone = encoder(*batch_of(tiny_vocabulary, [("ron",)])[:3])
    beside = encoder(*batch_of(tiny_vocabulary, [("ron", "a-very-long-token")])[:3])
    torch.testing.assert_close(alone[0], beside[0], atol=1e-6, rtol=0)


def test_the_same_seed_gives_the_same_weights(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    networks = []
    for _ in range(2):
        torch.manual_seed(3)
        networks.append(DeepBiLSTM.build(tiny_config, tiny_vocabulary).state_dict())
    assert all(torch.equal(networks[0][name], networks[1][name]) for name in networks[0])


def test_a_sentence_is_reversed_and_its_padding_is_not() -> None:
    assert reversal(torch.tensor([3, 1]), 4).tolist() == [[2, 1, 0, 3], [0, 1, 2, 3]]


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("num_layers", [1, 2])
@pytest.mark.parametrize("bidirectional", [False, True])
def test_states_are_those_of_the_modules_over_packed_steps(
    cell: Literal["rnn", "gru", "lstm"],
    num_layers: int,
    bidirectional: bool,  # noqa: FBT001  # a parameter of the test
    tiny_config: NetworkConfig,
) -> None:
    torch.manual_seed(0)
    choices = {"cell": cell, "num_layers": num_layers, "bidirectional": bidirectional}
    config = tiny_config.model_copy(update={**choices, "dropout": 0.0})
    layers = RecurrentLayers(config)
    x, lengths = torch.randn(3, 5, config.word_vector_size), torch.tensor([2, 5, 1])
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    expected, _ = pad_packed_sequence(layers.cells(packed)[0], batch_first=True)
    torch.testing.assert_close(layers(x, lengths), expected)
    torch.testing.assert_close(layers.read_packed(x, lengths), expected)


def test_a_token_has_the_same_vector_among_longer_and_shorter_ones(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    torch.manual_seed(0)
    encoder = DeepBiLSTM.build(tiny_config, tiny_vocabulary).word_encoder
    tokens = ["unknown" * 3, "a", "Hermione", "met", "Oslo", "Hermione" * 2, "\u200b"]
    together = batch_of(tiny_vocabulary, [tuple(tokens)])
    table = encoder(together.form_ids, together.character_ids, together.shape_ids)
    for row, token in zip(table, tokens, strict=True):
        alone = batch_of(tiny_vocabulary, [(token,)])
        expected = encoder(alone.form_ids, alone.character_ids, alone.shape_ids)[0]
        torch.testing.assert_close(row, expected)
