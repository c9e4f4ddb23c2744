"""PretrainingLearner: loss, optimiser and perplexity of a language model; knows no text."""

import logging
import math
import time
from typing import Any

import lightning.pytorch as pl
import torch
from lightning.pytorch.callbacks import Callback
from lightning.pytorch.utilities.types import OptimizerLRSchedulerConfig
from torch import Tensor
from torch.optim import Optimizer

from nomen.training.pretraining.batches import LanguageBatch
from nomen.training.pretraining.language_model import BidirectionalLM
from nomen.training.recipes.pretraining import Pretraining
from nomen.training.runs.optimiser import adamw, clip_gradient
from nomen.training.runs.rare_forms import hide_rare_forms

logger = logging.getLogger("nomen.train")

_SMOOTHING = 0.99


class PretrainingLearner(pl.LightningModule):
    """Fits a bidirectional language model to batches of sentences.

    Args:
        model: The language model.
        choices: The recipe's choices.
        form_counts: How often each form of the vocabulary was seen, in order of ids; float32 (F,),
            the unknown form first.
        num_steps: Steps of the whole pretraining, for the learning rate's curve.
    """

    def __init__(
        self, model: BidirectionalLM, choices: Pretraining, *, form_counts: Tensor, num_steps: int
    ) -> None:
        super().__init__()
        self.model = model
        self.choices = choices
        self.num_steps = num_steps
        rate = choices.unknown_rate
        chance = rate / (rate + form_counts).clamp(min=1e-9)
        self.register_buffer("unknown_chance", chance, persistent=False)
        self.sums = torch.zeros(3)

    def transfer_batch_to_device(
        self, batch: LanguageBatch, device: torch.device, dataloader_idx: int
    ) -> LanguageBatch:
        """Move all but the lengths."""
        del dataloader_idx
        return batch.to(device)

    def training_step(self, batch: LanguageBatch, batch_idx: int) -> Tensor:
        """Give the mean -log P of one batch over both directions, in nats.

        Rare forms are shown as unknown at random; what is predicted is not hidden.
        """
        del batch_idx
        inputs = hide_rare_forms(batch.inputs, self.unknown_chance)  # type: ignore[arg-type]  # a registered buffer
        right, left = self.model(inputs, batch.forms)
        loss: Tensor = (right.mean() + left.mean()) / 2
        self.log("train_loss", loss, on_step=True, batch_size=1)
        return loss

    def configure_gradient_clipping(
        self,
        optimizer: Optimizer,
        gradient_clip_val: float | None = None,
        gradient_clip_algorithm: str | None = None,
    ) -> None:
        """Shorten the gradient to the recipe's norm; stop when it is no number."""
        del optimizer, gradient_clip_val, gradient_clip_algorithm
        norm = clip_gradient(self.model, self.choices.clip_norm, step=self.global_step)
        self.log("gradient_norm", norm, on_step=True, batch_size=1)

    def on_validation_epoch_start(self) -> None:
        """Begin counting anew."""
        self.sums = torch.zeros(3)

    def validation_step(self, batch: LanguageBatch, batch_idx: int) -> None:
        """Sum -log P of one held-out batch."""
        del batch_idx
        right, left = self.model(batch.inputs, batch.forms)
        self.sums += torch.tensor([float(right.sum()), float(left.sum()), len(right)])

    def on_validation_epoch_end(self) -> None:
        """Log the perplexity of held-out sentences in each direction.

        *Source:* Jurafsky and Martin, Speech and Language Processing, section 3.3: exp of the mean
        -log P, the ends of sentences counted.
        """
        right, left, count = self.sums.tolist()
        self.log("perplexity_rightward", math.exp(min(50.0, right / count)))
        self.log("perplexity_leftward", math.exp(min(50.0, left / count)))

    def configure_optimizers(self) -> OptimizerLRSchedulerConfig:
        """Set AdamW up, without decay on biases and embeddings, with warm-up and half a cosine."""
        return adamw(
            self.model.named_parameters(),
            learning_rate=self.choices.learning_rate,
            weight_decay=self.choices.weight_decay,
            warmup_share=self.choices.warmup_share,
            num_steps=self.num_steps,
        )


class PretrainingLines(Callback):
    """Logs how far a pretraining is: running perplexity, tokens a second, time left."""

    def __init__(self, *, every_batches: int) -> None:
        self._every_batches = every_batches
        self._num_tokens = 0
        self._loss = 0.0
        self._weight = 0.0
        self._started = 0.0
        self._first_step = 0

    def on_train_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Begin counting, at another step than 0 when a pretraining is resumed."""
        del pl_module
        self._started, self._first_step = time.monotonic(), trainer.global_step

    def on_train_batch_end(
        self,
        trainer: pl.Trainer,
        pl_module: pl.LightningModule,
        outputs: Any,  # noqa: ANN401  # Lightning's own signature
        batch: LanguageBatch,
        batch_idx: int,
    ) -> None:
        """Count a batch's tokens; say every now and then how far it is."""
        del batch_idx
        self._num_tokens += batch.num_tokens
        self._loss = _SMOOTHING * self._loss + (1 - _SMOOTHING) * float(outputs["loss"])
        self._weight = _SMOOTHING * self._weight + (1 - _SMOOTHING)
        step, total = trainer.global_step, int(getattr(pl_module, "num_steps", 0))
        if step % self._every_batches == 0:
            seconds = time.monotonic() - self._started
            left = seconds / (step - self._first_step) * (total - step)
            logger.info(
                "step %d of %d: perplexity %.1f, %.0f tokens/s, %.0f min left",
                step,
                total,
                math.exp(min(50.0, self._loss / self._weight)),
                self._num_tokens / seconds,
                left / 60,
            )

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Say the perplexity of the held-out sentences."""
        del pl_module
        right, left = (
            float(trainer.callback_metrics.get(f"perplexity_{way}", float("nan")))
            for way in ("rightward", "leftward")
        )
        logger.info(
            "step %d: held-out perplexity %.1f rightward, %.1f leftward",
            trainer.global_step,
            right,
            left,
        )
