import pytest

from nomen.training.evaluation.robustness.results import SuiteResult
from nomen.training.evaluation.robustness.tables import all_tables, overview, summary
from tests.training.evaluation.robustness.suite_results import FULL, LEAST, SUMMARY


def test_the_summary_has_one_line_per_figure() -> None:
    assert summary(FULL) == SUMMARY.splitlines()


def test_the_summary_leaves_out_what_was_not_measured() -> None:
    assert summary(LEAST) == [SUMMARY.splitlines()[i] for i in (0, 4, 8, 9, 10)]


def test_the_overview_shows_only_the_extreme_groups() -> None:
    groups = [row[0] for row in overview(FULL).sections[3]]
    assert groups[0] == "names as written"
    assert [name.removeprefix("names ") for name in groups[1:]] == [
        "X0 F", "X1 F", "X2 F", "X17 F", "X18 F", "X19 F",
    ]  # fmt: skip


@pytest.mark.parametrize(("result", "number"), [(FULL, 21), (LEAST, 5)])
def test_every_row_is_as_wide_as_its_headings(result: SuiteResult, number: int) -> None:
    tables = all_tables(result)
    assert len(tables) == number
    for table in [*tables, overview(result)]:
        assert {len(row) for row in table.rows} == {len(table.headings)}


def test_groups_stand_from_the_lowest_recall_to_the_highest() -> None:
    table = next(table for table in all_tables(FULL) if table.title == "Name groups")
    assert [row[0] for row in table.rows][:3] == ["as written", "X0 F", "X1 F"]
    assert table.rows[1][3:5] == ("6 families", "both halves")


def test_the_overview_shows_the_share_of_f1_and_the_calibration_error() -> None:
    rows = {row[0]: row for row in overview(FULL).rows}
    assert rows["wnut17/dev"] == (
        "wnut17/dev", "1,200", "50.0", "50.0", "50.0", "40.0–60.0", "", "0.050",
    )  # fmt: skip
    assert rows["lower"][-2:] == ("80.0", "0.050")
    assert rows["typos 5 %"][-2:] == ("80.0", "")
