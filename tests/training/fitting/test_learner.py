import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.data.labels import LabelledSentence
from nomen.training.errors import TrainingError
from nomen.training.evaluation.scores import SpanCounts
from nomen.training.fitting.batches import Part, collate, collate_share
from nomen.training.fitting.learner import Learner
from nomen.training.processes import ONE_PROCESS, Processes
from nomen.training.recipes.recipe import Optimisation
from tests.training.processes import Second
from tests.training.sentences import SENTENCES


def learner(config: NetworkConfig, vocabulary: Vocabulary, **changes: float) -> Learner:
    return Learner(
        DeepBiLSTM.build(config, vocabulary),
        Optimisation.model_validate({"precision": "32-true", **changes}),
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


@pytest.mark.parametrize("head", ["bioes", "name"])
def test_the_dev_counts_are_of_whole_names(
    head: str, tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    config = tiny_config.model_copy(update={"head": head})
    found = learner(config, tiny_vocabulary).eval()
    torch.nn.init.zeros_(found.network.head.weight)
    torch.nn.init.constant_(found.network.head.bias, -9.0)
    found.network.head.bias.data[0] = -9.0 if head == "name" else 9.0  # no name anywhere
    neighbours = LabelledSentence(("Harry", "Potter", "Ron"), ((0, 2), (2, 3)))
    encoder = Encoder(tiny_vocabulary, max_characters=24)
    with torch.inference_mode():
        found.validation_step(collate([neighbours, SENTENCES[0]], encoder, config.labels), 0)
    checkpoint: dict[str, object] = {}
    found.on_save_checkpoint(checkpoint)
    assert checkpoint["dev_counts"] == [4, 0, 0]


def test_a_checkpoint_counts_the_dev_names_of_all_corpora(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    found = learner(tiny_config, tiny_vocabulary)
    found.dev_counts = [SpanCounts(10, 8, 6), SpanCounts(5, 4, 3)]
    checkpoint: dict[str, object] = {}
    found.on_save_checkpoint(checkpoint)
    assert checkpoint == {"dev_counts": [15, 12, 9]}


def without_noise(
    config: NetworkConfig, vocabulary: Vocabulary, *, loss: str, processes: Processes
) -> Learner:
    """Give a learner that draws nothing, with the same weights each time."""
    torch.manual_seed(0)
    found = Learner(
        DeepBiLSTM.build(config.model_copy(update={"dropout": 0.0}), vocabulary),
        Optimisation.model_validate({"loss": loss, "unknown_rate": 0.0}),
        form_counts=torch.ones(vocabulary.num_forms),
        dev_names=["own"],
        num_steps=100,
        processes=processes,
    )
    found.log = lambda *_, **__: None  # type: ignore[method-assign]  # no trainer
    return found


@pytest.mark.parametrize("loss", ["tokens", "sentences"])
@pytest.mark.parametrize(("number", "size"), [(2, 3), (3, 2)])
def test_the_mean_gradient_of_processes_is_that_of_one(
    loss: str, number: int, size: int, tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    ranks = [Processes(rank=rank, number=number) for rank in range(number)]
    batch = np.arange(size, dtype=np.int32)
    num_tokens = np.array([len(sentence.tokens) for sentence in SENTENCES], dtype=np.int32)
    encoder = Encoder(tiny_vocabulary, max_characters=24)
    gradients = []
    for processes in (ONE_PROCESS, *ranks):
        found = without_noise(tiny_config, tiny_vocabulary, loss=loss, processes=processes)
        share = collate_share(
            SENTENCES,
            batch,
            num_tokens,
            encoder=encoder,
            labels=tiny_config.labels,
            processes=processes,
        )
        loss_of_share = found.training_step(share, 0)
        flat = torch.autograd.grad(loss_of_share, [*found.network.parameters()])
        gradients.append(torch.cat([gradient.flatten() for gradient in flat]))
    alone, *shared = gradients
    assert torch.allclose(alone, torch.stack(shared).mean(dim=0), rtol=1e-4, atol=1e-6)


def test_a_sentence_that_fills_in_counts_no_names(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    found = learner(tiny_config, tiny_vocabulary).eval()
    batch = collate(SENTENCES, Encoder(tiny_vocabulary, max_characters=24), tiny_config.labels)
    found.validation_step(replace(batch, part=Part(0.0, 0.0)), 0)
    assert found.dev_counts == [SpanCounts()]


def test_the_dev_counts_are_those_of_all_processes(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    found = without_noise(tiny_config, tiny_vocabulary, loss="tokens", processes=Second())
    found.dev_counts = [SpanCounts(10, 8, 6)]
    found.on_validation_epoch_end()
    assert found.dev_counts == [SpanCounts(20, 16, 12)]
