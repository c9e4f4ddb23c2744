import math

import pytest
import torch
from torch import Tensor, nn

from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import BatchTensors, DeepBiLSTM
from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.pretraining.language_model import (
    IGNORED_FORM,
    BidirectionalLM,
    negative_log_likelihood,
)

SENTENCES = [["Harry", "met", "Hermione", "in", "Oslo"], ["a", "spell"]]


@pytest.fixture
def model(tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary) -> BidirectionalLM:
    torch.manual_seed(0)
    found = BidirectionalLM(
        tiny_config,
        num_forms=tiny_vocabulary.num_forms,
        num_characters=tiny_vocabulary.num_characters,
        cutoffs=[5, 12],
        dropout=0.0,
    )
    nn.init.normal_(found.start)
    return found


def batch(vocabulary: Vocabulary, sentences: list[list[str]]) -> tuple[BatchTensors, Tensor]:
    """Give what is read, the table's rows by number of characters, and the forms."""
    inputs = BatchTensors.from_encoded(Encoder(vocabulary, max_characters=24).encode(sentences))
    order = (inputs.character_ids != 0).sum(dim=1).argsort(stable=True)
    rank = torch.empty_like(order)
    rank[order] = torch.arange(len(order))
    forms = inputs.form_ids[inputs.positions]
    steps = torch.arange(forms.shape[1])
    forms = forms.masked_fill(steps >= inputs.lengths.unsqueeze(1), IGNORED_FORM)
    ordered = inputs._replace(
        form_ids=inputs.form_ids[order],
        character_ids=inputs.character_ids[order],
        shape_ids=inputs.shape_ids[order],
        positions=rank[inputs.positions],
    )
    return ordered, forms


def test_each_token_and_each_end_has_a_probability_in_both_directions(
    model: BidirectionalLM, tiny_vocabulary: Vocabulary
) -> None:
    right, left = model(*batch(tiny_vocabulary, SENTENCES))
    assert right.shape == left.shape == (5 + 1 + 2 + 1,)
    assert (torch.cat([right, left]) > 0).all()


def test_padding_does_not_change_a_sentence(
    model: BidirectionalLM, tiny_vocabulary: Vocabulary
) -> None:
    for both, alone in zip(
        model(*batch(tiny_vocabulary, SENTENCES)),
        model(*batch(tiny_vocabulary, SENTENCES[1:])),
        strict=True,
    ):
        torch.testing.assert_close(both[6:], alone)


def test_a_later_token_does_not_change_an_earlier_prediction(
    model: BidirectionalLM, tiny_vocabulary: Vocabulary
) -> None:
    changed = [["Harry", "met", "Hermione", "a", "Oslo"]]
    right, left = model(*batch(tiny_vocabulary, SENTENCES[:1]))
    other_right, other_left = model(*batch(tiny_vocabulary, changed))
    torch.testing.assert_close(right[:3], other_right[:3])
    assert (right[3:] != other_right[3:]).all()
    torch.testing.assert_close(left[:1], other_left[:1])  # reads Oslo first
    assert (left[1:] != other_left[1:]).all()


def test_a_token_does_not_see_itself(model: BidirectionalLM, tiny_vocabulary: Vocabulary) -> None:
    inputs, forms = batch(tiny_vocabulary, [["Harry", "met"]])
    shown = inputs._replace(form_ids=torch.zeros_like(inputs.form_ids))
    right, left = model(inputs, forms)
    other_right, other_left = model(shown, forms)
    assert right[0] == other_right[0]
    assert left[0] == other_left[0]


def test_the_probabilities_of_all_continuations_sum_to_1(
    model: BidirectionalLM, tiny_vocabulary: Vocabulary
) -> None:
    inputs, _ = batch(tiny_vocabulary, [["Harry", "met"]])
    firsts = range(tiny_vocabulary.num_forms)
    total = sum(math.exp(-model(inputs, torch.tensor([[f, 1]]))[0][0].item()) for f in firsts)
    at_start = model.softmax.log_prob(model.start[:1])[0]
    assert total + at_start[0].exp().item() == pytest.approx(1, abs=1e-5)


def test_the_network_has_the_states_of_the_language_models(
    model: BidirectionalLM, tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    inputs, _ = batch(tiny_vocabulary, SENTENCES)
    network = DeepBiLSTM.build(tiny_config, tiny_vocabulary).eval()
    found = network.load_state_dict(model.network_state(), strict=False)
    assert found.missing_keys == ["head.weight", "head.bias"]
    assert found.unexpected_keys == []
    words = network.word_encoder(inputs.form_ids, inputs.character_ids, inputs.shape_ids)
    x = words[inputs.positions]  # (B, T, D)
    states = network.recurrent(x, inputs.lengths)  # (B, T, 2H)
    hidden = tiny_config.hidden_size
    right = model.states(x, is_leftward=False)[:, 1:]
    torch.testing.assert_close(states[0, :, :hidden], right[0])
    torch.testing.assert_close(states[1, :2, :hidden], right[1, :2])
    left = model.states(x[1:, [1, 0]], is_leftward=True)[0, 1:]
    torch.testing.assert_close(states[1, :2, hidden:], left.flip(0))


def test_one_layer_is_mapped_too(tiny_config: NetworkConfig) -> None:
    config = tiny_config.model_copy(update={"num_layers": 1})
    model = BidirectionalLM(config, num_forms=9, num_characters=9, cutoffs=[4], dropout=0.0)
    network = DeepBiLSTM(config, num_forms=9, num_characters=9)
    network.load_state_dict(model.network_state(), strict=False)
    reverse = network.recurrent.cells.weight_ih_l0_reverse
    assert torch.equal(reverse, model.leftward.state_dict()["0.weight_ih_l0"])


def test_a_networks_recurrent_layers_come_back(
    model: BidirectionalLM, tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    state = model.network_state()
    other = BidirectionalLM(
        tiny_config,
        num_forms=tiny_vocabulary.num_forms,
        num_characters=tiny_vocabulary.num_characters,
        cutoffs=[5],
        dropout=0.0,
    )
    other.load_recurrent(state)
    other.word_encoder.load_state_dict(model.word_encoder.state_dict())
    again = other.network_state()
    assert all(torch.equal(state[name], again[name]) for name in state)


def test_a_step_changes_every_parameter(
    model: BidirectionalLM, tiny_vocabulary: Vocabulary
) -> None:
    before = {name: p.detach().clone() for name, p in model.named_parameters()}
    optimiser = torch.optim.SGD(model.parameters(), lr=1.0)
    right, left = model(*batch(tiny_vocabulary, SENTENCES))
    (right.mean() + left.mean()).backward()
    optimiser.step()
    same = [name for name, p in model.named_parameters() if torch.equal(before[name], p)]
    assert same == []


@pytest.mark.slow
def test_it_learns_two_sentences_by_heart(
    model: BidirectionalLM, tiny_vocabulary: Vocabulary
) -> None:
    optimiser = torch.optim.Adam(model.parameters(), lr=2e-2)
    inputs, forms = batch(tiny_vocabulary, SENTENCES)
    for _ in range(150):
        right, left = model(inputs, forms)
        optimiser.zero_grad()
        (right.mean() + left.mean()).backward()
        optimiser.step()
    right, left = model(inputs, forms)
    assert right.sum().item() == pytest.approx(2 * math.log(2), abs=0.3)  # which one it is
    assert left.sum().item() == pytest.approx(2 * math.log(2), abs=0.3)


@pytest.mark.parametrize("cutoffs", [[3], [3, 5]])
def test_the_likelihood_is_torchs_own(cutoffs: list[int]) -> None:
    softmax = nn.AdaptiveLogSoftmaxWithLoss(6, 9, cutoffs, div_value=2.0, head_bias=True)
    states, targets = torch.randn(20, 6), torch.arange(20) % 9
    expected = -softmax(states, targets).output
    torch.testing.assert_close(negative_log_likelihood(softmax, states, targets), expected)


def test_a_cluster_without_targets_does_no_harm() -> None:
    softmax = nn.AdaptiveLogSoftmaxWithLoss(6, 9, [3, 5], div_value=2.0)
    found = negative_log_likelihood(softmax, torch.randn(2, 6), torch.tensor([0, 1]))
    assert found.shape == (2,)
