"""Silences Lightning's warnings about settings that are meant to be as they are."""

import logging
import warnings

_HARMLESS = (
    ".*does not have many workers",  # collating is cheap
    ".*Your `IterableDataset` has `__len__` defined",  # no workers, so no batch is repeated
    ".*You have overridden `transfer_batch_to_device`",  # the learner alone has one
    "Checkpoint directory .* exists and is not empty",  # a resumed training
    r".*It is recommended to use `self.log\(.*sync_dist=True",  # all processes log the same
    r".*`isinstance\(treespec, LeafSpec\)` is deprecated",  # Lightning's own use of torch
)


def quiet_lightning() -> None:
    """Silence Lightning's tips and its warnings about settings that are meant."""
    logging.getLogger("lightning.pytorch").setLevel(logging.WARNING)
    for message in _HARMLESS:
        warnings.filterwarnings("ignore", message=message)
