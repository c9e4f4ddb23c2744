"""Schedule: what a training does where its recipe leaves that to the number of its tokens."""

import math
from typing import Final

from nomen.training.augmentation.augmentation import Augmentation
from nomen.training.recipes.recipe import Optimisation, Recipe

SMALL_EPOCH_BATCHES = 60
"""An epoch with fewer batches of `Optimisation`'s default size is small."""
EPOCH_BATCHES = 24
"""Batches that a small epoch is cut into."""
FEWEST_BATCH_TOKENS = 128
FEWEST_STEPS = 600
"""Steps of a whole training at least."""
FEWEST_PATIENT_STEPS = 300
"""Steps without a better dev F1 before a training stops, at least."""
AVERAGED_EPOCHS = 2
"""Epochs that the running average of the weights reaches back in a small training."""
SMALL_LOSS: Final = "tokens"
SMALL_LEARNING_RATE = 3e-3
SMALL_AUGMENTATION = Augmentation(splice=0.5, join=0.2, upper=0.1, typos=0.2)
"""Few names are soon learned by heart; spliced ones are new in every epoch and need no lists."""


def scheduled(choices: Optimisation, *, num_tokens: int) -> Optimisation:
    """Fill in what the recipe does not set, by the number of tokens that an epoch draws.

    The defaults of `Optimisation` are meant for large corpora, and stay for epochs of 60 batches
    or more (92,160 tokens). Few sentences would give too few steps to learn from, so a smaller
    epoch is cut into 24 batches (of 128 to 1,536 tokens), a training lasts at least 600 steps, its
    patience at least 300, and the running average reaches back two epochs. Its loss is averaged
    over tokens, and its highest learning rate is 3e-3.

    Args:
        choices: The recipe's; what it sets stays as it is.
        num_tokens: Tokens of all training sentences that an epoch draws.
    """
    defaults = Optimisation()
    if not _is_small(num_tokens):
        return choices
    size = min(defaults.batch_tokens, max(FEWEST_BATCH_TOKENS, num_tokens // EPOCH_BATCHES))
    if "batch_tokens" in choices.model_fields_set:
        size = choices.batch_tokens
    num_batches = max(1, math.ceil(num_tokens / size))
    found: dict[str, object] = {
        "loss": SMALL_LOSS,
        "learning_rate": SMALL_LEARNING_RATE,
        "batch_tokens": size,
        "max_epochs": max(defaults.max_epochs, math.ceil(FEWEST_STEPS / num_batches)),
        "patience": max(defaults.patience, math.ceil(FEWEST_PATIENT_STEPS / num_batches)),
        "average_decay": min(defaults.average_decay, 1 - 1 / max(2, AVERAGED_EPOCHS * num_batches)),
    }
    chosen = {k: v for k, v in found.items() if k not in choices.model_fields_set}
    return choices.model_copy(update=chosen)


def augmented(recipe: Recipe, *, num_tokens: int) -> Augmentation:
    """Give how sentences are changed: as the recipe's table says, if it has one.

    Without one, sentences of large epochs stay as they are. Those of small epochs (as in
    `scheduled`) get spliced names (half of them), the sentence before (a fifth), typos (a fifth)
    and capitals (a tenth).

    Args:
        recipe: The choices.
        num_tokens: Tokens of all training sentences that an epoch draws.
    """
    if "augmentation" in recipe.model_fields_set or not _is_small(num_tokens):
        return recipe.augmentation
    return SMALL_AUGMENTATION


def _is_small(num_tokens: int) -> bool:
    return num_tokens < SMALL_EPOCH_BATCHES * Optimisation().batch_tokens


def describe(choices: Optimisation, changes: Augmentation, *, num_tokens: int) -> str:
    """Say in one line how a training runs."""
    shares = {name: share for name, share in changes.model_dump().items() if share}
    told = ", ".join(f"{name} {share:g}" for name, share in shares.items()) or "none"
    return (
        f"{num_tokens:,} tokens an epoch: batches of {choices.batch_tokens} tokens, "
        f"at most {choices.max_epochs} epochs, patience of {choices.patience}, "
        f"averaging decay {choices.average_decay:.4g}, loss over {choices.loss}, "
        f"learning rate of {choices.learning_rate:g}; augmentation: {told}"
    )
