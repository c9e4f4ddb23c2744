"""What a training does where its recipe leaves that to the number of its tokens."""

import math
from typing import Final

from nomen.training.augmentation.augmentation import Augmentation
from nomen.training.recipes.recipe import Optimisation, Recipe

SMALL_EPOCH_BATCHES = 60
"""An epoch of fewer batches, of the default size, is small."""
EPOCH_BATCHES = 24
"""Batches of a small epoch."""
MIN_BATCH_TOKENS = 128
MIN_STEPS = 600
"""Steps of a training, at least."""
MIN_PATIENCE_STEPS = 300
"""Steps without a better dev F1 before early stopping, at least."""
AVERAGED_EPOCHS = 2
"""Epochs that the running average of the weights covers in a small training."""
SMALL_LOSS: Final = "tokens"
SMALL_LEARNING_RATE = 3e-3
SMALL_AUGMENTATION = Augmentation(splice=0.5, join=0.2, upper=0.1, typos=0.2)
"""A network soon memorises few names. Spliced names are new in every epoch and need no lists."""


def scheduled(config: Optimisation, *, num_tokens: int) -> Optimisation:
    """Choose what the recipe does not set by the number of tokens that an epoch draws.

    The defaults of `Optimisation` are meant for large corpora: they hold for epochs of 60 batches
    or more (92,160 tokens). With few sentences, they would give too few steps to learn from. So a
    smaller epoch has 24 batches (of 128 to 1,536 tokens), a training lasts at least 600 steps,
    its patience is at least 300 steps, and the running average covers two epochs. The loss is
    averaged over tokens, and the highest learning rate is 3e-3.

    Args:
        config: The recipe's own; the fields that it sets stay as they are.
        num_tokens: Tokens that an epoch draws.
    """
    defaults = Optimisation()
    if not _is_small(num_tokens):
        return config
    size = min(defaults.batch_tokens, max(MIN_BATCH_TOKENS, num_tokens // EPOCH_BATCHES))
    if "batch_tokens" in config.model_fields_set:
        size = config.batch_tokens
    num_batches = max(1, math.ceil(num_tokens / size))
    found: dict[str, object] = {
        "loss": SMALL_LOSS,
        "learning_rate": SMALL_LEARNING_RATE,
        "batch_tokens": size,
        "max_epochs": max(defaults.max_epochs, math.ceil(MIN_STEPS / num_batches)),
        "patience": max(defaults.patience, math.ceil(MIN_PATIENCE_STEPS / num_batches)),
        "average_decay": min(defaults.average_decay, 1 - 1 / max(2, AVERAGED_EPOCHS * num_batches)),
    }
    chosen = {k: v for k, v in found.items() if k not in config.model_fields_set}
    return config.model_copy(update=chosen)


def augmented(recipe: Recipe, *, num_tokens: int) -> Augmentation:
    """Give the augmentation of a training: the recipe's table, if it has one.

    Without a table, sentences of large epochs are not changed. In small epochs (see `scheduled`),
    half of the sentences get spliced names, a fifth the sentence before, a fifth typos, and a tenth
    capitals.

    Args:
        recipe: The recipe as written.
        num_tokens: Tokens that an epoch draws.
    """
    if "augmentation" in recipe.model_fields_set or not _is_small(num_tokens):
        return recipe.augmentation
    return SMALL_AUGMENTATION


def _is_small(num_tokens: int) -> bool:
    return num_tokens < SMALL_EPOCH_BATCHES * Optimisation().batch_tokens


def describe(config: Optimisation, augmentation: Augmentation, *, num_tokens: int) -> str:
    """Describe the length, the batches and the augmentation of a training in one line."""
    shares = {name: share for name, share in augmentation.model_dump().items() if share}
    shown = ", ".join(f"{name} {share:g}" for name, share in shares.items()) or "none"
    return (
        f"{num_tokens:,} tokens an epoch: batches of {config.batch_tokens} tokens, "
        f"at most {config.max_epochs} epochs, patience of {config.patience}, "
        f"averaging decay {config.average_decay:.4g}, loss over {config.loss}, "
        f"learning rate of {config.learning_rate:g}; augmentation: {shown}"
    )
