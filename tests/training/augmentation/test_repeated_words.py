import random

from hypothesis import given
from hypothesis import strategies as st

from nomen.training.augmentation.repeated_words import RepeatedWords


@given(words=st.lists(st.sampled_from(["Ann", "Lee", "Bo", ""])), bounds=st.slices(6))
def test_the_words_are_those_of_a_list(words: list[str], bounds: slice) -> None:
    found = RepeatedWords(iter(words))
    assert list(found) == words
    assert len(found) == len(words)
    assert found[bounds] == words[bounds]


def test_draws_are_those_from_a_list() -> None:
    words = ["Ann", "Lee", "Ann", "Bo"] * 50
    first, second = random.Random(4), random.Random(4)
    drawn = [first.choice(RepeatedWords(words)) for _ in range(20)]
    assert drawn == [second.choice(words) for _ in range(20)]


def test_an_added_word_is_the_last() -> None:
    found = RepeatedWords(["Ann", "Bo"])
    found.append("Ann")
    assert found[-1] == "Ann"
    assert len(found) == 3
