import pytest
from faker import Faker

from nomen.model.tagger import Tagger, load_tagger
from nomen.service.files.columns import Column, Judgement, judge_columns
from nomen.service.files.sampling import Sample


def sample(**cells: list[str | None]) -> Sample:
    num_rows = max(map(len, cells.values()))
    return Sample(num_rows=num_rows, num_drawn=num_rows, cells=cells, others=["born"])


def invented() -> dict[str, list[str | None]]:
    """Invent a table whose first six columns hold names, in the forms of exports."""
    fakers = [Faker("en_US"), Faker("de_DE"), Faker("fr_FR")]
    for number, faker in enumerate(fakers):
        faker.seed_instance(number)
    drawn = [fakers[number % 3] for number in range(60)]
    return {
        "surname": [faker.last_name() for faker in drawn],
        "SURNAME": [faker.last_name().upper() for faker in drawn],
        "forename": [faker.first_name() for faker in drawn],
        "NAME, GIVEN": [f"{faker.last_name()}, {faker.first_name()}".upper() for faker in drawn],
        "whole": [faker.name() for faker in drawn],
        "note": [f"Called {faker.name()} about the delivery of this week." for faker in drawn],
        "country": [faker.country() for faker in drawn],
        "job": [faker.job() for faker in drawn],
        "colour": [faker.color_name() for faker in drawn],
        "mail": [faker.email() for faker in drawn],
        "status": ["OPEN" if number % 2 else "closed" for number in range(60)],
    }


@pytest.mark.slow
def test_columns_of_names_stand_before_all_others(default_tagger: Tagger) -> None:
    judgement = judge_columns(
        default_tagger, sample(**invented()), thresholds=[0.5], with_examples=False
    )

    shares = {column.name: column.share for column in judgement.columns}
    assert set(list(shares)[:6]) == set(list(invented())[:6])
    assert min(list(shares.values())[:6]) > 0.8
    del shares["colour"]  # looks like surnames; see docs/experiments/bundles.md
    assert max(list(shares.values())[6:]) < 0.4  # jobs in three languages; see there


def test_a_surname_alone_in_capitals_and_turned_names_are_found(default_tagger: Tagger) -> None:
    judgement = judge_columns(
        default_tagger,
        sample(name=["Smith", None, "MILLER, JOHN", " ", "Baker", ""], city=["Oslo"]),
        thresholds=[0.5],
        with_examples=True,
    )

    assert judgement.columns[0].name == "name"
    assert judgement.columns[0].num_filled == 3
    assert judgement.columns[0].examples is not None
    assert "MILLER, JOHN" in judgement.columns[0].examples
    assert judgement.columns[1].share == 0


@pytest.fixture(scope="module")
def three() -> Tagger:
    return load_tagger(["en", "xx", "zh"], device="cpu")


MIXED: list[str | None] = [
    "Sabine Hofmann",
    "刘志明",
    "Олег Смирнов",
    None,
    "Zeynep Demir",
    "احمد حسن",
    "17",
    "Paweł Zieliński",
    "Николай Орлов",
    "陈丽华",
    "Ioana Ionescu",
]


def test_the_cells_of_a_column_in_several_scripts_go_to_the_bundles_for_them(three: Tagger) -> None:
    judgement = judge_columns(
        three, sample(name=MIXED), thresholds=[0.5, 0.5, 0.5], with_examples=False
    )

    assert judgement.columns[0].share >= 0.8


def test_a_language_is_chosen_for_all_cells(three: Tagger) -> None:
    judgement = judge_columns(
        three,
        sample(name=MIXED),
        thresholds=[0.5, 0.5, 0.5],
        language="zh",
        with_examples=True,
    )

    assert judgement.columns[0].examples is not None
    assert not {"Олег Смирнов", "Николай Орлов"} & set(judgement.columns[0].examples)


def test_the_threshold_is_that_of_the_bundle_that_read_a_cell(three: Tagger) -> None:
    cells: list[str | None] = ["刘志明", "陈丽华"]
    shares = [
        judge_columns(three, sample(name=cells), thresholds=thresholds, with_examples=False)
        .columns[0]
        .share
        for thresholds in ([0.5, 0.5, 1], [1, 1, 0.5])
    ]

    assert shares == [0, 1]


def test_a_table_without_rows_has_no_names(default_tagger: Tagger) -> None:
    judgement = judge_columns(
        default_tagger, sample(name=[]), thresholds=[0.5], with_examples=False
    )

    assert judgement.columns == [Column(name="name", num_filled=0, share=0, probability=0)]


def test_an_answer_has_examples_only_if_asked() -> None:
    plain = Column(name="a", num_filled=2, share=0.5, probability=0.4)
    shown = Column(name="b", num_filled=2, share=0.5, probability=0.4, examples=["Ron"])

    answer = Judgement(num_rows=5, num_drawn=2, columns=[plain, shown], others=["n"]).to_json()

    assert answer == {
        "num_rows": 5,
        "num_drawn": 2,
        "columns": [
            {"name": "a", "num_filled": 2, "share": 0.5, "probability": 0.4},
            {"name": "b", "num_filled": 2, "share": 0.5, "probability": 0.4, "examples": ["Ron"]},
        ],
        "others": ["n"],
    }
