from nomen.training.data.cases import LabelledCase
from nomen.training.data.texts import LabelledText
from nomen.training.evaluation.documents.mistakes import (
    TextMistake,
    listed_case_mistakes,
    listed_mistakes,
    text_mistakes,
)
from tests.training.evaluation.documents.pages import page


def test_right_names_are_no_mistakes() -> None:
    assert list(text_mistakes(LabelledText("Ada", ((0, 3),)), [(0, 3)])) == []


def test_a_name_is_missed_false_or_has_other_ends() -> None:
    labelled = LabelledText("Bo, Ada Lo and Mill Road", ((0, 2), (4, 10)))
    missed, other, false = text_mistakes(labelled, [(4, 7), (8, 14), (15, 24)])

    assert (missed.fault, missed.expected, missed.found) == ("missed", "Bo", [])
    assert (other.fault, other.expected, other.found) == ("span", "Ada Lo", ["Ada", "Lo and"])
    assert false == TextMistake(
        fault="false", expected="", found=["Mill Road"], before="Bo, Ada Lo and ", after=""
    )


def test_a_name_that_covers_two_is_wrong_for_both() -> None:
    labelled = LabelledText("Bo; Cy", ((0, 2), (4, 6)))

    assert [each.fault for each in text_mistakes(labelled, [(0, 6)])] == ["span", "span"]


def test_a_mistake_tells_its_genre_and_document() -> None:
    (record,) = listed_mistakes([page("Hi Bo", "Bo", document="d", genre="mail")], [[]])

    assert (record["genre"], record["document"], record["fault"]) == ("mail", "d", "missed")


def test_tokens_of_a_case_are_shown_with_blanks() -> None:
    case = LabelledCase("7", "list", ("so", "Ada", "Lo", "left"), ((1, 3),))
    (record,) = listed_case_mistakes([case], [[(1, 2)]])

    assert (record["expected"], record["found"]) == ("Ada Lo", ["Ada"])
    assert (record["genre"], record["before"], record["after"]) == ("list", "so ", " left")
