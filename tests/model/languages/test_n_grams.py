import numpy as np

from nomen.model.languages.letters import BLANK, fold
from nomen.model.languages.n_grams import NUM_ORDERS, NUM_ROWS, find_rows, find_rows_of_many


def test_a_row_is_the_hash_of_the_letters_that_end_there() -> None:
    rows = find_rows(fold("abc"))
    trigram = ord("c") * 0x9E3779B1 + ord("b") * 0x85EBCA77 + ord("a") * 0xC2B2AE3D
    assert rows.shape == (NUM_ORDERS, 4)
    assert rows[2, 2] == trigram % 2**32 >> 16
    assert rows.max() < NUM_ROWS


def test_blanks_stand_around_a_text() -> None:
    alone, inside = find_rows(fold("abc")), find_rows(fold("     abc "))
    assert np.array_equal(alone[:, :3], inside[:, 5:8])
    assert alone[0, 3] == BLANK * 0x9E3779B1 >> 16


def test_many_texts_have_the_rows_of_each() -> None:
    texts = ["some letters", "other  words"]
    rows = find_rows_of_many(np.stack([fold(text) for text in texts]))
    for k, text in enumerate(texts):
        assert np.array_equal(rows[k].T, find_rows(fold(text)))
