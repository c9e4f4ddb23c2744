import pytest

from nomen.training.checking.duplicates import Duplicates
from nomen.training.checking.facts import Role
from nomen.training.data.labels import LabelledSentence

LONG = LabelledSentence(("Ada", "Byron", "met", "the", "old", "king"), ((0, 2),))
SHORT = LabelledSentence(("Ada", "left", "."), ((0, 1),))


@pytest.mark.parametrize(
    ("role", "kind"),
    [("train", "duplicate"), ("dev", "in train too"), ("test", "in train too")],
)
def test_a_long_sentence_that_comes_again_is_found(role: Role, kind: str) -> None:
    duplicates = Duplicates()
    assert duplicates.look_at(LONG, "a:1", "train") is None
    expected = (kind, "the same sentence stands at a:1")
    assert duplicates.look_at(LONG, "a:9", role) == expected


def test_a_short_sentence_may_come_again() -> None:
    duplicates = Duplicates()
    assert duplicates.look_at(SHORT, "a:1", "train") is None
    assert duplicates.look_at(SHORT, "a:9", "dev") is None


def test_a_sentence_with_other_names_is_found() -> None:
    duplicates = Duplicates()
    duplicates.look_at(SHORT, "a:1", "train")
    other = LabelledSentence(SHORT.tokens)
    found = duplicates.look_at(other, "a:9", "train")
    assert found == ("labelled differently", "the same sentence has other names at a:1")
    tiny = [LabelledSentence(("Ada", "."), names) for names in ((), ((0, 1),))]
    assert [duplicates.look_at(each, "a:1", "train") for each in tiny] == [None, None]


def test_sentences_of_dev_may_come_again_there() -> None:
    duplicates = Duplicates()
    duplicates.look_at(LONG, "b:1", "dev")
    found = duplicates.look_at(LONG, "b:2", "dev")
    assert found == ("duplicate", "the same sentence stands at b:1")
