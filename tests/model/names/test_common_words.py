from nomen.model.names.common_words import COMMON_WORDS, TITLES
from nomen.model.names.consistency import fold


def test_the_words_are_forms_and_stand_in_one_list() -> None:
    assert all(fold(word) == word for word in TITLES | COMMON_WORDS)
    assert not TITLES & COMMON_WORDS
    assert {"will", "may", "brown"} <= COMMON_WORDS
