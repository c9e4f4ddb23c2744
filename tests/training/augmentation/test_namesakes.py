import random

from nomen.training.augmentation.namesakes import as_namesakes
from nomen.training.data.labels import LabelledSentence


def drawn(*tokens: str) -> set[str]:
    sentence = LabelledSentence(tokens, ((1, len(tokens) - 1),))
    found = [as_namesakes(sentence, random.Random(seed)) for seed in range(3000)]
    assert not any(new.names for new in found)
    return {" ".join(new.tokens[1:-1]) for new in found}


def test_things_are_called_after_a_surname_or_a_whole_name() -> None:
    found = drawn("on", "Jan", "van", "Dyke", ".")
    assert {"van Dyke Street", "Jan van Dyke Prize", "van Dyke syndrome"} <= found
    assert "Mount van Dyke" in found


def test_one_word_is_a_surname_and_the_case_is_that_of_the_name() -> None:
    found = drawn("on", "\nLEE", ".")
    assert {"\nLEE STREET", "\nMOUNT LEE"} <= found
    assert "lee street" in drawn("on", "lee", ".")


def test_a_title_goes_with_its_name() -> None:
    sentence = LabelledSentence(("so", "\nDr.", "Ann", "Lee", "met", "Ron"), ((2, 4), (5, 6)))
    found = [as_namesakes(sentence, random.Random(seed)) for seed in range(1500)]
    assert all(new.names == () and "Dr." not in " ".join(new.tokens) for new in found)
    assert any(new.tokens[:4] == ("so", "\nLee", "Road", "met") for new in found)
