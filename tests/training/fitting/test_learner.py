import math

import pytest
import torch

from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.errors import TrainingError
from nomen.training.fitting.learner import Learner
from nomen.training.recipes.recipe import Optimisation


def learner(config: NetworkConfig, vocabulary: Vocabulary, **choices: float) -> Learner:
    return Learner(
        DeepBiLSTM.build(config, vocabulary),
        Optimisation.model_validate(choices),
        form_counts=torch.ones(vocabulary.num_forms),
        dev_names=["own"],
        num_steps=100,
    )


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_gradient_that_is_no_number_stops_the_training(
    value: float, tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    found = learner(tiny_config, tiny_vocabulary)
    for parameter in found.network.parameters():
        parameter.grad = torch.full_like(parameter, value)
    optimiser = torch.optim.SGD(found.network.parameters(), lr=0.1)
    with pytest.raises(TrainingError, match="step 0: the gradient is not finite"):
        found.configure_gradient_clipping(optimiser)


def test_biases_and_embeddings_do_not_decay(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    found = learner(tiny_config, tiny_vocabulary)
    optimiser = found.configure_optimizers()["optimizer"]
    decayed, free = (len(group["params"]) for group in optimiser.param_groups)
    assert (decayed, free) == (3 + 8 + 1, 3 + 3 + 8 + 1)
    assert optimiser.param_groups[1]["weight_decay"] == 0.0


@pytest.mark.parametrize(("rate", "expected"), [(1.0, 2e-3), (0.1, 2e-4), (0.0, 0.0)])
def test_the_vectors_of_forms_have_a_learning_rate_of_their_own(
    rate: float, expected: float, tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    found = learner(tiny_config, tiny_vocabulary, warmup_share=0.0, embedding_rate=rate)
    optimiser = found.configure_optimizers()["optimizer"]
    weight = found.network.word_encoder.form_embedding.weight
    (group,) = (g for g in optimiser.param_groups if any(p is weight for p in g["params"]))
    assert group["lr"] == pytest.approx(expected)
    assert weight.requires_grad is (rate > 0)
