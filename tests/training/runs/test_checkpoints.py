import lightning.pytorch as pl
import pytest
import torch

from nomen.training.runs.checkpoints import BestCheckpoint, DevEarlyStopping


@pytest.mark.parametrize(("score", "is_kept"), [(0.4, False), (0.5, True), (0.6, True)])
def test_the_later_of_equal_epochs_wins(score: float, is_kept: bool) -> None:  # noqa: FBT001  # a case
    best = BestCheckpoint(monitor="dev_f1", mode="max")
    best.best_k_models = {"best.ckpt": torch.tensor(0.5)}
    best.kth_best_model_path = "best.ckpt"
    best.best_model_score = torch.tensor(0.5)
    trainer = pl.Trainer(logger=False, enable_checkpointing=False, accelerator="cpu")
    assert best.check_monitor_top_k(trainer, torch.tensor(score)) is is_kept


def epochs_until_stop(patience: DevEarlyStopping, scores: list[float]) -> int | None:
    for epoch, score in enumerate(scores, start=1):
        stops, _ = patience._evaluate_stopping_criteria(torch.tensor(score))  # noqa: SLF001  # the hook that Lightning calls
        if stops:
            return epoch
    return None


@pytest.mark.parametrize(
    ("scores", "stop"),
    [
        ([0.0, 0.0, 0.0, 0.0, 0.1, 0.2], None),
        ([0.0, 0.0, 0.0, 0.3, 0.3, 0.2], 6),
        ([0.3, 0.0, 0.0], 3),
    ],
)
def test_patience_counts_once_the_dev_f1_is_above_0(scores: list[float], stop: int | None) -> None:
    assert epochs_until_stop(DevEarlyStopping(2, max_epochs=10), scores) == stop


@pytest.mark.parametrize(("max_epochs", "wait"), [(10, 2), (11, 0)])
def test_more_epochs_give_all_patience_anew(max_epochs: int, wait: int) -> None:
    before = DevEarlyStopping(2, max_epochs=10)
    epochs_until_stop(before, [0.3, 0.2, 0.2])
    after = DevEarlyStopping(2, max_epochs=max_epochs)
    after.load_state_dict(before.state_dict())
    assert after.wait_count == wait
