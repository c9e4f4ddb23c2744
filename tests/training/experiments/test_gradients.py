"""The reach of gradients against networks whose Jacobians are known."""

import math

import pytest
import torch
from pydantic import ValidationError

from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.data.labels import LabelledSentence
from nomen.training.errors import CorpusError
from nomen.training.experiments.gradients import (
    GradientConfig,
    gradient_norms,
    gradient_reach,
    join_sentences,
)
from nomen.training.fitting.batches import LabelledBatch, collate

SMALL = {
    "bidirectional": False,
    "num_layers": 1,
    "hidden_size": 4,
    "embedding_dim": 2,
    "character_dim": 1,
    "character_filters": 1,
    "character_widths": (2,),
    "shape_dim": 1,
    "head": "bio",
}
VOCABULARY = Vocabulary(forms=["harry", "said"], characters="adhirsy")
HARRY = LabelledSentence(("Harry", "said"), ((0, 1),))
CONFIG = GradientConfig(num_texts=3, text_tokens=6, max_distance=5)


def small_network(cell: str) -> DeepBiLSTM:
    torch.manual_seed(1)
    return DeepBiLSTM.build(NetworkConfig.model_validate(SMALL | {"cell": cell}), VOCABULARY)


def still_network(cell: str) -> DeepBiLSTM:
    """All word vectors and states are 0, where every tanh has slope 1."""
    network = small_network(cell)
    for parameter in network.word_encoder.parameters():
        torch.nn.init.zeros_(parameter)
    torch.nn.init.zeros_(network.recurrent.cells.weight_hh_l0)
    return network


def six_tokens() -> LabelledBatch:
    texts = join_sentences([HARRY] * 9, CONFIG)
    return collate(texts, Encoder(VOCABULARY, max_characters=8), ("O", "B", "I"))


@pytest.mark.parametrize("factor", [0.5, 1.0, 1.5])
def test_a_linear_rnn_shrinks_and_grows_by_the_powers_of_its_matrix(factor: float) -> None:
    network = still_network("rnn")
    cells = network.recurrent.cells
    torch.nn.init.orthogonal_(cells.weight_hh_l0, gain=factor)
    torch.nn.init.orthogonal_(cells.weight_ih_l0)
    reach = gradient_reach(network, six_tokens(), max_distance=5)
    assert reach.median == pytest.approx([factor**k for k in range(6)], rel=1e-5)


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_a_gate_that_does_not_look_back_passes_its_share_on(cell: str) -> None:
    network = still_network(cell)
    gates = network.recurrent.cells.bias_ih_l0.data.view(-1, 4)
    gates[1] = 2.0  # an LSTM's forget gate, a GRU's update gate
    reach = gradient_reach(network, six_tokens(), max_distance=5)
    share = 1 / (1 + math.exp(-2))
    assert reach.median == pytest.approx([share**k for k in range(6)], rel=1e-6)


def test_an_rnn_that_does_not_look_back_learns_nothing_from_the_past() -> None:
    norms = gradient_norms(still_network("rnn"), six_tokens())
    assert norms.shape == (3, 6)
    assert (norms[:, 0] > 0).all()
    assert norms[:, 1:].count_nonzero() == 0


def test_the_norm_is_how_steeply_the_loss_answers_to_one_word_vector() -> None:
    network, texts = small_network("gru").double().eval(), six_tokens()
    table = network.word_encoder(*texts.inputs[:3]).detach()
    x = table[texts.inputs.positions[0]].repeat(5, 1, 1)  # as it is, then each of 4 units moved
    x[1:, 3] += 1e-6 * torch.eye(4)
    logits = network.head(network.recurrent(x, torch.full((5,), 6)))[:, -1]
    losses = -logits.log_softmax(dim=1)[:, 0] / 3  # of label O, one of three texts
    slopes = (losses[1:] - losses[0]) / 1e-6
    norm = gradient_norms(network, texts)[0, 2]
    torch.testing.assert_close(norm, slopes.norm(), rtol=1e-4, atol=0)


def test_quartiles_enclose_the_median_and_begin_at_1() -> None:
    reach = gradient_reach(small_network("lstm"), six_tokens(), max_distance=3)
    assert (reach.lower[0], reach.median[0], reach.upper[0]) == (1, 1, 1)
    assert len(reach.lower) == len(reach.median) == len(reach.upper) == 4
    pairs = zip(reach.lower, reach.median, reach.upper, strict=True)
    assert all(low <= middle <= high for low, middle, high in pairs)


def test_measuring_leaves_the_network_as_it_was() -> None:
    network = small_network("lstm").train()
    gradient_norms(network, six_tokens())
    assert network.training
    assert all(p.grad is None and p.dtype == torch.float32 for p in network.parameters())
    assert not network.recurrent._forward_pre_hooks  # noqa: SLF001  # torch shows them nowhere else


def test_neighbours_are_joined_and_cut_to_one_length() -> None:
    sentences = [LabelledSentence((str(i),) * 2, ((0, 2),)) for i in range(5)]
    config = GradientConfig(num_texts=2, text_tokens=3, max_distance=2)
    assert join_sentences(sentences, config) == [
        LabelledSentence(("0", "0", "1"), ((0, 2), (2, 3))),
        LabelledSentence(("1", "2", "2"), ((0, 1), (1, 3))),
    ]


def test_too_few_tokens_are_refused() -> None:
    with pytest.raises(CorpusError, match="4 dev tokens; expected 6"):
        join_sentences([HARRY, HARRY], CONFIG)


def test_a_distance_beyond_a_text_is_refused() -> None:
    with pytest.raises(ValidationError, match="less than text_tokens"):
        GradientConfig(text_tokens=100, max_distance=100)
