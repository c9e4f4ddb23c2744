import logging
import warnings

from nomen.training.runs.quiet import quiet_lightning

MEANT = "Checkpoint directory /runs/en/checkpoints exists and is not empty."
OTHER = "Detected call of `lr_scheduler.step()` before `optimizer.step()`."


def test_only_warnings_about_meant_settings_are_silenced() -> None:
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        quiet_lightning()
        for message in (MEANT, OTHER):
            warnings.warn(message, stacklevel=1)
    assert [str(warning.message) for warning in shown] == [OTHER]


def test_lightning_logs_warnings_and_no_tips() -> None:
    quiet_lightning()
    logger = logging.getLogger("lightning.pytorch")
    assert logger.isEnabledFor(logging.WARNING)
    assert not logger.isEnabledFor(logging.INFO)
