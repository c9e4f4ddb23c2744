"""Learner: the steps, the optimiser and the dev F1 of one network, for Lightning."""

from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

import lightning.pytorch as pl
import torch
from lightning.pytorch.utilities.types import OptimizerLRSchedulerConfig
from torch import Tensor
from torch.optim import Optimizer

from nomen.model.names.finding import find_names
from nomen.model.network.deep_bilstm import DeepBiLSTM, label_probabilities
from nomen.model.network.label_sequences import name_probabilities
from nomen.training.evaluation.scores import SpanCounts
from nomen.training.fitting.batches import LabelledBatch
from nomen.training.fitting.dev_loss import DevLoss
from nomen.training.fitting.loss import sequence_loss
from nomen.training.processes import ONE_PROCESS, Processes
from nomen.training.recipes.recipe import Optimisation
from nomen.training.runs.optimiser import GradientClipper, adamw
from nomen.training.runs.rare_forms import hide_rare_forms

THRESHOLD = 0.5
DEV_COUNTS = "dev_counts"
"""What a checkpoint calls the gold, predicted and correct dev names of all corpora."""


class Learner(pl.LightningModule):
    """Fits a network to labelled batches.

    Args:
        network: The network, newly initialised.
        config: How the weights are found.
        form_counts: How often each form of the vocabulary was seen in training, in order of ids;
            float32 (F,), the unknown form first.
        dev_names: The dev corpora, in the order of the dev loaders.
        num_steps: Steps of the whole training, for the learning rate's curve.
        processes: Those that share each batch. Their gradients are averaged.
    """

    def __init__(
        self,
        network: DeepBiLSTM,
        config: Optimisation,
        *,
        form_counts: Tensor,
        dev_names: Sequence[str],
        num_steps: int,
        processes: Processes = ONE_PROCESS,
    ) -> None:
        super().__init__()
        self.network = network
        self.config = config
        self.num_steps = num_steps
        self.clipper = GradientClipper(config.clip_norm, precision=config.precision)
        self.processes = processes
        self.dev_names = list(dev_names)
        self.dev_counts = [SpanCounts() for _ in dev_names]
        self.dev_losses = [DevLoss() for _ in dev_names]
        if config.embedding_rate == 0:
            network.word_encoder.form_embedding.requires_grad_(requires_grad=False)
        rate = config.unknown_rate
        self.register_buffer("unknown_chance", rate / (rate + form_counts), persistent=False)

    def transfer_batch_to_device(
        self, batch: LabelledBatch, device: torch.device, dataloader_idx: int
    ) -> LabelledBatch:
        """Move all but the lengths."""
        del dataloader_idx
        return batch.to(device)

    def training_step(self, batch: LabelledBatch, batch_idx: int) -> Tensor:
        """Give the loss of one batch, rare forms shown as unknown at random.

        Where several processes share the batch, the mean of what they give is its loss.
        """
        del batch_idx
        inputs = hide_rare_forms(batch.inputs, self.unknown_chance)  # type: ignore[arg-type]  # a registered buffer
        loss = sequence_loss(
            self.network(inputs),
            batch.labels,
            batch.soft_labels,
            scheme=self.network.config.labels,
            mean_over=self.config.loss,
        )
        self.log("train_loss", loss, prog_bar=True, on_step=True, batch_size=1)
        part = batch.part.tokens if self.config.loss == "tokens" else batch.part.sentences
        return loss * (self.processes.number * part)

    def configure_gradient_clipping(
        self,
        optimizer: Optimizer,
        gradient_clip_val: float | None = None,
        gradient_clip_algorithm: str | None = None,
    ) -> None:
        """Clip the gradient to the recipe's norm; stop when it is not finite."""
        del optimizer, gradient_clip_val, gradient_clip_algorithm
        norm = self.clipper.clip(self.network, step=self.global_step)
        self.log("gradient_norm", norm, on_step=True, batch_size=1)

    def on_validation_epoch_start(self) -> None:
        """Begin counting anew."""
        self.dev_counts = [SpanCounts() for _ in self.dev_names]
        self.dev_losses = [DevLoss() for _ in self.dev_names]

    def validation_step(
        self, batch: LabelledBatch, batch_idx: int, dataloader_idx: int = 0
    ) -> None:
        """Count gold, predicted and correct names of one dev batch, and add its loss."""
        del batch_idx
        if not batch.part.sentences:
            return
        labels, lengths = self.network.config.labels, batch.inputs.lengths
        logits = self.network(batch.inputs)
        self.dev_losses[dataloader_idx].add(logits, batch, scheme=labels)
        probabilities = label_probabilities(logits).float().cpu().numpy()
        names, begins = name_probabilities(probabilities, lengths.numpy(), labels)
        for i, length in enumerate(lengths.tolist()):
            found = find_names(names[i, :length], begins[i, :length], threshold=THRESHOLD)
            predicted = [(name.start, name.stop) for name in found]
            self.dev_counts[dataloader_idx].add(batch.names[i], predicted)

    def on_validation_epoch_end(self) -> None:
        """Log the F1 of each dev corpus, their unweighted mean, `dev_f1`, and that of the loss."""
        answers = self.processes.gather((self.dev_counts, self.dev_losses))
        counts, losses = zip(*answers, strict=True)
        self.dev_counts = [sum(own, SpanCounts()) for own in zip(*counts, strict=True)]
        self.dev_losses = [sum(own, DevLoss()) for own in zip(*losses, strict=True)]
        scores = [counts.f1 for counts in self.dev_counts]
        for name, score in zip(self.dev_names, scores, strict=True):
            self.log(f"dev_f1/{name}", score)
        self.log("dev_f1", sum(scores) / len(scores), prog_bar=True)
        self.log("dev_loss", sum(loss.mean for loss in self.dev_losses) / len(self.dev_losses))

    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Keep how many gold, predicted and correct dev names these weights have."""
        checkpoint[DEV_COUNTS] = list(astuple(sum(self.dev_counts, SpanCounts())))

    def configure_optimizers(self) -> OptimizerLRSchedulerConfig:
        """Set AdamW up, without decay on biases and embeddings, with warm-up and half a cosine."""
        config = self.config
        return adamw(
            self.network.named_parameters(),
            learning_rate=config.learning_rate,
            weight_decay=config.weight_decay,
            warmup_share=config.warmup_share,
            num_steps=self.num_steps,
            embedding_rate=config.embedding_rate,
            lower_rate=config.lower_rate,
            is_fused=config.precision != "16-mixed",
        )
