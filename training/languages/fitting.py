"""Fits the network on texts drawn from those of each language."""

import logging
import time

import numpy as np
import torch
from torch import Tensor, nn

from nomen.model.arrays import IntArray
from nomen.model.languages.n_grams import find_rows_of_many
from nomen.training.languages.crops import Batch, Crops
from nomen.training.languages.network import LanguageNetwork
from nomen.training.languages.recipe import LanguagesRecipe

_EVERY = 500
"""Steps between two lines of the log."""

logger = logging.getLogger("nomen.train")


def fit_network(recipe: LanguagesRecipe, crops: Crops) -> LanguageNetwork:
    """Fit a network; the same recipe and texts give the same one."""
    settings = recipe.optimisation
    torch.manual_seed(recipe.seed)
    network = LanguageNetwork(
        dim=recipe.network.dim,
        num_heads=recipe.network.num_heads,
        allowed=torch.from_numpy(crops.allowed),
    )
    optimiser = torch.optim.Adam(
        network.parameters(), lr=settings.learning_rate, betas=(0.9, 0.99), fused=True
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser,
        max_lr=settings.learning_rate,
        total_steps=settings.num_steps,
        pct_start=0.1,
    )
    began, mean = time.monotonic(), 0.0
    for step, batch in enumerate(crops.batches(settings.num_steps, recipe.seed), start=1):
        loss = nn.functional.cross_entropy(logits_of(network, batch), _tensor(batch.languages))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # as torch types it
        optimiser.step()
        schedule.step()
        mean = 0.99 * mean + 0.01 * loss.item()
        if step % _EVERY == 0:
            seconds = time.monotonic() - began
            logger.info("step %d of %d: loss %.3f, %.0f s", step, settings.num_steps, mean, seconds)
    return network.eval()


def logits_of(network: LanguageNetwork, batch: Batch) -> Tensor:
    """Give the logits of a batch, float32 (B, L)."""
    rows, counts = find_rows_of_many(batch.codes, batch.lengths)
    logits: Tensor = network(_tensor(rows), _tensor(counts), _tensor(batch.scripts))  # (B, L)
    return logits


def _tensor(values: IntArray) -> Tensor:
    return torch.from_numpy(values.astype(np.int64))
