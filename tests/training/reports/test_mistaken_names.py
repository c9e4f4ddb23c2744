import numpy as np
import pytest

from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.evaluation.evaluation import Predictions
from nomen.training.reports.mistaken_names import (
    KINDS,
    MistakenNames,
    commonest_mistakes,
    mistaken_names,
)

TOKENS = ("Dr.", "Ann", "Mary", "Lee", "met", "Bob", "in", "Bonn")


Case = tuple[tuple[Span, ...], list[Span]]


def mistakes(*cases: Case) -> list[MistakenNames]:
    """Give the mistakes of sentences, each of its gold and its predicted names."""
    predictions = Predictions(
        sentences=[LabelledSentence(TOKENS, gold) for gold, _ in cases],
        predicted=[found for _, found in cases],
        probabilities=np.zeros(0),
        is_gold=np.zeros(0, dtype=np.bool_),
    )
    return list(mistaken_names(predictions))


@pytest.mark.parametrize(
    ("gold", "found", "words"),
    [
        (((1, 4),), [], ("missed", "Ann Mary Lee", "")),
        ((), [(7, 8)], ("false", "", "Bonn")),
        (((1, 4),), [(3, 4)], ("too short", "Ann Mary Lee", "Lee")),
        (((1, 4),), [(0, 4)], ("too long", "Ann Mary Lee", "Dr. Ann Mary Lee")),
        (((1, 3),), [(2, 4)], ("other ends", "Ann Mary", "Mary Lee")),
        (((1, 3), (3, 4)), [(1, 4)], ("joined", "Ann Mary / Lee", "Ann Mary Lee")),
        (((1, 4),), [(1, 2), (3, 4)], ("split", "Ann Mary Lee", "Ann / Lee")),
        (((1, 2), (2, 4)), [(1, 3), (3, 4)], ("other ends", "Ann / Mary Lee", "Ann Mary / Lee")),
    ],
)
def test_each_mistake_has_its_kind(
    gold: tuple[Span, ...], found: list[Span], words: tuple[str, str, str]
) -> None:
    (mistake,) = mistakes((gold, found))
    assert mistake.words == words
    assert mistake.kind in KINDS


def test_what_is_right_is_no_mistake() -> None:
    assert mistakes((((1, 4), (5, 6)), [(1, 4), (5, 6)]), ((), [])) == []


def test_neighbours_are_mistakes_of_their_own() -> None:
    found = mistakes((((1, 4), (5, 6)), [(0, 1), (5, 6), (7, 8)]))
    assert [mistake.kind for mistake in found] == ["false", "missed", "false"]


def test_the_commonest_mistakes_stand_by_kind_with_their_numbers() -> None:
    missed: Case = (((5, 6),), [])
    false: Case = ((), [(7, 8)])
    rare: Case = (((1, 4),), [])
    found = commonest_mistakes(mistakes(rare, false, missed, missed, false, missed), 2)
    assert [(each.number, each.first.words) for each in found] == [
        (3, ("missed", "Bob", "")),
        (2, ("false", "", "Bonn")),
    ]


def test_each_kind_has_its_turn_among_mistakes_that_happen_once() -> None:
    names = [((i, i + 1),) for i in range(4)]
    found = commonest_mistakes(mistakes(*((name, []) for name in names), ((), [(7, 8)])), 3)
    assert [each.first.words[:2] for each in found] == [
        ("missed", "Dr."),
        ("missed", "Ann"),
        ("false", ""),
    ]


def test_an_excerpt_shows_what_stands_around_without_marks_of_breaks() -> None:
    tokens = ("a", *["x"] * 20, "\nAnn", "Lee", "said", *["y"] * 20)
    sentence = LabelledSentence(tokens, ((21, 23),))
    mistake = MistakenNames(kind="missed", expected=((21, 23),), found=(), sentence=sentence)
    before, words, after = mistake.excerpt()
    assert words == "Ann Lee"
    assert before == "… " + " ".join(["x"] * 12)
    assert after == "said " + " ".join(["y"] * 11) + " …"
