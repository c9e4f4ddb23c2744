from pathlib import Path

from nomen.training.experiments.cells_report import gradient_table, score_table, write_report
from tests.training.experiments.results import result


def test_the_table_gives_size_speed_and_scores() -> None:
    found = result("lstm", bidirectional=True, num_layers=3)
    (row,) = score_table([found]).rows
    assert row == (
        "lstm", "2", "3", "1,234", "1,000", "9,000", "4,500", "100.00", "50.00", "66.67", "25.00",
    )  # fmt: skip


def test_without_a_test_split_the_last_cell_is_empty() -> None:
    found = result("lstm", bidirectional=True).model_copy(update={"test": None})
    assert score_table([found]).rows[0][-1] == ""


def test_gradients_are_shown_before_and_after_training_at_each_measured_distance() -> None:
    table = gradient_table([result("gru", bidirectional=False), result("gru", bidirectional=True)])
    assert table.headings == ("cell", "layers", "training", "k = 1", "k = 2")
    assert table.rows == [
        ("gru", "1", "before", "5.0e-01", "2.0e-02"),
        ("gru", "1", "after", "5.0e-01", "2.0e-02"),
    ]


def test_a_page_shows_both_tables_and_their_plots(tmp_path: Path) -> None:
    results = [result("rnn", bidirectional=False), result("lstm", bidirectional=False)]
    page = write_report(results, tmp_path).read_text(encoding="utf-8")
    assert "| cell | directions | layers |" in page
    assert "| rnn | 1 | before | 5.0e-01 | 2.0e-02 |" in page
    for name in ("compare-f1.png", "compare-gradients.png"):
        assert f"({name})" in page
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")


def test_a_page_of_bidirectional_networks_shows_no_gradients(tmp_path: Path) -> None:
    page = write_report([result("lstm", bidirectional=True)], tmp_path)
    assert "gradients" not in page.read_text(encoding="utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {"compare.md", "compare-f1.png"}
