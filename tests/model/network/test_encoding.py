import unicodedata

import numpy as np

from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import UNKNOWN_CHARACTER, UNKNOWN_FORM, Vocabulary


def test_a_token_stands_in_the_table_once(tiny_vocabulary: Vocabulary) -> None:
    batch = Encoder(tiny_vocabulary, max_characters=24).encode([["a", "b", "a"], ["b"]])
    assert len(batch.form_ids) == 2
    assert batch.positions.tolist() == [[0, 1, 0], [1, 0, 0]]
    assert batch.lengths.tolist() == [3, 1]


def test_composed_and_decomposed_tokens_have_the_same_ids(tiny_vocabulary: Vocabulary) -> None:
    encoder = Encoder(tiny_vocabulary, max_characters=24)
    composed, decomposed = (unicodedata.normalize(form, "Zoë") for form in ("NFC", "NFD"))
    first, second = encoder.encode([[composed]]), encoder.encode([[decomposed]])
    assert np.array_equal(first.character_ids, second.character_ids)
    assert np.array_equal(first.form_ids, second.form_ids)


def test_a_long_token_shows_its_two_ends(tiny_vocabulary: Vocabulary) -> None:
    encoder = Encoder(tiny_vocabulary, max_characters=4)
    long, short = encoder.encode([["Hazzzzzry"]]), encoder.encode([["Hary"]])
    assert np.array_equal(long.character_ids, short.character_ids)


def test_unknown_forms_and_characters_have_reserved_ids(tiny_vocabulary: Vocabulary) -> None:
    batch = Encoder(tiny_vocabulary, max_characters=24).encode([["\u4e2d"]])
    assert batch.form_ids.tolist() == [UNKNOWN_FORM]
    assert batch.character_ids.tolist() == [[UNKNOWN_CHARACTER]]


def test_a_huge_token_costs_little_and_is_not_remembered(tiny_vocabulary: Vocabulary) -> None:
    encoder = Encoder(tiny_vocabulary, max_characters=24)
    stacked = "a" + "\u0315\u0300" * 500_000  # normalizing all of it would take minutes
    batch = encoder.encode([[stacked, "Harry"]])
    assert batch.form_ids.tolist() == [UNKNOWN_FORM, tiny_vocabulary.form_ids["harry"]]
    assert sum(map(len, encoder.remembered)) == len("Harry")


def test_forgetting_does_not_change_ids(tiny_vocabulary: Vocabulary) -> None:
    encoder = Encoder(tiny_vocabulary, max_characters=24, max_remembered=1)
    batches = [encoder.encode([["Harry", "met", "Harry"]]) for _ in range(2)]
    assert np.array_equal(batches[0].form_ids, batches[1].form_ids)
