import pytest

from nomen.training.data.labels import LabelledSentence
from nomen.training.experiments.languages.ordinary import (
    names_that_are_words,
    names_with_words,
    ordinary_words,
    words_in_names,
)


def sentence(text: str, *names: tuple[int, int]) -> LabelledSentence:
    return LabelledSentence(tuple(text.split()), names)


def test_the_words_of_names_are_wanted_in_lower_case() -> None:
    read = [sentence("Ruft H. Koch an", (1, 3)), sentence("Li Wei", (0, 2))]
    assert words_in_names(read, "de") == {"koch", "li", "wei"}


@pytest.mark.parametrize(("times", "found"), [(2, set()), (3, {"rose"})])
def test_a_word_must_stand_outside_names_three_times(times: int, found: set[str]) -> None:
    read = [sentence("a rose fades")] * times + [sentence("she met rose", (2, 3))] * 5
    assert ordinary_words({"rose"}, read, "en") == found


def test_a_capital_counts_where_nouns_have_one_but_not_at_the_start() -> None:
    nouns = [sentence("Wir sahen den Koch am Herd mit Topf und Salz")] * 3
    assert ordinary_words({"koch", "wir"}, nouns, "de") == {"koch"}


def test_a_capital_alone_is_no_word_where_nouns_have_none() -> None:
    places = [sentence("we went by train from Lincoln to the sea")] * 9
    assert ordinary_words({"lincoln"}, places, "en") == set()


def test_scripts_without_case_and_without_blanks_have_words_too() -> None:
    persian = [sentence("امروز بهار است")] * 3
    assert ordinary_words({"بهار", "رضا"}, persian, "fa") == {"بهار"}
    chinese = [LabelledSentence(tuple("很高明的人"))] * 3
    assert ordinary_words({"高明", "明高"}, chinese, "zh") == {"高明"}


def test_a_name_is_a_word_where_all_its_words_are_ordinary() -> None:
    found = sentence("H. Koch , Anna Koch , von Koch", (0, 2), (3, 5), (6, 8))
    assert names_that_are_words(found, {"koch", "von"}, "de") == [(0, 2), (6, 8)]
    assert names_that_are_words(sentence("J. K.", (0, 2)), {"j.", "k."}, "en") == []


def test_a_particle_makes_no_name_one_with_a_word() -> None:
    found = sentence("Anna Koch , von Arnim", (0, 2), (3, 5))
    assert names_with_words(found, {"koch", "von"}, "de") == [(0, 2)]
