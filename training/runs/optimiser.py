"""AdamW with its learning rate, the clipping of gradients and the running average of weights."""

import math
import re
from collections.abc import Iterable

import torch
from lightning.pytorch.callbacks import WeightAveraging
from lightning.pytorch.utilities.types import OptimizerLRSchedulerConfig
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR

from nomen.training.errors import TrainingError

MOST_LEFT_OUT = 19
"""Gradients in a row that may be left out in mixed precision."""
FORM_EMBEDDING = "word_encoder.form_embedding.weight"
_WORD_ENCODER = "word_encoder."
_LAYER = re.compile(r"_l(\d+)(?:_reverse)?$")
_DECAYED, _FREE, _FORMS = range(3)


def adamw(
    parameters: Iterable[tuple[str, nn.Parameter]],
    *,
    learning_rate: float,
    weight_decay: float,
    warmup_share: float,
    num_steps: int,
    embedding_rate: float = 1.0,
    lower_rate: float = 1.0,
    is_fused: bool = True,
) -> OptimizerLRSchedulerConfig:
    """Set AdamW up: no decay on vectors and embeddings, a warm-up, then half a cosine.

    Args:
        parameters: Every parameter and its name.
        learning_rate: The highest learning rate.
        weight_decay: Of all parameters but vectors and embeddings.
        warmup_share: Share of all steps in which the learning rate rises.
        num_steps: Steps of the whole training.
        embedding_rate: Factor on the learning rate of the form embedding.
        lower_rate: Factor on the learning rate from each stage of the network to the one below it:
            from the head to the last recurrent layer, from layer to layer, to the word encoder.
        is_fused: Run the whole step in one kernel. In float16 this must be off, because the
            fused kernel unscales the gradient only after its norm was taken.

    *Source:* Howard and Ruder, Universal Language Model Fine-tuning for Text Classification, 2018,
    section 3.2: discriminative fine-tuning.
    """
    groups = [
        {
            "params": group,
            "weight_decay": weight_decay if kind == _DECAYED else 0.0,
            "lr": learning_rate
            * (embedding_rate if kind == _FORMS else 1.0)
            * lower_rate**num_stages,
        }
        for (kind, num_stages), group in _groups(
            parameters, has_forms=embedding_rate != 1, has_stages=lower_rate != 1
        )
    ]
    optimizer = torch.optim.AdamW(groups, lr=learning_rate, fused=is_fused)
    schedule = LambdaLR(
        optimizer,
        lambda step: learning_rate_factor(step, warmup_share=warmup_share, num_steps=num_steps),
    )
    return {"optimizer": optimizer, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}


def _groups(
    parameters: Iterable[tuple[str, nn.Parameter]], *, has_forms: bool, has_stages: bool
) -> list[tuple[tuple[int, int], list[nn.Parameter]]]:
    """Part parameters by kind, and by the number of stages above them where that matters.

    Checkpoints hold the optimiser's state in the order of the groups, so it must not change.
    """
    named = list(parameters)
    num_layers = 1 + max((int(m[1]) for name, _ in named if (m := _LAYER.search(name))), default=-1)
    groups: dict[tuple[int, int], list[nn.Parameter]] = {}
    for name, parameter in named:
        if has_forms and name.endswith(FORM_EMBEDDING):
            kind = _FORMS
        else:
            is_free = parameter.ndim < 2 or "embedding" in name  # noqa: PLR2004  # a vector
            kind = _FREE if is_free else _DECAYED
        stage = _stages_above(name, num_layers) if has_stages else 0
        groups.setdefault((kind, stage), []).append(parameter)
    return sorted(groups.items(), key=lambda group: group[0])


def _stages_above(name: str, num_layers: int) -> int:
    """Count the stages between a parameter's own and the head: layers, then the word encoder."""
    if layer := _LAYER.search(name):
        return num_layers - int(layer[1])
    return num_layers + 1 if _WORD_ENCODER in name else 0


def learning_rate_factor(step: int, *, warmup_share: float, num_steps: int) -> float:
    """Give the share of the highest learning rate at a step, 0 to 1."""
    warmup = max(1, round(warmup_share * num_steps))
    if step < warmup:
        return (step + 1) / warmup
    progress = min(1.0, (step - warmup) / max(1, num_steps - warmup))
    return 0.5 * (1 + math.cos(math.pi * progress))


class GradientClipper:
    """Clips the gradient of a network at each step.

    In mixed precision, a gradient that is not finite is left out: the numbers of its format
    overflow now and then. Float16 leaves out many while its scale is being found.

    *Source:* Pascanu, Mikolov, Bengio, On the difficulty of training recurrent neural
    networks, 2013, algorithm 1.

    Args:
        longest: The longest gradient, as its 2-norm over all parameters.
        precision: The number format of the forward pass.
    """

    def __init__(self, longest: float, *, precision: str) -> None:
        self._longest = longest
        self._num_allowed = 0 if precision == "32-true" else MOST_LEFT_OUT
        self._num_left_out = 0

    def clip(self, network: nn.Module, *, step: int) -> Tensor:
        """Clip a network's gradient; give the norm it had.

        Raises:
            TrainingError: When the gradient holds NaN or infinity, in mixed precision at 20 steps
                in a row.
        """
        norm = nn.utils.clip_grad_norm_(network.parameters(), self._longest)
        if torch.isfinite(norm):
            self._num_left_out = 0
            return norm
        self._num_left_out += 1
        if self._num_left_out > self._num_allowed:
            raise TrainingError(
                f"step {step}: the gradient is not finite; "
                "expected a lower optimisation.learning_rate or 32-true precision to mend it"
            )
        for parameter in network.parameters():
            parameter.grad = None
        return norm


class RunningAverage(WeightAveraging):
    """The exponential moving average of the weights, evaluated and exported in their place.

    It forgets faster at first, so that the first weights do not linger.

    *Source:* Polyak and Juditsky, Acceleration of Stochastic Approximation by Averaging, 1992;
    the warm-up is that of TensorFlow's ExponentialMovingAverage: min(decay, (1 + n) / (10 + n)).
    """

    def __init__(self, decay: float) -> None:
        def average(running: Tensor, current: Tensor, num_averaged: Tensor | int) -> Tensor:
            n = float(num_averaged)
            return running.lerp(current, 1 - min(decay, (1 + n) / (10 + n)))

        super().__init__(use_buffers=False, avg_fn=average)
