import stat
from pathlib import Path

from nomen.model.bundle.bundle import read_bundle
from nomen.training.evaluation.evaluation import Predictions
from nomen.training.reports.change import Change
from nomen.training.reports.report import Report, page_lines, write_report
from tests.training.reports.made import MANY, all_right, measured, nothing_found, predictions

LOG = "epoch,step,train_loss,dev_f1,dev_loss\n0,20,,0.25,0.5\n0,19,0.5,,\n1,40,,0.5,0.4\n"
PICTURES = {"learning-curves", "steps", "f1-by-set", "precision-recall", "reliability"}
HALF = predictions(MANY, [sentence.names[:1] for sentence in MANY])


def report(
    folder: Path,
    bundle: Path,
    *,
    dev: Predictions = HALF,
    is_tuned: bool = False,
    fault: str | None = None,
) -> Report:
    run = folder / "run"
    (run / "csv" / "000").mkdir(parents=True)
    (run / "csv" / "000" / "metrics.csv").write_text(LOG, encoding="utf-8")
    found = measured(bundle, dev, test=all_right(MANY))
    change = Change.measure(read_bundle(bundle), found) if is_tuned else None
    return Report.of_run(run, found, change, fault)


def test_a_page_shows_its_pictures_to_the_user_alone(tmp_path: Path, tiny_bundle: Path) -> None:
    folder = tmp_path / "report"
    text = write_report(folder, report(tmp_path, tiny_bundle)).read_text(encoding="utf-8")
    for name in PICTURES:
        assert f"({name}.png)" in text
        assert (folder / f"{name}.png").read_bytes().startswith(b"\x89PNG")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_page_names_the_chosen_epoch_and_the_commonest_mistakes(
    tmp_path: Path, tiny_bundle: Path
) -> None:
    text = "\n".join(page_lines(report(tmp_path, tiny_bundle)))
    assert "Epoch 2 of 2 was chosen: its mean dev F1 over the corpora, 0.5000" in text
    assert "- 20 times: Harry Potter met **Hermione** in Oslo ." in text
    assert "| lower case | 100.0 | 1.25 |" in text
    assert "## Before and after" not in text


def test_a_tuned_bundle_stands_beside_the_one_of_before(tmp_path: Path, tiny_bundle: Path) -> None:
    text = "\n".join(page_lines(report(tmp_path, tiny_bundle, is_tuned=True)))
    assert "## Before and after" in text
    assert "The training began with tiny 0.1.0." in text
    assert "| casing | F1 before | of that as written | F1 | of that as written |" in text


def test_a_fault_stands_first(tmp_path: Path, tiny_bundle: Path) -> None:
    worse = report(tmp_path, tiny_bundle, dev=nothing_found(MANY), fault="it is worse")
    assert list(page_lines(worse))[:3] == ["# Training of tiny 0.1.0", "", "**It is worse.**"]


def test_a_bundle_without_mistakes_has_none(tmp_path: Path, tiny_bundle: Path) -> None:
    right = report(tmp_path, tiny_bundle, dev=all_right(MANY))
    assert "There is none in the dev sentences." in page_lines(right)


def test_a_run_without_logs_has_a_report(tmp_path: Path, tiny_bundle: Path) -> None:
    found = measured(tiny_bundle, HALF)
    without = Report.of_run(tmp_path / "nothing", found, None, None)
    assert "The run folder has no logs." in page_lines(without)
