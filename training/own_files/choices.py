"""What `fit` chooses for the user's own files: steps, augmentation, and what is held out."""

import math

from nomen.training.augmentation.augmentation import Augmentation
from nomen.training.fitting.schedule import scheduled
from nomen.training.own_files.sizes import Sizes
from nomen.training.recipes.recipe import Optimisation

HELD_OUT, MOST_HELD_OUT = 0.15, 2000
"""Share of the sentences that are dev sentences, and their largest number."""

FINE_TUNING_RATE = 5e-4
FINE_TUNED_TOKENS = 250_000
"""Tokens that a fine-tuning draws in all, where the files hold less."""
FEWEST_EPOCHS, MOST_EPOCHS = 3, 12
START_SHARE = 0.7
"""Largest share of the old weights in the new bundle."""
EPOCH_BATCHES = 24
SMALLEST_BATCH, LARGEST_BATCH = 256, 1536

AUGMENTATION = Augmentation(
    join=0.1,
    splice=0.3,
    reshape=0.03,
    recase_names=0.02,
    typos=0.03,
    accent=0.02,
    unaccent=0.05,
    stops=0.05,
    lower=0.12,
    upper=0.05,
    title=0.02,
    mangle=0.01,
    recut=0.1,
)
"""Casings, marks and forms that the user's sentences lack, and spliced names, new each epoch."""


def held_out_share(sizes: Sizes) -> float:
    """Give the share of sentences to hold out as dev sentences: 0.15, of many files less."""
    return round(min(HELD_OUT, MOST_HELD_OUT / max(1, sizes.num_sentences)), 4)


def fine_tuning(sizes: Sizes, *, held_out: float) -> Optimisation:
    """Choose the steps of a fine-tuning: few, and small ones, so that little is forgotten.

    Args:
        sizes: Of the training files.
        held_out: Share of their sentences that is not learned from.
    """
    num_tokens = max(1, round(sizes.num_tokens * (1 - held_out)))
    epochs = min(MOST_EPOCHS, max(FEWEST_EPOCHS, round(FINE_TUNED_TOKENS / num_tokens)))
    batch_tokens = min(LARGEST_BATCH, max(SMALLEST_BATCH, num_tokens // EPOCH_BATCHES))
    num_batches = math.ceil(num_tokens / batch_tokens)
    return Optimisation(
        loss="tokens",
        learning_rate=FINE_TUNING_RATE,
        weight_decay=0.0,
        warmup_share=0.1,
        batch_tokens=batch_tokens,
        max_epochs=epochs,
        patience=max(3, epochs // 2),
        average_decay=round(min(0.999, 1 - 1 / max(2, num_batches)), 4),
        unknown_rate=0.2,
        start_share=START_SHARE,
    )


def learning_anew(sizes: Sizes, *, held_out: float, is_pretrained: bool) -> Optimisation:
    """Choose the steps of a training whose labels, and perhaps words, are learned from nothing."""
    num_tokens = max(1, round(sizes.num_tokens * (1 - held_out)))
    config = Optimisation(embedding_rate=0.0) if is_pretrained else Optimisation()
    return scheduled(config, num_tokens=num_tokens)
