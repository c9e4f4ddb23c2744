"""Weights between those that a fit began with and its own, so that less is forgotten."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace

import torch
from torch import Tensor

from nomen.model.names.finding import find_names
from nomen.model.network.deep_bilstm import DeepBiLSTM, label_probabilities
from nomen.model.network.encoding import Encoder
from nomen.model.network.label_sequences import name_probabilities
from nomen.training.data.labels import Corpora
from nomen.training.evaluation.scores import SpanCounts
from nomen.training.fitting.first_weights import FirstWeights
from nomen.training.fitting.fitted_network import FittedNetwork
from nomen.training.fitting.learner import THRESHOLD
from nomen.training.fitting.training_data import DevBatches

MOST_F1_LOST, MOST_NAMES_LOST = 0.01, 2
"""What nearness to the first weights may cost: dev F1, or as much as so many dev names are."""
STEP = 0.1

_BATCH_TOKENS = 4096

logger = logging.getLogger("nomen.train")


def nearer_to_start(fitted: FittedNetwork, dev: Corpora) -> FittedNetwork:
    """Move the weights of a fit towards those that it began with, as far as its recipe allows.

    Of the shares 0.0, 0.1 and so on up to `start_share`, the largest is taken whose dev F1 is at
    most 1 point, or two names, below the best of all. Such weights keep nearly all that the fit
    learned, and more of what it knew before.

    *Source:* Wortsman et al., Robust fine-tuning of zero-shot models, 2022, section 3, equation 1.

    Args:
        fitted: The fit. Where its recipe has no `start`, or `start_share` is 0, nothing changes.
        dev: The dev sentences by corpus.
    """
    most = fitted.recipe.optimisation.start_share
    first = FirstWeights.of(fitted.recipe) if fitted.recipe.start and most else None
    if first is None:
        return fitted
    old = first.with_vocabulary(fitted.vocabulary).weights
    new = {name: value.clone() for name, value in fitted.network.state_dict().items()}
    counts: dict[float, SpanCounts] = {}
    for share in _shares(most):
        _set_between(fitted.network, old, new, share)
        counts[share] = _count(fitted, dev)
    best = max(found.f1 for found in counts.values())
    most_lost = max(MOST_F1_LOST, MOST_NAMES_LOST / max(1, counts[0.0].num_gold))
    chosen = max(share for share, found in counts.items() if found.f1 >= best - most_lost)
    _set_between(fitted.network, old, new, chosen)
    logger.info(
        "weights: %.0f %% of those of the start; dev F1 %.4f instead of %.4f",
        100 * chosen, counts[chosen].f1, counts[0.0].f1,
    )  # fmt: skip
    return replace(fitted, dev_counts=counts[chosen])


def _shares(most: float) -> Iterator[float]:
    return (round(number * STEP, 6) for number in range(int(most / STEP + 1e-6) + 1))


def _set_between(
    network: DeepBiLSTM, old: Mapping[str, Tensor], new: Mapping[str, Tensor], share: float
) -> None:
    """Set a network's weights to `share` of the old ones and the rest of the new ones."""
    network.load_state_dict({name: value.lerp(old[name], share) for name, value in new.items()})


@torch.inference_mode()
def _count(fitted: FittedNetwork, dev: Corpora) -> SpanCounts:
    """Count gold, predicted and correct names of the dev sentences that an epoch measures."""
    config = fitted.network.config
    encoder = Encoder(fitted.vocabulary, max_characters=config.max_characters)
    counts = SpanCounts()
    for sentences in dev.values():
        shown = sentences[: fitted.recipe.max_dev_sentences]
        batches = DevBatches(shown, encoder, config.labels, batch_tokens=_BATCH_TOKENS)
        for batch in map(batches.__getitem__, range(len(batches))):
            probabilities = label_probabilities(fitted.network(batch.inputs)).numpy()
            lengths = batch.inputs.lengths
            names, begins = name_probabilities(probabilities, lengths.numpy(), config.labels)
            for i, length in enumerate(lengths.tolist()):
                found = find_names(names[i, :length], begins[i, :length], threshold=THRESHOLD)
                counts.add(batch.names[i], [(name.start, name.stop) for name in found])
    return counts
