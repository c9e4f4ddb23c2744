import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nomen.training.cli.measuring import app
from nomen.training.cli.suite import print_suite
from nomen.training.evaluation.intervals import Figures, Interval
from nomen.training.evaluation.robustness.calibration import CalibrationRow
from nomen.training.evaluation.robustness.report import suite_json, write_suite
from nomen.training.evaluation.robustness.results import (
    BlanksResult,
    CalibrationResult,
    ChangedResult,
    GroupResult,
    HardNegativesResult,
    PresetResult,
    SuiteResult,
    SwapsResult,
)
from nomen.training.evaluation.robustness.tables import all_tables, overview, summary
from nomen.training.evaluation.scores import ReliabilityBin


def figures(recall: float = 0.5) -> Figures:
    interval = Interval(recall, recall - 0.1, recall + 0.1)
    return Figures(
        num_sentences=3000, num_names=1200, precision=interval, recall=interval, f1=interval
    )


def group(recall: float) -> GroupResult:
    return GroupResult(
        region="Nordic",
        is_held_out=recall > 0.8,
        has_family_names=True,
        num_forenames=5,
        num_surnames=6,
        figures=figures(recall),
    )


CHANGED = ChangedResult(
    changed=figures(0.4),
    clean=figures(0.5),
    ratio=Interval(0.8, 0.7, 0.9),
    ratio_by_set={"wnut17/dev": 0.75},
)
ROW = CalibrationRow(
    num_tokens=900,
    served=0.05,
    perfect=0.02,
    perfect_high=0.03,
    cross_fitted=0.04,
    bins=[ReliabilityBin(450, 0.2, 0.25), ReliabilityBin(450, 0.9, 0.8)],
)
LEAST = SuiteResult(
    name="baseline",
    seed=0,
    seconds=1.0,
    missing=[],
    sets={"wnut17/dev": figures()},
    mean_dev_f1=0.5,
    pooled_dev=figures(),
    changed={},
    blanks=None,
    swaps=None,
    hard_negatives=HardNegativesResult(
        num_sentences=4,
        per_100=Interval(25.0, 0.0, 75.0),
        per_100_by_group={"places": 25.0},
        examples={"Austin grew.": ["Austin"]},
    ),
    calibration=None,
    presets={},
)
FULL = replace(
    LEAST,
    name="en",
    missing=["gmb/dev"],
    changed={"lower": CHANGED, "typos 5 %": CHANGED},
    blanks=BlanksResult(num_sentences=9, share_with_same_tokens=1.0, share_with_same_names=0.9),
    swaps=SwapsResult(
        original=figures(0.9),
        groups={f"X{i} F": group(0.7 + i / 100) for i in range(20)},
        left_out=["ZA F"],
        lowest_to_highest=Interval(0.79, 0.75, 0.8),
    ),
    calibration=CalibrationResult(
        pooled=ROW, by_set={"wnut17/dev": ROW}, by_casing={"lower": ROW}, by_group={"X1 F": ROW}
    ),
    presets={"balanced": PresetResult(threshold=0.5, figures=figures())},
)
SUMMARY = """\
mean F1 over dev sets: 50.0
lower: 80.0 (70.0–90.0) % of the F1 as written
typos 5 %: 80.0 (70.0–90.0) % of the F1 as written
recall of name groups: lowest X0 F 70.0, highest X19 F 89.0, ratio 79.0 (75.0–80.0) %
false positives per 100 hard negatives: 25.0 (0.0–75.0)
doubled blanks: same tokens in 100.0 % of sentences, names in 90.0 %
calibration error: 0.050 as served, 0.040 cross-fitted, 0.020 if perfect (900 tokens)
missing sets: gmb/dev"""


def test_the_figures_that_decide_come_first() -> None:
    assert summary(FULL) == SUMMARY.splitlines()


def test_a_baselines_summary_says_what_there_is() -> None:
    assert summary(LEAST) == [SUMMARY.splitlines()[i] for i in (0, 4)]


def test_the_overview_shows_only_the_extreme_groups() -> None:
    groups = [row[0] for row in overview(FULL).sections[3]]
    assert groups[0] == "names as written"
    assert [name.removeprefix("names ") for name in groups[1:]] == [
        "X0 F", "X1 F", "X2 F", "X17 F", "X18 F", "X19 F",
    ]  # fmt: skip


@pytest.mark.parametrize(("result", "number"), [(FULL, 8), (LEAST, 2)])
def test_every_row_is_as_wide_as_its_headings(result: SuiteResult, number: int) -> None:
    tables = all_tables(result)
    assert len(tables) == number
    for table in [*tables, overview(result)]:
        rows = [row for section in table.sections for row in section]
        assert {len(row) for row in rows} == {len(table.headings)}


def test_the_page_tells_how_names_were_chosen(tmp_path: Path) -> None:
    page = write_suite(FULL, tmp_path / "new" / "folder").read_text(encoding="utf-8")
    assert "| X5 F | Nordic | 5 | 6 families | both halves | 1,200 | 75.0 (65.0–85.0) |" in page
    assert "Left out, because they have too few names: ZA F." in page
    assert "- Austin grew. — Austin" in page


def test_a_page_without_probabilities_or_names_is_written(tmp_path: Path) -> None:
    page = write_suite(LEAST, tmp_path).read_text(encoding="utf-8")
    assert "fathers" not in page
    assert "## Calibration" not in page
    assert [path.name for path in tmp_path.glob("*.png")] == ["f1-by-set.png"]


def test_all_figures_are_in_the_json() -> None:
    found = json.loads(suite_json(FULL))
    assert found["swaps"]["groups"]["X5 F"]["figures"]["recall"]["low"] == pytest.approx(0.65)
    assert found["calibration"]["pooled"]["bins"][0]["num_tokens"] == 450


def test_the_terminal_shows_the_overview_and_the_summary(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_suite(FULL)
    shown = capsys.readouterr().out
    assert "Suite of en" in shown
    assert shown.endswith(SUMMARY + "\n")


@pytest.mark.parametrize("arguments", [["en"], ["en", "wnut17/dev", "--suite"]])
def test_either_sets_or_the_suite_is_asked_for(arguments: list[str]) -> None:
    done = CliRunner().invoke(app, ["evaluate", *arguments])
    assert done.exit_code == 2
    assert "expected sets or --suite" in done.output


@pytest.mark.slow
@pytest.mark.parametrize("as_json", [True, False])
def test_the_suite_is_run_from_the_command_line(
    tiny_bundle: Path, corpora: Path, tmp_path: Path, *, as_json: bool
) -> None:
    few = tmp_path / "corpora"
    (few / "wnut17").mkdir(parents=True)
    (few / "wnut17" / "dev.conll").symlink_to(corpora / "wnut17" / "dev.conll")
    options = ["--suite", "--corpora", str(few), "--out", str(tmp_path), *["--json"] * as_json]
    done = CliRunner().invoke(app, ["evaluate", str(tiny_bundle), *options])
    assert done.exit_code == 0
    assert (tmp_path / "suite.md").exists()
    if as_json:
        assert json.loads(done.stdout)["name"] == "tiny"
    else:
        assert "mean F1 over dev sets" in done.stdout
