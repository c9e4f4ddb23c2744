import random

import pytest

from training.augmentation import Augmentation
from training.labels import LabelledSentence

FIRST = LabelledSentence(("Hello", "."), ("O", "O"))
SECOND = LabelledSentence(("Ron", "met", "McGee"), ("B", "O", "B"))


def apply(augmentation: Augmentation, index: int = 1) -> LabelledSentence:
    return augmentation.apply([FIRST, SECOND], index, random.Random(0))


@pytest.mark.parametrize(
    ("augmentation", "tokens"),
    [
        (Augmentation(), ("Ron", "met", "McGee")),
        (Augmentation(lower=1), ("ron", "met", "mcgee")),
        (Augmentation(upper=1), ("RON", "MET", "MCGEE")),
        (Augmentation(title=1), ("Ron", "Met", "McGee")),
        (Augmentation(join=1), ("Hello", ".", "Ron", "met", "McGee")),
    ],
)
def test_a_sentence_changes_its_case_or_gets_its_neighbour(
    augmentation: Augmentation, tokens: tuple[str, ...]
) -> None:
    changed = apply(augmentation)
    assert changed.tokens == tokens
    assert changed.labels[-3:] == SECOND.labels


def test_the_first_sentence_has_no_neighbour_before_it() -> None:
    assert apply(Augmentation(join=1), index=0) == FIRST


def test_shares_are_drawn() -> None:
    generator = random.Random(0)
    augmentation = Augmentation(lower=0.3, upper=0.2)
    drawn = [augmentation.apply([SECOND], 0, generator).tokens[0] for _ in range(2000)]
    assert drawn.count("ron") / 2000 == pytest.approx(0.3, abs=0.03)
    assert drawn.count("RON") / 2000 == pytest.approx(0.2, abs=0.03)
