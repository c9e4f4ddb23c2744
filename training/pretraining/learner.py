"""PretrainingLearner: the steps, the optimiser and the perplexity of a language model."""

import math

import lightning.pytorch as pl
import torch
from lightning.pytorch.utilities.types import OptimizerLRSchedulerConfig
from torch import Tensor
from torch.optim import Optimizer

from nomen.training.pretraining.batches import LanguageBatch
from nomen.training.pretraining.language_model import BidirectionalLM
from nomen.training.processes import ONE_PROCESS, Processes
from nomen.training.recipes.pretraining import Pretraining
from nomen.training.runs.optimiser import GradientClipper, adamw
from nomen.training.runs.rare_forms import hide_rare_forms


class PretrainingLearner(pl.LightningModule):
    """Fits a bidirectional language model to batches of sentences.

    Args:
        model: The language model.
        config: How the language model is learned.
        form_counts: How often each form of the vocabulary was seen, in order of ids; float32 (F,),
            the unknown form first.
        num_steps: Steps of the whole pretraining, for the learning rate's curve.
        processes: Those that share each batch. Their gradients are averaged.
    """

    def __init__(
        self,
        model: BidirectionalLM,
        config: Pretraining,
        *,
        form_counts: Tensor,
        num_steps: int,
        processes: Processes = ONE_PROCESS,
    ) -> None:
        super().__init__()
        self.model = model
        self.config = config
        self.num_steps = num_steps
        self.processes = processes
        self.clipper = GradientClipper(config.clip_norm, precision=config.precision)
        rate = config.unknown_rate
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

        Where several processes share the batch, the mean of what they give is that.

        Rare forms are read as the unknown form at random, but predicted as they are.
        """
        del batch_idx
        inputs = hide_rare_forms(batch.inputs, self.unknown_chance)  # type: ignore[arg-type]  # a registered buffer
        right, left = self.model(inputs, batch.forms)
        loss: Tensor = (right.mean() + left.mean()) / 2
        self.log("train_loss", loss, on_step=True, batch_size=1)
        return loss * (self.processes.number * batch.part)

    def configure_gradient_clipping(
        self,
        optimizer: Optimizer,
        gradient_clip_val: float | None = None,
        gradient_clip_algorithm: str | None = None,
    ) -> None:
        """Clip the gradient to the recipe's norm; stop when it is not finite."""
        del optimizer, gradient_clip_val, gradient_clip_algorithm
        norm = self.clipper.clip(self.model, step=self.global_step)
        self.log("gradient_norm", norm, on_step=True, batch_size=1)

    def on_validation_epoch_start(self) -> None:
        """Begin counting anew."""
        self.sums = torch.zeros(3)

    def validation_step(self, batch: LanguageBatch, batch_idx: int) -> None:
        """Sum -log P of one held-out batch."""
        del batch_idx
        if not batch.part:
            return
        right, left = self.model(batch.inputs, batch.forms)
        self.sums += torch.tensor([float(right.sum()), float(left.sum()), len(right)])

    def on_validation_epoch_end(self) -> None:
        """Log the perplexity of held-out sentences in each direction.

        *Source:* Jurafsky and Martin, Speech and Language Processing, section 3.3: exp of the mean
        -log P, the ends of sentences counted.
        """
        answers = self.processes.gather(self.sums.tolist())
        right, left, count = map(sum, zip(*answers, strict=True))
        self.log("perplexity_rightward", math.exp(min(50.0, right / count)))
        self.log("perplexity_leftward", math.exp(min(50.0, left / count)))

    def configure_optimizers(self) -> OptimizerLRSchedulerConfig:
        """Set AdamW up, without decay on biases and embeddings, with warm-up and half a cosine."""
        return adamw(
            self.model.named_parameters(),
            learning_rate=self.config.learning_rate,
            weight_decay=self.config.weight_decay,
            warmup_share=self.config.warmup_share,
            num_steps=self.num_steps,
        )
