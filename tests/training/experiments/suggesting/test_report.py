from nomen.training.experiments.suggesting.report import study_table
from tests.training.experiments.suggesting.results import result


def test_strategies_stand_beside_random_sentences() -> None:
    results = [
        *(result(seed=seed, num_correct=seed) for seed in (1, 2, 3)),
        *(result("length 0", seed=seed, num_correct=3) for seed in (1, 2, 3)),
    ]
    (rows,) = study_table(results).sections
    assert rows == [
        ("notes", "length 0", "100", "100,000", "100", "75.0 (75.0–75.0)", "75.0–75.0",
         "+25.0 (+25.0 to +25.0)"),
        ("notes", "random", "100", "100,000", "100", "50.0 (50.0–50.0)", "25.0–75.0", ""),
    ]  # fmt: skip


def test_each_number_of_sentences_is_a_section() -> None:
    table = study_table([result("", 0), result(number=100), result(number=200)])
    assert [[row[1] for row in rows] for rows in table.sections] == [
        ["untouched"],
        ["random"],
        ["random"],
    ]
