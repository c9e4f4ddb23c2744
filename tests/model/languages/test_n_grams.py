import numpy as np
import pytest

from nomen.model.languages.letters import BLANK, fold, read_codes
from nomen.model.languages.n_grams import NUM_ORDERS, NUM_ROWS, find_rows, find_rows_of_many


def test_a_row_is_the_hash_of_the_letters_that_end_there() -> None:
    rows = find_rows(read_codes("abc"))
    trigram = ord("c") * 0x9E3779B1 + ord("b") * 0x85EBCA77 + ord("a") * 0xC2B2AE3D
    assert rows.shape == (NUM_ORDERS, 4)
    assert rows[2, 1] == trigram % 2**32 >> 15
    assert rows.max() < NUM_ROWS


def test_blanks_stand_around_a_text() -> None:
    alone, inside = find_rows(read_codes("abc")), find_rows(read_codes("     abc "))
    assert np.array_equal(alone, inside[:, 1:5])
    assert alone[0, 0] == BLANK * 0x9E3779B1 >> 15


def test_of_a_long_text_every_second_place_is_read() -> None:
    text = "abcdefgh" * 20
    rows = find_rows(read_codes(text))
    assert rows.shape == (NUM_ORDERS, 81)
    assert np.array_equal(rows[:, :6], find_rows(read_codes(text[-18:]))[:, :12:2])


@pytest.mark.parametrize("text", ["", "some letters", "x" * 62, "y" * 63, "other  words " * 9])
def test_many_texts_have_the_rows_of_each(text: str) -> None:
    texts = [text, "another"]
    codes = np.stack([fold(each.ljust(130)) for each in texts])
    rows, counts = find_rows_of_many(codes, np.array([len(each) for each in texts]))
    for k, each in enumerate(texts):
        assert np.array_equal(rows[k, : counts[k]].T, find_rows(read_codes(each)))
