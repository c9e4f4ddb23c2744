import math
from dataclasses import replace
from pathlib import Path

import lightning.pytorch as pl
import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader

from nomen.model.network.config import NetworkConfig
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.errors import TrainingError
from nomen.training.pretraining.batches import BatchMaker, LanguageBatch
from nomen.training.pretraining.encoded_tokens import EncodedTokens
from nomen.training.pretraining.language_model import BidirectionalLM
from nomen.training.pretraining.learner import PretrainingLearner
from nomen.training.pretraining.numbered_sentences import NumberedSentences
from nomen.training.processes import ONE_PROCESS, Processes
from nomen.training.recipes.pretraining import Pretraining
from nomen.training.runs.quiet import quiet_lightning
from tests.training.processes import Second

SENTENCES = [["Harry", "met", "Hermione"], ["Nobody", "was", "here", "."], ["spell"], ["Weasley"]]


def learner(
    config: NetworkConfig, vocabulary: Vocabulary, *, unknown_rate: float = 0.0
) -> PretrainingLearner:
    torch.manual_seed(0)
    model = BidirectionalLM(
        config,
        num_forms=vocabulary.num_forms,
        num_characters=vocabulary.num_characters,
        cutoffs=[],
        dropout=0.0,
    )
    return PretrainingLearner(
        model,
        Pretraining(unknown_rate=unknown_rate, precision="32-true"),
        form_counts=torch.arange(vocabulary.num_forms, dtype=torch.float32),
        num_steps=100,
    )


@pytest.fixture
def batch(tiny_vocabulary: Vocabulary) -> LanguageBatch:
    numbered = NumberedSentences.build(iter(SENTENCES), max_tokens=9)
    encoded = EncodedTokens.build(numbered.distinct, tiny_vocabulary, max_characters=24)
    as_written = np.zeros(4, dtype=np.bool_)
    ids = np.arange(4, dtype=np.int32)
    return BatchMaker(numbered, encoded).make(ids, lower=as_written, upper=as_written)


def one_step(folder: Path) -> pl.Trainer:
    quiet_lightning()
    return pl.Trainer(
        accelerator="cpu",
        max_steps=1,
        num_sanity_val_steps=0,
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        default_root_dir=folder,
    )


def loader(batch: LanguageBatch) -> DataLoader[LanguageBatch]:
    return DataLoader([batch], batch_size=None)  # type: ignore[arg-type]  # a list is a map-style dataset


def test_the_loss_is_the_mean_of_both_directions(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary, batch: LanguageBatch, tmp_path: Path
) -> None:
    found = learner(tiny_config, tiny_vocabulary)
    right, left = found.model(batch.inputs, batch.forms)
    expected = (right.mean() + left.mean()).item() / 2
    assert len(right) == 9 + 4  # tokens and ends of sentences
    trainer = one_step(tmp_path)
    trainer.fit(found, loader(batch), loader(batch))
    assert trainer.callback_metrics["train_loss"].item() == pytest.approx(expected)


def test_a_form_seen_more_often_is_hidden_less_often(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    chances = learner(tiny_config, tiny_vocabulary, unknown_rate=0.5).unknown_chance
    assert isinstance(chances, torch.Tensor)
    assert chances[:3].tolist() == pytest.approx([1.0, 1 / 3, 0.2])


def test_a_step_changes_every_parameter(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary, batch: LanguageBatch, tmp_path: Path
) -> None:
    found = learner(tiny_config, tiny_vocabulary)
    before = {name: p.detach().clone() for name, p in found.named_parameters()}
    one_step(tmp_path).fit(found, loader(batch), loader(batch))
    unchanged = [n for n, p in found.named_parameters() if torch.equal(p, before[n])]
    assert unchanged == []


def test_perplexity_is_measured_in_each_direction(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary, batch: LanguageBatch, tmp_path: Path
) -> None:
    found = learner(tiny_config, tiny_vocabulary)
    right, left = found.model(batch.inputs, batch.forms)
    (measured,) = one_step(tmp_path).validate(found, loader(batch), verbose=False)
    assert measured["perplexity_rightward"] == pytest.approx(math.exp(right.mean().item()))
    assert measured["perplexity_leftward"] == pytest.approx(math.exp(left.mean().item()))


def test_a_gradient_that_is_not_finite_stops_the_pretraining(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    found = learner(tiny_config, tiny_vocabulary)
    for parameter in found.model.parameters():
        parameter.grad = torch.full_like(parameter, math.nan)
    with pytest.raises(TrainingError, match="step 0: the gradient is not finite"):
        found.configure_gradient_clipping(torch.optim.SGD(found.parameters(), lr=0.1))


def test_the_mean_loss_of_processes_is_that_of_one(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    numbered = NumberedSentences.build(iter(SENTENCES), max_tokens=9)
    encoded = EncodedTokens.build(numbered.distinct, tiny_vocabulary, max_characters=24)
    ids, as_written = np.arange(4, dtype=np.int32), np.zeros(4, dtype=np.bool_)
    losses = []
    for processes in (ONE_PROCESS, *(Processes(rank=rank, number=5) for rank in range(5))):
        maker = BatchMaker(numbered, encoded, processes)
        found = learner(tiny_config, tiny_vocabulary)
        found.processes = processes
        found.log = lambda *_, **__: None  # type: ignore[method-assign]  # no trainer
        share = maker.make_share(ids, lower=as_written, upper=as_written)
        assert share.num_tokens == 9
        losses.append(found.training_step(share, 0).item())
    alone, *shared = losses
    assert alone == pytest.approx(sum(shared) / 5, rel=1e-5)
    assert shared[4] == 0.0  # it fills in


def test_the_perplexity_is_that_of_all_processes(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary, batch: LanguageBatch
) -> None:
    found, logged = learner(tiny_config, tiny_vocabulary), dict[str, float]()
    found.processes = Second()
    found.log = logged.__setitem__  # type: ignore[method-assign, assignment]  # no trainer
    with torch.inference_mode():
        found.validation_step(batch, 0)
        found.validation_step(replace(batch, part=0.0), 1)
    right, _, count = found.sums.tolist()
    assert count == 9 + 4
    found.on_validation_epoch_end()
    assert logged["perplexity_rightward"] == pytest.approx(math.exp(right / count))
