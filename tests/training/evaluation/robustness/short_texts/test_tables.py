from nomen.training.evaluation.robustness.short_texts.tables import (
    example_lines,
    short_text_examples,
    short_text_summary,
    short_text_tables,
)
from tests.training.evaluation.robustness.suite_results import FULL, SHORT_TEXTS


def test_every_row_is_as_wide_as_its_headings() -> None:
    for table in short_text_tables(FULL.short_texts):
        assert {len(row) for row in table.rows} == {len(table.headings)}


def test_frames_are_left_out_without_names() -> None:
    assert len(short_text_tables(SHORT_TEXTS)) == 3
    assert len(short_text_summary(SHORT_TEXTS)) == 3


def test_origins_stand_from_the_lowest_recall_to_the_highest() -> None:
    rows = short_text_tables(FULL.short_texts)[0].rows
    assert [row[0] for row in rows] == ["Vietnam", "Nordic", "lowest to highest", "VN M", "SE F"]
    assert rows[0][1:] == ("50.0 (25.0–75.0)", "10.0 (0.0–20.0)")


def test_conditions_stand_beside_the_same_frames_as_written() -> None:
    rows = {row[0]: row[1:] for row in short_text_tables(FULL.short_texts)[1].rows}
    assert rows["lower"] == ("50.0 (25.0–75.0)", "60.0 (50.0–70.0)")


def test_a_frame_fits_a_cell() -> None:
    rows = short_text_tables(FULL.short_texts)[2].rows
    assert rows == [("`\\| {} \\| 3 \\|`", "25.0"), ("`Cheers,⏎{}`", "75.0")]


def test_placeholders_are_shown_without_prose() -> None:
    table = short_text_tables(SHORT_TEXTS)[-1]
    assert table.rows[0] == ("`[NAME]`", "25.0 (0.0–75.0)", "5.0 (4.0–6.0)", "")


def test_examples_stand_on_one_line_each() -> None:
    assert example_lines({"Love,\nGran": ["Gran"], "May\tMay": ()}) == [
        "Love,⏎Gran — Gran",
        "May⇥May",
    ]


def test_lists_without_examples_are_left_out() -> None:
    assert list(short_text_examples(SHORT_TEXTS)) == [
        "False names in words",
        "Names that are words, not found",
        "False names in texts with none",
    ]
