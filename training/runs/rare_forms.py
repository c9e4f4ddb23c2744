"""Word dropout: forms replaced by the unknown form at random, rare ones most often."""

import torch
from torch import Tensor

from nomen.model.network.deep_bilstm import BatchTensors
from nomen.model.network.vocabulary import UNKNOWN_FORM


def hide_rare_forms(inputs: BatchTensors, unknown_chance: Tensor) -> BatchTensors:
    """Replace forms by the unknown form at random, so that the network learns to do without them.

    Args:
        inputs: The encoded tokens of a batch.
        unknown_chance: float32 (F,), the chance of each form to be hidden, 0 to 1.
    """
    chances = unknown_chance[inputs.form_ids]  # (U,)
    hidden = torch.rand_like(chances) < chances  # (U,)
    return inputs._replace(form_ids=inputs.form_ids.masked_fill(hidden, UNKNOWN_FORM))
