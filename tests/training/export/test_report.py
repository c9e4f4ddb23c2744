from pathlib import Path

from nomen.training.export.report import read_curves


def write(folder: Path, start: str, text: str) -> None:
    (folder / start).mkdir()
    (folder / start / "metrics.csv").write_text(text, encoding="utf-8")


def test_each_curve_has_the_steps_at_which_it_was_logged(tmp_path: Path) -> None:
    write(tmp_path, "000", "epoch,step,train_loss,dev_f1\n0,19,0.5,\n0,20,,0.25\n1,39,0.4,\n")
    assert read_curves(tmp_path) == {
        "train_loss": ([19, 39], [0.5, 0.4]),
        "dev_f1": ([20], [0.25]),
    }


def test_a_resumed_training_goes_on_where_it_was_taken_up(tmp_path: Path) -> None:
    write(tmp_path, "000", "step,train_loss\n10,0.9\n20,0.8\n30,0.7\n")
    write(tmp_path, "001", "step,train_loss\n20,0.81\n30,0.71\n")
    assert read_curves(tmp_path) == {"train_loss": ([10, 20, 30], [0.9, 0.81, 0.71])}


def test_a_training_without_a_log_has_no_curves(tmp_path: Path) -> None:
    assert read_curves(tmp_path) == {}
