"""Leaves out what Lightning says of settings that are meant."""

import logging
import warnings

_HARMLESS = (
    ".*does not have many workers",  # collating is cheap
    ".*Your `IterableDataset` has `__len__` defined",  # there are no workers to repeat it
    ".*You have overridden `transfer_batch_to_device`",  # meant: only the learner has one
    "Checkpoint directory .* exists and is not empty",  # a resumed training
    r".*`isinstance\(treespec, LeafSpec\)` is deprecated",  # Lightning's own use of torch
)


def quiet_lightning() -> None:
    """Leave out what Lightning says of choices that are meant."""
    logging.getLogger("lightning.pytorch").setLevel(logging.WARNING)
    for message in _HARMLESS:
        warnings.filterwarnings("ignore", message=message)
