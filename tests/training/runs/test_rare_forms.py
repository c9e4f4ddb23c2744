import pytest
import torch

from nomen.model.network.deep_bilstm import BatchTensors
from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import UNKNOWN_FORM, Vocabulary
from nomen.training.runs.rare_forms import hide_rare_forms
from tests.training.sentences import SENTENCES


@pytest.fixture
def inputs(tiny_vocabulary: Vocabulary) -> BatchTensors:
    encoder = Encoder(tiny_vocabulary, max_characters=24)
    return BatchTensors.from_encoded(encoder.encode([s.tokens for s in SENTENCES]))


def test_forms_are_hidden_by_their_chance_and_nothing_else_is(
    inputs: BatchTensors, tiny_vocabulary: Vocabulary
) -> None:
    rare = tiny_vocabulary.form_ids["harry"]
    chances = torch.zeros(tiny_vocabulary.num_forms)
    chances[rare] = 1.0
    found = hide_rare_forms(inputs, chances)
    is_rare = inputs.form_ids == rare
    assert is_rare.sum() == 1
    assert torch.equal(found.form_ids, torch.where(is_rare, UNKNOWN_FORM, inputs.form_ids))
    assert all(a is b for a, b in zip(found[1:], inputs[1:], strict=True))


def test_a_chance_is_drawn_anew_for_each_form(inputs: BatchTensors) -> None:
    torch.manual_seed(0)
    chances = torch.full((100,), 0.5)
    first, second = (hide_rare_forms(inputs, chances).form_ids for _ in range(2))
    assert 0 < int((first == UNKNOWN_FORM).sum()) < len(first)
    assert not torch.equal(first, second)
