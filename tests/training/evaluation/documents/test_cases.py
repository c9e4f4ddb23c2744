from nomen.training.data.cases import LabelledCase
from nomen.training.evaluation.documents.cases import (
    KindResult,
    cases_table,
    find_case_names,
    measure_cases,
)
from tests.training.evaluation.documents.pages import Marked
from tests.training.evaluation.test_predictor import Capitals

CASES = [
    LabelledCase("1", "greeting", "Hi <Bo>", ((4, 6),)),
    LabelledCase("2", "greeting", "Hi Bo", ((3, 5),)),
    LabelledCase("3", "list", "<Bo>, <Cy>", ((1, 3), (7, 9))),
    LabelledCase("4", "nothing", "<May> be", ()),
]


def test_a_case_is_right_if_exactly_its_names_are_found() -> None:
    found = measure_cases(CASES, find_case_names(Marked(), CASES))

    assert (found.num_cases, found.right.value) == (4, 0.5)
    assert found.kinds == {
        "greeting": KindResult(num_cases=2, num_right=1),
        "list": KindResult(num_cases=1, num_right=1),
        "nothing": KindResult(num_cases=1, num_right=0),
    }


def test_token_lists_stand_among_texts_in_their_order() -> None:
    tokens = LabelledCase("5", "list", ("so", "Bo"), ((1, 2),))
    found = find_case_names(Capitals(), [CASES[1], tokens])

    assert found == [[(0, 2), (3, 5)], [(1, 2)]]


def test_the_worst_kinds_stand_first() -> None:
    table = cases_table(measure_cases(CASES, find_case_names(Marked(), CASES)))

    assert [row[0] for row in table.rows] == ["nothing", "greeting", "list", "all"]
    assert table.rows[-1][1:3] == ("4", "2")
    assert table.rows[1] == ("greeting", "2", "1", "50.0")
