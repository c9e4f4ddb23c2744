import pytest

from nomen.training.data.labels import LabelledSentence
from nomen.training.data.texts import LabelledText
from nomen.training.generation.prose import Prose

FIRST = LabelledSentence(("Ann", "Lee", "left", "."), ((0, 2),))
SECOND = LabelledSentence(("Nobody", "came"))


def test_the_sentences_of_all_corpora_are_texts_with_names() -> None:
    prose = Prose([[], [FIRST], [], [SECOND, FIRST]])
    left = LabelledText("Ann Lee left.", ((0, 7),))
    assert list(prose) == [left, LabelledText("Nobody came"), left]
    assert prose[-2:] == [LabelledText("Nobody came"), left]


def test_there_is_no_text_beyond_the_last() -> None:
    with pytest.raises(IndexError):
        Prose([[FIRST]])[1]
