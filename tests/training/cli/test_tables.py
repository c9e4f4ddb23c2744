import pytest

from nomen.training.cli.tables import print_table
from nomen.training.evaluation.tables import TextTable

TABLE = TextTable(
    title="Sums",
    headings=("set", "names"),
    sections=[[("one", "1"), ("eleven", "11")], [("all", "12")]],
)


def test_text_is_aligned_left_and_numbers_right(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(TABLE)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].strip() == "Sums"
    assert [line for line in lines if "one" in line] == ["│ one    │     1 │"]


def test_a_line_divides_sections(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(TABLE)
    lines = capsys.readouterr().out.splitlines()
    rows = [i for i, line in enumerate(lines) if line.startswith(("│ eleven", "│ all"))]
    assert rows[1] - rows[0] == 2
    assert lines[rows[0] + 1] == "├────────┼───────┤"


def test_without_a_terminal_a_line_has_120_characters(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(TextTable(headings=("a",), sections=[[("x" * 200,)]]))
    assert {len(line) for line in capsys.readouterr().out.splitlines()} == {120}
