import numpy as np

from nomen.model.reading import (
    Passage,
    Routing,
    labels_of,
    threshold_of_tokens,
    unsupported_scripts,
)
from tests.model.routing.languages import CHINESE, ENGLISH, MANY

READERS = [ENGLISH, MANY, CHINESE]
TEXT = "Ron и 来 end"
MIXED = Routing(
    language="en",
    passages=(Passage(0, 1, 0, 4, 0), Passage(1, 2, 4, 6, 1), Passage(2, 4, 6, 11, 0)),
    window_readers=(0, 1, 0),
)


def test_the_bundle_with_most_tokens_is_named_first() -> None:
    assert MIXED.readers == [0, 1]
    assert labels_of(MIXED, READERS) == "nomen-en 1.0.0, nomen-many 2.0.0"
    assert labels_of(None, READERS) == "nomen-en 1.0.0"
    assert labels_of(None, []) == ""


def test_each_token_has_the_threshold_of_its_bundle() -> None:
    found = threshold_of_tokens(MIXED, [0.25, 0.5])

    np.testing.assert_array_equal(found, [0.25, 0.5, 0.25, 0.25])
    assert threshold_of_tokens(MIXED, [0.5, 0.5]) == 0.5
    assert threshold_of_tokens(None, [0.25, 0.5]) == 0.25
    assert threshold_of_tokens(MIXED, 0.75) == 0.75


def test_letters_are_counted_in_scripts_that_their_own_bundle_did_not_learn() -> None:
    assert unsupported_scripts(MIXED, READERS, text=TEXT, tokens=[]) == {"Han": 1}
    assert unsupported_scripts(None, READERS, text=TEXT, tokens=[]) == {"Cyrillic": 1, "Han": 1}
    assert unsupported_scripts(MIXED, [], text=TEXT, tokens=[]) == {}


def test_passages_are_summed_up() -> None:
    passages = [
        Passage(0, 1, 0, 4, 0, "und"),
        Passage(1, 2, 4, 6, 1, "ru", is_served=False),
        Passage(2, 4, 6, 11, 0, "zh"),
    ]

    routing = Routing.of(passages, TEXT)

    assert (routing.language, routing.unsupported, routing.is_mixed) == ("zh", {"ru": 1}, True)
    assert [routing.language_at(token) for token in range(4)] == ["und", "ru", "zh", "zh"]
    assert Routing.of(passages[:1], TEXT).language == "und"
