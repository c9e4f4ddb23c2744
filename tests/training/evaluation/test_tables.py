from nomen.training.evaluation.evaluation import Evaluation
from nomen.training.evaluation.tables import TextTable, evaluation_table, points

TABLE = TextTable(
    headings=("set", "licence", "names"),
    sections=[[("one", "MIT", "1")], [("all", "", "1")]],
    num_text_columns=2,
)


def test_markdown_aligns_text_left_and_numbers_right() -> None:
    assert list(TABLE.markdown()) == [
        "| set | licence | names |",
        "| --- | --- | ---: |",
        "| one | MIT | 1 |",
        "| all |  | 1 |",
    ]


def test_rows_are_those_of_all_sections() -> None:
    assert TABLE.rows == [("one", "MIT", "1"), ("all", "", "1")]


def test_a_share_is_written_in_points() -> None:
    assert (points(0.12345), points(2 / 3, digits=2), points(1.0)) == ("12.3", "66.67", "100.0")


def test_an_evaluation_is_a_row() -> None:
    evaluation = Evaluation(
        num_sentences=3, num_tokens=15, num_names=1200, precision=0.5, recall=0.25, f1=1 / 3,
        f1_low=0.3, f1_high=0.4, average_precision=0.9, brier=0.01, ece=float("nan"),
        num_unsure_tokens=4,
    )  # fmt: skip
    assert list(evaluation_table({"own/dev": evaluation}).markdown())[2] == (
        "| own/dev | 1,200 | 50.0 | 25.0 | 33.3 | 30.0–40.0 | 0.900 | 0.0100 | nan |"
    )
