"""Learner: loss, optimiser and dev F1 of one network, for Lightning; knows no corpus."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import lightning.pytorch as pl
import torch
from lightning.pytorch.callbacks import WeightAveraging
from lightning.pytorch.utilities.types import OptimizerLRSchedulerConfig
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR

from model.label_sequences import name_probabilities
from model.names import find_names
from model.network import BatchTensors, DeepBiLSTM, label_probabilities
from model.vocabulary import UNKNOWN_FORM
from training.batches import IGNORED_LABEL, LabelledBatch
from training.errors import TrainingError
from training.labels import spans
from training.recipe import Optimisation
from training.scores import SpanCounts

THRESHOLD = 0.5
FORM_EMBEDDING = "word_encoder.form_embedding.weight"


class Learner(pl.LightningModule):
    """Fits a network to labelled batches.

    Args:
        network: The network, newly initialised.
        choices: The recipe's choices.
        form_counts: How often each form of the vocabulary was seen in training, in order of ids;
            float32 (F,), the unknown form first.
        dev_names: The dev corpora, in the order of the dev loaders.
        num_steps: Steps of the whole training, for the learning rate's curve.
    """

    def __init__(
        self,
        network: DeepBiLSTM,
        choices: Optimisation,
        *,
        form_counts: Tensor,
        dev_names: Sequence[str],
        num_steps: int,
    ) -> None:
        super().__init__()
        self.network = network
        self.choices = choices
        self.num_steps = num_steps
        self.dev_names = list(dev_names)
        self.dev_counts = [SpanCounts() for _ in dev_names]
        if choices.embedding_rate == 0:
            network.word_encoder.form_embedding.requires_grad_(requires_grad=False)
        rate = choices.unknown_rate
        self.register_buffer("unknown_chance", rate / (rate + form_counts), persistent=False)

    def transfer_batch_to_device(
        self, batch: LabelledBatch, device: torch.device, dataloader_idx: int
    ) -> LabelledBatch:
        """Move all but the lengths, which packing wants on the CPU."""
        del dataloader_idx
        return batch.to(device)

    def training_step(self, batch: LabelledBatch, batch_idx: int) -> Tensor:
        """Give the loss of one batch, rare forms shown as unknown at random."""
        del batch_idx
        inputs = hide_rare_forms(batch.inputs, self.unknown_chance)  # type: ignore[arg-type]  # a registered buffer
        loss = sequence_loss(
            self.network(inputs), batch.labels, batch.beliefs, mean_over=self.choices.loss
        )
        self.log("train_loss", loss, prog_bar=True, on_step=True, batch_size=1)
        return loss

    def configure_gradient_clipping(
        self,
        optimizer: Optimizer,
        gradient_clip_val: float | None = None,
        gradient_clip_algorithm: str | None = None,
    ) -> None:
        """Shorten the gradient to the recipe's norm; stop when it is no number."""
        del optimizer, gradient_clip_val, gradient_clip_algorithm
        norm = clip_gradient(self.network, self.choices.clip_norm, step=self.global_step)
        self.log("gradient_norm", norm, on_step=True, batch_size=1)

    def on_validation_epoch_start(self) -> None:
        """Begin counting anew."""
        self.dev_counts = [SpanCounts() for _ in self.dev_names]

    def validation_step(
        self, batch: LabelledBatch, batch_idx: int, dataloader_idx: int = 0
    ) -> None:
        """Count gold, predicted and correct names of one dev batch."""
        del batch_idx
        labels, lengths = self.network.config.labels, batch.inputs.lengths
        probabilities = label_probabilities(self.network(batch.inputs)).float().cpu().numpy()
        names, begins = name_probabilities(probabilities, lengths.numpy(), labels)
        for i, length in enumerate(lengths.tolist()):
            found = find_names(names[i, :length], begins[i, :length], threshold=THRESHOLD)
            gold = _gold_spans(batch.labels[i, :length].tolist(), labels)
            self.dev_counts[dataloader_idx].add(gold, [(name.start, name.stop) for name in found])

    def on_validation_epoch_end(self) -> None:
        """Log the F1 of each dev corpus and their unweighted mean, `dev_f1`."""
        scores = [counts.f1 for counts in self.dev_counts]
        for name, score in zip(self.dev_names, scores, strict=True):
            self.log(f"dev_f1/{name}", score)
        self.log("dev_f1", sum(scores) / len(scores), prog_bar=True)

    def configure_optimizers(self) -> OptimizerLRSchedulerConfig:
        """Set AdamW up, without decay on biases and embeddings, with warm-up and half a cosine."""
        choices = self.choices
        return adamw(
            self.network.named_parameters(),
            learning_rate=choices.learning_rate,
            weight_decay=choices.weight_decay,
            warmup_share=choices.warmup_share,
            num_steps=self.num_steps,
            embedding_rate=choices.embedding_rate,
            is_fused=choices.precision != "16-mixed",
        )


def adamw(
    parameters: Iterable[tuple[str, nn.Parameter]],
    *,
    learning_rate: float,
    weight_decay: float,
    warmup_share: float,
    num_steps: int,
    embedding_rate: float = 1.0,
    is_fused: bool = True,
) -> OptimizerLRSchedulerConfig:
    """Set AdamW up, without decay on vectors and embeddings, with warm-up and half a cosine.

    Args:
        parameters: Every parameter and its name.
        learning_rate: The highest.
        weight_decay: Of the parameters that have one.
        warmup_share: Share of all steps in which the learning rate rises.
        num_steps: Steps of the whole training.
        embedding_rate: Factor on the learning rate of the form embedding.
        is_fused: One kernel does the whole step; with float16 it would undo the loss's scale
            only after the gradient's norm was taken.
    """
    decayed: list[nn.Parameter] = []
    free: list[nn.Parameter] = []
    forms: list[nn.Parameter] = []
    for name, parameter in parameters:
        if embedding_rate != 1 and name.endswith(FORM_EMBEDDING):
            forms.append(parameter)
        else:
            is_free = parameter.ndim < 2 or "embedding" in name  # noqa: PLR2004  # a vector
            (free if is_free else decayed).append(parameter)
    groups: list[dict[str, Any]] = [
        {"params": decayed, "weight_decay": weight_decay},
        {"params": free, "weight_decay": 0.0},
    ]
    if forms:
        groups.append({"params": forms, "weight_decay": 0.0, "lr": learning_rate * embedding_rate})
    optimizer = torch.optim.AdamW(groups, lr=learning_rate, fused=is_fused)
    schedule = LambdaLR(
        optimizer,
        lambda step: learning_rate_factor(step, warmup_share=warmup_share, num_steps=num_steps),
    )
    return {"optimizer": optimizer, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}


def learning_rate_factor(step: int, *, warmup_share: float, num_steps: int) -> float:
    """Give the share of the highest learning rate at a step, 0 to 1."""
    warmup = max(1, round(warmup_share * num_steps))
    if step < warmup:
        return (step + 1) / warmup
    progress = min(1.0, (step - warmup) / max(1, num_steps - warmup))
    return 0.5 * (1 + math.cos(math.pi * progress))


def clip_gradient(network: nn.Module, longest: float, *, step: int) -> Tensor:
    """Shorten a network's gradient to a 2-norm; give the norm it had.

    *Source:* Pascanu, Mikolov, Bengio, On the difficulty of training recurrent neural
    networks, 2013, algorithm 1.

    Raises:
        TrainingError: When the gradient holds NaN or infinity.
    """
    norm = nn.utils.clip_grad_norm_(network.parameters(), longest)
    if not torch.isfinite(norm):
        raise TrainingError(
            f"step {step}: the gradient is not finite; "
            "expected a lower optimisation.learning_rate or 32-true precision to mend it"
        )
    return norm


def hide_rare_forms(inputs: BatchTensors, unknown_chance: Tensor) -> BatchTensors:
    """Show forms as unknown at random, so that the network learns to do without them.

    Args:
        inputs: What is read.
        unknown_chance: float32 (F,), the chance of each form to be hidden, 0 to 1.
    """
    chances = unknown_chance[inputs.form_ids]  # (U,)
    hidden = torch.rand_like(chances) < chances  # (U,)
    return inputs._replace(form_ids=inputs.form_ids.masked_fill(hidden, UNKNOWN_FORM))


def sequence_loss(
    logits: Tensor, labels: Tensor, beliefs: Tensor | None = None, *, mean_over: str
) -> Tensor:
    """Sum the cross-entropy over the steps of each sentence, then average over the batch.

    *Source:* Ng, Sequence Models, week 1: L = sum over t of L<t>(y_hat<t>, y<t>). Against
    probabilities: Hinton, Vinyals, Dean, Distilling the Knowledge in a Neural Network, 2015, at
    temperature 1.

    Args:
        logits: (B, T, K).
        labels: int64 (B, T), `IGNORED_LABEL` on padding.
        beliefs: float32 (B, T, K), the labels' probabilities in the place of `labels`.
        mean_over: `sentences` divides by B, `tokens` by the number of labels.
    """
    known = labels != IGNORED_LABEL  # (B, T)
    if logits.shape[-1] == 1:
        wanted = labels if beliefs is None else beliefs.squeeze(-1)
        total = nn.functional.binary_cross_entropy_with_logits(
            logits.squeeze(-1)[known], wanted[known].to(logits.dtype), reduction="sum"
        )
    else:
        wanted = labels if beliefs is None else beliefs
        total = nn.functional.cross_entropy(logits[known], wanted[known], reduction="sum")
    return total / (len(labels) if mean_over == "sentences" else known.sum())


def _gold_spans(ids: Sequence[int], labels: Sequence[str]) -> list[tuple[int, int]]:
    if len(labels) == 1:
        spelled = ["I" if i else "O" for i in ids]
    else:
        spelled = [{"E": "I", "S": "B"}.get(labels[i], labels[i]) for i in ids]
    return spans(spelled)


class RunningAverage(WeightAveraging):
    """The exponential moving average of the weights, evaluated and exported in their place.

    Early on it forgets faster, so that the first weights do not linger.

    *Source:* Polyak and Juditsky, Acceleration of Stochastic Approximation by Averaging, 1992;
    the warm-up is that of TensorFlow's ExponentialMovingAverage: min(decay, (1 + n) / (10 + n)).
    """

    def __init__(self, decay: float) -> None:
        def average(running: Tensor, current: Tensor, num_averaged: Tensor | int) -> Tensor:
            n = float(num_averaged)
            return running.lerp(current, 1 - min(decay, (1 + n) / (10 + n)))

        super().__init__(use_buffers=False, avg_fn=average)
